import { Decimal, type TradingPair, ZERO } from '@venuekit/core/connector';
import type { AccountBalance } from '../model/account.ts';
import type { BookLevel } from '../model/book-change.ts';
import type { OrderList } from '../model/order-list.ts';
import type { VenueOrder } from '../model/order.ts';
import type { VenueFill } from '../model/trade.ts';
import { orderDefects } from './order-defects.ts';
import type { World } from './world.ts';

/** What the fills of one order sum up to. */
export interface FillSum {
  readonly tradingPair: TradingPair;
  readonly orderId: number;
  readonly clientOrderId: string;
  readonly tradeIds: readonly number[];
  readonly base: Decimal;
  readonly quote: Decimal;
  /** By asset. */
  readonly fees: ReadonlyMap<string, Decimal>;
}

/** What an account's orders show in one book: bids from the highest, asks from the lowest. */
export interface OwnLevels {
  readonly bids: readonly BookLevel[];
  readonly asks: readonly BookLevel[];
}

/** Everything that a connector of this account should know in the end. */
export interface AccountTruth {
  readonly account: string;
  /** By id, over all markets; also those that wait. */
  readonly openOrders: readonly VenueOrder[];
  /** By id; also those that are done. */
  readonly orderLists: readonly OrderList[];
  /** By order id; orders without a fill are not in it. */
  readonly fillSums: ReadonlyMap<number, FillSum>;
  readonly balances: ReadonlyMap<string, AccountBalance>;
  /** By market; markets whose book shows none of its orders are not in it. */
  readonly ownLevels: ReadonlyMap<TradingPair, OwnLevels>;
}

/** The truth about one account at this moment. @throws Refusal `not-permitted` */
export function accountTruth(world: World, account: string): AccountTruth {
  const openOrders = world.openOrders(account);
  const fillSums = new Map<number, FillSum>();
  for (const tradingPair of world.instruments.keys()) {
    for (const fill of world.fills(account, { tradingPair, limit: Infinity }))
      fillSums.set(fill.orderId, withFill(fillSums.get(fill.orderId), fill));
  }
  const ownLevels = new Map<TradingPair, OwnLevels>();
  for (const [tradingPair, orders] of Map.groupBy(openOrders.filter(isShown), (order) => order.tradingPair)) {
    ownLevels.set(tradingPair, levelsOf(orders));
  }
  const balances = new Map(world.balances(account).map((balance) => [balance.asset, balance]));
  return { account, openOrders, orderLists: world.orderLists(account), fillSums, balances, ownLevels };
}

/**
 * What is wrong with the world itself, one sentence each: a crossed book, levels that are not what the open orders show, locked
 * balances that are not what open orders need, orders and lists that contradict themselves. Empty for a sound world.
 */
export function worldDefects(world: World): readonly string[] {
  const defects: string[] = [];
  const allOrders = world.accounts().flatMap((account) => world.openOrders(account));
  for (const tradingPair of world.instruments.keys()) {
    const book = world.book(tradingPair);
    const [bid] = book.bids;
    const [ask] = book.asks;
    if (bid !== undefined && ask !== undefined && bid.price.gte(ask.price)) defects.push(`the book of ${tradingPair} is crossed`);
    const expected = levelsOf(allOrders.filter((order) => order.tradingPair === tradingPair && isShown(order)));
    if (!areSameLevels(book.bids, expected.bids) || !areSameLevels(book.asks, expected.asks)) {
      defects.push(`the book of ${tradingPair} is not the sum of its open orders`);
    }
  }
  for (const account of world.accounts()) defects.push(...orderDefects(world, account));
  return defects;
}

function isShown({ visibleAmount }: VenueOrder): boolean {
  return !visibleAmount.isZero();
}

function withFill(sum: FillSum | undefined, fill: VenueFill): FillSum {
  const fees = new Map(sum?.fees);
  fees.set(fill.feeAsset, (fees.get(fill.feeAsset) ?? ZERO).plus(fill.feeAmount));
  return {
    tradingPair: fill.trade.tradingPair,
    orderId: fill.orderId,
    clientOrderId: fill.clientOrderId,
    tradeIds: [...(sum?.tradeIds ?? []), fill.trade.tradeId],
    base: (sum?.base ?? ZERO).plus(fill.trade.amount),
    quote: (sum?.quote ?? ZERO).plus(fill.trade.quoteAmount),
    fees,
  };
}

function levelsOf(orders: readonly VenueOrder[]): OwnLevels {
  const bids = sumByPrice(orders.filter((order) => order.side === 'buy'));
  const asks = sumByPrice(orders.filter((order) => order.side === 'sell'));
  return {
    bids: bids.sort((left, right) => right.price.cmp(left.price)),
    asks: asks.sort((left, right) => left.price.cmp(right.price)),
  };
}

function sumByPrice(orders: readonly VenueOrder[]): BookLevel[] {
  const groups = Map.groupBy(orders, (order) => order.price.toString());
  return Array.from(groups, ([price, group]) => ({
    price: new Decimal(price),
    amount: group.reduce((sum, order) => sum.plus(order.visibleAmount), ZERO),
  }));
}

function areSameLevels(left: readonly BookLevel[], right: readonly BookLevel[]): boolean {
  return (
    left.length === right.length &&
    left.every((level, index) => {
      const other = right[index];
      return other !== undefined && level.price.eq(other.price) && level.amount.eq(other.amount);
    })
  );
}
