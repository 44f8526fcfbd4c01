import { type Decimal, ZERO } from '@venuekit/core/connector';
import type { Instrument } from '../model/instrument.ts';
import type { OrderTicket } from '../model/order.ts';
import { Refusal, type RefusalReason } from '../model/refusal.ts';

/** Which of `price`, `amount` and `quoteAmount` each order type takes. */
export function checkForm(ticket: OrderTicket): void {
  if (ticket.type === 'market') {
    if (ticket.price !== undefined) throw new Refusal('unexpected-parameter', 'price');
    if (ticket.amount === undefined && ticket.quoteAmount === undefined) throw new Refusal('missing-parameter', 'amount');
    if (ticket.amount !== undefined && ticket.quoteAmount !== undefined) throw new Refusal('unexpected-parameter', 'quoteAmount');
  } else {
    if (ticket.quoteAmount !== undefined) throw new Refusal('unexpected-parameter', 'quoteAmount');
    if (ticket.amount === undefined) throw new Refusal('missing-parameter', 'amount');
    if (ticket.price === undefined) throw new Refusal('missing-parameter', 'price');
    if (ticket.type === 'limit-maker' && ticket.timeInForce !== 'GTC') throw new Refusal('unexpected-parameter', 'timeInForce');
  }
  for (const [name, value] of numbersOf(ticket)) {
    if (!value.isFinite()) throw new Refusal('malformed-parameter', name);
  }
}

/** Decimals beyond what the assets have. */
export function checkPrecision(ticket: OrderTicket, instrument: Instrument): void {
  for (const [name, value] of numbersOf(ticket)) {
    const precision = name === 'amount' ? instrument.basePrecision : instrument.quotePrecision;
    if (value.decimalPlaces() > precision) throw new Refusal('too-much-precision', name);
  }
}

/**
 * The market's limits on price, amount and notional, in this order.
 * @param referencePrice what a market order's notional is reckoned with; 0 when the market has no price yet, which skips the check.
 */
export function checkRules(ticket: OrderTicket, instrument: Instrument, referencePrice: Decimal): void {
  const { price, amount, quoteAmount } = ticket;
  if (price !== undefined) {
    checkRange(price, instrument.minimumPrice, instrument.maximumPrice, 'invalid-price', 'price');
    checkGrid(price, instrument.priceIncrement, 'invalid-price', 'price');
  }
  if (amount !== undefined) {
    checkRange(amount, instrument.minimumAmount, instrument.maximumAmount, 'invalid-amount', 'amount');
    checkGrid(amount, instrument.amountIncrement, 'invalid-amount', 'amount');
  }
  if (quoteAmount?.lte(ZERO)) throw new Refusal('invalid-amount', 'quoteAmount');
  const notional = notionalOf(ticket, instrument, referencePrice);
  if (notional?.lt(instrument.minimumNotional)) throw new Refusal('below-minimum-notional', notional.toString());
}

function notionalOf(ticket: OrderTicket, instrument: Instrument, referencePrice: Decimal): Decimal | undefined {
  if (ticket.price !== undefined) return ticket.amount?.times(ticket.price);
  if (!instrument.appliesMinimumNotionalToMarket) return undefined;
  if (ticket.quoteAmount !== undefined) return ticket.quoteAmount;
  return referencePrice.isZero() ? undefined : ticket.amount?.times(referencePrice);
}

function checkRange(value: Decimal, minimum: Decimal, maximum: Decimal, reason: RefusalReason, name: string): void {
  if (value.lte(ZERO) || value.lt(minimum) || value.gt(maximum)) throw new Refusal(reason, name);
}

function checkGrid(value: Decimal, increment: Decimal, reason: RefusalReason, name: string): void {
  if (!value.mod(increment).isZero()) throw new Refusal(reason, name);
}

function* numbersOf(ticket: OrderTicket): Generator<readonly ['price' | 'amount' | 'quoteAmount', Decimal], undefined> {
  if (ticket.price !== undefined) yield ['price', ticket.price];
  if (ticket.amount !== undefined) yield ['amount', ticket.amount];
  if (ticket.quoteAmount !== undefined) yield ['quoteAmount', ticket.quoteAmount];
  return undefined;
}
