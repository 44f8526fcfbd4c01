import type { BookUpdates } from '../book/book-updates.ts';
import type { BookStatus } from '../book/order-book-tracker-options.ts';
import type { OrderBookView } from '../book/order-book-view.ts';
import type { Decimal } from '../decimal/decimal.ts';
import { parseDecimal } from '../decimal/parse.ts';
import { floorToIncrement } from '../decimal/quantise.ts';
import type { FeeQuestion } from '../definition/connector-definition.ts';
import { NotImplementedError } from '../errors/not-implemented-error.ts';
import { UnknownTradingPairError } from '../errors/unknown-trading-pair-error.ts';
import { walkExactly } from '../market/exact-depth.ts';
import { lastTradedPrices } from '../market/last-prices.ts';
import type { OrderSide, OrderType } from '../model/order.ts';
import type { PriceType } from '../model/price-type.ts';
import type { TradeFee } from '../model/trade-fee.ts';
import type { TradingPair } from '../model/trading-pair.ts';
import type { TradingRule } from '../model/trading-rule.ts';
import { floorToPriceGrid, priceStep } from '../orders/price-grid.ts';
import { requestContext } from '../services/connector-services.ts';
import type { RequestContext } from '../web/request-context.ts';
import type { ConnectorEngine } from './connector-engine.ts';

/** An amount or a price: exact, so never a JavaScript number. */
export type DecimalInput = Decimal | string;

/** What an application asks a connector about its markets: books, rules, prices, fees. */
export abstract class MarketQueries {
  /** The parts of the connector, made when they are first needed. */
  protected abstract assembled(): ConnectorEngine;

  /** All pairs that the venue lists, followed or not. @throws whatever the request throws; AbortedError by `stop` */
  async allTradingPairs(signal?: AbortSignal): Promise<readonly TradingPair[]> {
    const { symbols } = await this.queryContext(signal).then(() => this.assembled());
    return symbols.tradingPairs;
  }

  get tradingRules(): ReadonlyMap<TradingPair, TradingRule> {
    return this.assembled().rules.tradingRules;
  }

  get orderBooks(): ReadonlyMap<TradingPair, OrderBookView> {
    return this.assembled().books.books;
  }

  /** @throws UnknownTradingPairError naming the pair */
  getOrderBook(pair: TradingPair): OrderBookView {
    return this.assembled().books.getOrderBook(pair);
  }

  /**
   * The changes of one book as an async iterator that conflates: a slow reader gets the latest state only, and nothing piles up. Ends
   * with the signal, when the pair is removed, and with `stop`.
   * @throws UnknownTradingPairError
   */
  bookUpdates(pair: TradingPair, signal?: AbortSignal): BookUpdates {
    return this.assembled().books.updates(pair, signal);
  }

  /** State, reason and age of one book. @throws UnknownTradingPairError */
  bookStatus(pair: TradingPair): BookStatus {
    return this.assembled().books.status(pair);
  }

  /**
   * Follows one more pair: its book, prices and fees.
   * @throws UnknownTradingPairError when the symbols are loaded and lack it; ConfigurationError when the venue allows no more.
   */
  addTradingPair(pair: TradingPair): void {
    this.assembled().markets.add(pair);
  }

  /** Follows a pair no more: its book, its subscriptions and its fees are dropped. Orders there are followed to their end. */
  removeTradingPair(pair: TradingPair): void {
    this.assembled().removeTradingPair(pair);
  }

  /** The best price for a side (`buy`: the best ask), floored to the price grid; undefined while the book is empty or not live. */
  getPrice(pair: TradingPair, side: OrderSide): Decimal | undefined {
    const level = this.#liveBook(pair)?.exactLevel(side === 'buy' ? 'ask' : 'bid', 0);
    return level === undefined ? undefined : this.quantizeOrderPrice(pair, level.price);
  }

  /**
   * A price of a market, exactly, not brought to the grid. Undefined while it is not known: the book's prices while it is not
   * live, a last price before the first trade.
   * @throws UnknownTradingPairError when the pair is not followed
   */
  getPriceByType(pair: TradingPair, type: PriceType): Decimal | undefined {
    const book = this.#liveBook(pair);
    const { prices } = this.assembled();
    if (type === 'last-trade') return prices.lastTrade(pair);
    if (type === 'last-own-trade') return prices.lastOwnTrade(pair);
    const bid = book?.exactLevel('bid', 0)?.price;
    const ask = book?.exactLevel('ask', 0)?.price;
    if (type === 'best-bid') return bid;
    if (type === 'best-ask') return ask;
    return bid === undefined || ask === undefined ? undefined : bid.plus(ask).dividedBy(2);
  }

