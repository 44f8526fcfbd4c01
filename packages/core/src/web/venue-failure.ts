import { AuthenticationError } from '../errors/authentication-error.ts';
import { ClockError } from '../errors/clock-error.ts';
import { printable } from '../errors/excerpt.ts';
import { RateLimitError } from '../errors/rate-limit-error.ts';
import { VenueRejection, type RejectionReason } from '../errors/venue-rejection.ts';
import { VenueUnavailableError } from '../errors/venue-unavailable-error.ts';
import { parseJson } from '../network/json.ts';
import { PayloadFields } from '../network/payload-fields.ts';
import type { RestResponse } from './rest-response.ts';
import { statedRetryAfterMs } from './retry-after.ts';

/** One refusal of a venue, from REST or from a socket that answers with the status codes of HTTP. */
export interface VenueFailure {
  readonly status: number;
  /** The venue's code; undefined when there is none of the venue's error objects (a proxy's HTML page, for instance). */
  readonly code: string | undefined;
  readonly message: string;
  /** How long the venue asked to wait, not bounded yet; undefined when it did not say. */
  readonly retryAfterMs: number | undefined;
}

/** What a venue's error codes mean. A code that is not listed says nothing of what became of the request. */
export interface VenueErrorCodes {
  /** The request was refused for its timestamp. */
  readonly clock: ReadonlySet<string>;
  /** The request was refused for its key or its signature. */
  readonly credentials: ReadonlySet<string>;
  /** Too many requests or orders, also where the status does not say so. */
  readonly limits: ReadonlySet<string>;
  /** The venue's definitive "no": the request was not executed and never will be. Asked only for codes of no other kind. */
  rejectionReason(code: string, message: string): RejectionReason | undefined;
  /** How long to wait where the venue does not say, and the longest wait that it is believed, in ms. */
  wait(code: string | undefined, isBan: boolean): { readonly defaultMs: number; readonly maximumMs: number };
}

const WORDLESS = 'the body is not in the venue’s error form';
const MAXIMUM_MESSAGE_LENGTH = 300;
const SHORTEST_WAIT_MS = 1_000;

/**
 * Reads an answer whose body is an error object with a code and a message under these names. A code of another
 * JSON type than the venue writes, and a body that is something else, give a failure without a code.
 * @returns undefined for a status below 400.
 */
export function readVenueFailure(
  response: RestResponse,
  names: { readonly code: string; readonly codeType: 'number' | 'string'; readonly message: string },
): VenueFailure | undefined {
  if (response.status < 400) return undefined;
  const { status, origin } = response;
  const wait = { retryAfterMs: statedRetryAfterMs(response) };
  try {
    const body = new PayloadFields(parseJson(response.text, { origin }), origin);
    const code = body.value(names.code);
    return {
      status,
      code: typeof code === names.codeType ? String(code) : undefined,
      message: body.optionalText(names.message) ?? WORDLESS,
      ...wait,
    };
  } catch {
    return { status, code: undefined, message: WORDLESS, ...wait };
  }
}

/**
 * The error class of a refusal: RateLimitError for 429 and 418, VenueUnavailableError for every other status of 500 or more and
 * wherever the code is missing or not listed: the outcome is unknown then. What the codes mean counts only below 500.
 */
export function venueFailureError(failure: VenueFailure, codes: VenueErrorCodes): Error {
  const { status, code } = failure;
  const details = {
    status,
    venueCode: code ?? '',
    venueMessage: printable(failure.message).slice(0, MAXIMUM_MESSAGE_LENGTH),
  };
  const isBan = status === 418;
  if (isBan || status === 429 || (status < 500 && code !== undefined && codes.limits.has(code))) {
    return new RateLimitError({ ...details, isBan, retryAfterMs: waitOf(failure, codes, isBan) });
  }
  if (status >= 500 || code === undefined) return new VenueUnavailableError(details);
  if (codes.credentials.has(code)) return new AuthenticationError(details);
  if (codes.clock.has(code)) return new ClockError(details);
  const reason = codes.rejectionReason(code, failure.message);
  return reason === undefined ? new VenueUnavailableError(details) : new VenueRejection({ ...details, reason });
}

function waitOf({ code, retryAfterMs }: VenueFailure, codes: VenueErrorCodes, isBan: boolean): number {
  const { defaultMs, maximumMs } = codes.wait(code, isBan);
  return Math.min(Math.max(retryAfterMs ?? defaultMs, SHORTEST_WAIT_MS), maximumMs);
}
