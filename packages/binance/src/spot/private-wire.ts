import { InvalidPayloadError, UnknownTradingPairError, readArray, readObject, readBoolean, parseDecimal } from '@venuekit/core/connector';
import type {
  OrderUpdate,
  ReportedOrderState,
  SymbolLookup,
  TradeFee,
  TradeUpdate,
  TradingPair,
  UserStreamUpdate,
} from '@venuekit/core/connector';
import { asError, optionalText, readAmount, readNonNegativeInteger, readText, readVenueId } from '../payload-fields.ts';
import type { Payload } from '../payload-fields.ts';
import { ORDER_STATES } from './constants.ts';
import { NO_FEE, feePaid, sideOf } from './order-wire.ts';

/**
 * `executionReport` (binance-api.md F.3), as far as it is read: symbol s, client ids c and C, execution x, status X, reasons r and
 * eR, order id i, side S, last fill l at L for Y, filled z for Z, fee n in N, trade id t, maker m, time T.
 */
type ExecutionReportPayload = Payload<
  's' | 'c' | 'C' | 'x' | 'X' | 'r' | 'eR' | 'i' | 'S' | 'l' | 'L' | 'Y' | 'z' | 'Z' | 'n' | 'N' | 't' | 'm' | 'T'
>;

/** `outboundAccountPosition` (F.3): time u, and in B the assets a, free f, locked l. */
type AccountPositionPayload = Payload<'u' | 'B'>;

/** `balanceUpdate` (F.3): asset a, change d, time T. */
type BalanceUpdatePayload = Payload<'a' | 'd' | 'T'>;

/** Executions that tell no fill (J.3); `TRADE` is the one that does. */
const EXECUTIONS_WITHOUT_FILL: ReadonlySet<string> = new Set(['NEW', 'CANCELED', 'REPLACED', 'REJECTED', 'EXPIRED', 'TRADE_PREVENTION']);

/**
 * Reads one execution report: its fill first, then the order's state. A part that cannot be used becomes a problem, the other
 * part counts all the same.
 * @throws InvalidPayloadError when the symbol is missing, UnknownTradingPairError when it is not known.
 */
export function parseExecutionReport(event: ExecutionReportPayload, symbols: SymbolLookup): readonly UserStreamUpdate[] {
  const symbol = readText(event.s, 's', 'executionReport');
  const origin = `executionReport ${symbol}`;
  const pair = symbols.findTradingPair(symbol);
  if (pair === undefined) throw new UnknownTradingPairError(symbol, 'the list of symbols');

  const execution = event.x;
  const clientOrderId = clientOrderIdOf(event);
  const updates: UserStreamUpdate[] = [];
  if (execution === 'TRADE') {
    collect(updates, origin, () => ({ kind: 'trade', update: readFill(event, pair, clientOrderId, origin, updates) }));
  } else if (typeof execution !== 'string' || !EXECUTIONS_WITHOUT_FILL.has(execution)) {
    updates.push(problem(new InvalidPayloadError({ field: 'x', origin, expected: 'a known execution type', received: execution })));
  }
  collect(updates, origin, () => ({ kind: 'order', update: readOrder(event, pair, clientOrderId, origin) }));
  return updates;
}

/** On a cancel and on an amendment `c` is the id of that request, and `C` the order's own. */
function clientOrderIdOf(event: ExecutionReportPayload): string | undefined {
  const original = event.x === 'CANCELED' || event.x === 'REPLACED' ? optionalText(event.C) : undefined;
  return original ?? optionalText(event.c);
}

