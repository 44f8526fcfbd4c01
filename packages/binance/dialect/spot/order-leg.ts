import type { Decimal, TradingPair } from '@venuekit/core/connector';
import {
  type Instrument,
  isPriceless,
  isTriggerType,
  type OrderTicket,
  Refusal,
  type SelfTradePrevention,
  type Side,
  type VenueOrderType,
  type VenueTimeInForce,
} from '@venuekit/venue';
import { invalid, missing, type Parameters } from '../parameters.ts';
import { WireRefusal } from '../wire-refusal.ts';
import { ORDER_TYPES, PREVENTION_MODES } from './enums.ts';

/** Ids that clients may give. */
export const CLIENT_ORDER_ID_RANGE = '^[a-zA-Z0-9-_]{1,36}$';

const TIMES_IN_FORCE: readonly VenueTimeInForce[] = ['GTC', 'IOC', 'FOK'];

/** How the parameters of one order are called in a request. */
export interface LegNames {
  readonly side: string;
  readonly type: string;
  readonly quantity: string;
  /** Undefined where no order can be given in quote. */
  readonly quoteOrderQty: string | undefined;
  readonly price: string;
  readonly stopPrice: string;
  readonly trailingDelta: string;
  readonly icebergQty: string;
  readonly timeInForce: string;
  readonly clientOrderId: string;
  readonly pegPriceType: string;
}

/** The names of a single order. */
export const SINGLE_ORDER: LegNames = {
  side: 'side',
  type: 'type',
  quantity: 'quantity',
  quoteOrderQty: 'quoteOrderQty',
  price: 'price',
  stopPrice: 'stopPrice',
  trailingDelta: 'trailingDelta',
  icebergQty: 'icebergQty',
  timeInForce: 'timeInForce',
  clientOrderId: 'newClientOrderId',
  pegPriceType: 'pegPriceType',
};

/** The names of an order of a list, which begin with its part in it; orders of a pair share side and quantity. */
export function legNames(prefix: string, side = `${prefix}Side`, quantity = `${prefix}Quantity`): LegNames {
  return {
    side,
    type: `${prefix}Type`,
    quantity,
    quoteOrderQty: undefined,
    price: `${prefix}Price`,
    stopPrice: `${prefix}StopPrice`,
    trailingDelta: `${prefix}TrailingDelta`,
    icebergQty: `${prefix}IcebergQty`,
    timeInForce: `${prefix}TimeInForce`,
    clientOrderId: `${prefix}ClientOrderId`,
    pegPriceType: `${prefix}PegPriceType`,
  };
}

/** What all orders of a request share. */
export interface LegHead {
  readonly account: string;
  readonly tradingPair: TradingPair;
  readonly selfTradePrevention?: SelfTradePrevention;
}

/** One order's parameters (`rest-api.md`, New order), checked as far as the API does it before the engine sees them. @throws Refusal */
export function readLeg(parameters: Parameters, names: LegNames, head: LegHead, instrument: Instrument): OrderTicket {
  const side = readSide(parameters, names.side);
  const type = readType(parameters, names.type);
  const clientOrderId = parameters.matching(names.clientOrderId, CLIENT_ORDER_ID_RANGE);
  if (parameters.has(names.pegPriceType)) throw new WireRefusal(-2010, 'Pegged orders are not supported for this symbol.');
  return {
    ...head,
    side,
    type,
    ...(clientOrderId === undefined ? {} : { clientOrderId }),
    ...readPrice(parameters, names, type, instrument),
    ...readAmounts(parameters, names, type, instrument),
    ...readTrigger(parameters, names, type, instrument),
  };
}

/** The mode that a request asks for. @throws Refusal -1130, -1013 */
export function readSelfTradePrevention(parameters: Parameters): { readonly selfTradePrevention?: SelfTradePrevention } {
  const text = parameters.optional('selfTradePreventionMode');
  if (text === undefined) return {};
  if (text === 'TRANSFER') throw new Refusal('self-trade-prevention-not-offered', text);
  const selfTradePrevention = keyOf(PREVENTION_MODES, text);
  if (selfTradePrevention === undefined) throw invalid('selfTradePreventionMode');
  return { selfTradePrevention };
}

