/** Every attribute that metrics, spans and span events of a connector may have; nothing else is ever attached to them. */
export type AttributeName =
  | 'error.type'
  | 'http.request.method'
  | 'http.response.status_code'
  | 'server.address'
  | 'url.path'
  | 'venuekit.batch_size'
  | 'venuekit.changed_orders'
  | 'venuekit.connector'
  | 'venuekit.fill.is_recovered'
  | 'venuekit.operation'
  | 'venuekit.order.client_id'
  | 'venuekit.order.end'
  | 'venuekit.order.exchange_id'
  | 'venuekit.order.side'
  | 'venuekit.order.type'
  | 'venuekit.outcome'
  | 'venuekit.rate_limit.connection'
  | 'venuekit.rate_limit.id'
  | 'venuekit.rate_limit.lane'
  | 'venuekit.rate_limit.scope'
  | 'venuekit.recovered_fills'
  | 'venuekit.request.id'
  | 'venuekit.status'
  | 'venuekit.stream'
  | 'venuekit.stream.generation'
  | 'venuekit.trade.id'
  | 'venuekit.trading_pair';

/** Attributes as they are attached: none of them holds an amount, a price, a text of the venue, or anything secret. */
export type TelemetryAttributes = { readonly [Name in AttributeName]?: string | number | boolean };

/** What each attribute says. */
export const attributeDefinitions: Readonly<Record<AttributeName, string>> = {
  'error.type': 'why it failed: the code of the error, or its class, or how the order ended; never a message',
  'http.request.method': 'GET, POST …',
  'http.response.status_code': 'the status of the answer',
  'server.address': 'the host that was asked',
  'url.path': 'the path that was asked, without its query and without segments that look like a key',
  'venuekit.batch_size': 'how many commands were sent together',
  'venuekit.changed_orders': 'orders whose state the repair changed',
  'venuekit.connector': 'the name that the telemetry was given',
  'venuekit.fill.is_recovered': 'true for a fill that the stream had missed and a query found',
  'venuekit.operation': 'the member of the connector’s definition that was at work; `other` for requests outside of the measured ones',
  'venuekit.order.client_id': 'our id of the order',
  'venuekit.order.end': '`completed`, `canceled`, `expired`, `denied`, `rejected`, `never-arrived`, `lost`',
  'venuekit.order.exchange_id': 'the venue’s id of the order',
  'venuekit.order.side': '`buy`, `sell`',
  'venuekit.order.type': 'as the application asked for it: `limit`, `market` …',
  'venuekit.outcome': 'of a command: `accepted`, `rejected`, `not-sent`, `unknown`; of a batch, `accepted` says that it was answered',
  'venuekit.rate_limit.connection': 'the connection that a limit of the scope `connection` belongs to',
  'venuekit.rate_limit.id': 'the id of the limit',
  'venuekit.rate_limit.lane': '`cancel`, `order`, `query`',
  'venuekit.rate_limit.scope': '`ip`, `account`, `connection`',
  'venuekit.recovered_fills': 'fills that the repair found',
  'venuekit.request.id': 'the number of the request, from 1 for each connector: `requestId` of log lines and errors',
  'venuekit.status': 'an entry of `statusDict`',
  'venuekit.stream': '`market`, `private`; problems also `rest` and `storage`',
  'venuekit.stream.generation': 'counts the connections of the private stream that came to life, from 1, since the connector is observed',
  'venuekit.trade.id': 'the venue’s id of the fill',
  'venuekit.trading_pair': 'the market, as `BTC-USDT`',
};
