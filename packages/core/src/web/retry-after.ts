import type { RestResponse } from './rest-response.ts';

/** How `retryAfterMs` treats what the venue says. */
export interface RetryAfterOptions {
  /** The wait where the venue names none that can be read, in ms. Default 5,000. */
  readonly defaultMs?: number;
  /** The longest wait that is believed, in ms. Default three days, the longest ban that venues are known to give. */
  readonly maximumMs?: number;
}

const DEFAULT_WAIT_MS = 5_000;
/** The longest wait that a venue is believed. */
const MAXIMUM_WAIT_MS: number = 3 * 86_400_000;

const SECONDS = /^\d{1,12}$/;
const HTTP_DATE =
  /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d{2} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} \d{2}:\d{2}:\d{2} GMT$/;

/**
 * How long the venue asks us to wait by `Retry-After` (RFC 9110 §10.2.3): whole seconds, or a date, which is compared with the
 * answer's own `Date` where it has one and with our wall clock where not. Never negative, never above `maximumMs`.
 */
export function retryAfterMs(response: Pick<RestResponse, 'headers' | 'receivedWallMs'>, options: RetryAfterOptions = {}): number {
  return boundedWaitMs(statedRetryAfterMs(response) ?? options.defaultMs ?? DEFAULT_WAIT_MS, options.maximumMs ?? MAXIMUM_WAIT_MS);
}

/** As `retryAfterMs`, but as the venue says it, which may be negative; undefined where it says nothing that can be read. */
export function statedRetryAfterMs(response: Pick<RestResponse, 'headers' | 'receivedWallMs'>): number | undefined {
  const text = response.headers.get('retry-after')?.trim() ?? '';
  if (SECONDS.test(text)) return Number.parseInt(text, 10) * 1_000;
  const untilMs = readHttpDate(text);
  if (untilMs === undefined) return undefined;
  return untilMs - (readHttpDate(response.headers.get('date')?.trim() ?? '') ?? response.receivedWallMs);
}

/** A wait between 0 and `maximumMs`; what is no number becomes the default of five seconds. */
export function boundedWaitMs(waitMs: number, maximumMs: number = MAXIMUM_WAIT_MS): number {
  return Math.min(maximumMs, Math.max(0, Number.isNaN(waitMs) ? DEFAULT_WAIT_MS : waitMs));
}

function readHttpDate(text: string): number | undefined {
  if (!HTTP_DATE.test(text)) return undefined;
  const dateMs = Date.parse(text);
  return Number.isNaN(dateMs) ? undefined : dateMs;
}
