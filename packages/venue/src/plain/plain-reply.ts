import type { TradingPair } from '@venuekit/core/connector';
import type { OperationResult } from '../dialect/operation.ts';
import type { Placement } from '../engine/world.ts';
import type { AccountBalance } from '../model/account.ts';
import type { BookLevel, BookView } from '../model/book-change.ts';
import type { Instrument } from '../model/instrument.ts';
import type { VenueOrder } from '../model/order.ts';
import type { VenueFill, VenueTrade } from '../model/trade.ts';
import type { PlainWords } from './plain-words.ts';
import { isJoinedWithRest, type PlainShape } from './shape.ts';
import { specialReply } from './special-replies.ts';
import type { Place } from './symbols.ts';

/** What replies and events are made of. In JSON a `Decimal` is a text without an exponent. */
export class PlainReplies {
  readonly shape: PlainShape;
  readonly #place: Place;
  readonly #words: PlainWords;

  constructor(shape: PlainShape, place: Place, words: PlainWords) {
    this.shape = shape;
    this.#place = place;
    this.#words = words;
  }

  levels(levels: readonly BookLevel[], tradingPair: TradingPair): readonly (readonly [string, string])[] {
    return levels.map(({ price, amount }) => [price.toFixed(), this.#words.amounts.told(amount, tradingPair)]);
  }

  /** @param isJoined whether it is said where changes go on from it. */
  book({ tradingPair, lastUpdateId, bids, asks }: BookView, isJoined: boolean): object {
    return { ...(isJoined && { updateId: lastUpdateId }), bids: this.levels(bids, tradingPair), asks: this.levels(asks, tradingPair) };
  }

  quote({ tradingPair, lastUpdateId, bids, asks }: BookView, topic: string): object {
    return { topic, updateId: lastUpdateId, bid: this.levels(bids, tradingPair), ask: this.levels(asks, tradingPair) };
  }

  balances(balances: readonly AccountBalance[]): unknown {
    return balances.map((balance) => ({ ...balance, asset: this.#words.symbols.asset(balance.asset) }));
  }

  trade({ tradeId, price, amount, tradingPair, takerSide, timeMs: time }: VenueTrade): object {
    return { tradeId: String(tradeId), price, amount: this.#words.amounts.told(amount, tradingPair), takerSide, time };
  }

  /** Undefined where fills are not told one by one. */
  fill(fill: VenueFill): object | undefined {
    if (this.shape.fills === 'cumulative') return undefined;
    const { trade, side, isMaker, feeAsset, feeAmount: fee } = fill;
    const { tradingPair, price, timeMs: time } = trade;
    const names = { tradeId: String(trade.tradeId), ...this.#names({ ...fill, tradingPair }) };
    const amount = this.#words.amounts.told(trade.amount, tradingPair);
    return { ...names, side, price, amount, isMaker, feeAsset: this.#words.symbols.asset(feeAsset), fee, time };
  }

  order(order: VenueOrder): object {
    const { tradingPair, side, type, timeInForce, price, executedBase, executedQuote, status } = order;
    const { amounts } = this.#words;
    const told = { price, amount: amounts.toldOfOrder(order), executedAmount: amounts.told(executedBase, tradingPair), executedQuote };
    const times = { created: order.creationTimeMs, updated: order.updateTimeMs };
    return { ...this.#names(order), side, type, timeInForce, ...told, status, ...times };
  }

  placement({ order, fills }: Placement): object {
    return { order: this.order(order), ...(this.shape.fills !== 'cumulative' && { fills: fills.map((fill) => this.fill(fill)) }) };
  }

  result(result: OperationResult): object {
    switch (result.kind) {
      case 'time':
        return { time: result.timeMs };
      case 'rules':
        return { markets: result.instruments.map((instrument) => this.#market(instrument)) };
      case 'last-prices':
        return { prices: result.prices.map(({ tradingPair, price }) => ({ market: this.#nameOf(tradingPair), price })) };
      case 'book':
        return this.book(result.book, isJoinedWithRest(this.shape));
      case 'recent-trades':
        return { trades: result.trades.map((trade) => this.trade(trade)) };
      case 'place':
        return this.placement(result.placement);
      case 'order':
      case 'cancel':
        return { order: this.order(result.order) };
      case 'open-orders':
        return { orders: result.orders.map((order) => this.order(order)) };
      case 'fills':
        return { fills: result.fills.map((fill) => this.fill(fill)) };
      case 'balances':
        return { balances: this.balances(result.balances) };
      case 'fee-rates':
        return { maker: result.feePlan.maker, taker: result.feePlan.taker };
      default:
        return specialReply(result, this);
    }
  }
  #nameOf(tradingPair: TradingPair): string {
    return this.#words.symbols.of(tradingPair, this.#place);
  }

  #names({ orderId, clientOrderId, tradingPair }: Pick<VenueOrder, 'orderId' | 'clientOrderId' | 'tradingPair'>): object {
    return { orderId: String(orderId), clientOrderId: this.#words.clientIds.told(clientOrderId), market: this.#nameOf(tradingPair) };
  }

  #market({ tradingPair, priceIncrement: priceStep, minimumNotional: minNotional, status, ...instrument }: Instrument): object {
    const { symbols, amounts } = this.#words;
    const [amountStep, minAmount, maxAmount] = (['amountIncrement', 'minimumAmount', 'maximumAmount'] as const).map((name) =>
      amounts.told(instrument[name], tradingPair),
    );
    const assets = { base: symbols.asset(instrument.base), quote: symbols.asset(instrument.quote) };
    const more = { socketMarket: symbols.onSocket(tradingPair), contractSize: amounts.contractSize(tradingPair) };
    return { market: this.#nameOf(tradingPair), ...assets, priceStep, amountStep, minAmount, maxAmount, minNotional, status, ...more };
  }
}
