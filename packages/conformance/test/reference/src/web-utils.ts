import { PayloadFields, WebAssistantsFactory, readVenueFailure, venueFailureError } from '@venuekit/core/connector';
import type {
  Authenticator,
  FactoryEnvironment,
  RejectionReason,
  RestCaller,
  RestRequest,
  RestResponse,
  UsageReading,
  VenueErrorCodes,
} from '@venuekit/core/connector';
import { SERVER_TIME_PATH, USAGE_HEADERS, spotHosts } from './spot/constants.ts';
import type { PlainDomain, PlainSpotHosts } from './spot/constants.ts';

/** The URL of an endpoint that needs no key. */
export function publicRestUrl(path: string, domain: PlainDomain | PlainSpotHosts = 'main'): string {
  return spotHosts(domain).rest + path;
}

/** The URL of an endpoint that needs a key; both kinds are served by one host. */
export function privateRestUrl(path: string, domain: PlainDomain | PlainSpotHosts = 'main'): string {
  return spotHosts(domain).rest + path;
}

/**
 * Asks the venue's clock, in ms.
 * @throws InvalidPayloadError when the answer holds no time; what `rest.execute` throws.
 */
export async function getCurrentServerTime(rest: RestCaller, signal?: AbortSignal): Promise<number> {
  const reply = await rest.execute({ path: SERVER_TIME_PATH, ...(signal === undefined ? {} : { signal }) });
  return new PayloadFields(reply, SERVER_TIME_PATH).count('time');
}

/** What the path to the venue is built from. */
export interface ApiFactoryOptions {
  readonly environment: FactoryEnvironment;
  /** Default `main`. */
  readonly domain?: PlainDomain | PlainSpotHosts;
  /** Absent: public endpoints only. */
  readonly authenticator?: Authenticator | undefined;
}

/** The whole path to the venue: throttled, kept on the venue's clock, signed, judged. */
export function buildApiFactory(options: ApiFactoryOptions): WebAssistantsFactory {
  return buildFactory(options, true);
}

/** As `buildApiFactory`, but no request first asks for the venue's time. */
export function buildApiFactoryWithoutTimeSynchronizerPreProcessor(options: ApiFactoryOptions): WebAssistantsFactory {
  return buildFactory(options, false);
}

function buildFactory(options: ApiFactoryOptions, followsServerTime: boolean): WebAssistantsFactory {
  const hosts = spotHosts(options.domain ?? 'main');
  return new WebAssistantsFactory({
    ...options.environment,
    resolveUrl: (path, isAuthRequired) => (isAuthRequired ? privateRestUrl(path, hosts) : publicRestUrl(path, hosts)),
    classify: classifyResponse,
    authenticator: options.authenticator,
    restPreProcessors: [withContentType],
    rateFeedback: readUsage,
    ...(followsServerTime ? { serverTime: getCurrentServerTime } : {}),
  });
}

/** Bodies are JSON. */
function withContentType(request: RestRequest): RestRequest {
  if (request.body === undefined) return request;
  return { ...request, headers: { 'content-type': 'application/json', ...request.headers } };
}

/** The venue's own counts: `plain-used: weight=7/1200;orders=0/100`. */
function readUsage(response: RestResponse): readonly UsageReading[] {
  const text = response.headers.get('plain-used') ?? '';
  return [...text.matchAll(/(\w+)=(\d+)\//g)].flatMap(([, name = '', used = '']) => {
    const limitId = USAGE_HEADERS.get(name);
    return limitId === undefined ? [] : [{ limitId, used: Number.parseInt(used, 10) }];
  });
}

/** Codes by which the venue says that it has not executed the request, and never will. */
const DEFINITIVE_CODES: ReadonlyMap<string, RejectionReason> = new Map<string, RejectionReason>([
  ['unknown-order', 'order-not-found'],
  ['unknown-symbol', 'unknown-symbol'],
  ['insufficient-balance', 'insufficient-balance'],
  ['would-match', 'would-match'],
  ['duplicate-client-order-id', 'duplicate-client-order-id'],
  ['market-closed', 'market-closed'],
  ['not-permitted', 'not-permitted'],
  ['too-many-open-orders', 'other'],
  ['invalid-price', 'filter'],
  ['invalid-amount', 'filter'],
  ['below-minimum-notional', 'filter'],
  ['above-maximum-notional', 'filter'],
  ['price-out-of-band', 'filter'],
  ['above-maximum-position', 'filter'],
  ['too-much-precision', 'filter'],
  ['order-type-not-offered', 'filter'],
  ['missing-parameter', 'invalid-request'],
  ['malformed-parameter', 'invalid-request'],
  ['unexpected-parameter', 'invalid-request'],
  ['bad-enum', 'invalid-request'],
]);

/** What the venue's codes mean for a request; a code that is not listed leaves its outcome unknown. */
const ERROR_CODES: VenueErrorCodes = {
  clock: new Set(['timestamp-too-old', 'timestamp-too-new']),
  credentials: new Set(['unknown-key', 'bad-signature']),
  limits: new Set(['rate-limited', 'too-many-orders', 'banned']),
  rejectionReason: (code) => DEFINITIVE_CODES.get(code),
  wait: (_code, isBan) => (isBan ? { defaultMs: 120_000, maximumMs: 3 * 86_400_000 } : { defaultMs: 60_000, maximumMs: 600_000 }),
};

/** Judges a REST answer: undefined for success, else the error class of its code. */
export function classifyResponse(response: RestResponse): Error | undefined {
  const failure = readVenueFailure(response, { code: 'error', codeType: 'string', message: 'detail' });
  return failure === undefined ? undefined : venueFailureError(failure, ERROR_CODES);
}
