import type { Decimal } from '../decimal/decimal.ts';
import type { OrderListKind } from '../model/order-list.ts';
import type { OrderSide, OrderType } from '../model/order.ts';
import type { TradingPair } from '../model/trading-pair.ts';

/** An order of a list, as far as the list's own rules look at it. */
export interface ListedOrder {
  readonly tradingPair: TradingPair;
  readonly side: OrderSide;
  readonly orderType: OrderType;
  readonly amount: Decimal;
  readonly price?: Decimal | undefined;
  readonly stopPrice?: Decimal | undefined;
  readonly quoteAmount?: Decimal | undefined;
}

const GAINING: ReadonlySet<OrderType> = new Set(['limit-maker', 'take-profit', 'take-profit-limit']);
const STOPPING: ReadonlySet<OrderType> = new Set(['stop-loss', 'stop-loss-limit']);
const WORKING: ReadonlySet<OrderType> = new Set(['limit', 'limit-maker']);
const LENGTHS: Readonly<Record<OrderListKind, number>> = { oco: 2, oto: 2, otoco: 3 };

/** What keeps orders from being a list of this kind; undefined for nothing. */
export function listObstacle(kind: OrderListKind, orders: readonly ListedOrder[]): string | undefined {
  const [first, ...others] = orders;
  if (first === undefined || orders.length !== LENGTHS[kind]) return `an ${kind} list has ${LENGTHS[kind]} orders`;
  if (others.some(({ tradingPair }) => tradingPair !== first.tradingPair)) return 'the orders of a list must be of one market';
  if (orders.some(({ quoteAmount }) => quoteAmount !== undefined)) return 'no order of a list can have its amount in quote';
  if (kind !== 'oco' && !WORKING.has(first.orderType)) return `the working order of an ${kind} list must be limit or limit-maker`;
  return kind === 'oto' ? undefined : pairObstacle(kind === 'oco' ? orders : others);
}

/** The place of the order whose funds the list needs while it works: of a pair, where one takes the place of the other, the dearer one. */
export function fundedOrder(kind: OrderListKind, orders: readonly ListedOrder[]): number {
  if (kind !== 'oco') return 0;
  const [first, second] = orders.map(({ price, stopPrice }) => price ?? stopPrice);
  return first !== undefined && second?.gt(first) === true ? 1 : 0;
}

function pairObstacle(pair: readonly ListedOrder[]): string | undefined {
  const [first, second] = pair;
  if (first === undefined || second === undefined) return 'a pair has two orders';
  if (first.side !== second.side) return 'both orders of a pair must be of one side';
  if (!first.amount.eq(second.amount)) return 'both orders of a pair must have one amount';
  const isPair = pair.some(({ orderType }) => GAINING.has(orderType)) && pair.some(({ orderType }) => STOPPING.has(orderType));
  return isPair ? undefined : 'one order of a pair must be limit-maker or take-profit, the other stop-loss';
}
