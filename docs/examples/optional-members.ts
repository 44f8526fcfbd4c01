import {
  PayloadFields,
  VenueRejection,
  asError,
  findRowsSince,
  paidFee,
  readPagesById,
  readRows,
  venueFailureError,
} from '@venuekit/core/connector';
import type {
  AmendedOrder,
  BatchOutcome,
  CancelReplaceMode,
  CanceledOrder,
  ConnectorDefinition,
  Decimal,
  OrderListRequest,
  OrderReference,
  OrderRequest,
  PlacedOrder,
  RateLimitCorrection,
  ReplacedOrder,
  RequestContext,
  TradeUpdate,
  TradingPair,
  VenueErrorCodes,
} from '@venuekit/core/connector';

const CODES: VenueErrorCodes = {
  clock: new Set(['time']),
  credentials: new Set(['signature']),
  limits: new Set(['limit']),
  rejectionReason: (code) => (code === 'unknown-order' ? 'order-not-found' : code === 'not-tried' ? 'other' : undefined),
  wait: () => ({ defaultMs: 1_000, maximumMs: 60_000 }),
};

async function ask(
  context: RequestContext,
  path: string,
  call: { readonly body?: unknown; readonly parameters?: Readonly<Record<string, string | number>> },
): Promise<PayloadFields> {
  const { body, ...rest } = call;
  const sent = body === undefined ? {} : ({ method: 'POST', body: JSON.stringify(body) } as const);
  return new PayloadFields(await context.rest.execute({ path, isAuthRequired: true, ...sent, ...rest }), path);
}

function ticketOf(context: RequestContext, order: OrderRequest): Readonly<Record<string, string | undefined>> {
  const { clientOrderId, side, orderType: type, tradingPair } = order;
  return {
    clientOrderId,
    side,
    type,
    market: context.symbols.exchangeSymbol(tradingPair),
    amount: order.amount.toFixed(),
    price: order.price?.toFixed(),
  };
}

function readPlaced(row: PayloadFields): PlacedOrder {
  return { exchangeOrderId: row.id('orderId'), state: 'open', updateTimeMs: row.count('time') };
}

function readCanceled(row: PayloadFields): CanceledOrder {
  return { state: 'canceled', updateTimeMs: row.count('time') };
}

// #region batch-item
/** How one item of a batch has ended: its own error is judged as the error of a single command would be. */
function outcomeOf<Value>(row: PayloadFields | undefined, read: (row: PayloadFields) => Value): BatchOutcome<Value> {
  try {
    if (row === undefined) throw new RangeError('the venue answered with fewer items than it was asked');
    const code = row.optionalText('error');
    if (code === undefined) return { value: read(row) };
    return { error: venueFailureError({ status: 400, code, message: row.optionalText('detail') ?? '', retryAfterMs: undefined }, CODES) };
  } catch (error) {
    return { error: asError(error, 'batch') };
  }
}
// #endregion

// #region place-orders
/** One request; one outcome per order, in the order in which they were given. */
export async function placeOrders(context: RequestContext, orders: readonly OrderRequest[]): Promise<readonly BatchOutcome<PlacedOrder>[]> {
  const reply = await ask(context, '/orders/batch', { body: { orders: orders.map((order) => ticketOf(context, order)) } });
  const rows = reply.array('items');
  return orders.map((_order, index) => outcomeOf(rowAt(rows, index), readPlaced));
}
// #endregion

// #region place-cancels
export async function placeCancels(
  context: RequestContext,
  orders: readonly OrderReference[],
): Promise<readonly BatchOutcome<CanceledOrder>[]> {
  const reply = await ask(context, '/cancels/batch', { body: { clientOrderIds: orders.map(({ clientOrderId }) => clientOrderId) } });
  const rows = reply.array('items');
  return orders.map((_order, index) => outcomeOf(rowAt(rows, index), readCanceled));
}
// #endregion

function rowAt(rows: readonly unknown[], index: number): PayloadFields | undefined {
  const row = rows[index];
  return row === undefined ? undefined : new PayloadFields(row, `batch [${index}]`);
}

// #region cancel-all
/** The venue cancels what bears our label, so that the orders of other programs of this account stay. */
export async function cancelAllOrders(
  context: RequestContext,
  pair: TradingPair,
  orders: readonly OrderReference[],
): Promise<readonly BatchOutcome<CanceledOrder>[]> {
  const reply = await ask(context, '/cancels/by-label', { body: { market: context.symbols.exchangeSymbol(pair), label: 'ours' } });
  const canceled = new Set(reply.array('clientOrderIds'));
  const updateTimeMs = reply.count('time');
  return orders.map(({ clientOrderId }) =>
    canceled.has(clientOrderId)
      ? { value: { state: 'canceled', updateTimeMs } }
      : {
          error: new VenueRejection({
            reason: 'order-not-found',
            status: 200,
            venueCode: '',
            venueMessage: 'not among the canceled orders',
          }),
        },
  );
}
// #endregion

// #region amend
export async function amendOrder(context: RequestContext, order: OrderReference, amount: Decimal): Promise<AmendedOrder> {
  const reply = await ask(context, '/orders/amend', { body: { clientOrderId: order.clientOrderId, amount: amount.toFixed() } });
  return {
    amount: reply.amount('amount'),
    state: reply.amount('executed').isZero() ? 'open' : 'partially-filled',
    updateTimeMs: reply.count('time'),
    cumulativeBase: reply.amount('executed'),
  };
}
// #endregion

