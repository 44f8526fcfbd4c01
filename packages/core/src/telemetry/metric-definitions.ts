import type { AttributeName } from './attribute-definitions.ts';

export type HistogramName =
  | 'venuekit.operation.duration'
  | 'venuekit.order.acknowledged_to_filled.duration'
  | 'venuekit.order.acknowledged_to_first_fill.duration'
  | 'venuekit.order.intent_to_sent.duration'
  | 'venuekit.order.sent_to_acknowledged.duration'
  | 'venuekit.request.duration'
  | 'venuekit.request.queue.duration'
  | 'venuekit.stream.gap.duration';

export type CounterName =
  | 'venuekit.fills'
  | 'venuekit.orders.ended'
  | 'venuekit.problems'
  | 'venuekit.stream.degradations'
  | 'venuekit.stream.interruptions'
  | 'venuekit.stream.reconnects'
  | 'venuekit.stream.rotations';

export type ObservedName =
  | 'venuekit.book.age'
  | 'venuekit.book.gaps'
  | 'venuekit.book.live'
  | 'venuekit.book.resyncs'
  | 'venuekit.orders.in_flight'
  | 'venuekit.orders.undecided'
  | 'venuekit.rate_limit.limit'
  | 'venuekit.rate_limit.paused'
  | 'venuekit.rate_limit.used'
  | 'venuekit.rate_limit.waiting'
  | 'venuekit.ready'
  | 'venuekit.stream.age';

export type MetricName = HistogramName | CounterName | ObservedName;

/** How a metric is made, and which attributes it has beside `venuekit.connector`. */
export interface MetricDefinition {
  readonly kind: 'histogram' | 'counter' | 'observable counter' | 'gauge';
  /** In the notation of UCUM, as OpenTelemetry asks. */
  readonly unit: string;
  readonly meaning: string;
  readonly attributes: readonly AttributeName[];
  /** The bounds of a histogram's buckets, unless the application's view says otherwise. */
  readonly boundaries?: readonly number[];
}

/** For what takes as long as a request does, in seconds. */
const QUICK: readonly number[] = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];
/** For what takes as long as the market, or an outage, takes, in seconds. */
const SLOW: readonly number[] = [0.01, 0.1, 0.5, 1, 5, 10, 30, 60, 300, 900, 3_600, 14_400, 86_400];
const OF_AN_ORDER: readonly AttributeName[] = ['venuekit.trading_pair', 'venuekit.order.type'];
const OF_A_BOOK: readonly AttributeName[] = ['venuekit.trading_pair'];
const OF_A_LIMIT: readonly AttributeName[] = ['venuekit.rate_limit.id', 'venuekit.rate_limit.scope', 'venuekit.rate_limit.connection'];

