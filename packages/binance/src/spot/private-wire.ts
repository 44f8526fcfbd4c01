import { Decimal, NO_FEE, PayloadFields, ZERO, asError, paidFee } from '@venuekit/core/connector';
import type {
  BalanceSnapshotRow,
  CanceledOrder,
  FeeRates,
  OpenOrder,
  OrderRequest,
  OrderUpdate,
  PlacedOrder,
  ReportedOrderState,
  SymbolLookup,
  TradeFee,
  TradeUpdate,
  TradingPair,
  UserStreamUpdate,
} from '@venuekit/core/connector';
import { ORDER_SIDES, ORDER_STATES, ORDER_TYPES } from './constants.ts';

type OnProblem = (error: Error) => void;

/**
 * Reads the venue's yes to a placement (`rest-api.md`, New order), in any of its lengths (ACK, RESULT, FULL). An unknown status
 * counts as open; it and a fill that cannot be read go to `onProblem`.
 * @throws InvalidPayloadError when order id or time is missing: then it is not known what became of the order.
 */
export function parsePlacedOrder(reply: unknown, request: OrderRequest, onProblem: OnProblem): PlacedOrder {
  const order = new PayloadFields(reply, `order ${request.tradingPair}`);
  const exchangeOrderId = order.id('orderId');
  const updateTimeMs = order.count('transactTime');
  const state = order.optionalWord('status', ORDER_STATES);
  if (state === undefined && order.has('status')) onProblem(order.wrong('status', 'a known order status'));
  const readFill = (fill: PayloadFields): TradeUpdate => {
    const price = fill.amount('price');
    const baseAmount = fill.amount('qty');
    return {
      tradingPair: request.tradingPair,
      tradeId: fill.id('tradeId'),
      clientOrderId: request.clientOrderId,
      exchangeOrderId,
      side: request.side,
      fillTimeMs: updateTimeMs,
      price,
      baseAmount,
      quoteAmount: price.times(baseAmount),
      fee: readFee(fill, 'commission', 'commissionAsset'),
      // What is filled before the reply was the aggressor.
      isTaker: true,
    };
  };
  const trades = order.has('fills') ? order.rows('fills', readFill, onProblem) : [];
  return {
    exchangeOrderId,
    state: state ?? 'open',
    updateTimeMs,
    trades,
    ...cumulativeOf(order),
    ...reasonOf(order, state, REASONS_OF_REPLY),
  };
}

/** Reads the venue's yes to a cancel; with an unknown status the confirmation is still awaited. @throws InvalidPayloadError */
export function parseCanceledOrder(reply: unknown, pair: TradingPair, onProblem: OnProblem): CanceledOrder {
  const order = new PayloadFields(reply, `cancel ${pair}`);
  const state = order.optionalWord('status', ORDER_STATES);
  if (state === undefined) onProblem(order.wrong('status', 'a known order status'));
  return {
    state: state ?? 'pending-cancel',
    exchangeOrderId: order.id('orderId'),
    updateTimeMs: order.count('transactTime'),
    ...cumulativeOf(order),
  };
}

/** Reads `GET /api/v3/order`. @throws InvalidPayloadError, also for an unknown status: nothing is learned from it. */
export function parseOrderStatus(reply: unknown, pair: TradingPair, clientOrderId: string): OrderUpdate {
  const order = new PayloadFields(reply, `order status ${pair}`);
  const state = order.word('status', ORDER_STATES);
  return {
    tradingPair: pair,
    clientOrderId,
    exchangeOrderId: order.id('orderId'),
    state,
    updateTimeMs: order.count('updateTime'),
    ...(order.has('origQty') ? { amount: order.amount('origQty') } : {}),
    ...cumulativeOf(order),
    ...reasonOf(order, state, REASONS_OF_REPLY),
  };
}

/**
 * Reads a row of `GET /api/v3/openOrders`. An unknown status counts as open, because the venue lists the order as such.
 * @throws InvalidPayloadError, UnknownTradingPairError
 */
export function parseOpenOrder(row: PayloadFields, symbols: SymbolLookup): OpenOrder {
  const symbol = row.text('symbol');
  const order = row.of(`openOrders ${symbol}`);
  const { cumulativeBase, cumulativeQuote } = cumulativeOf(order);
  return {
    tradingPair: symbols.tradingPair(symbol),
    clientOrderId: order.text('clientOrderId'),
    exchangeOrderId: order.id('orderId'),
    side: order.word('side', ORDER_SIDES),
    orderType: order.optionalWord('type', ORDER_TYPES) ?? 'other',
    price: order.amount('price'),
    amount: order.amount('origQty'),
    executedAmount: cumulativeBase ?? ZERO,
    ...(cumulativeQuote === undefined ? {} : { executedQuote: cumulativeQuote }),
    state: order.optionalWord('status', ORDER_STATES) ?? 'open',
    creationTimeMs: order.count('time'),
    updateTimeMs: order.count('updateTime'),
  };
}

