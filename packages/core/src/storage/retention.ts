/** What to keep of what is over. Something goes when it is too old **or** when there are too many newer ones. */
export interface RetentionPolicy {
  /** How long an order is kept after its end. Default 86,400,000 ms (24 h). */
  readonly settledOrdersMs: number;
  /** How many ended orders are kept. Default 10,000. */
  readonly settledOrders: number;
  /** How long an event is kept after it was saved, if it has been delivered. Default 604,800,000 ms (7 days). */
  readonly deliveredEventsMs: number;
  /** How many delivered events are kept. Default 100,000. */
  readonly deliveredEvents: number;
  /** How many fill identities are kept. Default 100,000. */
  readonly fills: number;
}

export const DEFAULT_RETENTION: RetentionPolicy = {
  settledOrdersMs: 86_400_000,
  settledOrders: 10_000,
  deliveredEventsMs: 604_800_000,
  deliveredEvents: 100_000,
  fills: 100_000,
};

export interface PruneRequest {
  readonly policy: RetentionPolicy;
  readonly nowMs: number;
  /** How many orders, how many events and how many fills may go in this call, so that it stays short. */
  readonly limit: number;
}

export interface PruneReport {
  readonly orders: number;
  readonly events: number;
  readonly fills: number;
}

/** Which ended orders go, those that ended first first. */
export function ordersToPrune(orders: Iterable<readonly [clientOrderId: string, settledAtMs: number]>, request: PruneRequest): string[] {
  const { policy, nowMs, limit } = request;
  const settled = [...orders].sort(([, left], [, right]) => left - right);
  const surplus = settled.length - policy.settledOrders;
  const oldestKeptMs = nowMs - policy.settledOrdersMs;
  const gone: string[] = [];
  for (const [index, [clientOrderId, settledAtMs]] of settled.entries()) {
    if (gone.length >= limit || (index >= surplus && settledAtMs >= oldestKeptMs)) break;
    gone.push(clientOrderId);
  }
  return gone;
}

/**
 * Up to which sequence number events go: the oldest first and without a hole, so that what is kept is one whole stretch.
 * @param delivered oldest first; an event whose age cannot be read counts as old.
 * @param total how many delivered events there are.
 */
export function eventsToPrune(
  delivered: Iterable<{ readonly sequence: number; readonly savedAtMs: number | undefined }>,
  total: number,
  request: PruneRequest,
): readonly number[] {
  const { policy, nowMs, limit } = request;
  const oldestKeptMs = nowMs - policy.deliveredEventsMs;
  const surplus = total - policy.deliveredEvents;
  const gone: number[] = [];
  for (const { sequence, savedAtMs } of delivered) {
    const isKept = gone.length >= surplus && savedAtMs !== undefined && savedAtMs >= oldestKeptMs;
    if (gone.length >= limit || isKept) break;
    gone.push(sequence);
  }
  return gone;
}

/** How many of the oldest fill identities go. */
export function fillsToPrune(total: number, request: PruneRequest): number {
  return Math.min(request.limit, Math.max(0, total - request.policy.fills));
}