// #region cancel-replace
/** Each half has an outcome of its own; one that the venue has not tried has ended with a rejection. */
export async function cancelReplaceOrder(
  context: RequestContext,
  order: OrderReference,
  replacement: OrderRequest,
  mode: CancelReplaceMode,
): Promise<ReplacedOrder> {
  const reply = await ask(context, '/orders/replace', {
    body: { cancel: order.clientOrderId, placesAnyway: mode === 'allow-failure', ...ticketOf(context, replacement) },
  });
  return {
    canceled: outcomeOf(reply.optionalObject('canceled'), readCanceled),
    placed: outcomeOf(reply.optionalObject('placed'), readPlaced),
  };
}
// #endregion

// #region order-list
/** The venue takes all orders of a list or none; so what is thrown here is thrown of each. */
export async function placeOrderList(context: RequestContext, list: OrderListRequest): Promise<readonly PlacedOrder[]> {
  const reply = await ask(context, '/lists', { body: { kind: list.kind, orders: list.orders.map((order) => ticketOf(context, order)) } });
  return reply.array('orders').map((row, index) => readPlaced(new PayloadFields(row, `list [${index}]`)));
}
// #endregion

// #region test-order
export async function testOrder(context: RequestContext, order: OrderRequest): Promise<void> {
  await ask(context, '/orders/test', { body: ticketOf(context, order) });
}
// #endregion

// #region owner
export async function requestClientOrderId(
  context: RequestContext,
  _pair: TradingPair,
  exchangeOrderId: string,
): Promise<string | undefined> {
  const reply = await ask(context, '/orders/by-id', { parameters: { orderId: exchangeOrderId } });
  return reply.optionalText('clientOrderId');
}
// #endregion

// #region trades-since
const WEEK_MS = 7 * 86_400_000;
const PAGE = 500;

/** The venue answers for a week at a time, at most 500 fills, and pages by ids that grow. A page with an unusable row is still full. */
export async function tradeUpdatesSince(context: RequestContext, pair: TradingPair, sinceMs: number): Promise<readonly TradeUpdate[]> {
  const market = context.symbols.exchangeSymbol(pair);
  const page = async (parameters: Readonly<Record<string, string | number>>): Promise<readonly unknown[]> =>
    (await ask(context, '/fills', { parameters: { market, limit: PAGE, ...parameters } })).array('fills');
  const first = await findRowsSince({ sinceMs, windowMs: WEEK_MS, nowMs: () => context.nowMs() }, ({ startMs, endMs }) =>
    page({ from: startMs, ...(endMs === undefined ? {} : { to: endMs }) }),
  );
  const rows = await readPagesById({
    pageLength: PAGE,
    origin: 'fills',
    first,
    readFrom: (fromId) => page({ fromId }),
    idOf: (row) => new PayloadFields(row, 'fills').id('tradeId'),
  });
  return readRows(
    rows,
    { origin: 'fills' },
    (row) => readFill(row, pair),
    (error) => context.log.warn({ error }, 'a fill could not be read and was skipped'),
  );
}
// #endregion

function readFill(row: PayloadFields, tradingPair: TradingPair): TradeUpdate {
  const [price, baseAmount] = [row.amount('price'), row.amount('amount')];
  return {
    tradingPair,
    tradeId: row.id('tradeId'),
    exchangeOrderId: row.id('orderId'),
    fillTimeMs: row.count('time'),
    price,
    baseAmount,
    quoteAmount: price.times(baseAmount),
    fee: paidFee(row.decimal('fee'), row.text('feeAsset')),
    isTaker: row.boolean('isTaker'),
  };
}

// #region last-prices
export async function getLastTradedPrices(
  context: RequestContext,
  pairs: readonly TradingPair[],
): Promise<ReadonlyMap<TradingPair, Decimal>> {
  const wanted = new Set(pairs);
  const prices = new Map<TradingPair, Decimal>();
  for (const value of (await ask(context, '/prices', {})).array('prices')) {
    const row = new PayloadFields(value, 'prices');
    const pair = context.symbols.findTradingPair(row.text('market'));
    if (pair !== undefined && wanted.has(pair)) prices.set(pair, row.amount('price'));
  }
  return prices;
}
// #endregion

// #region told-limits
/** `{"limits":[{"name":"all","limit":1200,"seconds":60}]}`, in the reply of `tradingRulesRequestPath`. */
export function formatRateLimits(reply: unknown, onProblem: (error: Error) => void): readonly RateLimitCorrection[] {
  return new PayloadFields(reply, 'limits').rows(
    'limits',
    (row) => ({ limitId: row.text('name'), limit: row.count('limit'), intervalMs: row.count('seconds') * 1_000 }),
    onProblem,
  );
}
// #endregion

// #region data
/** Data of a venue that is unusual in several ways; a usual one leaves all of this out. */
export const unusualData: Pick<
  ConnectorDefinition,
  | 'rateLimitVenue'
  | 'firstFillReleases'
  | 'clientOrderIdPolicy'
  | 'clientOrderIdPrefix'
  | 'recordingAllowList'
  | 'statusPollingLoopFetchUpdates'
> = {
  // Several domains are metered together.
  rateLimitVenue: 'example',
  // An order's first fill gives a taker one order back, a maker two.
  firstFillReleases: [{ limitId: 'orders', taker: 1, maker: 2 }],
  // Ids must be numbers of at most 53 bits; numbers have no prefix.
  clientOrderIdPolicy: { form: 'numeric', bits: 53 },
  clientOrderIdPrefix: '',
  // Prices and amounts are called p and q in private events.
  recordingAllowList: { members: ['p', 'q'] },
  // Nothing is asked for while the venue says that it is in maintenance.
  statusPollingLoopFetchUpdates: async (context, fallback) => {
    const state = new PayloadFields(await context.rest.execute({ path: '/status' }), 'status').text('state');
    if (state === 'open') await fallback();
  },
};
// #endregion
