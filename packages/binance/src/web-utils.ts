import {
  AuthenticationError,
  ClockError,
  ConnectorError,
  RateLimitError,
  VenueRejection,
  VenueUnavailableError,
  WebAssistantsFactory,
  printable,
  readObject,
  retryAfterMs,
} from '@venuekit/core/connector';
import type { Authenticator, FactoryEnvironment, RejectionReason, RestCaller, RestResponse } from '@venuekit/core/connector';
import { isObject, readNonNegativeInteger } from './payload-fields.ts';
import type { Payload } from './payload-fields.ts';
import { ORDER_POOLS, SERVER_TIME_PATH, spotHosts } from './spot/constants.ts';
import type { BinanceDomain, BinanceSpotHosts } from './spot/constants.ts';

/** The URL of an endpoint that needs no key. */
export function publicRestUrl(path: string, domain: BinanceDomain | BinanceSpotHosts = 'com'): string {
  return spotHosts(domain).rest + path;
}

/** The URL of an endpoint that needs a key; the venue serves both kinds on one host. */
export function privateRestUrl(path: string, domain: BinanceDomain | BinanceSpotHosts = 'com'): string {
  return spotHosts(domain).rest + path;
}

/**
 * Asks the venue's clock, in ms.
 * @throws InvalidPayloadError when the answer holds no time; what `rest.execute` throws.
 */
export async function getCurrentServerTime(rest: RestCaller, signal?: AbortSignal): Promise<number> {
  const reply = await rest.execute({ path: SERVER_TIME_PATH, ...(signal === undefined ? {} : { signal }) });
  const body: Payload<'serverTime'> = readObject(reply, '(whole)', SERVER_TIME_PATH);
  return readNonNegativeInteger(body.serverTime, 'serverTime', SERVER_TIME_PATH);
}

/** What the path to the venue is built from. */
export interface ApiFactoryOptions {
  readonly environment: FactoryEnvironment;
  /** Default `com`. */
  readonly domain?: BinanceDomain | BinanceSpotHosts;
  /** Absent: public endpoints only. */
  readonly authenticator?: Authenticator | undefined;
}

/** The whole path to the venue: throttled, kept on the venue's clock, signed, judged. */
export function buildApiFactory(options: ApiFactoryOptions): WebAssistantsFactory {
  return buildFactory(options, true);
}

/** As `buildApiFactory`, but no request first asks for the venue's time: the one that fetches the time goes this way. */
export function buildApiFactoryWithoutTimeSynchronizerPreProcessor(options: ApiFactoryOptions): WebAssistantsFactory {
  return buildFactory(options, false);
}

function buildFactory(options: ApiFactoryOptions, followsServerTime: boolean): WebAssistantsFactory {
  const hosts = spotHosts(options.domain ?? 'com');
  return new WebAssistantsFactory({
    ...options.environment,
    resolveUrl: (path, isAuthRequired) => (isAuthRequired ? privateRestUrl(path, hosts) : publicRestUrl(path, hosts)),
    classify: classifyResponse,
    isClockError,
    authenticator: options.authenticator,
    rateLimitScope,
    ...(followsServerTime ? { serverTime: getCurrentServerTime } : {}),
  });
}

/** Too many unfilled orders (-1015) say nothing against cancels and queries; every other limit holds all that shares it. */
export function rateLimitScope(error: RateLimitError, chargedLimitIds: readonly string[]): readonly string[] {
  const orderPools = error.venueCode === '-1015' && !error.isBan ? chargedLimitIds.filter((limitId) => ORDER_POOLS.has(limitId)) : [];
  return orderPools.length > 0 ? orderPools : chargedLimitIds;
}

/** Whether a request was refused for its timestamp (-1021), so that it was not executed. */
export function isClockError(error: unknown): boolean {
  return ConnectorError.is(error) && error.code === 'CLOCK';
}

/** Whether the venue refused with exactly this code. */
export function isRejectionWith(error: unknown, venueCode: string): boolean {
  return error instanceof VenueRejection && error.venueCode === venueCode;
}

/** One refusal of the venue, from REST or from the WebSocket API. */
export interface VenueFailure {
  readonly status: number;
  /** The venue's code, or undefined when the body is none of the venue's error objects (a proxy's HTML page, for instance). */
  readonly code: number | undefined;
  readonly message: string;
  /** How long the venue asked to wait, not bounded yet. */
  readonly retryAfterMs: number | undefined;
}

const WORDLESS = 'the body is not in the venue’s error form';
const MAXIMUM_MESSAGE_LENGTH = 300;