/** Reads a row of `GET /api/v3/myTrades`. @throws InvalidPayloadError */
export function parseAccountTrade(trade: PayloadFields, pair: TradingPair, clientOrderId: string | undefined): TradeUpdate {
  return {
    tradingPair: pair,
    tradeId: trade.id('id'),
    ...(clientOrderId === undefined ? {} : { clientOrderId }),
    exchangeOrderId: trade.id('orderId'),
    side: trade.boolean('isBuyer') ? 'buy' : 'sell',
    fillTimeMs: trade.count('time'),
    price: trade.amount('price'),
    baseAmount: trade.amount('qty'),
    quoteAmount: trade.amount('quoteQty'),
    fee: readFee(trade, 'commission', 'commissionAsset'),
    isTaker: !trade.boolean('isMaker'),
  };
}

/** Reads the balances of `GET /api/v3/account`; rows that cannot be used go to `onProblem`. @throws InvalidPayloadError */
export function parseBalances(reply: unknown, onProblem: OnProblem): readonly BalanceSnapshotRow[] {
  return new PayloadFields(reply, 'account').rows('balances', readBalance, onProblem);
}

function readBalance(row: PayloadFields): BalanceSnapshotRow {
  const asset = row.text('asset');
  const balance = row.of(`account ${asset}`);
  const available = balance.amount('free');
  return { asset, available, total: available.plus(balance.amount('locked')) };
}

/**
 * Reads `GET /api/v3/account/commission`: standard, special and tax rates add up, each of (maker or taker) and the dearer of
 * (buyer, seller). The discount for paying in another asset is left out, so the rates are never too low.
 * @throws InvalidPayloadError
 */
export function parseCommission(reply: unknown, pair: TradingPair): FeeRates {
  const commission = new PayloadFields(reply, `commission ${pair}`);
  let maker = ZERO;
  let taker = ZERO;
  for (const kind of ['standardCommission', 'specialCommission', 'taxCommission']) {
    if (kind !== 'standardCommission' && !commission.has(kind)) continue;
    const rates = commission.object(kind);
    const ofSide = Decimal.max(rates.decimal('buyer'), rates.decimal('seller'));
    maker = maker.plus(rates.decimal('maker')).plus(ofSide);
    taker = taker.plus(rates.decimal('taker')).plus(ofSide);
  }
  return { maker, taker };
}

/** Executions that tell no fill (`user-data-stream.md`); `TRADE` is the one that does. */
const EXECUTIONS_WITHOUT_FILL: ReadonlySet<unknown> = new Set(['NEW', 'CANCELED', 'REPLACED', 'REJECTED', 'EXPIRED', 'TRADE_PREVENTION']);

/**
 * Reads `executionReport` (`user-data-stream.md`): its fill first, then the order's state. Symbol s, client ids c and C, execution
 * x, status X, reasons r and eR, order id i, side S, last fill l at L for Y, filled z for Z, fee n in N, trade id t, maker m, time
 * T. A part that cannot be used becomes a problem, the other part counts all the same.
 * @throws InvalidPayloadError when the symbol is missing, UnknownTradingPairError when it is not known.
 */
export function parseExecutionReport(event: unknown, symbols: SymbolLookup): readonly UserStreamUpdate[] {
  const whole = new PayloadFields(event, 'executionReport');
  const symbol = whole.text('s');
  const pair = symbols.tradingPair(symbol);
  const report = whole.of(`executionReport ${symbol}`);
  const execution = report.value('x');
  const order = { tradingPair: pair, ...clientOrderIdOf(report) };
  const updates: UserStreamUpdate[] = [];
  const onProblem = (error: Error): void => void updates.push({ kind: 'problem', error });
  if (execution === 'TRADE') {
    attempt(report, onProblem, () => updates.push({ kind: 'trade', update: readExecution(report, order, onProblem) }));
  } else if (!EXECUTIONS_WITHOUT_FILL.has(execution)) {
    onProblem(report.wrong('x', 'a known execution type'));
  }
  attempt(report, onProblem, () => updates.push({ kind: 'order', update: readOrderState(report, order) }));
  return updates;
}

/** What both parts of a report say of the order's identity. */
type OrderNames = Pick<OrderUpdate, 'tradingPair' | 'clientOrderId'>;

/** On a cancel and on an amendment `c` is the id of that request, and `C` the order's own. */
function clientOrderIdOf(report: PayloadFields): { readonly clientOrderId?: string } {
  const execution = report.value('x');
  const original = execution === 'CANCELED' || execution === 'REPLACED' ? report.optionalText('C') : undefined;
  const clientOrderId = original ?? report.optionalText('c');
  return clientOrderId === undefined ? {} : { clientOrderId };
}