/** A positive number with no more decimals than its asset has. @throws Refusal -1100, -1111, -1013 */
export function readPositive(parameters: Parameters, name: string, precision: number, isPrice = false): Decimal | undefined {
  const value = parameters.decimal(name);
  if (value === undefined) return undefined;
  if (value.decimalPlaces() > precision) throw new Refusal('too-much-precision', name);
  if (value.isZero()) throw new WireRefusal(-1013, isPrice ? 'Invalid price.' : 'Invalid quantity.');
  return value;
}

/** The engine's word for a text of the venue. */
function keyOf<Key extends string>(texts: Readonly<Record<Key, string>>, text: string): Key | undefined {
  for (const key in texts) if (texts[key] === text) return key;
  return undefined;
}

function readSide(parameters: Parameters, name: string): Side {
  parameters.required(name);
  return parameters.oneOf(name, ['BUY', 'SELL'], new WireRefusal(-1117, 'Invalid side.')) === 'SELL' ? 'sell' : 'buy';
}

function readType(parameters: Parameters, name: string): VenueOrderType {
  const type = keyOf(ORDER_TYPES, parameters.required(name));
  if (type === undefined) throw new WireRefusal(-1116, 'Invalid orderType.');
  return type;
}

type PricePart = Pick<OrderTicket, 'timeInForce' | 'price' | 'icebergAmount'>;

function readPrice(parameters: Parameters, names: LegNames, type: VenueOrderType, instrument: Instrument): PricePart {
  if (isPriceless(type)) {
    parameters.forbid(names.timeInForce, names.price, names.icebergQty);
    return { timeInForce: 'GTC' };
  }
  if (type === 'limit-maker') parameters.forbid(names.timeInForce);
  else parameters.requireAll([names.timeInForce]);
  const refusal = new WireRefusal(-1115, 'Invalid timeInForce.');
  const timeInForce = parameters.oneOf(names.timeInForce, TIMES_IN_FORCE, refusal) ?? 'GTC';
  const price = readPositive(parameters, names.price, instrument.quotePrecision, true);
  if (price === undefined) throw missing(names.price);
  const icebergAmount = readPositive(parameters, names.icebergQty, instrument.basePrecision);
  if (icebergAmount === undefined) return { timeInForce, price };
  if (timeInForce !== 'GTC') {
    if (names === SINGLE_ORDER) throw new WireRefusal(-1014, 'Unsupported order combination.');
    throw new WireRefusal(-1160, `Parameter '${names.icebergQty}' is not supported if '${names.timeInForce}' is not GTC.`);
  }
  return { timeInForce, price, icebergAmount };
}

type AmountPart = Pick<OrderTicket, 'amount' | 'quoteAmount'>;

function readAmounts(parameters: Parameters, names: LegNames, type: VenueOrderType, instrument: Instrument): AmountPart {
  const { quantity, quoteOrderQty } = names;
  const amount = readPositive(parameters, quantity, instrument.basePrecision);
  if (quoteOrderQty === undefined) {
    if (amount === undefined) throw missing(quantity);
    return { amount };
  }
  if (type !== 'market' || amount !== undefined) parameters.forbid(quoteOrderQty);
  if (amount !== undefined) return { amount };
  if (type !== 'market') throw missing(quantity);
  const quoteAmount = readPositive(parameters, quoteOrderQty, instrument.quotePrecision);
  if (quoteAmount !== undefined) return { quoteAmount };
  throw new WireRefusal(-1102, `Param '${quantity}' or '${quoteOrderQty}' must be sent, but both were empty/null!`);
}

type TriggerPart = Pick<OrderTicket, 'stopPrice' | 'trailingDelta'>;

function readTrigger(parameters: Parameters, names: LegNames, type: VenueOrderType, instrument: Instrument): TriggerPart {
  if (!isTriggerType(type)) {
    parameters.forbid(names.stopPrice, names.trailingDelta);
    return {};
  }
  const stopPrice = readPositive(parameters, names.stopPrice, instrument.quotePrecision, true);
  const trailingDelta = parameters.integer(names.trailingDelta);
  if (stopPrice === undefined && trailingDelta === undefined) {
    throw new WireRefusal(-1102, `Param '${names.stopPrice}' or '${names.trailingDelta}' must be sent, but both were empty/null!`);
  }
  return { ...(stopPrice === undefined ? {} : { stopPrice }), ...(trailingDelta === undefined ? {} : { trailingDelta }) };
}
