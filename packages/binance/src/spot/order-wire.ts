import {
  Decimal,
  InvalidPayloadError,
  UnknownTradingPairError,
  ZERO,
  readArray,
  readObject,
  readBoolean,
  parseDecimal,
} from '@venuekit/core/connector';
import type {
  BalanceSnapshotRow,
  CanceledOrder,
  FeeRates,
  OpenOrder,
  OrderRequest,
  OrderSide,
  OrderUpdate,
  PlacedOrder,
  ReportedOrderState,
  SymbolLookup,
  TradeFee,
  TradeUpdate,
  TradingPair,
} from '@venuekit/core/connector';
import { asError, optionalText, readAmount, readNonNegativeInteger, readText, readVenueId } from '../payload-fields.ts';
import type { Payload } from '../payload-fields.ts';
import { ORDER_STATES, ORDER_TYPES } from './constants.ts';

/** An order in any REST reply (binance-api.md B.3, B.4); which fields it has depends on the endpoint. */
type OrderPayload = Payload<
  | 'symbol'
  | 'orderId'
  | 'clientOrderId'
  | 'transactTime'
  | 'time'
  | 'updateTime'
  | 'price'
  | 'origQty'
  | 'executedQty'
  | 'cummulativeQuoteQty'
  | 'status'
  | 'type'
  | 'side'
  | 'expiryReason'
  | 'fills'
>;

/** A fill in the reply to a placement (B.3.1). */
type PlacementFillPayload = Payload<'price' | 'qty' | 'commission' | 'commissionAsset' | 'tradeId'>;

/** A row of `GET /api/v3/myTrades` (B.4). */
type AccountTradePayload = Payload<
  'id' | 'orderId' | 'price' | 'qty' | 'quoteQty' | 'commission' | 'commissionAsset' | 'time' | 'isBuyer' | 'isMaker'
>;

/** One kind of commission in `GET /api/v3/account/commission` (B.4). */
type CommissionPayload = Payload<'maker' | 'taker' | 'buyer' | 'seller'>;

/** Nothing was paid, as far as is known. */
export const NO_FEE: TradeFee = { kind: 'deducted-from-returns', percent: ZERO, flatFees: [] };

/** A fee that was taken from what the trade returned, or from the asset that the account pays fees with. */
export function feePaid(amount: Decimal, asset: string): TradeFee {
  return { kind: 'deducted-from-returns', percent: ZERO, flatFees: [{ asset, amount }] };
}

/** The side in our words, undefined for an unknown one. */
export function sideOf(value: unknown): OrderSide | undefined {
  if (value === 'BUY') return 'buy';
  return value === 'SELL' ? 'sell' : undefined;
}

function stateOf(order: OrderPayload): ReportedOrderState | undefined {
  return typeof order.status === 'string' ? ORDER_STATES.get(order.status) : undefined;
}

function unknownStatus(order: OrderPayload, origin: string): InvalidPayloadError {
  return new InvalidPayloadError({ field: 'status', origin, expected: 'a known order status', received: order.status });
}

/** What is filled so far; the venue writes a negative quote amount for "not known". */
function cumulativeOf(order: OrderPayload, origin: string): { cumulativeBase?: Decimal; cumulativeQuote?: Decimal } {
  const base = order.executedQty === undefined ? undefined : readAmount(order.executedQty, 'executedQty', origin);
  const quote =
    order.cummulativeQuoteQty === undefined ? undefined : parseDecimal(order.cummulativeQuoteQty, 'cummulativeQuoteQty', origin);
  return {
    ...(base === undefined ? {} : { cumulativeBase: base }),
    ...(quote === undefined || quote.lessThan(ZERO) ? {} : { cumulativeQuote: quote }),
  };
}

function reasonOf(order: OrderPayload, state: ReportedOrderState): { reason?: string } {
  if (state !== 'failed' && state !== 'expired') return {};
  const reason = optionalText(order.expiryReason) ?? optionalText(order.status);
  return reason === undefined ? {} : { reason };
}

/**
 * Reads the venue's yes to a placement, in any of its lengths (ACK, RESULT, FULL). An unknown status counts as open; it and a
 * fill that cannot be read go to `onProblem`.
 * @throws InvalidPayloadError when order id or time is missing: then it is not known what became of the order.
 */