function readExecution(report: PayloadFields, order: OrderNames, onProblem: OnProblem): TradeUpdate {
  const price = report.amount('L');
  const baseAmount = report.amount('l');
  if (baseAmount.isZero()) throw report.wrong('l', 'above 0 in a trade');
  const side = report.optionalWord('S', ORDER_SIDES);
  const update = {
    ...order,
    tradeId: report.id('t'),
    exchangeOrderId: report.id('i'),
    ...(side === undefined ? {} : { side }),
    fillTimeMs: report.count('T'),
    price,
    baseAmount,
    quoteAmount: report.has('Y') ? report.amount('Y') : price.times(baseAmount),
    isTaker: !report.boolean('m'),
  };
  // A fill whose fee cannot be read is a fill all the same.
  const fee = attempt(report, onProblem, () => readFee(report, 'n', 'N')) ?? NO_FEE;
  return { ...update, fee };
}

function readOrderState(report: PayloadFields, order: OrderNames): OrderUpdate {
  const state = report.word('X', ORDER_STATES);
  return {
    ...order,
    exchangeOrderId: report.id('i'),
    state,
    updateTimeMs: report.count('T'),
    cumulativeBase: report.amount('z'),
    cumulativeQuote: report.amount('Z'),
    ...(report.value('x') === 'REPLACED' ? { amount: report.amount('q') } : {}),
    ...reasonOf(report, state, REASONS_OF_REPORT),
  };
}

/**
 * Reads `outboundAccountPosition`, the balances that one event has touched: time u, and in B the assets a, free f, locked l. A
 * row that cannot be used becomes a problem.
 * @throws InvalidPayloadError
 */
export function parseAccountPosition(event: unknown): readonly UserStreamUpdate[] {
  const position = new PayloadFields(event, 'outboundAccountPosition');
  const updateTimeMs = position.count('u');
  const updates: UserStreamUpdate[] = [];
  const read = (row: PayloadFields): void => {
    const asset = row.text('a');
    const balance = row.of(`outboundAccountPosition ${asset}`);
    const available = balance.amount('f');
    updates.push({ kind: 'balance', asset, total: available.plus(balance.amount('l')), available, updateTimeMs });
  };
  position.rows('B', read, (error) => updates.push({ kind: 'problem', error }));
  return updates;
}

/** Reads `balanceUpdate`, a deposit, withdrawal or transfer: asset a, change d, time T. @throws InvalidPayloadError */
export function parseBalanceUpdate(event: unknown): UserStreamUpdate {
  const asset = new PayloadFields(event, 'balanceUpdate').text('a');
  const update = new PayloadFields(event, `balanceUpdate ${asset}`);
  return { kind: 'balance-change', asset, change: update.decimal('d'), updateTimeMs: update.count('T') };
}

/** What is filled so far; the venue writes a negative quote amount for "not known". */
function cumulativeOf(order: PayloadFields): { cumulativeBase?: Decimal; cumulativeQuote?: Decimal } {
  const quote = order.has('cummulativeQuoteQty') ? order.decimal('cummulativeQuoteQty') : undefined;
  return {
    ...(order.has('executedQty') ? { cumulativeBase: order.amount('executedQty') } : {}),
    ...(quote === undefined || quote.lessThan(ZERO) ? {} : { cumulativeQuote: quote }),
  };
}

/** Where a reply and a report say why an order failed or expired, the best words first. */
const REASONS_OF_REPLY: readonly string[] = ['expiryReason', 'status'];
const REASONS_OF_REPORT: readonly string[] = ['eR', 'r', 'X'];

function reasonOf(order: PayloadFields, state: ReportedOrderState | undefined, fields: readonly string[]): { reason?: string } {
  if (state !== 'failed' && state !== 'expired') return {};
  const reason = fields.map((field) => order.optionalText(field)).find((text) => text !== undefined && text !== 'NONE');
  return reason === undefined ? {} : { reason };
}

/** The fee, taken from what the trade returned or from the asset that the account pays fees with; none has no asset. */
function readFee(fill: PayloadFields, amountField: string, assetField: string): TradeFee {
  const amount = fill.decimal(amountField);
  return amount.isZero() ? NO_FEE : paidFee(amount, fill.text(assetField));
}

/** Reads a part of an event; what goes wrong is a problem of this part alone. */
function attempt<Part>({ origin }: PayloadFields, onProblem: OnProblem, read: () => Part): Part | undefined {
  try {
    return read();
  } catch (error) {
    onProblem(asError(error, origin));
    return undefined;
  }
}
