import { type Decimal, ZERO } from '@venuekit/core/connector';
import type { AccountBalance, DialectDesk, Execution } from '@venuekit/venue';
import { expiryReasonOf, isOnBook, ORDER_TYPES, SELF_TRADE_PREVENTION, SIDES, statusOf } from './enums.ts';
import { fixed } from './market-wire.ts';
import { madeCancelId } from './order-wire.ts';
import { symbolOf } from './symbols.ts';

const EXECUTION_TYPES: Readonly<Record<Execution['kind'], string>> = {
  new: 'NEW',
  trade: 'TRADE',
  canceled: 'CANCELED',
  expired: 'EXPIRED',
  rejected: 'REJECTED',
};

const NONE: string = fixed(ZERO);

/** `executionReport` (`user-data-stream.md`, Order Update): on a cancel `c` is the request's id and `C` the order's. */
export function executionReport({ kind, order, fill, executionId, cancelClientOrderId, timeMs }: Execution, desk: DialectDesk): unknown {
  const isCancel = kind === 'canceled';
  const status = statusOf(order);
  const isWorking = isOnBook(order);
  const expiryReason = kind === 'expired' ? expiryReasonOf(order) : undefined;
  const orNone = (value: Decimal | undefined): string => (value === undefined ? NONE : fixed(value));
  return {
    e: 'executionReport',
    E: desk.nowMs(),
    s: symbolOf(desk.world, order.tradingPair),
    c: isCancel ? (cancelClientOrderId ?? madeCancelId(order)) : order.clientOrderId,
    S: SIDES[order.side],
    o: ORDER_TYPES[order.type],
    f: order.timeInForce,
    q: fixed(order.amount),
    p: fixed(order.price),
    P: NONE,
    F: NONE,
    g: -1,
    C: isCancel ? order.clientOrderId : '',
    x: status === 'EXPIRED_IN_MATCH' ? 'TRADE_PREVENTION' : EXECUTION_TYPES[kind],
    X: status,
    r: 'NONE',
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
    ...(isWorking ? { W: order.creationTimeMs } : {}),
    V: SELF_TRADE_PREVENTION,
    ...(expiryReason === undefined ? {} : { eR: expiryReason }),
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
