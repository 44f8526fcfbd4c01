import type { DialectDesk, Operation, Refusal, RefusalReason } from '@venuekit/venue';
import { WireRefusal } from '../wire-refusal.ts';
import { windowOf } from './limits.ts';

/** A refusal as the venue words it. */
export interface RefusalWords {
  readonly status: number;
  /** Undefined when `msg` is a body that is no JSON. */
  readonly code: number | undefined;
  readonly msg: string;
}

interface Circumstances {
  readonly refusal: Refusal;
  readonly operation: Operation['kind'] | undefined;
  readonly desk: DialectDesk;
}

type Words = readonly [status: number, code: number, msg: string];

/** The engine's names of an order's numbers, and the venue's. */
const PARAMETER_NAMES: ReadonlyMap<string, string> = new Map([
  ['amount', 'quantity'],
  ['quoteAmount', 'quoteOrderQty'],
  ['icebergAmount', 'icebergQty'],
]);

/** What a market may not offer: order types and features in the engine's words, and what the venue calls them. */
const NOT_OFFERED: ReadonlyMap<string, string> = new Map([
  ['limit', 'Limit orders are'],
  ['limit-maker', 'Limit maker orders are'],
  ['market', 'Market orders are'],
  ['stop-loss', 'Stop loss orders are'],
  ['stop-loss-limit', 'Stop loss limit orders are'],
  ['take-profit', 'Take profit orders are'],
  ['take-profit-limit', 'Take profit limit orders are'],
  ['iceberg', 'Iceberg orders are'],
  ['trailing', 'Trailing stop orders are'],
  ['oco', 'OCO orders are'],
  ['oto', 'OTO orders are'],
  ['cancelReplace', 'Order cancel-replace is'],
]);

const INTERNAL: ReadonlyMap<string, Words> = new Map<string, Words>([
  ['timeout', [504, -1007, 'Timeout waiting for response from backend server. Send status unknown; execution status unknown.']],
  ['overloaded', [503, -1008, 'Server is currently overloaded with other requests. Please try again in a few minutes.']],
]);

const parameterOf = ({ refusal }: Circumstances): string => PARAMETER_NAMES.get(refusal.detail) ?? refusal.detail;

const NO_PERMISSION: Words = [401, -2015, 'Invalid API-key, IP, or permissions for action.'];

/** `errors.md`, with the statuses of REST. */
const WORDS: Readonly<Record<RefusalReason, Words | ((circumstances: Circumstances) => Words)>> = {
  'unknown-symbol': [400, -1121, 'Invalid symbol.'],
  'market-closed': [400, -2010, 'Market is closed.'],
  'invalid-price': [400, -1013, 'Filter failure: PRICE_FILTER'],
  'invalid-amount': [400, -1013, 'Filter failure: LOT_SIZE'],
  'below-minimum-notional': [400, -1013, 'Filter failure: NOTIONAL'],
  'above-maximum-notional': [400, -1013, 'Filter failure: NOTIONAL'],
  'price-out-of-band': [400, -1013, 'Filter failure: PERCENT_PRICE_BY_SIDE'],
  'above-maximum-position': [400, -1013, 'Filter failure: MAX_POSITION'],
  'invalid-trailing-delta': [400, -1013, 'Filter failure: TRAILING_DELTA'],
  'iceberg-exceeds-amount': [400, -2010, 'IcebergQty exceeds QTY.'],
  'too-many-iceberg-parts': [400, -1013, 'Filter failure: ICEBERG_PARTS'],
  'too-many-open-orders': [400, -1013, 'Filter failure: MAX_NUM_ORDERS'],
  'too-many-trigger-orders': [400, -1013, 'Filter failure: MAX_NUM_ALGO_ORDERS'],
  'too-many-iceberg-orders': [400, -1013, 'Filter failure: MAX_NUM_ICEBERG_ORDERS'],
  'too-many-order-lists': [400, -1013, 'Filter failure: MAX_NUM_ORDER_LISTS'],
  'too-many-amendments': [400, -2038, 'Filter failure: MAX_NUM_ORDER_AMENDS'],
  'order-type-not-offered': notOffered,
  'feature-not-offered': notOffered,
  'self-trade-prevention-not-offered': [400, -1013, 'This symbol does not allow the specified self-trade prevention mode.'],
  'too-much-precision': (circumstances) => [400, -1111, `Parameter '${parameterOf(circumstances)}' has too much precision.`],
  'insufficient-balance': [400, -2010, 'Account has insufficient balance for requested action.'],
  'would-match': [400, -2010, 'Order would immediately match and take.'],
  'would-trigger': [400, -2010, 'Order would trigger immediately.'],
  'bad-list-types': ({ refusal }) =>
    refusal.detail === 'pair' ? [400, -1158, 'Order type not supported in OCO.'] : [400, -1014, 'Unsupported order combination.'],
  'bad-list-prices': [400, -2010, 'The relationship of the prices for the orders is not correct.'],
  'amend-increases-amount': [400, -2038, 'Order amend (quantity increase) is not supported.'],
  'amend-changes-nothing': [400, -2038, 'The requested action would change no state; rejecting.'],
  'cancel-restricted': [400, -2011, 'Order was not canceled due to cancel restrictions.'],
  'duplicate-client-order-id': [400, -2010, 'Duplicate order sent.'],
  'unknown-order': ({ operation }) =>
    operation === 'order' || operation === 'amendments' ? [400, -2013, 'Order does not exist.'] : [400, -2011, 'Unknown order sent.'],
  'unknown-order-list': ({ operation }) =>
    operation === 'order-list' ? [400, -2018, 'Order list does not exist.'] : [400, -2011, 'Unknown order list sent.'],
  'order-ids-disagree': [400, -2039, 'Client order ID is not correct for this order ID.'],
  'liquidity-below-minimum': [400, -2010, 'Order book liquidity is less than LOT_SIZE filter minimum quantity.'],
  'missing-parameter': (circumstances) => [
    400,
    -1102,
    `Mandatory parameter '${parameterOf(circumstances)}' was not sent, was empty/null, or malformed.`,
  ],
  'unexpected-parameter': (circumstances) => [400, -1106, `Parameter '${parameterOf(circumstances)}' sent when not required.`],
  'malformed-parameter': (circumstances) => [400, -1130, `Data sent for parameter '${parameterOf(circumstances)}' is not valid.`],
  'bad-enum': (circumstances) => [400, -1130, `Data sent for parameter '${parameterOf(circumstances)}' is not valid.`],
  'bad-key-format': [401, -2014, 'API-key format invalid.'],
  'unknown-key': NO_PERMISSION,
  'bad-signature': [400, -1022, 'Signature for this request is not valid.'],
  'timestamp-too-old': [400, -1021, 'Timestamp for this request is outside of the recvWindow.'],
  'timestamp-too-new': [400, -1021, "Timestamp for this request was 1000ms ahead of the server's time."],
  'not-permitted': NO_PERMISSION,
  'rate-limited': rateLimited,
  'too-many-orders': (circumstances) => [
    429,
    -1015,
    `Too many new orders; current limit is ${limitText(circumstances, 'ORDERS_10S', 'orders')}.`,
  ],
  banned: ({ refusal, desk }) => [
    418,
    -1003,
    `Way too much request weight used; IP banned until ${desk.nowMs() + (refusal.retryAfterMs ?? 0)}. Please use WebSocket Streams for live updates to avoid bans.`,
  ],
  'not-found': [404, -1020, 'This operation is not supported.'],
  'already-subscribed': [400, -2035, 'User Data Stream subscription already active.'],
  'not-subscribed': [400, -2036, 'User Data Stream subscription not active.'],
  'not-logged-on': NO_PERMISSION,
  internal: ({ refusal }) => INTERNAL.get(refusal.detail) ?? [500, -1000, 'An unknown error occurred while processing the request.'],
};

