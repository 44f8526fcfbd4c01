import type { VenueLimit } from '@venuekit/venue';
import type { CardStage, ToldRefusal } from '../../card/card-stage.ts';

/** Longer windows than this are not filled by a card. */
const LONGEST_WINDOW_MS = 60_000;
/** How long a refusal is under way; what was sent before it came could not know of it. */
const UNDER_WAY_MS = 20;
/** How far a venue's word may be rounded. */
const ROUNDING_MS = 50;

/** The limits of short windows by this scope, the tightest first. */
export function shortLimits({ venue }: CardStage, scope: VenueLimit['scope']): readonly VenueLimit[] {
  return venue.dialect.limits
    .filter((limit) => limit.scope === scope && limit.intervalMs <= LONGEST_WINDOW_MS)
    .toSorted((left, right) => left.limit / left.intervalMs - right.limit / right.intervalMs);
}

/** The tightest limit of orders. @throws CardFailure where the venue has none of a short window. */
export function orderLimit(stage: CardStage): VenueLimit {
  return stage.present('the venue has a limit of orders', shortLimits(stage, 'account')[0]);
}

/** What the venue has refused because too much was asked. */
export function limitRefusals({ refusals }: CardStage): readonly ToldRefusal[] {
  return refusals.filter(({ reason }) => reason === 'rate-limited' || reason === 'too-many-orders' || reason === 'banned');
}

/** @throws CardFailure when the venue has refused anything because too much was asked. */
export function checkNothingRefused(stage: CardStage): void {
  stage.equal(
    'requests that the venue has refused because of its limits',
    limitRefusals(stage).map(({ atMs, reason, operation }) => [atMs, reason, operation]),
    [],
  );
}

/** @throws CardFailure when the venue was asked again before the end of the wait that it had asked for. */
export function checkWaitsAreKept(stage: CardStage): void {
  let bound: { readonly from: number; readonly until: number } | undefined;
  for (const { atMs, retryAfterMs = 0, reason } of limitRefusals(stage)) {
    const isEarly = bound !== undefined && atMs > bound.from + UNDER_WAY_MS && atMs < bound.until - ROUNDING_MS;
    stage.holds('the venue is not asked again before the end of the wait that it asked for', !isEarly, { atMs, reason, ...bound });
    bound = { from: bound !== undefined && atMs <= bound.from + UNDER_WAY_MS ? bound.from : atMs, until: atMs + retryAfterMs };
  }
}

/** Waits until a window of the venue has just begun. */
export async function atBeginOfWindow(stage: CardStage, intervalMs: number): Promise<void> {
  const sinceMs = stage.venue.world.nowMs() % intervalMs;
  if (sinceMs > 500) await stage.advance(intervalMs - sinceMs + 100);
}

/** Another program uses all that is left of the limits of our address. */
export function useUpByOthers(stage: CardStage): void {
  for (const { name, limit } of shortLimits(stage, 'address')) stage.venue.control.useLimit(name, stage.address, limit);
}

/** Whether a call of ours waits for a limit. */
export function isWaiting({ connector }: CardStage): boolean {
  return connector.rateLimitUsage().some(({ waiting }) => waiting > 0);
}

/** Questions that are asked one after the other or all at once. */
export interface Questions {
  answered: number;
  readonly errors: unknown[];
}

/** Asks for the open orders, `count` times at once. */
export function askOpenOrders(
  { connector, pair }: CardStage,
  count: number,
  questions: Questions = { answered: 0, errors: [] },
): Questions {
  for (let index = 0; index < count; index += 1) {
    connector.getOpenOrders(pair).then(
      () => (questions.answered += 1),
      (error: unknown) => questions.errors.push(error),
    );
  }
  return questions;
}

/** Places orders that rest, all at once. @returns their client ids */
export function placeMany(stage: CardStage, count: number): readonly string[] {
  return Array.from({ length: count }, () => stage.placeResting({ amount: stage.amount(2) }));
}

/** Whether each has been created. */
export function areCreated(stage: CardStage, ids: readonly string[]): boolean {
  const created = new Set(stage.eventsOf('order-created').map(({ clientOrderId }) => clientOrderId));
  return ids.every((id) => created.has(id));
}

/** Whether something has been told of each. */
export function areDecided(stage: CardStage, ids: readonly string[]): boolean {
  const told = new Set(stage.events.map((event) => ('clientOrderId' in event ? event.clientOrderId : undefined)));
  return ids.every((id) => told.has(id));
}

/** Waits until each order is decided, and checks that all are placed. @throws CardFailure */
export async function checkAllPlaced(stage: CardStage, ids: readonly string[], maximumMs: number): Promise<void> {
  await stage.until('all orders are decided', () => areDecided(stage, ids), maximumMs);
  checkNothingRefused(stage);
  stage.holds('all orders are placed', areCreated(stage, ids));
}
