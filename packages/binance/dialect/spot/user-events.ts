import { type AccountBalance, type DialectDesk, type Execution, pickFields, type World } from '@venuekit/venue';
import { preventionKeys } from './advanced/prevented-matches.ts';
import { orderFields } from './order-json.ts';
import { fixed, upperCased } from './words.ts';

const REPORT =
  'e E s:symbol c S:side o:type f:timeInForce q:origQty p:price P:shownStopPrice F:shownIcebergQty g:orderListId C x X:status r:rejectReason i:orderId ' +
  'l z:executedQty L n N T t I w:isWorking m M O:time Z:cummulativeQuoteQty Y Q:origQuoteOrderQty W V:selfTradePreventionMode ' +
  'd:trailingDelta D:trailingTime';

/**
 * `executionReport` (`user-data-stream.md`, Order Update): on a cancel `c` is the request's id and `C` the order's, on an amend `C` is the
 * id that the order had before. An order that begins to work is told as `NEW` once more, now on the book.
 */
export function executionReport(execution: Execution, world: World): unknown {
  const { kind, order, fill, executionId, timeMs, cancelClientOrderId, previousClientOrderId = '' } = execution;
  const fields = orderFields(world, order, cancelClientOrderId);
  const isCancel = kind === 'canceled';
  const own = {
    e: 'executionReport',
    E: world.nowMs(),
    c: isCancel ? fields['cancelId'] : order.clientOrderId,
    C: isCancel ? order.clientOrderId : previousClientOrderId,
    x: kind === 'triggered' ? 'NEW' : upperCased(kind),
    l: fixed(fill?.trade.amount),
    L: fixed(fill?.trade.price),
    n: fill === undefined ? '0' : fixed(fill.feeAmount),
    N: fill?.feeAsset ?? null,
    T: timeMs,
    t: fill?.trade.tradeId ?? -1,
    I: executionId,
    m: fill?.isMaker ?? false,
    M: fill !== undefined,
    Y: fixed(fill?.trade.quoteAmount),
    W: fields['isWorking'] === true ? order.workingTimeMs : undefined,
  };
  const report = pickFields({ ...fields, ...own }, REPORT);
  return { ...report, ...preventionKeys(execution, world), eR: kind === 'expired' ? fields['expiryReason'] : undefined };
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
