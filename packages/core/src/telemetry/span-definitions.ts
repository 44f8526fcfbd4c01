import type { AttributeName } from './attribute-definitions.ts';

/** The members of a definition that are measured. */
export type OperationName =
  | 'placeOrder'
  | 'placeCancel'
  | 'placeOrders'
  | 'placeCancels'
  | 'cancelAllOrders'
  | 'amendOrder'
  | 'cancelReplaceOrder'
  | 'placeOrderList'
  | 'testOrder'
  | 'requestOrderStatus'
  | 'allTradeUpdatesForOrder'
  | 'requestOpenOrders'
  | 'tradeUpdatesSince'
  | 'updateBalances'
  | 'updateTradingFees'
  | 'getLastTradedPrice'
  | 'getLastTradedPrices';

export type SpanName = 'venuekit.order' | 'venuekit.request' | 'venuekit.stream.gap' | `venuekit.${OperationName}`;

export type SpanEventName = 'venuekit.order.acknowledged' | 'venuekit.order.filled' | 'venuekit.order.undecided' | 'venuekit.request.left';

/** What a span, or an event on one, stands for, and its attributes; a span has `venuekit.connector` beside them. */
export interface SpanDefinition {
  readonly meaning: string;
  readonly attributes: readonly AttributeName[];
}

const OF_AN_ORDERS_OPERATION: readonly AttributeName[] = ['venuekit.order.client_id', 'venuekit.outcome', 'error.type'];
const OF_A_BATCH: readonly AttributeName[] = ['venuekit.batch_size', 'venuekit.outcome', 'error.type'];
const OF_A_QUERY_ON_AN_ORDER: readonly AttributeName[] = ['venuekit.order.client_id', 'error.type'];

/** Every span of a connector. `docs/observability.md` lists the same. */
export const spanDefinitions: Readonly<Record<SpanName, SpanDefinition>> = {
  'venuekit.order': {
    meaning: 'an order from the intent to its end; a child of the span that was active when the order was placed',
    attributes: [
      'venuekit.order.client_id',
      'venuekit.order.exchange_id',
      'venuekit.order.side',
      'venuekit.order.type',
      'venuekit.order.end',
      'venuekit.trading_pair',
      'venuekit.stream.generation',
      'error.type',
    ],
  },
  'venuekit.placeOrder': { meaning: 'the order is sent; a child of its order', attributes: OF_AN_ORDERS_OPERATION },
  'venuekit.placeCancel': { meaning: 'a cancel is sent; a child of its order', attributes: OF_AN_ORDERS_OPERATION },
  'venuekit.placeOrders': { meaning: 'orders are sent together; linked with each of them', attributes: OF_A_BATCH },
  'venuekit.placeCancels': { meaning: 'cancels are sent together; linked with each order', attributes: OF_A_BATCH },
  'venuekit.cancelAllOrders': { meaning: 'one cancel for all orders of a market; linked with each of them', attributes: OF_A_BATCH },
  'venuekit.amendOrder': { meaning: 'an amendment is sent; a child of its order', attributes: OF_AN_ORDERS_OPERATION },
  'venuekit.cancelReplaceOrder': { meaning: 'a cancel and a new order are sent together; linked with both', attributes: OF_A_BATCH },
  'venuekit.placeOrderList': { meaning: 'orders that depend on one another are sent; linked with each of them', attributes: OF_A_BATCH },
  'venuekit.testOrder': { meaning: 'an order is checked, and not placed', attributes: OF_AN_ORDERS_OPERATION },
  'venuekit.requestOrderStatus': { meaning: 'the order is asked for; a child of its order', attributes: OF_A_QUERY_ON_AN_ORDER },
  'venuekit.allTradeUpdatesForOrder': { meaning: 'its fills are asked for; a child of its order', attributes: OF_A_QUERY_ON_AN_ORDER },
  'venuekit.requestOpenOrders': { meaning: 'open orders are asked for', attributes: ['error.type'] },
  'venuekit.tradeUpdatesSince': { meaning: 'the fills of a market are asked for', attributes: ['venuekit.trading_pair', 'error.type'] },
  'venuekit.updateBalances': { meaning: 'balances are asked for', attributes: ['error.type'] },
  'venuekit.updateTradingFees': { meaning: 'fee rates are asked for', attributes: ['error.type'] },
  'venuekit.getLastTradedPrice': { meaning: 'a last price is asked for', attributes: ['venuekit.trading_pair', 'error.type'] },
  'venuekit.getLastTradedPrices': { meaning: 'last prices are asked for together', attributes: ['venuekit.batch_size', 'error.type'] },
  'venuekit.request': {
    meaning: 'one REST call with its wait, a client span; a child of its operation',
    attributes: [
      'venuekit.request.id',
      'venuekit.operation',
      'venuekit.rate_limit.lane',
      'http.request.method',
      'http.response.status_code',
      'server.address',
      'url.path',
      'error.type',
    ],
  },
  'venuekit.stream.gap': {
    meaning: 'from the moment the private stream was last whole until it was repaired',
    attributes: ['venuekit.stream', 'venuekit.stream.generation', 'venuekit.recovered_fills', 'venuekit.changed_orders'],
  },
};

/** Every event on a span. */
export const spanEventDefinitions: Readonly<Record<SpanEventName, SpanDefinition>> = {
  'venuekit.order.acknowledged': { meaning: 'on the order: the venue has told of it', attributes: ['venuekit.stream.generation'] },
  'venuekit.order.filled': {
    meaning: 'on the order: a fill',
    attributes: ['venuekit.trade.id', 'venuekit.fill.is_recovered', 'venuekit.stream.generation'],
  },
  'venuekit.order.undecided': {
    meaning: 'on the order: a command on it ended without a known outcome',
    attributes: ['venuekit.operation'],
  },
  'venuekit.request.left': {
    meaning: 'on the request: it has waited and is being sent; twice where it is repeated after a clock error',
    attributes: [],
  },
};