/** Judges a REST answer: undefined for success, else the error class that binance-api.md J.6 gives it. */
export function classifyResponse(response: RestResponse): Error | undefined {
  if (response.status < 400) return undefined;
  const body = parseErrorBody(response.text);
  const code = body?.['code'];
  const message = body?.['msg'];
  return classifyFailure({
    status: response.status,
    code: typeof code === 'number' ? code : undefined,
    message: typeof message === 'string' ? message : WORDLESS,
    retryAfterMs: response.headers.has('retry-after') ? retryAfterMs(response, { defaultMs: DEFAULT_WAIT_MS }) : undefined,
  });
}

function parseErrorBody(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const body: unknown = JSON.parse(text);
    return isObject(body) ? body : undefined;
  } catch {
    return undefined;
  }
}

/** Codes that refuse a request for its credentials. */
const CREDENTIAL_CODES: ReadonlySet<number> = new Set([-1002, -1022, -2014, -2015]);
/** Codes of limits; the second counts orders, the third connections. */
const LIMIT_CODES: ReadonlySet<number> = new Set([-1003, -1015, -1034]);

/** Codes by which the venue says that it has not executed the request, and never will. */
const DEFINITIVE_CODES: ReadonlyMap<number, RejectionReason> = new Map<number, RejectionReason>([
  [-1013, 'filter'],
  [-1111, 'filter'],
  [-1121, 'unknown-symbol'],
  [-1220, 'market-closed'],
  [-2011, 'order-not-found'],
  [-2013, 'order-not-found'],
  [-2026, 'order-not-found'],
  ...[
    -1014, -1020, -1100, -1101, -1102, -1103, -1104, -1105, -1106, -1108, -1114, -1115, -1116, -1117, -1118, -1119, -1120, -1122, -1127,
    -1128, -1130, -1131, -1134, -1135, -1139, -1145, -1151, -1194, -2035, -2036, -2039, -2042,
  ].map((code): [number, RejectionReason] => [code, 'invalid-request']),
]);

/** What -2010 means, which the venue tells only by its text. */
const ORDER_REFUSALS: readonly (readonly [RegExp, RejectionReason])[] = [
  [/insufficient balance/i, 'insufficient-balance'],
  [/immediately match/i, 'would-match'],
  [/trigger immediately/i, 'would-trigger'],
  [/duplicate order/i, 'duplicate-client-order-id'],
  [/filter failure|LOT_SIZE/i, 'filter'],
  [/market is closed/i, 'market-closed'],
  [/not permitted|restricted|may not|disabled/i, 'not-permitted'],
  [/not supported|is zero or less|exceeds QTY/i, 'invalid-request'],
];

/**
 * The error class of a refusal. Only codes that are definitive count as rejection; a 5xx, an overload, a page of HTML and
 * every code that is not listed leave the outcome unknown.
 */
export function classifyFailure(failure: VenueFailure): Error {
  const { status, code } = failure;
  const details = {
    status,
    venueCode: code === undefined ? '' : String(code),
    venueMessage: printable(failure.message).slice(0, MAXIMUM_MESSAGE_LENGTH),
  };
  if (status === 429 || status === 418) {
    return new RateLimitError({ ...details, isBan: status === 418, retryAfterMs: boundedWaitMs(status, code, failure.retryAfterMs) });
  }
  if (status >= 500 || code === undefined) return new VenueUnavailableError(details);
  if (LIMIT_CODES.has(code)) {
    return new RateLimitError({ ...details, isBan: false, retryAfterMs: boundedWaitMs(429, code, failure.retryAfterMs) });
  }
  if (CREDENTIAL_CODES.has(code)) return new AuthenticationError(details);
  if (code === -1021) return new ClockError(details);
  if (code === -2010) return new VenueRejection({ ...details, reason: orderRefusalReason(failure.message) });
  const reason = code === -2011 && !/unknown order/i.test(failure.message) ? 'other' : DEFINITIVE_CODES.get(code);
  return reason === undefined ? new VenueUnavailableError(details) : new VenueRejection({ ...details, reason });
}

function orderRefusalReason(message: string): RejectionReason {
  return ORDER_REFUSALS.find(([pattern]) => pattern.test(message))?.[1] ?? 'other';
}

const DEFAULT_WAIT_MS = 60_000;
const TEN_MINUTES_MS = 600_000;
const THREE_DAYS_MS = 3 * 24 * 60 * 60_000;

/** The venue's wait, kept within its own rules: a window for 429 (a minute; 10 s of order count), 2 minutes to 3 days for a ban. */
function boundedWaitMs(status: number, code: number | undefined, askedMs: number | undefined): number {
  if (status === 418) return Math.min(Math.max(askedMs ?? 120_000, 1000), THREE_DAYS_MS);
  // The order count has a daily window too; asked again sooner, the venue says its wait again.
  return Math.min(Math.max(askedMs ?? (code === -1015 ? 10_000 : DEFAULT_WAIT_MS), 1000), TEN_MINUTES_MS);
}
