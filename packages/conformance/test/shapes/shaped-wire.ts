import { Decimal, PayloadFields, paidFee } from '@venuekit/core/connector';
import type { OpenOrder, OrderUpdate, SymbolLookup, TradeUpdate, UserStreamUpdate } from '@venuekit/core/connector';
import type { ShapedMarkets } from './shaped-markets.ts';

type Place = 'rest' | 'socket';

const STATES = new Map<string, OrderUpdate['state']>([
  ['new', 'open'],
  ['partially-filled', 'partially-filled'],
  ['filled', 'filled'],
  ['canceled', 'canceled'],
  ['expired', 'expired'],
  ['expired-in-match', 'expired'],
  ['rejected', 'failed'],
]);
const SIDES = new Map([
  ['buy', 'buy'],
  ['sell', 'sell'],
] as const);
const TYPES = new Map([
  ['limit', 'limit'],
  ['limit-maker', 'limit-maker'],
  ['market', 'market'],
] as const);

/** Reads orders, fills and balances, wherever they stand. */
export class ShapedWire {
  readonly #markets: ShapedMarkets;

  constructor(markets: ShapedMarkets) {
    this.#markets = markets;
  }

  order(order: PayloadFields, symbols: SymbolLookup, place: Place = 'rest'): OrderUpdate & { readonly exchangeOrderId: string } {
    const tradingPair = this.#markets.pairOf(order, symbols, place);
    return {
      tradingPair,
      ...clientOrderId(order),
      exchangeOrderId: order.id('orderId'),
      state: order.word('status', STATES),
      updateTimeMs: order.count('updated'),
      cumulativeBase: this.#markets.toBase(order.amount('executedAmount'), tradingPair),
      cumulativeQuote: order.amount('executedQuote'),
      amount: this.#markets.orderAmount(order.amount('amount'), order.amount('price'), tradingPair),
    };
  }

  openOrder(order: PayloadFields, symbols: SymbolLookup): OpenOrder {
    const { tradingPair, state, exchangeOrderId, amount, cumulativeBase } = this.order(order, symbols);
    return {
      tradingPair,
      clientOrderId: clientOrderId(order).clientOrderId,
      exchangeOrderId,
      side: order.word('side', SIDES),
      orderType: order.optionalWord('type', TYPES) ?? 'other',
      price: order.amount('price'),
      amount: amount ?? new Decimal(0),
      executedAmount: cumulativeBase ?? new Decimal(0),
      executedQuote: order.amount('executedQuote'),
      state,
      creationTimeMs: order.count('created'),
      updateTimeMs: order.count('updated'),
    };
  }

  fill(fill: PayloadFields, symbols: SymbolLookup, place: Place = 'rest'): TradeUpdate {
    const tradingPair = this.#markets.pairOf(fill, symbols, place);
    const price = fill.amount('price');
    const baseAmount = this.#markets.toBase(fill.amount('amount'), tradingPair);
    return {
      tradingPair,
      tradeId: fill.id('tradeId'),
      ...clientOrderId(fill),
      exchangeOrderId: fill.id('orderId'),
      side: fill.word('side', SIDES),
      fillTimeMs: fill.count('time'),
      price,
      baseAmount,
      quoteAmount: price.times(baseAmount),
      fee: paidFee(fill.decimal('fee'), this.#markets.asset(fill.text('feeAsset'))),
      isTaker: !fill.boolean('isMaker'),
    };
  }

  balance(row: PayloadFields): Pick<Extract<UserStreamUpdate, { kind: 'balance' }>, 'asset' | 'total' | 'available'> {
    const free = row.amount('free');
    return { asset: this.#markets.asset(row.text('asset')), available: free, total: free.plus(row.amount('locked')) };
  }

  /** One event of the topic `account`. @throws InvalidPayloadError for one that nobody knows. */
  accountEvent(event: unknown, symbols: SymbolLookup): readonly UserStreamUpdate[] {
    const fields = new PayloadFields(event, 'account event');
    const problems: UserStreamUpdate[] = [];
    const onProblem = (error: Error): void => void problems.push({ kind: 'problem', error });
    switch (fields.value('event')) {
      case 'order': {
        const fill = fields.optionalObject('fill');
        const trades: UserStreamUpdate[] = fill === undefined ? [] : [{ kind: 'trade', update: this.fill(fill, symbols, 'socket') }];
        return [...trades, { kind: 'order', update: this.order(fields.object('order'), symbols, 'socket') }];
      }
      case 'orders': {
        const orders = fields.rows(
          'orders',
          (row): UserStreamUpdate => ({ kind: 'order', update: this.order(row, symbols, 'socket') }),
          onProblem,
        );
        return [...orders, ...problems];
      }
      case 'balances': {
        const updateTimeMs = fields.count('time');
        const rows = fields.rows(
          'balances',
          (row): UserStreamUpdate => ({ kind: 'balance', updateTimeMs, ...this.balance(row) }),
          onProblem,
        );
        return [...rows, ...problems];
      }
      default:
        throw fields.wrong('event', 'a known event');
    }
  }
}

/** Told as a text, as a number, or not at all. */
function clientOrderId(fields: PayloadFields): { readonly clientOrderId?: string } {
  return fields.has('clientOrderId') ? { clientOrderId: fields.id('clientOrderId') } : {};
}