export function parsePlacedOrder(reply: unknown, request: OrderRequest, onProblem: (error: Error) => void): PlacedOrder {
  const origin = `order ${request.tradingPair}`;
  const order: OrderPayload = readObject(reply, '(whole)', origin);
  const exchangeOrderId = readVenueId(order.orderId, 'orderId', origin);
  const updateTimeMs = readNonNegativeInteger(order.transactTime, 'transactTime', origin);
  const state = stateOf(order) ?? 'open';
  if (order.status !== undefined && stateOf(order) === undefined) onProblem(unknownStatus(order, origin));
  const trades: TradeUpdate[] = [];
  if (order.fills !== undefined) {
    readArray(order.fills, 'fills', origin).forEach((value, index) => {
      try {
        trades.push(readPlacementFill(readObject(value, `fills[${index}]`, origin), request, exchangeOrderId, updateTimeMs));
      } catch (error) {
        onProblem(asError(error, origin));
      }
    });
  }
  return { exchangeOrderId, state, updateTimeMs, trades, ...cumulativeOf(order, origin), ...reasonOf(order, state) };
}

function readPlacementFill(fill: PlacementFillPayload, request: OrderRequest, exchangeOrderId: string, fillTimeMs: number): TradeUpdate {
  const origin = `order ${request.tradingPair} fill`;
  const price = readAmount(fill.price, 'price', origin);
  const baseAmount = readAmount(fill.qty, 'qty', origin);
  return {
    tradingPair: request.tradingPair,
    tradeId: readVenueId(fill.tradeId, 'tradeId', origin),
    clientOrderId: request.clientOrderId,
    exchangeOrderId,
    side: request.side,
    fillTimeMs,
    price,
    baseAmount,
    quoteAmount: price.times(baseAmount),
    fee: readFee(fill, origin),
    // What is filled before the reply was the aggressor.
    isTaker: true,
  };
}

function readFee(fill: Payload<'commission' | 'commissionAsset'>, origin: string): TradeFee {
  const amount = parseDecimal(fill.commission, 'commission', origin);
  return amount.isZero() ? NO_FEE : feePaid(amount, readText(fill.commissionAsset, 'commissionAsset', origin));
}

/** Reads the venue's yes to a cancel; with an unknown status the confirmation is still awaited. @throws InvalidPayloadError */
export function parseCanceledOrder(reply: unknown, pair: TradingPair, onProblem: (error: Error) => void): CanceledOrder {
  const origin = `cancel ${pair}`;
  const order: OrderPayload = readObject(reply, '(whole)', origin);
  const state = stateOf(order);
  if (state === undefined) onProblem(unknownStatus(order, origin));
  return {
    state: state ?? 'pending-cancel',
    exchangeOrderId: readVenueId(order.orderId, 'orderId', origin),
    updateTimeMs: readNonNegativeInteger(order.transactTime, 'transactTime', origin),
    ...cumulativeOf(order, origin),
  };
}

/** Reads `GET /api/v3/order`. @throws InvalidPayloadError, also for an unknown status: nothing is learned from it. */
export function parseOrderStatus(reply: unknown, pair: TradingPair, clientOrderId: string): OrderUpdate {
  const origin = `order status ${pair}`;
  const order: OrderPayload = readObject(reply, '(whole)', origin);
  const state = stateOf(order);
  if (state === undefined) throw unknownStatus(order, origin);
  return {
    tradingPair: pair,
    clientOrderId,
    exchangeOrderId: readVenueId(order.orderId, 'orderId', origin),
    state,
    updateTimeMs: readNonNegativeInteger(order.updateTime, 'updateTime', origin),
    ...cumulativeOf(order, origin),
    ...reasonOf(order, state),
  };
}

/**
 * Reads a row of `GET /api/v3/openOrders`. An unknown status counts as open, because the venue lists the order as such.
 * @throws InvalidPayloadError, UnknownTradingPairError
 */
