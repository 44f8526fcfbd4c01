import type { Decimal } from '@venuekit/core/connector';
import {
  type Instrument,
  type OrderLookup,
  type OrderTicket,
  Refusal,
  type Side,
  type VenueTimeInForce,
  type World,
} from '@venuekit/venue';
import { missing, type Parameters } from '../parameters.ts';
import { WireRefusal } from '../wire-refusal.ts';
import { SELF_TRADE_PREVENTION } from './enums.ts';
import { PRICE_MULTIPLIERS } from './market-wire.ts';
import type { ResponseType } from './order-wire.ts';

/** Ids that clients may give. */
export const CLIENT_ORDER_ID_RANGE = '^[a-zA-Z0-9-_]{1,36}$';

const TIMES_IN_FORCE: readonly VenueTimeInForce[] = ['GTC', 'IOC', 'FOK'];

const UNSUPPORTED_TYPES: ReadonlyMap<string, string> = new Map([
  ['STOP_LOSS', 'Stop loss'],
  ['STOP_LOSS_LIMIT', 'Stop loss limit'],
  ['TAKE_PROFIT', 'Take profit'],
  ['TAKE_PROFIT_LIMIT', 'Take profit limit'],
]);

/** An order that somebody asks for, and how the answer is to look. */
export interface OrderRequest {
  readonly ticket: OrderTicket;
  readonly responseType: ResponseType;
}

/** Parameters of a new order (`rest-api.md`, New order), checked as far as the API does it before the engine sees them. @throws Refusal */
export function readOrderRequest(parameters: Parameters, instrument: Instrument, account: string, world: World): OrderRequest {
  const side = readSide(parameters);
  const type = readType(parameters);
  readSelfTradePrevention(parameters);
  const clientOrderId = parameters.matching('newClientOrderId', CLIENT_ORDER_ID_RANGE);
  const responseType = parameters.oneOf('newOrderRespType', ['ACK', 'RESULT', 'FULL']) ?? (type === 'limit-maker' ? 'ACK' : 'FULL');
  parameters.forbid('stopPrice', 'trailingDelta');
  if (parameters.has('icebergQty')) throw new WireRefusal(-2010, 'Iceberg orders are not supported for this symbol.');
  if (parameters.has('pegPriceType')) throw new WireRefusal(-2010, 'Pegged orders are not supported for this symbol.');

  const common = { account, tradingPair: instrument.tradingPair, side, ...(clientOrderId === undefined ? {} : { clientOrderId }) };
  if (type === 'market') {
    parameters.forbid('timeInForce', 'price');
    const amount = readPositive(parameters, 'quantity', instrument.basePrecision);
    const quoteAmount = readPositive(parameters, 'quoteOrderQty', instrument.quotePrecision);
    if (amount !== undefined && quoteAmount !== undefined) parameters.forbid('quoteOrderQty');
    if (amount !== undefined) return { ticket: { ...common, type, timeInForce: 'GTC', amount }, responseType };
    if (quoteAmount !== undefined) return { ticket: { ...common, type, timeInForce: 'GTC', quoteAmount }, responseType };
    throw new WireRefusal(-1102, "Param 'quantity' or 'quoteOrderQty' must be sent, but both were empty/null!");
  }
  parameters.forbid('quoteOrderQty');
  if (type === 'limit-maker') parameters.forbid('timeInForce');
  else parameters.requireAll(['timeInForce']);
  const timeInForce = parameters.oneOf('timeInForce', TIMES_IN_FORCE, new WireRefusal(-1115, 'Invalid timeInForce.')) ?? 'GTC';
  const amount = readPositive(parameters, 'quantity', instrument.basePrecision);
  if (amount === undefined) throw missing('quantity');
  const price = readPositive(parameters, 'price', instrument.quotePrecision);
  if (price === undefined) throw missing('price');
  checkPercentPrice(price, world.lastPrice(instrument.tradingPair));
  return { ticket: { ...common, type, timeInForce, amount, price }, responseType };
}

/** `orderId` and/or a client id. @throws Refusal -1102 when neither was sent. */
export function readLookup(parameters: Parameters): OrderLookup {
  const orderId = parameters.integer('orderId');
  const clientOrderId = parameters.optional('origClientOrderId');
  if (orderId === undefined && clientOrderId === undefined) {
    throw new WireRefusal(-1102, "Param 'origClientOrderId' or 'orderId' must be sent, but both were empty/null!");
  }
  return { ...(orderId === undefined ? {} : { orderId }), ...(clientOrderId === undefined ? {} : { clientOrderId }) };
}

function readSide(parameters: Parameters): Side {
  const side = parameters.oneOf('side', ['BUY', 'SELL'], new WireRefusal(-1117, 'Invalid side.'));
  return side === 'SELL' ? 'sell' : 'buy';
}

function readType(parameters: Parameters): OrderTicket['type'] {
  const text = parameters.required('type');
  const unsupported = UNSUPPORTED_TYPES.get(text);
  if (unsupported !== undefined) throw new WireRefusal(-2010, `${unsupported} orders are not supported for this symbol.`);
  if (text === 'LIMIT') return 'limit';
  if (text === 'LIMIT_MAKER') return 'limit-maker';
  if (text === 'MARKET') return 'market';
  throw new WireRefusal(-1116, 'Invalid orderType.');
}

function readSelfTradePrevention(parameters: Parameters): void {
  const modes = ['NONE', 'EXPIRE_TAKER', 'EXPIRE_MAKER', 'EXPIRE_BOTH', 'DECREMENT', 'TRANSFER'];
  const mode = parameters.oneOf('selfTradePreventionMode', modes);
  if (mode !== undefined && mode !== SELF_TRADE_PREVENTION) {
    throw new WireRefusal(-1013, 'This symbol does not allow the specified self-trade prevention mode.');
  }
}

function readPositive(parameters: Parameters, name: 'quantity' | 'quoteOrderQty' | 'price', precision: number): Decimal | undefined {
  const value = parameters.decimal(name);
  if (value === undefined) return undefined;
  if (value.decimalPlaces() > precision) throw new Refusal('too-much-precision', name);
  if (value.isZero()) throw new WireRefusal(-1013, name === 'price' ? 'Invalid price.' : 'Invalid quantity.');
  return value;
}

function checkPercentPrice(price: Decimal, lastPrice: Decimal): void {
  if (lastPrice.isZero()) return;
  const isWithin = price.lte(lastPrice.times(PRICE_MULTIPLIERS.up)) && price.gte(lastPrice.times(PRICE_MULTIPLIERS.down));
  if (!isWithin) throw new WireRefusal(-1013, 'Filter failure: PERCENT_PRICE_BY_SIDE');
}
