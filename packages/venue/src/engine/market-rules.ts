import { type Decimal, ZERO } from '@venuekit/core/connector';
import type { Instrument } from '../model/instrument.ts';
import { isPriceless } from '../model/order-kinds.ts';
import type { OrderTicket } from '../model/order.ts';
import { Refusal, type RefusalReason } from '../model/refusal.ts';
import { bandOf } from './price-bands.ts';
import { stopDirection } from './trigger-rules.ts';

/**
 * The market's limits on price, stop price, trailing delta, amount, iceberg, notional and price band, in this order.
 * @param reference what the notional of an order without a price is reckoned with, and the price band; 0 when the market has no price yet,
 * which skips both.
 */
export function checkRules(ticket: OrderTicket, instrument: Instrument, reference: Decimal): void {
  const { price, stopPrice, amount, quoteAmount } = ticket;
  if (price !== undefined) checkPrice(price, instrument, 'price');
  if (stopPrice !== undefined) checkPrice(stopPrice, instrument, 'stopPrice');
  if (ticket.trailingDelta !== undefined) checkTrailingDelta(ticket, ticket.trailingDelta, instrument);
  if (amount !== undefined) checkAmount(amount, instrument);
  if (ticket.icebergAmount !== undefined && amount !== undefined) checkIceberg(ticket.icebergAmount, amount, instrument);
  if (quoteAmount?.lte(ZERO)) throw new Refusal('invalid-amount', 'quoteAmount');
  checkNotional(ticket, instrument, reference);
  const band = bandOf(instrument.priceBand, ticket.side, reference);
  if (price !== undefined && band !== undefined && (price.lt(band.lowest) || price.gt(band.highest))) {
    throw new Refusal('price-out-of-band', 'price');
  }
}

/** @throws Refusal `invalid-amount` */
export function checkAmount(amount: Decimal, instrument: Instrument, name = 'amount'): void {
  checkRange(amount, instrument.minimumAmount, instrument.maximumAmount, 'invalid-amount', name);
  checkGrid(amount, instrument.amountIncrement, 'invalid-amount', name);
}

/** @throws Refusal `below-minimum-notional`, `above-maximum-notional` */
export function checkNotional(
  ticket: Pick<OrderTicket, 'type' | 'price' | 'stopPrice' | 'amount' | 'quoteAmount'>,
  instrument: Instrument,
  reference: Decimal,
): void {
  const isHeld = !isPriceless(ticket.type);
  const price = ticket.price ?? ticket.stopPrice ?? reference;
  const notional = ticket.quoteAmount ?? (price.isZero() ? undefined : ticket.amount?.times(price));
  if (notional === undefined) return;
  const { minimumNotional, maximumNotional } = instrument;
  if ((isHeld || instrument.appliesMinimumNotionalToMarket) && notional.lt(minimumNotional)) {
    throw new Refusal('below-minimum-notional', notional.toString());
  }
  if (maximumNotional !== undefined && (isHeld || instrument.appliesMaximumNotionalToMarket) && notional.gt(maximumNotional)) {
    throw new Refusal('above-maximum-notional', notional.toString());
  }
}

function checkPrice(price: Decimal, instrument: Instrument, name: string): void {
  checkRange(price, instrument.minimumPrice, instrument.maximumPrice, 'invalid-price', name);
  checkGrid(price, instrument.priceIncrement, 'invalid-price', name);
}

function checkTrailingDelta(ticket: OrderTicket, delta: number, { trailingDelta }: Instrument): void {
  const { minimumAbove, maximumAbove, minimumBelow, maximumBelow } = trailingDelta;
  const [minimum, maximum] = stopDirection(ticket) === 'rise' ? [minimumAbove, maximumAbove] : [minimumBelow, maximumBelow];
  if (delta < minimum || delta > maximum) throw new Refusal('invalid-trailing-delta', 'trailingDelta');
}

function checkIceberg(part: Decimal, amount: Decimal, instrument: Instrument): void {
  checkAmount(part, instrument, 'icebergAmount');
  if (part.gt(amount)) throw new Refusal('iceberg-exceeds-amount', 'icebergAmount');
  if (amount.div(part).ceil().gt(instrument.maximumIcebergParts)) {
    throw new Refusal('too-many-iceberg-parts', String(instrument.maximumIcebergParts));
  }
}

function checkRange(value: Decimal, minimum: Decimal, maximum: Decimal, reason: RefusalReason, name: string): void {
  if (value.lte(ZERO) || value.lt(minimum) || value.gt(maximum)) throw new Refusal(reason, name);
}

function checkGrid(value: Decimal, increment: Decimal, reason: RefusalReason, name: string): void {
  if (!value.mod(increment).isZero()) throw new Refusal(reason, name);
}
