import type { Clock } from '../runtime/clock.ts';
import type { LimitScope, ThrottleLane } from './rate-limit.ts';
import type { SharedLimit } from './shared-limit.ts';

/** The use of one limit, for display. */
export interface LimitUsage {
  readonly limitId: string;
  /** As named to the governor; empty for a throttler of its own. */
  readonly venue: string;
  readonly scope: LimitScope;
  /** The account or connection that the limit belongs to; empty for one of an address. */
  readonly holder: string;
  /** How much of `limit` is not free: our own use, or more where the venue's count leaves less. */
  readonly used: number;
  /** The weight charged by us within the window that ends now. */
  readonly ownUsed: number;
  /** The venue's count in its current window, with what of ours is not in it yet; undefined while the venue has told none. */
  readonly venueUsed: number | undefined;
  /** The weight that we may charge within any window, by our share. */
  readonly limit: number;
  /** What the venue allows to everybody together in one window of `intervalMs`. */
  readonly venueLimit: number;
  readonly intervalMs: number;
  /** How many calls wait that are charged here. */
  readonly waiting: number;
  readonly waitingByLane: Readonly<Record<ThrottleLane, number>>;
  /** Until when nothing is granted, by our wall clock; undefined when the limit is not paused. */
  readonly pausedUntilMs: number | undefined;
  /** Why; empty when no reason was given, undefined when the limit is not paused. */
  readonly pauseReason: string | undefined;
}

/** A limit that the venue has banned us from for a while. */
export interface LimitBan {
  readonly limitId: string;
  readonly venue: string;
  readonly scope: LimitScope;
  readonly holder: string;
  /** When the ban ends, by our wall clock. */
  readonly untilMs: number;
  readonly remainingMs: number;
  readonly reason: string;
}

/** The use of these limits now. */
export function usageOf(limits: Iterable<SharedLimit>, clock: Clock): readonly LimitUsage[] {
  const nowMs = clock.monotonicMs();
  const wallMs = clock.wallMs();
  return Array.from(limits, (limit) => {
    const [cancel, order, query] = limit.waiting;
    const isPaused = limit.pausedUntilMs > nowMs;
    return {
      limitId: limit.limitId,
      venue: limit.venue,
      scope: limit.scope,
      holder: limit.holder,
      used: limit.occupiedAt(nowMs),
      ownUsed: limit.usedAt(nowMs),
      venueUsed: limit.venueUsedAt(nowMs),
      limit: limit.capacity,
      venueLimit: limit.venueCapacity,
      intervalMs: limit.intervalMs,
      waiting: cancel + order + query,
      waitingByLane: { cancel, order, query },
      pausedUntilMs: isPaused ? wallMs + limit.pausedUntilMs - nowMs : undefined,
      pauseReason: isPaused ? limit.pauseReason : undefined,
    };
  });
}

/** The bans of these limits that have not ended. */
export function bansOf(limits: Iterable<SharedLimit>, clock: Clock): readonly LimitBan[] {
  const nowMs = clock.monotonicMs();
  const wallMs = clock.wallMs();
  return [...limits].flatMap((limit) => {
    const remainingMs = limit.bannedUntilMs - nowMs;
    const { limitId, venue, scope, holder, banReason: reason } = limit;
    return remainingMs > 0 ? [{ limitId, venue, scope, holder, untilMs: wallMs + remainingMs, remainingMs, reason }] : [];
  });
}
