import {
  type CancelReplacement,
  type CancelRestriction,
  type DialectDesk,
  type OperationResult,
  type OrderLookup,
  type OrderTicket,
  Refusal,
} from '@venuekit/venue';
import type { Parameters } from '../parameters.ts';
import { WireRefusal } from '../wire-refusal.ts';
import { type EndpointRequest, FailureReply, type Reading, reading } from './endpoint.ts';
import { exhaustedOrderLimit } from './limits.ts';
import { CLIENT_ORDER_ID_RANGE } from './order-leg.ts';
import { readLookup, readOrderRequest } from './order-ticket.ts';
import { cancelJson, placementJson, type ResponseType } from './order-wire.ts';
import { wordsOf } from './refusals.ts';
import { readSymbol } from './symbols.ts';

const MODES = ['STOP_ON_FAILURE', 'ALLOW_FAILURE'] as const;

/** What became of the two halves, in the venue's words. */
interface Halves {
  readonly cancelResult: 'SUCCESS' | 'FAILURE';
  readonly newOrderResult: 'SUCCESS' | 'FAILURE' | 'NOT_ATTEMPTED';
  readonly cancelResponse: unknown;
  readonly newOrderResponse: unknown;
}

/** What a request to cancel one order and place another asks, and how its answer is to look. */
interface ReplaceRequest {
  readonly mode: (typeof MODES)[number];
  readonly ticket: OrderTicket;
  readonly responseType: ResponseType;
  readonly lookup: OrderLookup;
  readonly cancelClientOrderId: string | undefined;
  readonly onlyWhen: CancelRestriction | undefined;
}

/** `POST /api/v3/order/cancelReplace` (`rest-api.md`, Cancel an Existing Order and Send a New Order). @throws Refusal */
export function readCancelReplace(request: EndpointRequest): Reading {
  const { parameters, desk, account } = request;
  const instrument = readSymbol(parameters, desk.world);
  const { tradingPair } = instrument;
  const mode = parameters.oneOf('cancelReplaceMode', MODES) ?? 'STOP_ON_FAILURE';
  const asked: ReplaceRequest = {
    mode,
    ...readOrderRequest(parameters, instrument, account),
    lookup: readLookup(parameters, 'cancelOrderId', 'cancelOrigClientOrderId'),
    cancelClientOrderId: parameters.matching('cancelNewClientOrderId', CLIENT_ORDER_ID_RANGE),
    onlyWhen: readCancelRestriction(parameters),
  };
  const { ticket, responseType, lookup, cancelClientOrderId, onlyWhen } = asked;
  const whenExceeded = parameters.oneOf('orderRateLimitExceededMode', ['DO_NOTHING', 'CANCEL_ONLY']) ?? 'DO_NOTHING';
  const exhausted = whenExceeded === 'CANCEL_ONLY' ? exhaustedOrderLimit(desk, account) : undefined;
  if (exhausted !== undefined) return cancelOnly(asked, exhausted.name, request);
  const terms = {
    account,
    tradingPair,
    lookup,
    ticket,
    mode: mode === 'ALLOW_FAILURE' ? 'allow-failure' : 'stop-on-failure',
    ...(cancelClientOrderId === undefined ? {} : { cancelClientOrderId }),
    ...(onlyWhen === undefined ? {} : { onlyWhen }),
  } as const;
  return reading({ kind: 'cancel-replace', request: terms }, 1, ({ replacement }) =>
    answerOf(halvesOf(replacement, cancelClientOrderId, responseType, desk)),
  );
}

/** Whether both halves succeeded. */
export function isReplaced(result: OperationResult): boolean {
  if (result.kind !== 'cancel-replace') return false;
  const { cancel, placement } = result.replacement;
  return !(cancel instanceof Refusal) && placement !== undefined && !(placement instanceof Refusal);
}

/** @throws WireRefusal -1145 */
export function readCancelRestriction(parameters: Parameters): CancelRestriction | undefined {
  const refusal = new WireRefusal(-1145, 'Invalid cancelRestrictions');
  const text = parameters.oneOf('cancelRestrictions', ['ONLY_NEW', 'ONLY_PARTIALLY_FILLED'], refusal);
  if (text === undefined) return undefined;
  return text === 'ONLY_NEW' ? 'new' : 'partially-filled';
}

/** There is no room for another order, and the old one is to go all the same. */
function cancelOnly(asked: ReplaceRequest, limit: string, { desk, isSocket }: EndpointRequest): Reading {
  const { ticket, lookup, cancelClientOrderId, onlyWhen, mode } = asked;
  const { account, tradingPair } = ticket;
  const status = isSocket || mode === 'ALLOW_FAILURE' ? 409 : 429;
  const newOrderResponse = failureOf(new Refusal('too-many-orders', limit), 'place', desk);
  const operation = {
    kind: 'cancel',
    account,
    tradingPair,
    lookup,
    ...(cancelClientOrderId === undefined ? {} : { cancelClientOrderId }),
    ...(onlyWhen === undefined ? {} : { onlyWhen }),
  } as const;
  const canceling = reading(operation, 1, ({ order }) => {
    const cancelResponse = cancelJson(desk.world, order, cancelClientOrderId);
    return failed(status, -2021, { cancelResult: 'SUCCESS', newOrderResult: 'FAILURE', cancelResponse, newOrderResponse });
  });
  return { ...canceling, unfilledOrders: 0 };
}

function halvesOf(
  { cancel, placement }: CancelReplacement,
  cancelClientOrderId: string | undefined,
  responseType: ResponseType,
  desk: DialectDesk,
): Halves {
  const canceled =
    cancel instanceof Refusal
      ? ({ cancelResult: 'FAILURE', cancelResponse: failureOf(cancel, 'cancel', desk) } as const)
      : ({ cancelResult: 'SUCCESS', cancelResponse: cancelJson(desk.world, cancel, cancelClientOrderId) } as const);
  return { ...canceled, ...placedOf(placement, responseType, desk) };
}

function placedOf(
  placement: CancelReplacement['placement'],
  responseType: ResponseType,
  desk: DialectDesk,
): Pick<Halves, 'newOrderResult' | 'newOrderResponse'> {
  if (placement === undefined) return { newOrderResult: 'NOT_ATTEMPTED', newOrderResponse: null };
  if (placement instanceof Refusal) return { newOrderResult: 'FAILURE', newOrderResponse: failureOf(placement, 'place', desk) };
  return { newOrderResult: 'SUCCESS', newOrderResponse: placementJson(desk.world, placement, responseType) };
}

function answerOf(halves: Halves): unknown {
  const { cancelResult, newOrderResult, cancelResponse, newOrderResponse } = halves;
  const body = { cancelResult, newOrderResult, cancelResponse, newOrderResponse };
  if (cancelResult === 'SUCCESS' && newOrderResult === 'SUCCESS') return body;
  const isPartial = cancelResult === 'SUCCESS' || newOrderResult === 'SUCCESS';
  return isPartial ? failed(409, -2021, body) : failed(400, -2022, body);
}

function failed(status: number, code: -2021 | -2022, data: Halves): FailureReply {
  return new FailureReply(status, code, code === -2021 ? 'Order cancel-replace partially failed.' : 'Order cancel-replace failed.', data);
}

function failureOf(refusal: Refusal, operation: 'place' | 'cancel', desk: DialectDesk): unknown {
  const { code, msg } = wordsOf(refusal, operation, desk);
  return { code, msg };
}
