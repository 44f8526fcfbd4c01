import { given, isTriggerType, type OrderTicket } from '@venuekit/venue';
import type { OrderForm } from '../order-ticket.ts';
import { requireEither } from '../spot-parameters.ts';
import { WireRefusal } from '../wire-refusal.ts';

/** When an order begins to work. @throws Refusal */
export function readTrigger(form: OrderForm, type: OrderTicket['type']): Pick<OrderTicket, 'stopPrice' | 'trailingDelta'> {
  const { parameters, names, instrument } = form;
  const [stop, trailing] = [names('stopPrice'), names('trailingDelta')];
  if (!isTriggerType(type)) {
    parameters.forbid(stop, trailing);
    return {};
  }
  const trigger = { stopPrice: parameters.positive(stop, instrument.quotePrecision, true), trailingDelta: parameters.integer(trailing) };
  requireEither(Object.values(trigger), stop, trailing);
  return given(trigger);
}

/** How much of it the book shows. @throws Refusal */
export function readIceberg(form: OrderForm, timeInForce: OrderTicket['timeInForce']): Pick<OrderTicket, 'icebergAmount'> {
  const { parameters, names, instrument, isSingle } = form;
  const icebergAmount = parameters.positive(names('icebergQty'), instrument.basePrecision);
  if (icebergAmount === undefined || timeInForce === 'GTC') return given({ icebergAmount });
  if (isSingle) throw new WireRefusal(-1014, 'Unsupported order combination.');
  throw new WireRefusal(-1160, `Parameter '${names('icebergQty')}' is not supported if '${names('timeInForce')}' is not GTC.`);
}
