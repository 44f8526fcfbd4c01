import { ThrottleError } from '../errors/throttle-error.ts';
import type { SharedLimit } from './shared-limit.ts';
import type { CountReading } from './venue-count.ts';

/** What is known about a count that the venue told. Times are our monotonic ms where nothing else is said. */
export interface UsageReportOptions {
  /** When the count came. Default now. */
  readonly observedAtMs?: number;
  /** The call whose answer brought the count: its limit id, and when `acquire` let it go. Absent: the venue told it by itself. */
  readonly answeredCall?: { readonly limitId: string; readonly acquiredAtMs: number };
  /** The venue's time minus our monotonic time: `TimeSynchronizer.timeOffsetMs`. */
  readonly venueOffsetMs: number;
  /** When the counted window began, in the venue's time, where it tells. Default: windows begin at whole multiples of the interval. */
  readonly windowStartMs?: number | undefined;
}

/** By how much our idea of the venue's time may be wrong, as a part of the interval and at most. */
const CLOCK_DOUBT = 0.01;
const LARGEST_CLOCK_DOUBT_MS = 100;

/**
 * Finds the window that a count belongs to; undefined when it may have been taken in either of two.
 * @throws ThrottleError for numbers that are none
 */
export function countReading(
  limit: SharedLimit,
  used: number,
  weight: number,
  options: UsageReportOptions,
  nowMs: number,
): CountReading | undefined {
  const { venueOffsetMs } = options;
  const answeredAtMs = Math.min(nowMs, options.observedAtMs ?? nowMs);
  const askedAtMs = Math.min(answeredAtMs, options.answeredCall?.acquiredAtMs ?? answeredAtMs);
  if (!(used >= 0 && Number.isFinite(used))) throw new ThrottleError(limit.limitId, 'its reported use should be a number from 0');
  if (!Number.isFinite(askedAtMs + venueOffsetMs + (options.windowStartMs ?? 0))) {
    throw new ThrottleError(limit.limitId, 'the times of a reported use should be numbers of ms');
  }
  const { intervalMs, spreadMs } = limit;
  const doubtMs = Math.min(LARGEST_CLOCK_DOUBT_MS, intervalMs * CLOCK_DOUBT);
  const windowAt = (timeMs: number): number => Math.floor((timeMs + venueOffsetMs) / intervalMs) * intervalMs;
  const windowStartVenueMs = options.windowStartMs ?? windowAt(askedAtMs - doubtMs);
  if (options.windowStartMs === undefined && windowStartVenueMs !== windowAt(answeredAtMs + doubtMs)) return undefined;
  const startMs = windowStartVenueMs - venueOffsetMs;
  return {
    used,
    windowStartVenueMs,
    chargedSinceMs: startMs - spreadMs,
    untilMs: startMs + intervalMs + doubtMs,
    askedAtMs,
    answeredAtMs,
    weight,
    spreadMs,
  };
}
