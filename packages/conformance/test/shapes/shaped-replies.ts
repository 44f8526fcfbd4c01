import { PayloadFields, parseJson, retryAfterMs, venueFailureError, VenueRejection } from '@venuekit/core/connector';
import type { RejectionReason, RestResponse, UsageReading, VenueErrorCodes, VenueFailure } from '@venuekit/core/connector';
import type { PlainShape } from '@venuekit/venue';

const FILTERS = [
  'invalid-price',
  'invalid-amount',
  'below-minimum-notional',
  'above-maximum-notional',
  'price-out-of-band',
  'above-maximum-position',
  'too-much-precision',
  'order-type-not-offered',
];
const INVALID = ['missing-parameter', 'malformed-parameter', 'unexpected-parameter', 'bad-enum'];
const REJECTIONS = new Map<string, RejectionReason>([
  ['unknown-order', 'order-not-found'],
  ['unknown-symbol', 'unknown-symbol'],
  ['insufficient-balance', 'insufficient-balance'],
  ['would-match', 'would-match'],
  ['duplicate-client-order-id', 'duplicate-client-order-id'],
  ['market-closed', 'market-closed'],
  ['not-permitted', 'not-permitted'],
  ['not-found', 'other'],
  ['too-many-open-orders', 'other'],
  ...FILTERS.map((word): [string, RejectionReason] => [word, 'filter']),
  ...INVALID.map((word): [string, RejectionReason] => [word, 'invalid-request']),
]);
const CODES: VenueErrorCodes = {
  clock: new Set(['timestamp-too-old', 'timestamp-too-new']),
  credentials: new Set(['unknown-key', 'bad-signature', 'bad-key-format']),
  limits: new Set(['rate-limited', 'too-many-orders', 'banned']),
  rejectionReason: (code) => REJECTIONS.get(code),
  wait: (_code, isBan) => (isBan ? { defaultMs: 120_000, maximumMs: 3 * 86_400_000 } : { defaultMs: 60_000, maximumMs: 600_000 }),
};

export function isNotFound(error: unknown): boolean {
  return error instanceof VenueRejection && error.reason === 'order-not-found';
}

/** What a reply is about, out of its wrapping where there is one. */
export function payload({ success }: PlainShape, reply: unknown, origin: string): PayloadFields {
  const fields = new PayloadFields(reply, origin);
  return success === 'code' ? fields.object('data') : fields;
}

/** The error of one item of a batch. */
export function itemError(item: PayloadFields): Error {
  const failure: VenueFailure = {
    status: 400,
    code: item.text('error'),
    message: item.optionalText('detail') ?? '',
    retryAfterMs: undefined,
  };
  return venueFailureError(failure, CODES);
}

/** The error that a response stands for; undefined when it is none. */
export function classify({ success = 'status' }: PlainShape, response: RestResponse, nowMs: number): Error | undefined {
  if (success === 'status' && response.status < 400) return undefined;
  const failure = readFailure(response, nowMs);
  return failure === undefined ? undefined : venueFailureError(failure, CODES);
}

function readFailure(response: RestResponse, nowMs: number): VenueFailure | undefined {
  const { status, text, origin } = response;
  let body: PayloadFields;
  try {
    body = new PayloadFields(parseJson(text, { origin }), origin);
  } catch {
    return { status, code: undefined, message: 'the body is not in the venue’s error form', retryAfterMs: undefined };
  }
  if (body.value('code') === '0') return undefined;
  const code = body.optionalText('error');
  const wait =
    typeof body.value('retryAfterMs') === 'number'
      ? body.count('retryAfterMs')
      : waitByHeaders(response, body.optionalText('detail'), nowMs);
  const told = status === 200 ? (code === 'banned' ? 418 : code === 'internal' ? 500 : 400) : status;
  return { status: told, code, message: body.optionalText('detail') ?? '', retryAfterMs: wait };
}

/** Until the window of the limit that was exceeded ends. */
function waitByHeaders(response: RestResponse, limit: string | undefined, nowMs: number): number | undefined {
  const resetMs = numberIn(response, `plain-reset-${limit ?? ''}`);
  if (resetMs !== undefined) return Math.max(0, resetMs - nowMs);
  return response.headers.get('retry-after') === undefined ? undefined : retryAfterMs(response);
}

const LIMIT_IDS = new Map([
  ['weight', 'all'],
  ['orders', 'place'],
]);

/** The venue's counts, where its windows are such that they can be compared with ours. */
export function usageIn({ limits = 'fixed' }: PlainShape, response: RestResponse): readonly UsageReading[] {
  if (limits === 'rolling' || limits === 'decaying') return [];
  if (limits === 'fixed') return fixedUsage(response.headers.get('plain-used') ?? '');
  return [...LIMIT_IDS].flatMap(([name, limitId]) => {
    const [limit, remaining, resetMs] = [`limit`, `remaining`, `reset`].map((what) => numberIn(response, `plain-${what}-${name}`));
    if (limit === undefined || remaining === undefined || resetMs === undefined) return [];
    return [{ limitId, used: limit - remaining, windowStartMs: resetMs - (name === 'weight' ? 60_000 : 10_000) }];
  });
}

function fixedUsage(text: string): readonly UsageReading[] {
  return [...text.matchAll(/(\w+)=(\d+)\//g)].flatMap(([, name = '', used = '']) => {
    const limitId = LIMIT_IDS.get(name);
    return limitId === undefined ? [] : [{ limitId, used: Number.parseInt(used, 10) }];
  });
}

function numberIn({ headers }: RestResponse, name: string): number | undefined {
  const text = headers.get(name);
  return text === undefined || !/^\d+$/.test(text) ? undefined : Number.parseInt(text, 10);
}