function readFill(
  event: ExecutionReportPayload,
  pair: TradingPair,
  clientOrderId: string | undefined,
  origin: string,
  updates: UserStreamUpdate[],
): TradeUpdate {
  const price = readAmount(event.L, 'L', origin);
  const baseAmount = readAmount(event.l, 'l', origin);
  if (baseAmount.isZero()) throw new InvalidPayloadError({ field: 'l', origin, expected: 'above 0 in a trade', received: event.l });
  const side = sideOf(event.S);
  return {
    tradingPair: pair,
    tradeId: readVenueId(event.t, 't', origin),
    exchangeOrderId: readVenueId(event.i, 'i', origin),
    ...(clientOrderId === undefined ? {} : { clientOrderId }),
    ...(side === undefined ? {} : { side }),
    fillTimeMs: readNonNegativeInteger(event.T, 'T', origin),
    price,
    baseAmount,
    quoteAmount: event.Y === undefined ? price.times(baseAmount) : readAmount(event.Y, 'Y', origin),
    fee: readFillFee(event, origin, updates),
    isTaker: !readBoolean(event.m, 'm', origin),
  };
}

/** A fill whose fee cannot be read is a fill all the same. */
function readFillFee(event: ExecutionReportPayload, origin: string, updates: UserStreamUpdate[]): TradeFee {
  try {
    const amount = parseDecimal(event.n, 'n', origin);
    return amount.isZero() ? NO_FEE : feePaid(amount, readText(event.N, 'N', origin));
  } catch (error) {
    updates.push(problem(asError(error, origin)));
    return NO_FEE;
  }
}

function readOrder(event: ExecutionReportPayload, pair: TradingPair, clientOrderId: string | undefined, origin: string): OrderUpdate {
  const state = typeof event.X === 'string' ? ORDER_STATES.get(event.X) : undefined;
  if (state === undefined) throw new InvalidPayloadError({ field: 'X', origin, expected: 'a known order status', received: event.X });
  const reason = reasonOf(event, state);
  return {
    tradingPair: pair,
    ...(clientOrderId === undefined ? {} : { clientOrderId }),
    exchangeOrderId: readVenueId(event.i, 'i', origin),
    state,
    updateTimeMs: readNonNegativeInteger(event.T, 'T', origin),
    cumulativeBase: readAmount(event.z, 'z', origin),
    cumulativeQuote: readAmount(event.Z, 'Z', origin),
    ...(reason === undefined ? {} : { reason }),
  };
}

function reasonOf(event: ExecutionReportPayload, state: ReportedOrderState): string | undefined {
  if (state !== 'failed' && state !== 'expired') return undefined;
  const rejectReason = event.r === 'NONE' ? undefined : optionalText(event.r);
  return optionalText(event.eR) ?? rejectReason ?? optionalText(event.X);
}

/** Reads the balances that one event has touched; a row that cannot be used becomes a problem. @throws InvalidPayloadError */
export function parseAccountPosition(event: AccountPositionPayload): readonly UserStreamUpdate[] {
  const origin = 'outboundAccountPosition';
  const updateTimeMs = readNonNegativeInteger(event.u, 'u', origin);
  const updates: UserStreamUpdate[] = [];
  readArray(event.B, 'B', origin).forEach((value, index) => {
    collect(updates, origin, () => {
      const row: Payload<'a' | 'f' | 'l'> = readObject(value, `B[${index}]`, origin);
      const asset = readText(row.a, 'a', `${origin} B[${index}]`);
      const available = readAmount(row.f, 'f', `${origin} ${asset}`);
      return { kind: 'balance', asset, total: available.plus(readAmount(row.l, 'l', `${origin} ${asset}`)), available, updateTimeMs };
    });
  });
  return updates;
}

/** Reads a deposit, a withdrawal or a transfer. @throws InvalidPayloadError */
export function parseBalanceUpdate(event: BalanceUpdatePayload): UserStreamUpdate {
  const asset = readText(event.a, 'a', 'balanceUpdate');
  const origin = `balanceUpdate ${asset}`;
  return {
    kind: 'balance-change',
    asset,
    change: parseDecimal(event.d, 'd', origin),
    updateTimeMs: readNonNegativeInteger(event.T, 'T', origin),
  };
}

function problem(error: Error): UserStreamUpdate {
  return { kind: 'problem', error };
}

function collect(updates: UserStreamUpdate[], origin: string, read: () => UserStreamUpdate): void {
  try {
    updates.push(read());
  } catch (error) {
    updates.push(problem(asError(error, origin)));
  }
}
