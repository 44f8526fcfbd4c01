import type { TradingPair } from '@venuekit/core/connector';
import type { OperationResult } from '../dialect/operation.ts';
import type { AccountBalance } from '../model/account.ts';
import type { BookLevel, BookView } from '../model/book-change.ts';
import type { Instrument } from '../model/instrument.ts';
import type { VenueOrder } from '../model/order.ts';
import { Refusal } from '../model/refusal.ts';
import type { Placement } from '../engine/world.ts';
import type { VenueFill, VenueTrade } from '../model/trade.ts';
import type { Amounts } from './amounts.ts';
import type { ClientIds } from './client-ids.ts';
import type { PlainShape } from './shape.ts';
import { refusalJson } from './success.ts';
import type { Place, Symbols } from './symbols.ts';

/** What replies and events are made of. */
export class PlainReplies {
  readonly #symbols: Symbols;
  readonly #amounts: Amounts;
  readonly #clientIds: ClientIds;
  readonly #shape: PlainShape;
  readonly #place: Place;

  constructor(
    shape: PlainShape,
    place: Place,
    parts: { readonly symbols: Symbols; readonly amounts: Amounts; readonly clientIds: ClientIds },
  ) {
    this.#symbols = parts.symbols;
    this.#amounts = parts.amounts;
    this.#clientIds = parts.clientIds;
    this.#shape = shape;
    this.#place = place;
  }

  levels(levels: readonly BookLevel[], tradingPair: TradingPair): readonly (readonly [string, string])[] {
    return levels.map(({ price, amount }) => [price.toFixed(), this.#amounts.told(amount, tradingPair)]);
  }

  /** @param isJoined whether it is said where changes go on from it. */
  book({ tradingPair, lastUpdateId, bids, asks }: BookView, isJoined: boolean): object {
    return {
      ...(isJoined && { updateId: lastUpdateId }),
      bids: this.levels(bids, tradingPair),
      asks: this.levels(asks, tradingPair),
    };
  }

  quote({ tradingPair, lastUpdateId, bids, asks }: BookView, topic: string): object {
    return { topic, updateId: lastUpdateId, bid: this.levels(bids, tradingPair), ask: this.levels(asks, tradingPair) };
  }

  fullBook(book: BookView, topic: string, time: number): object {
    return { topic, ...this.book(book, true), time };
  }

  balances(balances: readonly AccountBalance[]): unknown {
    return balances.map(({ asset, free, locked }) => ({
      asset: this.#symbols.asset(asset),
      free: free.toFixed(),
      locked: locked.toFixed(),
    }));
  }

  trade({ tradeId, price, amount, tradingPair, takerSide, timeMs }: VenueTrade): object {
    return { tradeId: String(tradeId), price: price.toFixed(), amount: this.#amounts.told(amount, tradingPair), takerSide, time: timeMs };
  }

  /** Undefined where fills are not told one by one. */
  fill({ trade, orderId, clientOrderId, side, isMaker, feeAsset, feeAmount }: VenueFill): object | undefined {
    if (this.#shape.fills === 'cumulative') return undefined;
    return {
      tradeId: String(trade.tradeId),
      market: this.#symbols.of(trade.tradingPair, this.#place),
      orderId: String(orderId),
      clientOrderId: this.#clientIds.told(clientOrderId),
      side,
      price: trade.price.toFixed(),
      amount: this.#amounts.told(trade.amount, trade.tradingPair),
      isMaker,
      feeAsset: this.#symbols.asset(feeAsset),
      fee: feeAmount.toFixed(),
      time: trade.timeMs,
    };
  }

  order(order: VenueOrder): object {
    const { orderId, clientOrderId, tradingPair, side, type, timeInForce, price, executedBase, executedQuote, status } = order;
    return {
      orderId: String(orderId),
      clientOrderId: this.#clientIds.told(clientOrderId),
      market: this.#symbols.of(tradingPair, this.#place),
      side,
      type,
      timeInForce,
      price: price.toFixed(),
      amount: this.#amounts.toldOfOrder(order),
      executedAmount: this.#amounts.told(executedBase, tradingPair),
      executedQuote: executedQuote.toFixed(),
      status,
      created: order.creationTimeMs,
      updated: order.updateTimeMs,
    };
  }

  result(result: OperationResult): object {
    switch (result.kind) {
      case 'time':
        return { time: result.timeMs };
      case 'rules':
        return { markets: result.instruments.map((instrument) => this.#market(instrument)) };
      case 'last-prices':
        return {
          prices: result.prices.map(({ tradingPair, price }) => ({
            market: this.#symbols.of(tradingPair, this.#place),
            price: price.toFixed(),
          })),
        };
      case 'recent-trades':
        return { trades: result.trades.map((trade) => this.trade(trade)) };
      case 'place':
        return this.#placement(result.placement);
      case 'order':
      case 'cancel':
        return { order: this.order(result.order) };
      case 'request-cancel':
        return { accepted: true, orderId: String(result.order.orderId) };
      case 'place-many':
        return { items: result.placements.map((item) => this.#item(item, (placement) => this.#placement(placement))) };
      case 'cancel-many':
        return { items: result.orders.map((item) => this.#item(item, (order) => this.#canceled(order))) };
      case 'open-orders':
        return { orders: result.orders.map((order) => this.order(order)) };
      case 'fills':
        return { fills: result.fills.map((fill) => this.fill(fill)) };
      case 'balances':
        return { balances: this.balances(result.balances) };
      case 'fee-rates':
        return { maker: result.feePlan.maker.toFixed(), taker: result.feePlan.taker.toFixed() };
      case 'make-stream-key':
      case 'extend-stream-key':
      case 'end-stream-key':
        return { [this.#shape.login === 'token' ? 'token' : 'listenKey']: result.streamKey };
      default:
        throw new RangeError(`this dialect never asks for ${result.kind}`);
    }
  }

  #placement({ order, fills }: Placement): object {
    const told = this.#shape.fills === 'cumulative' ? {} : { fills: fills.map((fill) => this.fill(fill)) };
    return { order: this.order(order), ...told };
  }

  #canceled(order: VenueOrder): object {
    if (this.#shape.cancels === 'asynchronous') return { accepted: true, orderId: String(order.orderId) };
    return { order: this.order(order) };
  }

  #item<Value>(item: Value | Refusal, json: (value: Value) => object): object {
    return item instanceof Refusal ? { ok: false, ...refusalJson(item) } : { ok: true, ...json(item) };
  }

  #market(instrument: Instrument): object {
    const { tradingPair } = instrument;
    const amount = (name: 'amountIncrement' | 'minimumAmount' | 'maximumAmount'): string =>
      this.#amounts.told(instrument[name], tradingPair);
    return {
      market: this.#symbols.of(tradingPair, this.#place),
      ...(this.#symbols.areSeveral && { socketMarket: this.#symbols.of(tradingPair, 'socket') }),
      base: this.#symbols.asset(instrument.base),
      quote: this.#symbols.asset(instrument.quote),
      priceStep: instrument.priceIncrement.toFixed(),
      amountStep: amount('amountIncrement'),
      minAmount: amount('minimumAmount'),
      maxAmount: amount('maximumAmount'),
      minNotional: instrument.minimumNotional.toFixed(),
      contractSize: this.#amounts.contractSize(tradingPair)?.toFixed(),
      status: instrument.status,
    };
  }
}
