import { type Decimal, ZERO } from '@venuekit/core/connector';
import type { Instrument } from '../model/instrument.ts';
import type { VenueOrder } from '../model/order.ts';
import { Refusal } from '../model/refusal.ts';
import { checkAmount, checkNotional } from './market-rules.ts';

/**
 * Whether an order may be made this small. An order given in quote is never open, so amounts are in base.
 * @throws Refusal; the order of the rules is that of `World.amend`.
 */
export function checkAmend(order: VenueOrder, amount: Decimal, instrument: Instrument, reference: Decimal): void {
  if (!amount.isFinite()) throw new Refusal('malformed-parameter', 'amount');
  if (amount.lte(ZERO)) throw new Refusal('invalid-amount', 'amount');
  if (amount.decimalPlaces() > instrument.basePrecision) throw new Refusal('too-much-precision', 'amount');
  if (amount.gt(order.amount)) throw new Refusal('amend-increases-amount');
  if (amount.eq(order.amount)) throw new Refusal('amend-changes-nothing');
  checkAmount(amount, instrument);
  const { type, price, stopPrice } = order;
  checkNotional(
    { type, amount, ...(price.isZero() ? {} : { price }), ...(stopPrice === undefined ? {} : { stopPrice }) },
    instrument,
    reference,
  );
}
