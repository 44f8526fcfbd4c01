import { PayloadFields, VenueRejection, WebAssistantsFactory, readVenueFailure, venueFailureError } from '@venuekit/core/connector';
import type {
  Authenticator,
  FactoryEnvironment,
  RateLimitError,
  RejectionReason,
  RequestContext,
  RestCall,
  RestCaller,
  RestResponse,
  TradingPair,
  UsageReading,
  VenueErrorCodes,
  VenueFailure,
} from '@venuekit/core/connector';
import { cancelReplaceFailure } from './spot/cancel-replace-failed-error.ts';
import { ORDER_POOLS, SERVER_TIME_PATH, USAGE_HEADERS, spotHosts } from './spot/constants.ts';
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
  return new PayloadFields(reply, SERVER_TIME_PATH).count('serverTime');
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
    authenticator: options.authenticator,
    rateFeedback: readUsage,
    rateLimitScope: (error, chargedLimitIds) => {
      const scope = rateLimitScope(error, chargedLimitIds);
      // A ban shuts the whole address out.
      return error.isBan ? [...scope, ...options.environment.throttler.limitIdsOfScope('ip')] : scope;
    },
    ...(followsServerTime ? { serverTime: getCurrentServerTime } : {}),
  });
}

/** The venue's own counts, in the headers of every answer (`rest-api.md`, IP Limits and Unfilled Order Count). */
function readUsage(response: RestResponse): readonly UsageReading[] {
  return [...USAGE_HEADERS].flatMap(([name, limitId]) => {
    const text = response.headers.get(name)?.trim() ?? '';
    return /^\d{1,15}$/.test(text) ? [{ limitId, used: Number.parseInt(text, 10) }] : [];
  });
}

/** Codes by which the venue says that it has not executed the request, and never will. */
const DEFINITIVE_CODES: ReadonlyMap<string, RejectionReason> = new Map<string, RejectionReason>([
  ['-1013', 'filter'],
  ['-1111', 'filter'],
  ['-1121', 'unknown-symbol'],
  ['-1220', 'market-closed'],
  ['-2013', 'order-not-found'],
  ['-2026', 'order-not-found'],
  ...[
    -1014, -1020, -1100, -1101, -1102, -1103, -1104, -1105, -1106, -1108, -1114, -1115, -1116, -1117, -1118, -1119, -1120, -1122, -1127,
    -1128, -1130, -1131, -1134, -1135, -1139, -1145, -1151, -1158, -1165, -1166, -1168, -1194, -1196, -1197, -1198, -1199, -2035, -2036,
    -2038, -2039, -2042,
  ].map((code): [string, RejectionReason] => [String(code), 'invalid-request']),
]);

/** What -2010, a refused placement, means: the venue tells it only by its text. */
const PLACEMENT_REFUSALS: readonly (readonly [RegExp, RejectionReason])[] = [
  [/insufficient balance/i, 'insufficient-balance'],
  [/immediately match/i, 'would-match'],
  [/trigger immediately/i, 'would-trigger'],
  [/duplicate order/i, 'duplicate-client-order-id'],
  [/filter failure|LOT_SIZE/i, 'filter'],
  [/market is closed/i, 'market-closed'],
  [/not permitted|restricted|may not|disabled/i, 'not-permitted'],
  [/not supported|is zero or less|exceeds QTY/i, 'invalid-request'],
];

const TOO_MANY_ORDERS = '-1015';

/** What the codes of `errors.md` mean for a request. */
const ERROR_CODES: VenueErrorCodes = {
  clock: new Set(['-1021']),
  credentials: new Set(['-1002', '-1022', '-2014', '-2015']),
  // Weight, orders and connections.
  limits: new Set(['-1003', TOO_MANY_ORDERS, '-1034']),
  rejectionReason(code, message) {
    if (code === '-2010') return PLACEMENT_REFUSALS.find(([pattern]) => pattern.test(message))?.[1] ?? 'other';
    if (code === '-2011') return /unknown order/i.test(message) ? 'order-not-found' : 'other';
    return DEFINITIVE_CODES.get(code);
  },
  wait(code, isBan) {
    // Bans last from 2 minutes to 3 days.
    if (isBan) return { defaultMs: 120_000, maximumMs: 3 * 86_400_000 };
    // The order count has a daily window too; asked again sooner, the venue says its wait again.
    return { defaultMs: code === TOO_MANY_ORDERS ? 10_000 : 60_000, maximumMs: 600_000 };
  },
};

/** Judges a REST answer: undefined for success, else the error class of its code. */
export function classifyResponse(response: RestResponse): Error | undefined {
  const ofHalves = cancelReplaceFailure(response);
  if (ofHalves !== undefined) return ofHalves;
  const failure = readVenueFailure(response, { code: 'code', codeType: 'number', message: 'msg' });
  return failure === undefined ? undefined : classifyFailure(failure);
}

/**
 * The error class of a refusal. Only codes that are definitive count as rejection; a 5xx, an overload, a page of HTML and
 * every code that is not listed leave the outcome unknown.
 */
export function classifyFailure(failure: VenueFailure): Error {
  return venueFailureError(failure, ERROR_CODES);
}

/** Too many unfilled orders (-1015) say nothing against cancels and queries; every other limit holds all that shares it. */
export function rateLimitScope(error: RateLimitError, chargedLimitIds: readonly string[]): readonly string[] {
  const isOfOrders = error.venueCode === TOO_MANY_ORDERS && !error.isBan;
  const orderPools = isOfOrders ? chargedLimitIds.filter((limitId) => ORDER_POOLS.has(limitId)) : [];
  return orderPools.length > 0 ? orderPools : chargedLimitIds;
}

/** Whether the venue refused with exactly this code. */
export function isRejectionWith(error: unknown, venueCode: string): error is VenueRejection {
  return error instanceof VenueRejection && error.venueCode === venueCode;
}

/** Makes a signed call; a GET unless said otherwise. */
export function signed(context: RequestContext, limitId: string, call: Omit<RestCall, 'limitId' | 'isAuthRequired'>): Promise<unknown> {
  return context.rest.execute({ ...call, limitId, isAuthRequired: true });
}

/** Reports what could not be used of a reply about a pair (undefined: about the account). */
export function skippedIn(context: RequestContext, tradingPair: TradingPair | undefined): (error: Error) => void {
  return (error) => context.log.warn({ tradingPair, error }, 'a part of a reply could not be used and was skipped');
}