export function parseOpenOrder(value: unknown, symbols: SymbolLookup): OpenOrder {
  const order: OrderPayload = readObject(value, '(row)', 'openOrders');
  const symbol = readText(order.symbol, 'symbol', 'openOrders');
  const origin = `openOrders ${symbol}`;
  const pair = symbols.findTradingPair(symbol);
  if (pair === undefined) throw new UnknownTradingPairError(symbol, 'the list of symbols');
  const side = sideOf(order.side);
  if (side === undefined) throw new InvalidPayloadError({ field: 'side', origin, expected: 'BUY or SELL', received: order.side });
  const { cumulativeBase, cumulativeQuote } = cumulativeOf(order, origin);
  return {
    tradingPair: pair,
    clientOrderId: readText(order.clientOrderId, 'clientOrderId', origin),
    exchangeOrderId: readVenueId(order.orderId, 'orderId', origin),
    side,
    orderType: ORDER_TYPES.get(readText(order.type, 'type', origin)) ?? 'other',
    price: readAmount(order.price, 'price', origin),
    amount: readAmount(order.origQty, 'origQty', origin),
    executedAmount: cumulativeBase ?? ZERO,
    ...(cumulativeQuote === undefined ? {} : { executedQuote: cumulativeQuote }),
    state: stateOf(order) ?? 'open',
    creationTimeMs: readNonNegativeInteger(order.time, 'time', origin),
    updateTimeMs: readNonNegativeInteger(order.updateTime, 'updateTime', origin),
  };
}

/** Reads a row of `GET /api/v3/myTrades`. @throws InvalidPayloadError */
export function parseAccountTrade(value: unknown, pair: TradingPair, clientOrderId: string | undefined): TradeUpdate {
  const origin = `myTrades ${pair}`;
  const trade: AccountTradePayload = readObject(value, '(row)', origin);
  return {
    tradingPair: pair,
    tradeId: readVenueId(trade.id, 'id', origin),
    ...(clientOrderId === undefined ? {} : { clientOrderId }),
    exchangeOrderId: readVenueId(trade.orderId, 'orderId', origin),
    side: readBoolean(trade.isBuyer, 'isBuyer', origin) ? 'buy' : 'sell',
    fillTimeMs: readNonNegativeInteger(trade.time, 'time', origin),
    price: readAmount(trade.price, 'price', origin),
    baseAmount: readAmount(trade.qty, 'qty', origin),
    quoteAmount: readAmount(trade.quoteQty, 'quoteQty', origin),
    fee: readFee(trade, origin),
    isTaker: !readBoolean(trade.isMaker, 'isMaker', origin),
  };
}

/** Reads the balances of `GET /api/v3/account`; rows that cannot be used go to `onProblem`. @throws InvalidPayloadError */
export function parseBalances(reply: unknown, onProblem: (error: Error) => void): readonly BalanceSnapshotRow[] {
  const rows: BalanceSnapshotRow[] = [];
  const account: Payload<'balances'> = readObject(reply, '(whole)', 'account');
  readArray(account.balances, 'balances', 'account').forEach((value, index) => {
    try {
      const row: Payload<'asset' | 'free' | 'locked'> = readObject(value, `balances[${index}]`, 'account');
      const asset = readText(row.asset, 'asset', `account balances[${index}]`);
      const available = readAmount(row.free, 'free', `account ${asset}`);
      rows.push({ asset, available, total: available.plus(readAmount(row.locked, 'locked', `account ${asset}`)) });
    } catch (error) {
      onProblem(asError(error, 'account'));
    }
  });
  return rows;
}

/**
 * Reads `GET /api/v3/account/commission`: standard, special and tax rates add up, each of (maker or taker) and the dearer of
 * (buyer, seller). The discount for paying in another asset is left out, so the rates are never too low.
 * @throws InvalidPayloadError
 */
export function parseCommission(reply: unknown, pair: TradingPair): FeeRates {
  const origin = `commission ${pair}`;
  const record: Payload<'standardCommission' | 'specialCommission' | 'taxCommission'> = readObject(reply, '(whole)', origin);
  let maker = ZERO;
  let taker = ZERO;
  for (const kind of ['standardCommission', 'specialCommission', 'taxCommission'] as const) {
    if (record[kind] === undefined && kind !== 'standardCommission') continue;
    const rates: CommissionPayload = readObject(record[kind], kind, origin);
    const ofSide = Decimal.max(parseDecimal(rates.buyer, 'buyer', origin), parseDecimal(rates.seller, 'seller', origin));
    maker = maker.plus(parseDecimal(rates.maker, 'maker', origin)).plus(ofSide);
    taker = taker.plus(parseDecimal(rates.taker, 'taker', origin)).plus(ofSide);
  }
  return { maker, taker };
}
