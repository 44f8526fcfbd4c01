import type { DialectDesk, Operation, Refusal, RefusalReason } from '@venuekit/venue';
import { ADVANCED_EXCEPTIONS, ADVANCED_WORDS } from './advanced/advanced-refusals.ts';
import { windowOf } from './limits.ts';
import { WireRefusal } from './wire-refusal.ts';

/** A refusal as the venue words it. */
export interface RefusalWords {
  readonly status: number;
  /** Undefined when `msg` is a body that is no JSON. */
  readonly code: number | undefined;
  readonly msg: string;
  readonly data?: unknown;
}

/** The status is 400 where none is named. `{name}`, `{things}`, `{limit}`, `{window}` and `{until}` stand for what `fillers` knows. */
type Words = readonly [code: number, text: string, status?: number];

const NO_PERMISSION: Words = [-2015, 'Invalid API-key, IP, or permissions for action.', 401];
const INVALID: Words = [-1130, "Data sent for parameter '{name}' is not valid."];
const NOT_OFFERED: Words = [-2010, '{things} not supported for this symbol.'];
const NOTIONAL: Words = [-1013, 'Filter failure: NOTIONAL'];
const TOO_MANY_CONNECTIONS: Words = [-1034, 'Too many connection attempts from IP; current limit is {limit} attempts per {window}.', 429];
const ADVICE = 'Please use WebSocket Streams for live updates to avoid';

/** `errors.md`, with the statuses of REST. */
const WORDS: Readonly<Record<RefusalReason, Words>> = {
  ...ADVANCED_WORDS,
  'unknown-symbol': [-1121, 'Invalid symbol.'],
  'market-closed': [-2010, 'Market is closed.'],
  'invalid-price': [-1013, 'Filter failure: PRICE_FILTER'],
  'invalid-amount': [-1013, 'Filter failure: LOT_SIZE'],
  'below-minimum-notional': NOTIONAL,
  'above-maximum-notional': NOTIONAL,
  'price-out-of-band': [-1013, 'Filter failure: PERCENT_PRICE_BY_SIDE'],
  'above-maximum-position': [-1013, 'Filter failure: MAX_POSITION'],
  'too-many-open-orders': [-1013, 'Filter failure: MAX_NUM_ORDERS'],
  'order-type-not-offered': NOT_OFFERED,
  'feature-not-offered': NOT_OFFERED,
  'too-much-precision': [-1111, "Parameter '{name}' has too much precision."],
  'insufficient-balance': [-2010, 'Account has insufficient balance for requested action.'],
  'would-match': [-2010, 'Order would immediately match and take.'],
  'duplicate-client-order-id': [-2010, 'Duplicate order sent.'],
  'unknown-order': [-2011, 'Unknown order sent.'],
  'order-ids-disagree': [-2039, 'Client order ID is not correct for this order ID.'],
  'liquidity-below-minimum': [-2010, 'Order book liquidity is less than LOT_SIZE filter minimum quantity.'],
  'missing-parameter': [-1102, "Mandatory parameter '{name}' was not sent, was empty/null, or malformed."],
  'unexpected-parameter': [-1106, "Parameter '{name}' sent when not required."],
  'malformed-parameter': INVALID,
  'bad-enum': INVALID,
  'bad-key-format': [-2014, 'API-key format invalid.', 401],
  'unknown-key': NO_PERMISSION,
  'bad-signature': [-1022, 'Signature for this request is not valid.'],
  'timestamp-too-old': [-1021, 'Timestamp for this request is outside of the recvWindow.'],
  'timestamp-too-new': [-1021, "Timestamp for this request was 1000ms ahead of the server's time."],
  'not-permitted': NO_PERMISSION,
  'rate-limited': [
    -1003,
    `Too much request weight used; current limit is {limit} request weight per {window}. ${ADVICE} polling the API.`,
    429,
  ],
  'too-many-orders': [-1015, 'Too many new orders; current limit is {limit} orders per {window}.', 429],
  banned: [-1003, `Way too much request weight used; IP banned until {until}. ${ADVICE} bans.`, 418],
  'not-found': [-1020, 'This operation is not supported.', 404],
  'already-subscribed': [-2035, 'User Data Stream subscription already active.'],
  'not-subscribed': [-2036, 'User Data Stream subscription not active.'],
  'not-logged-on': NO_PERMISSION,
  internal: [-1000, 'An unknown error occurred while processing the request.', 500],
};

