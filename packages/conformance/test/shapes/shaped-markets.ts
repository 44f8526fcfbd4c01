import { ONE, ZERO } from '@venuekit/core/connector';
import type { Decimal, PayloadFields, SymbolLookup, TradingPair, TradingRule } from '@venuekit/core/connector';
import type { PlainShape } from '@venuekit/venue';

/** What the list of markets has told: spellings on sockets, and what one unit of an amount is. */
export class ShapedMarkets {
  readonly #shape: PlainShape;
  readonly #socketNames = new Map<TradingPair, string>();
  readonly #pairs = new Map<string, TradingPair>();
  readonly #contractSizes = new Map<TradingPair, Decimal>();

  constructor(shape: PlainShape) {
    this.#shape = shape;
  }

  /** Reads one row of `GET /markets`. */
  learn(row: PayloadFields): { readonly exchangeSymbol: string; readonly tradingPair: TradingPair } {
    const tradingPair: TradingPair = `${this.asset(row.text('base'))}-${this.asset(row.text('quote'))}`;
    const exchangeSymbol = row.text('market');
    const socketName = row.optionalText('socketMarket') ?? exchangeSymbol;
    this.#socketNames.set(tradingPair, socketName);
    this.#pairs.set(socketName, tradingPair);
    this.#contractSizes.set(tradingPair, row.has('contractSize') ? row.amount('contractSize') : ONE);
    return { exchangeSymbol, tradingPair };
  }

  rule(row: PayloadFields, symbols: SymbolLookup): TradingRule {
    const tradingPair = symbols.tradingPair(row.text('market'));
    const orderTypes =
      this.#shape.amounts === 'quote' ? (['limit', 'limit-maker'] as const) : (['limit', 'limit-maker', 'market'] as const);
    return {
      tradingPair,
      priceIncrement: row.amount('priceStep'),
      amountIncrement: this.toBase(row.amount('amountStep'), tradingPair),
      minimumAmount: this.toBase(row.amount('minAmount'), tradingPair),
      maximumAmount: this.toBase(row.amount('maxAmount'), tradingPair),
      minimumNotional: row.amount('minNotional'),
      appliesMinimumNotionalToMarket: true,
      appliesMaximumNotionalToMarket: false,
      orderTypes,
      isTradable: row.text('status') === 'trading',
    };
  }

  asset(name: string): string {
    return this.#shape.symbols === 'several' ? name.replace(/^X/, '') : name;
  }

  socketName(pair: TradingPair): string {
    const name = this.#socketNames.get(pair);
    if (name === undefined) throw new RangeError(`the venue has not told a name of ${pair}`);
    return name;
  }

  pairOnSocket(name: string): TradingPair {
    const pair = this.#pairs.get(name);
    if (pair === undefined) throw new RangeError(`the venue has not told a market ${name}`);
    return pair;
  }

  /** A market of a message: of a reply, or of an event. */
  pairOf(row: PayloadFields, symbols: SymbolLookup, place: 'rest' | 'socket'): TradingPair {
    return place === 'rest' ? symbols.tradingPair(row.text('market')) : this.pairOnSocket(row.text('market'));
  }

  toBase(amount: Decimal, pair: TradingPair): Decimal {
    return amount.times(this.#contractSizes.get(pair) ?? ONE);
  }

  fromBase(base: Decimal, pair: TradingPair): Decimal {
    return base.dividedBy(this.#contractSizes.get(pair) ?? ONE);
  }

  /** The amount of an order in base, from how the venue tells it. */
  orderAmount(amount: Decimal, price: Decimal, pair: TradingPair): Decimal {
    return this.#shape.amounts === 'quote' && price.gt(ZERO) ? amount.dividedBy(price) : this.toBase(amount, pair);
  }

  /** The amount of an order as the venue wants it. */
  askedAmount(base: Decimal, price: Decimal | undefined, pair: TradingPair): string {
    if (this.#shape.amounts === 'quote' && price !== undefined) return base.times(price).toFixed();
    return this.fromBase(base, pair).toFixed();
  }
}
