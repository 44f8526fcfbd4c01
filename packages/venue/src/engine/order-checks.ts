import type { Decimal } from '@venuekit/core/connector';
import type { Instrument, InstrumentFeatures } from '../model/instrument.ts';
import { isPriceless, isTriggerType } from '../model/order-kinds.ts';
import type { OrderTicket } from '../model/order.ts';
import { Refusal } from '../model/refusal.ts';

type NumberName = 'price' | 'stopPrice' | 'amount' | 'icebergAmount' | 'quoteAmount';

/** Which numbers each order type takes. */
export function checkForm(ticket: OrderTicket): void {
  const { type } = ticket;
  const forbid = (name: NumberName | 'trailingDelta'): void => {
    if (ticket[name] !== undefined) throw new Refusal('unexpected-parameter', name);
  };
  if (isPriceless(type)) forbid('price');
  if (type === 'market') {
    if (ticket.amount === undefined && ticket.quoteAmount === undefined) throw new Refusal('missing-parameter', 'amount');
    if (ticket.amount !== undefined) forbid('quoteAmount');
  } else {
    forbid('quoteAmount');
    if (ticket.amount === undefined) throw new Refusal('missing-parameter', 'amount');
    if (!isPriceless(type) && ticket.price === undefined) throw new Refusal('missing-parameter', 'price');
    if (type === 'limit-maker' && ticket.timeInForce !== 'GTC') throw new Refusal('unexpected-parameter', 'timeInForce');
  }
  if (!isTriggerType(type)) {
    forbid('stopPrice');
    forbid('trailingDelta');
  } else if (ticket.stopPrice === undefined && ticket.trailingDelta === undefined) {
    throw new Refusal('missing-parameter', 'stopPrice');
  }
  if (isPriceless(type) || ticket.timeInForce !== 'GTC') forbid('icebergAmount');
  for (const [name, value] of numbersOf(ticket)) {
    if (!value.isFinite()) throw new Refusal('malformed-parameter', name);
  }
  const { trailingDelta } = ticket;
  if (trailingDelta !== undefined && !(Number.isSafeInteger(trailingDelta) && trailingDelta > 0 && trailingDelta < 10_000)) {
    throw new Refusal('malformed-parameter', 'trailingDelta');
  }
}

/** Whether the market offers what a ticket asks for. */
export function checkOffer(ticket: OrderTicket, instrument: Instrument): void {
  if (!instrument.orderTypes.has(ticket.type)) throw new Refusal('order-type-not-offered', ticket.type);
  if (ticket.icebergAmount !== undefined) requireFeature(instrument, 'iceberg');
  if (ticket.trailingDelta !== undefined) requireFeature(instrument, 'trailing');
  if (ticket.quoteAmount !== undefined) requireFeature(instrument, 'quoteMarket');
  const mode = ticket.selfTradePrevention;
  if (mode !== undefined && !instrument.selfTradePrevention.allowed.has(mode)) {
    throw new Refusal('self-trade-prevention-not-offered', mode);
  }
}

/** @throws Refusal `feature-not-offered` */
export function requireFeature({ features }: Instrument, feature: keyof InstrumentFeatures): void {
  if (!features[feature]) throw new Refusal('feature-not-offered', feature);
}

/** Decimals beyond what the assets have. */
export function checkPrecision(ticket: OrderTicket, instrument: Instrument): void {
  for (const [name, value] of numbersOf(ticket)) {
    const precision = name === 'amount' || name === 'icebergAmount' ? instrument.basePrecision : instrument.quotePrecision;
    if (value.decimalPlaces() > precision) throw new Refusal('too-much-precision', name);
  }
}

function* numbersOf(ticket: OrderTicket): Generator<readonly [NumberName, Decimal], undefined> {
  if (ticket.price !== undefined) yield ['price', ticket.price];
  if (ticket.stopPrice !== undefined) yield ['stopPrice', ticket.stopPrice];
  if (ticket.amount !== undefined) yield ['amount', ticket.amount];
  if (ticket.icebergAmount !== undefined) yield ['icebergAmount', ticket.icebergAmount];
  if (ticket.quoteAmount !== undefined) yield ['quoteAmount', ticket.quoteAmount];
  return undefined;
}