/** Where the same reason has other words: by its detail (`reason:detail`) or by what was asked for (`reason@operation`). */
const EXCEPTIONS: ReadonlyMap<string, Words> = new Map<string, Words>([
  ...ADVANCED_EXCEPTIONS,
  ['malformed-parameter:JSON', [-1135, 'Invalid JSON Request']],
  ['malformed-parameter:duplicate', [-1101, 'Duplicate values for a parameter detected.']],
  ['malformed-parameter:percent-encoding', [-1100, 'Illegal characters found in a parameter.']],
  ['unknown-order@order', [-2013, 'Order does not exist.']],
  // The documents spell this one so.
  ['feature-not-offered:quoteMarket', [-2010, 'Quote order qty market orders are not support for this symbol.']],
  ['rate-limited:CONNECTIONS', TOO_MANY_CONNECTIONS],
  ['rate-limited:STREAM_CONNECTIONS', TOO_MANY_CONNECTIONS],
  [
    'rate-limited:RAW_REQUESTS',
    [-1003, `Too many requests; current limit is {limit} requests per {window}. ${ADVICE} polling the API.`, 429],
  ],
  ['internal:timeout', [-1007, 'Timeout waiting for response from backend server. Send status unknown; execution status unknown.', 504]],
  ['internal:overloaded', [-1008, 'Server is currently overloaded with other requests. Please try again in a few minutes.', 503]],
]);

/** What the matching engine rejects has the code of what was asked, whatever the text. */
const ENGINE_CODES: ReadonlyMap<string, number> = new Map([
  ['cancel', -2011],
  ['cancel-list', -2011],
  ['cancel-all', -2011],
  ['amend', -2038],
]);

/** What the venue calls the engine's names of numbers and features. */
const NAMES: ReadonlyMap<string, string> = new Map([
  ['amount', 'quantity'],
  ['quoteAmount', 'quoteOrderQty'],
  ['icebergAmount', 'icebergQty'],
  ['oco', 'OCO'],
  ['oto', 'OTO'],
  ['trailing', 'trailing stop'],
]);

function fillers({ reason, detail, retryAfterMs = 0 }: Refusal, desk: DialectDesk): Readonly<Record<string, string>> {
  const name = NAMES.get(detail) ?? detail;
  const standard = reason === 'too-many-orders' ? 'ORDERS_10S' : 'REQUEST_WEIGHT';
  const limit = desk.limits.find((each) => each.name === detail) ?? desk.limits.find((each) => each.name === standard);
  const { interval, intervalNum } = limit === undefined ? { interval: '', intervalNum: 0 } : windowOf(limit);
  return {
    name,
    things: `${name.charAt(0).toUpperCase()}${name.slice(1).replaceAll('-', ' ')} orders are`,
    limit: String(limit?.limit),
    window: `${intervalNum} ${interval}`,
    until: String(desk.nowMs() + retryAfterMs),
  };
}

/** @param operation what was asked for, where it was understood: the same reason has other words for a query than for a cancel. */
export function wordsOf(refusal: Refusal, operation: Operation['kind'] | undefined, desk: DialectDesk): RefusalWords {
  if (refusal instanceof WireRefusal) return { status: refusal.status, code: refusal.code, msg: refusal.text, data: refusal.data };
  const { reason, detail } = refusal;
  const [own, text, status = 400] = EXCEPTIONS.get(`${reason}:${detail}`) ?? EXCEPTIONS.get(`${reason}@${operation}`) ?? WORDS[reason];
  const code = own === -2010 || own === -2011 ? (ENGINE_CODES.get(operation ?? '') ?? own) : own;
  const known = fillers(refusal, desk);
  return { status, code, msg: text.replace(/\{(\w+)\}/g, (_placeholder, name: string) => known[name] ?? '') };
}
