import { type Decimal, ZERO } from '@venuekit/core/connector';
import type { AccountBalance, DialectDesk, Execution, ListStatus, VenueOrder } from '@venuekit/venue';
import { expiryReasonOf, isOnBook, ORDER_STATUSES, ORDER_TYPES, PREVENTION_MODES, rejectReasonOf, SIDES } from './enums.ts';
import { fixed } from './number-texts.ts';
import { contingencyOf, LIST_STATUS_TYPES, listOrderStatusOf } from './order-list-wire.ts';
import { madeCancelId, TRADE_GROUP_ID } from './order-wire.ts';
import { symbolOf } from './symbols.ts';

const EXECUTION_TYPES: Readonly<Record<Execution['kind'], string>> = {
  new: 'NEW',
  triggered: 'NEW',
  trade: 'TRADE',
  'trade-prevention': 'TRADE_PREVENTION',
  replaced: 'REPLACED',
  canceled: 'CANCELED',
  expired: 'EXPIRED',
  rejected: 'REJECTED',
};

const NONE: string = fixed(ZERO);

/**
 * `executionReport` (`user-data-stream.md`, Order Update): on a cancel `c` is the request's id and `C` the order's, on an amend `C` is the
 * id that the order had before. An order that begins to work is told as `NEW` once more, now on the book.
 */
export function executionReport(execution: Execution, desk: DialectDesk): unknown {
  const { kind, order, fill, executionId, timeMs } = execution;
  const isWorking = isOnBook(order);
  return {
    e: 'executionReport',
    E: desk.nowMs(),
    s: symbolOf(desk.world, order.tradingPair),
    c: kind === 'canceled' ? (execution.cancelClientOrderId ?? madeCancelId(order)) : order.clientOrderId,
    S: SIDES[order.side],
    o: ORDER_TYPES[order.type],
    f: order.timeInForce,
    q: fixed(order.amount),
    p: fixed(order.price),
    P: orNone(order.stopPrice),
    F: orNone(order.icebergAmount),
    g: order.listId ?? -1,
    C: kind === 'canceled' ? order.clientOrderId : (execution.previousClientOrderId ?? ''),
    x: EXECUTION_TYPES[kind],
    X: ORDER_STATUSES[order.status],
    r: rejectReasonOf(order),
    i: order.orderId,
    l: orNone(fill?.trade.amount),
    z: fixed(order.executedBase),
    L: orNone(fill?.trade.price),
    n: fill === undefined ? '0' : fixed(fill.feeAmount),
    N: fill?.feeAsset ?? null,
    T: timeMs,
    t: fill?.trade.tradeId ?? -1,
    I: executionId,
    w: isWorking,
    m: fill?.isMaker ?? false,
    M: fill !== undefined,
    O: order.creationTimeMs,
    Z: fixed(order.executedQuote),
    Y: orNone(fill?.trade.quoteAmount),
    Q: orNone(order.quoteAmount),
    ...(isWorking ? { W: order.workingTimeMs } : {}),
    V: PREVENTION_MODES[order.selfTradePrevention],
    ...(order.trailingDelta === undefined ? {} : { d: order.trailingDelta, D: order.trailingTimeMs ?? -1 }),
    ...preventionKeys(execution, desk),
    ...(kind === 'expired' ? expiryKey(order) : {}),
  };
}

function orNone(value: Decimal | undefined): string {
  return value === undefined ? NONE : fixed(value);
}

/** What self-trade prevention took from this order. */
function preventionKeys({ order, prevention }: Execution, desk: DialectDesk): Record<string, unknown> {
  if (prevention === undefined) return {};
  const isTaker = prevention.takerOrderId === order.orderId;
  const taken = isTaker ? prevention.takerPrevented : prevention.makerPrevented;
  return {
    v: prevention.preventedMatchId,
    A: fixed(order.preventedBase),
    B: fixed(taken ?? ZERO),
    u: TRADE_GROUP_ID,
    U: isTaker ? prevention.makerOrderId : prevention.takerOrderId,
    Cs: symbolOf(desk.world, order.tradingPair),
    pl: fixed(prevention.amount),
    pL: fixed(prevention.price),
    pY: fixed(prevention.amount.times(prevention.price)),
  };
}

function expiryKey(order: VenueOrder): { eR?: string } {
  const expiryReason = expiryReasonOf(order);
  return expiryReason === undefined ? {} : { eR: expiryReason };
}

/** `listStatus`. */
export function listStatusEvent({ kind, list, timeMs }: ListStatus, desk: DialectDesk): unknown {
  const s = symbolOf(desk.world, list.tradingPair);
  return {
    e: 'listStatus',
    E: desk.nowMs(),
    s,
    g: list.listId,
    c: contingencyOf(list),
    l: LIST_STATUS_TYPES[kind],
    L: listOrderStatusOf(list),
    r: 'NONE',
    C: list.clientListId,
    T: timeMs,
    O: list.orders.map(({ orderId, clientOrderId }) => ({ s, i: orderId, c: clientOrderId })),
  };
}

/** `outboundAccountPosition`: absolute amounts of the assets that one step touched. */
export function accountPosition(balances: readonly AccountBalance[], timeMs: number, desk: DialectDesk): unknown {
  const rows = balances.map(({ asset, free, locked }) => ({ a: asset, f: fixed(free), l: fixed(locked) }));
  return { e: 'outboundAccountPosition', E: desk.nowMs(), u: timeMs, B: rows };
}

export function wrapped(subscriptionId: number, event: unknown): string {
  return JSON.stringify({ subscriptionId, event });
}

export function streamTerminated(subscriptionId: number, desk: DialectDesk): string {
  return wrapped(subscriptionId, { e: 'eventStreamTerminated', E: desk.nowMs() });
}
