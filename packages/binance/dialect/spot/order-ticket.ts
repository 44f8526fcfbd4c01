import type { Instrument, OrderLookup, OrderTicket } from '@venuekit/venue';
import type { Parameters } from '../parameters.ts';
import { WireRefusal } from '../wire-refusal.ts';
import { readLeg, readSelfTradePrevention, SINGLE_ORDER } from './order-leg.ts';
import type { ResponseType } from './order-wire.ts';

/** An order that somebody asks for, and how the answer is to look. */
export interface OrderRequest {
  readonly ticket: OrderTicket;
  readonly responseType: ResponseType;
}

/** Parameters of a new order (`rest-api.md`, New order). @throws Refusal */
export function readOrderRequest(parameters: Parameters, instrument: Instrument, account: string): OrderRequest {
  const head = { account, tradingPair: instrument.tradingPair, ...readSelfTradePrevention(parameters) };
  const ticket = readLeg(parameters, SINGLE_ORDER, head, instrument);
  const isShownWhole = ticket.type === 'market' || ticket.type === 'limit';
  return { ticket, responseType: readResponseType(parameters) ?? (isShownWhole ? 'FULL' : 'ACK') };
}

export function readResponseType(parameters: Parameters): ResponseType | undefined {
  return parameters.oneOf('newOrderRespType', ['ACK', 'RESULT', 'FULL']);
}

/** An order's id and/or its client id. @throws Refusal -1102 when neither was sent. */
export function readLookup(parameters: Parameters, idName = 'orderId', clientIdName = 'origClientOrderId'): OrderLookup {
  const { id, clientId } = readIds(parameters, idName, clientIdName);
  return { ...(id === undefined ? {} : { orderId: id }), ...(clientId === undefined ? {} : { clientOrderId: clientId }) };
}

/** Either of two names of one thing. @throws Refusal -1102 when neither was sent. */
export function readIds(
  parameters: Parameters,
  idName: string,
  clientIdName: string,
): { readonly id: number | undefined; readonly clientId: string | undefined } {
  const id = parameters.integer(idName);
  const clientId = parameters.optional(clientIdName);
  if (id === undefined && clientId === undefined) {
    throw new WireRefusal(-1102, `Param '${clientIdName}' or '${idName}' must be sent, but both were empty/null!`);
  }
  return { id, clientId };
}
