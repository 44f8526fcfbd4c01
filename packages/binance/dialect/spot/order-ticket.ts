import { given, type Instrument, isPriceless, type OrderLookup, type OrderTicket, Refusal, required } from '@venuekit/venue';
import { readIceberg, readTrigger } from './advanced/triggers.ts';
import { missing, requireEither, type SpotParameters } from './spot-parameters.ts';
import { WireRefusal } from './wire-refusal.ts';
import { ORDER_TYPES, PREVENTION_MODES, RESPONSE_TYPES, type ResponseType, SIDES, TIMES_IN_FORCE } from './words.ts';

/** Where one order of a request stands. */
export interface OrderForm {
  readonly parameters: SpotParameters;
  readonly instrument: Instrument;
  /** What all orders of the request share. */
  readonly head: Pick<OrderTicket, 'account' | 'tradingPair' | 'selfTradePrevention'>;
  /** How the request calls the parameters of this order. */
  readonly names: (name: string) => string;
  /** Not one of a list: it may be given in quote. */
  readonly isSingle: boolean;
}

/** What is read of a single order, and how the answer is to look. */
export interface OrderRequest {
  readonly ticket: OrderTicket;
  readonly responseType: ResponseType;
}

const SINGLE_ORDER: OrderForm['names'] = (name) => (name === 'clientOrderId' ? 'newClientOrderId' : name);

/** Parameters of a new order (`rest-api.md`, New order). @throws Refusal */
export function readOrderRequest(parameters: SpotParameters, instrument: Instrument, account: string): OrderRequest {
  const head = readHead(parameters, instrument, account);
  const ticket = readOrder({ parameters, instrument, head, names: SINGLE_ORDER, isSingle: true });
  const isShownWhole = ticket.type === 'market' || ticket.type === 'limit';
  return { ticket, responseType: parameters.word('newOrderRespType', RESPONSE_TYPES) ?? (isShownWhole ? 'FULL' : 'ACK') };
}

/** @throws Refusal -1130, -1013 for the mode of self-trade prevention. */
export function readHead(parameters: SpotParameters, { tradingPair }: Instrument, account: string): OrderForm['head'] {
  const mode = parameters.optional('selfTradePreventionMode');
  if (mode === 'TRANSFER') throw new Refusal('self-trade-prevention-not-offered', mode);
  return { account, tradingPair, ...given({ selfTradePrevention: parameters.word('selfTradePreventionMode', PREVENTION_MODES) }) };
}

/** One order's parameters, checked as far as the API does it before the engine sees them. @throws Refusal */
export function readOrder(form: OrderForm): OrderTicket {
  const { parameters, names, head } = form;
  required(parameters, names('side'));
  const side = parameters.word(names('side'), SIDES, new WireRefusal(-1117, 'Invalid side.')) ?? 'buy';
  required(parameters, names('type'));
  const type = parameters.word(names('type'), ORDER_TYPES, new WireRefusal(-1116, 'Invalid orderType.')) ?? 'limit';
  const clientOrderId = parameters.clientId(names('clientOrderId'));
  if (parameters.has(names('pegPriceType'))) throw new WireRefusal(-2010, 'Pegged orders are not supported for this symbol.');
  return {
    ...head,
    side,
    type,
    ...given({ clientOrderId }),
    ...readPrice(form, type),
    ...readAmounts(form, type),
    ...readTrigger(form, type),
  };
}

function readPrice(form: OrderForm, type: OrderTicket['type']): Pick<OrderTicket, 'timeInForce' | 'price' | 'icebergAmount'> {
  const { parameters, names, instrument } = form;
  const name = names('timeInForce');
  if (isPriceless(type)) {
    parameters.forbid(name, names('price'), names('icebergQty'));
    return { timeInForce: 'GTC' };
  }
  if (type === 'limit-maker') parameters.forbid(name);
  else required(parameters, name);
  const timeInForce = parameters.word(name, TIMES_IN_FORCE, new WireRefusal(-1115, 'Invalid timeInForce.')) ?? 'GTC';
  const price = parameters.positive(names('price'), instrument.quotePrecision, true);
  if (price === undefined) throw missing(names('price'));
  return { timeInForce, price, ...readIceberg(form, timeInForce) };
}

/** In base, or, for single market orders, in quote. */
function readAmounts(
  { parameters, names, instrument, isSingle }: OrderForm,
  type: OrderTicket['type'],
): Pick<OrderTicket, 'amount' | 'quoteAmount'> {
  const amount = parameters.positive(names('quantity'), instrument.basePrecision);
  const mayBeInQuote = isSingle && type === 'market';
  if (isSingle && (type !== 'market' || amount !== undefined)) parameters.forbid('quoteOrderQty');
  if (!mayBeInQuote && amount === undefined) throw missing(names('quantity'));
  const quoteAmount = mayBeInQuote ? parameters.positive('quoteOrderQty', instrument.quotePrecision) : undefined;
  requireEither([amount, quoteAmount], 'quantity', 'quoteOrderQty');
  return given({ amount, quoteAmount });
}

/** An order's id and/or its client id. @throws Refusal -1102 when neither was sent. */
export function readLookup(parameters: SpotParameters, idName = 'orderId', clientIdName = 'origClientOrderId'): OrderLookup {
  const lookup = given({ orderId: parameters.integer(idName), clientOrderId: parameters.optional(clientIdName) });
  requireEither(Object.values(lookup), clientIdName, idName);
  return lookup;
}