/** Every metric of a connector. `docs/observability.md` lists the same. */
export const metricDefinitions: Readonly<Record<MetricName, MetricDefinition>> = {
  'venuekit.order.intent_to_sent.duration': {
    kind: 'histogram',
    unit: 's',
    meaning: 'from the call of `buy` or `sell` until the first request left',
    attributes: OF_AN_ORDER,
    boundaries: QUICK,
  },
  'venuekit.order.sent_to_acknowledged.duration': {
    kind: 'histogram',
    unit: 's',
    meaning: 'from the first request until `order-created`, by whichever way the venue told of the order first',
    attributes: OF_AN_ORDER,
    boundaries: QUICK,
  },
  'venuekit.order.acknowledged_to_first_fill.duration': {
    kind: 'histogram',
    unit: 's',
    meaning: 'from `order-created` until the first `order-filled`',
    attributes: OF_AN_ORDER,
    boundaries: SLOW,
  },
  'venuekit.order.acknowledged_to_filled.duration': {
    kind: 'histogram',
    unit: 's',
    meaning: 'from `order-created` until `order-completed`',
    attributes: OF_AN_ORDER,
    boundaries: SLOW,
  },
  'venuekit.operation.duration': {
    kind: 'histogram',
    unit: 's',
    meaning: 'a member of the definition at work, with all its waits and requests',
    attributes: ['venuekit.operation', 'venuekit.outcome', 'error.type'],
    boundaries: QUICK,
  },
  'venuekit.request.queue.duration': {
    kind: 'histogram',
    unit: 's',
    meaning: 'from asking for a request until it left: the wait for the rate limits, and the signature',
    attributes: ['venuekit.operation', 'venuekit.rate_limit.lane'],
    boundaries: QUICK,
  },
  'venuekit.request.duration': {
    kind: 'histogram',
    unit: 's',
    meaning: 'from the moment a request left until the head of the answer came',
    attributes: ['venuekit.operation', 'http.response.status_code', 'error.type'],
    boundaries: QUICK,
  },
  'venuekit.orders.ended': {
    kind: 'counter',
    unit: '{order}',
    meaning: 'orders that have ended or were lost; one that is lost and settled later counts twice',
    attributes: [...OF_AN_ORDER, 'venuekit.order.end'],
  },
  'venuekit.fills': {
    kind: 'counter',
    unit: '{fill}',
    meaning: 'fills, and among them the recovered ones; fills of orders that were forgotten have no `venuekit.order.type`',
    attributes: [...OF_AN_ORDER, 'venuekit.fill.is_recovered'],
  },
  'venuekit.orders.in_flight': { kind: 'gauge', unit: '{order}', meaning: 'orders that are not done', attributes: [] },
  'venuekit.orders.undecided': {
    kind: 'gauge',
    unit: '{order}',
    meaning: 'orders whose last command has no known outcome, and lost ones',
    attributes: [],
  },
  'venuekit.rate_limit.used': {
    kind: 'gauge',
    unit: '{weight}',
    meaning: 'weight that is not free, by our count or the venue’s, whichever leaves less',
    attributes: OF_A_LIMIT,
  },
  'venuekit.rate_limit.limit': {
    kind: 'gauge',
    unit: '{weight}',
    meaning: 'weight that we may use within a window',
    attributes: OF_A_LIMIT,
  },
  'venuekit.rate_limit.waiting': { kind: 'gauge', unit: '{request}', meaning: 'requests that wait for the limit', attributes: OF_A_LIMIT },
  'venuekit.rate_limit.paused': {
    kind: 'gauge',
    unit: '1',
    meaning: '1 while the limit is paused (429, 418), else 0',
    attributes: OF_A_LIMIT,
  },
  'venuekit.stream.age': {
    kind: 'gauge',
    unit: 's',
    meaning: 'since the last message: of any followed market; of the private stream, which may well be quiet',
    attributes: ['venuekit.stream'],
  },
  'venuekit.stream.reconnects': {
    kind: 'counter',
    unit: '{connection}',
    meaning: 'connections after the first one',
    attributes: ['venuekit.stream'],
  },
  'venuekit.stream.interruptions': {
    kind: 'counter',
    unit: '{interruption}',
    meaning: 'connections that were lost',
    attributes: ['venuekit.stream'],
  },
  'venuekit.stream.rotations': {
    kind: 'counter',
    unit: '{connection}',
    meaning: 'moves to a new connection while the old one still delivered',
    attributes: ['venuekit.stream'],
  },
  'venuekit.stream.degradations': {
    kind: 'counter',
    unit: '{failure}',
    meaning: 'repairs that failed wholly or in a part, counted when what is missing changes',
    attributes: ['venuekit.stream'],
  },
  'venuekit.stream.gap.duration': {
    kind: 'histogram',
    unit: 's',
    meaning: 'gaps of the private stream that were repaired: how long nobody listened; their number is the histogram’s count',
    attributes: ['venuekit.stream'],
    boundaries: SLOW,
  },
  'venuekit.book.age': { kind: 'gauge', unit: 's', meaning: 'since the last message of the pair', attributes: OF_A_BOOK },
  'venuekit.book.live': { kind: 'gauge', unit: '1', meaning: '1 while the book may be traded on, else 0', attributes: OF_A_BOOK },
  'venuekit.book.gaps': {
    kind: 'observable counter',
    unit: '{gap}',
    meaning: 'messages of a book that did not follow the one before',
    attributes: OF_A_BOOK,
  },
  'venuekit.book.resyncs': {
    kind: 'observable counter',
    unit: '{resync}',
    meaning: 'how often a book became live again after it had been lost',
    attributes: OF_A_BOOK,
  },
  'venuekit.problems': {
    kind: 'counter',
    unit: '{problem}',
    meaning: '`stream-problem` events: what was reported and skipped',
    attributes: ['venuekit.stream'],
  },
  'venuekit.ready': {
    kind: 'gauge',
    unit: '1',
    meaning: '1 for each entry of `statusDict` that is true, else 0',
    attributes: ['venuekit.status'],
  },
};