/** What the matching engine rejects has the code of what was asked, whatever the text. */
const ENGINE_CODES: ReadonlyMap<Operation['kind'] | undefined, number> = new Map<Operation['kind'] | undefined, number>([
  ['cancel', -2011],
  ['cancel-list', -2011],
  ['cancel-all', -2011],
  ['amend', -2038],
]);

function notOffered({ refusal: { detail } }: Circumstances): Words {
  if (detail === 'amend') return [400, -2038, 'Order amend is not supported for this symbol.'];
  // The documents spell this one so.
  if (detail === 'quoteMarket') return [400, -2010, 'Quote order qty market orders are not support for this symbol.'];
  return [400, -2010, `${NOT_OFFERED.get(detail) ?? 'Such orders are'} not supported for this symbol.`];
}

function limitText({ refusal, desk }: Circumstances, standard: string, unit: string): string {
  const named = desk.limits.find(({ name }) => name === refusal.detail) ?? desk.limits.find(({ name }) => name === standard);
  if (named === undefined) return '';
  const { interval, intervalNum } = windowOf(named);
  return `${named.limit} ${unit} per ${intervalNum} ${interval}`;
}

function rateLimited(circumstances: Circumstances): Words {
  const { detail } = circumstances.refusal;
  if (detail.endsWith('CONNECTIONS')) {
    return [429, -1034, `Too many connection attempts from IP; current limit is ${limitText(circumstances, detail, 'attempts')}.`];
  }
  const advice = 'Please use WebSocket Streams for live updates to avoid polling the API.';
  if (detail === 'RAW_REQUESTS') {
    return [429, -1003, `Too many requests; current limit is ${limitText(circumstances, detail, 'requests')}. ${advice}`];
  }
  return [
    429,
    -1003,
    `Too much request weight used; current limit is ${limitText(circumstances, 'REQUEST_WEIGHT', 'request weight')}. ${advice}`,
  ];
}

/** @param operation what was asked for, where it was understood: the same reason has other words for a query than for a cancel. */
export function wordsOf(refusal: Refusal, operation: Operation['kind'] | undefined, desk: DialectDesk): RefusalWords {
  if (refusal instanceof WireRefusal) return { status: refusal.status, code: refusal.code, msg: refusal.text };
  const entry = WORDS[refusal.reason];
  const [status, code, msg] = typeof entry === 'function' ? entry({ refusal, operation, desk }) : entry;
  const isOfEngine = code === -2010 || code === -2011;
  return { status, code: isOfEngine ? (ENGINE_CODES.get(operation) ?? code) : code, msg };
}
