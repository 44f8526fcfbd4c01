import type { OperationResult } from '../dialect/operation.ts';
import type { AccountBalance } from '../model/account.ts';
import type { BookLevel } from '../model/book-change.ts';
import type { Instrument } from '../model/instrument.ts';
import type { VenueOrder } from '../model/order.ts';
import type { Refusal } from '../model/refusal.ts';
import type { VenueFill, VenueTrade } from '../model/trade.ts';
import { symbolOf } from './plain-request.ts';

export const levelsJson = (levels: readonly BookLevel[]): unknown => levels.map(({ price, amount }) => [price.toFixed(), amount.toFixed()]);

export const balancesJson = (balances: readonly AccountBalance[]): unknown =>
  balances.map(({ asset, free, locked }) => ({ asset, free: free.toFixed(), locked: locked.toFixed() }));

export const tradeJson = (trade: VenueTrade): object => ({
  tradeId: String(trade.tradeId),
  price: trade.price.toFixed(),
  amount: trade.amount.toFixed(),
  takerSide: trade.takerSide,
  time: trade.timeMs,
});

export const fillJson = (fill: VenueFill): object => ({
  tradeId: String(fill.trade.tradeId),
  market: symbolOf(fill.trade.tradingPair),
  orderId: String(fill.orderId),
  clientOrderId: fill.clientOrderId,
  side: fill.side,
  price: fill.trade.price.toFixed(),
  amount: fill.trade.amount.toFixed(),
  isMaker: fill.isMaker,
  feeAsset: fill.feeAsset,
  fee: fill.feeAmount.toFixed(),
  time: fill.trade.timeMs,
});

export const orderJson = (order: VenueOrder): object => ({
  orderId: String(order.orderId),
  clientOrderId: order.clientOrderId,
  market: symbolOf(order.tradingPair),
  side: order.side,
  type: order.type,
  timeInForce: order.timeInForce,
  price: order.price.toFixed(),
  amount: order.amount.toFixed(),
  executedAmount: order.executedBase.toFixed(),
  executedQuote: order.executedQuote.toFixed(),
  status: order.status,
  created: order.creationTimeMs,
  updated: order.updateTimeMs,
});

const marketJson = (instrument: Instrument): object => ({
  market: symbolOf(instrument.tradingPair),
  base: instrument.base,
  quote: instrument.quote,
  priceStep: instrument.priceIncrement.toFixed(),
  amountStep: instrument.amountIncrement.toFixed(),
  minAmount: instrument.minimumAmount.toFixed(),
  maxAmount: instrument.maximumAmount.toFixed(),
  minNotional: instrument.minimumNotional.toFixed(),
  status: instrument.status,
});

export function resultJson(result: OperationResult): object {
  switch (result.kind) {
    case 'time':
      return { time: result.timeMs };
    case 'rules':
      return { markets: result.instruments.map(marketJson) };
    case 'last-prices':
      return { prices: result.prices.map(({ tradingPair, price }) => ({ market: symbolOf(tradingPair), price: price.toFixed() })) };
    case 'book':
      return { updateId: result.book.lastUpdateId, bids: levelsJson(result.book.bids), asks: levelsJson(result.book.asks) };
    case 'recent-trades':
      return { trades: result.trades.map(tradeJson) };
    case 'place':
      return { order: orderJson(result.placement.order), fills: result.placement.fills.map(fillJson) };
    case 'order':
    case 'cancel':
      return { order: orderJson(result.order) };
    case 'open-orders':
      return { orders: result.orders.map(orderJson) };
    case 'fills':
      return { fills: result.fills.map(fillJson) };
    case 'balances':
      return { balances: balancesJson(result.balances) };
    case 'fee-rates':
      return { maker: result.feePlan.maker.toFixed(), taker: result.feePlan.taker.toFixed() };
    default:
      throw new RangeError(`this dialect never asks for ${result.kind}`);
  }
}

export function refusalJson({ reason, detail, retryAfterMs }: Refusal): object {
  return { error: reason, detail, ...(retryAfterMs !== undefined && { retryAfterMs }) };
}

export function refusalStatus({ reason }: Refusal): number {
  switch (reason) {
    case 'unknown-key':
    case 'bad-signature':
    case 'timestamp-too-old':
    case 'timestamp-too-new':
      return 401;
    case 'not-permitted':
      return 403;
    case 'unknown-order':
    case 'unknown-symbol':
    case 'not-found':
      return 404;
    case 'banned':
      return 418;
    case 'rate-limited':
    case 'too-many-orders':
      return 429;
    case 'internal':
      return 500;
    default:
      return 400;
  }
}