  /**
   * The average price that an order for `amount` of base would get at once, exactly. Undefined while the book is not live, is not
   * deep enough, or the amount is not above 0.
   * @throws UnknownTradingPairError, InvalidPayloadError when the amount is no number
   */
  getQuotePrice(pair: TradingPair, side: OrderSide, amount: DecimalInput): Decimal | undefined {
    const book = this.#liveBook(pair);
    return book && walkExactly(book, side, toDecimal(amount, 'amount'))?.averagePrice;
  }

  /** The worst price that an order for `amount` of base would reach: the limit price that is filled at once. Otherwise as `getQuotePrice`. */
  getOrderPrice(pair: TradingPair, side: OrderSide, amount: DecimalInput): Decimal | undefined {
    const book = this.#liveBook(pair);
    return book && walkExactly(book, side, toDecimal(amount, 'amount'))?.lastPrice;
  }

  /** Last traded prices, asked from the venue. @throws whatever a request throws; AbortedError by `stop` */
  async getLastTradedPrices(pairs: readonly TradingPair[], signal?: AbortSignal): Promise<ReadonlyMap<TradingPair, Decimal>> {
    const context = await this.queryContext(signal);
    return lastTradedPrices(this.assembled().services.definition, context, pairs);
  }

  supportedOrderTypes(): readonly OrderType[] {
    return this.assembled().services.definition.supportedOrderTypes();
  }

  /** The order type to provide liquidity with: `limit-maker`, else `limit`. @throws NotImplementedError when there is neither */
  makerOrderType(): OrderType {
    return this.#firstSupported('makerOrderType', ['limit-maker', 'limit']);
  }

  /** The order type to take liquidity with: `market`, else `limit`. @throws NotImplementedError when there is neither */
  takerOrderType(): OrderType {
    return this.#firstSupported('takerOrderType', ['market', 'limit']);
  }

  /**
   * The step of prices at this price: the coarser of the market's increment and of the last significant digit that the price may have.
   * @throws UnknownTradingPairError, InvalidPayloadError when the price is no number
   */
  getOrderPriceQuantum(pair: TradingPair, price: DecimalInput): Decimal {
    return priceStep(toDecimal(price, 'price'), this.#rule(pair));
  }

  /** The step of amounts at this size. @throws UnknownTradingPairError */
  getOrderSizeQuantum(pair: TradingPair, _size: DecimalInput): Decimal {
    return this.#rule(pair).amountIncrement;
  }

  /**
   * The price, floored to the market's increment and significant digits.
   * @throws UnknownTradingPairError, InvalidPayloadError when it is no number
   */
  quantizeOrderPrice(pair: TradingPair, price: DecimalInput): Decimal {
    return floorToPriceGrid(toDecimal(price, 'price'), this.#rule(pair));
  }

  quantizeOrderAmount(pair: TradingPair, amount: DecimalInput): Decimal {
    return floorToIncrement(toDecimal(amount, 'amount'), this.#rule(pair).amountIncrement);
  }

  /** The fee to expect for an order: the user's `fees`, else the account's own rates where they are known, else the connector's. */
  getFee(question: Omit<FeeQuestion, 'rates'>): TradeFee {
    return this.assembled().money.fees.of(question);
  }

  /** For a question of the application; also before `start`, then the markets' names are asked for first. */
  protected async queryContext(signal: AbortSignal | undefined): Promise<RequestContext> {
    const engine = this.assembled();
    const either = engine.requestSignal(signal);
    await engine.requireSymbols(either);
    return requestContext(engine.services, either);
  }

  #liveBook(pair: TradingPair): OrderBookView | undefined {
    const book = this.getOrderBook(pair);
    return book.state === 'live' ? book : undefined;
  }

  #firstSupported(member: string, types: readonly OrderType[]): OrderType {
    const supported = this.supportedOrderTypes();
    const type = types.find((wanted) => supported.includes(wanted));
    if (type === undefined) throw new NotImplementedError(member);
    return type;
  }

  #rule(pair: TradingPair): TradingRule {
    const rule = this.tradingRules.get(pair);
    if (rule === undefined) throw new UnknownTradingPairError(pair, `the trading rules of ${this.assembled().services.definition.name}`);
    return rule;
  }
}

/** @throws InvalidPayloadError naming the field, when it is no number */
export function toDecimal(value: DecimalInput, field: string): Decimal {
  if (typeof value !== 'string') return value;
  return parseDecimal(value, field, 'an order');
}
