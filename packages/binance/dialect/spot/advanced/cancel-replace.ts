import { type DialectDesk, type OperationResult, type Placement, Refusal, type VenueOrder } from '@venuekit/venue';
import { type EndpointRequest, type Reading, reading } from '../endpoint.ts';
import { windowOf } from '../limits.ts';
import { readMarket } from '../markets.ts';
import { readCancelTerms } from '../order-endpoints.ts';
import { cancelJson, placementJson } from '../order-json.ts';
import { readLookup, readOrderRequest } from '../order-ticket.ts';
import { wordsOf } from '../refusals.ts';
import { WireRefusal } from '../wire-refusal.ts';

const MODES = { 'stop-on-failure': 'STOP_ON_FAILURE', 'allow-failure': 'ALLOW_FAILURE' };
const WHEN_EXCEEDED = { nothing: 'DO_NOTHING', cancel: 'CANCEL_ONLY' };

/** `POST /api/v3/order/cancelReplace` (`rest-api.md`, Cancel an Existing Order and Send a New Order). @throws Refusal */
export function readCancelReplace({ parameters, desk, world, account, socket }: EndpointRequest): Reading {
  const instrument = readMarket(parameters, world);
  const mode = parameters.word('cancelReplaceMode', MODES) ?? 'stop-on-failure';
  const { ticket, responseType } = readOrderRequest(parameters, instrument, account);
  const lookup = readLookup(parameters, 'cancelOrderId', 'cancelOrigClientOrderId');
  const canceling = { account, tradingPair: instrument.tradingPair, lookup, ...readCancelTerms(parameters, 'cancelNewClientOrderId') };
  const canceled = (order: VenueOrder): unknown => cancelJson(world, order, canceling.cancelClientOrderId);
  const placed = (placement: Placement): unknown => placementJson(world, placement, responseType);
  const isCancelOnly = parameters.word('orderRateLimitExceededMode', WHEN_EXCEEDED) === 'cancel';
  const exhausted = desk.usage(account).find(({ limit, used }) => windowOf(limit).kind === 'ORDERS' && used >= limit.limit);
  if (!isCancelOnly || exhausted === undefined) {
    const request = { ...canceling, ticket, mode };
    return reading({ kind: 'cancel-replace', request }, 1, ({ replacement: { cancel, placement } }) =>
      answerOf(halfOf(cancel, 'cancel', canceled, desk), halfOf(placement, 'place', placed, desk)),
    );
  }
  // There is no room for another order, and the old one is to go all the same.
  const failed = halfOf(new Refusal('too-many-orders', exhausted.limit.name), 'place', placed, desk);
  const status = socket !== undefined || mode === 'allow-failure' ? 409 : 429;
  const cancelOnly = reading({ kind: 'cancel', ...canceling }, 1, ({ order }) =>
    answerOf(halfOf(order, 'cancel', canceled, desk), failed, status),
  );
  return { ...cancelOnly, unfilledOrders: 0 };
}

/** Whether both halves succeeded. */
export function isReplaced(result: OperationResult): boolean {
  if (result.kind !== 'cancel-replace') return false;
  const { cancel, placement } = result.replacement;
  return !(cancel instanceof Refusal) && placement !== undefined && !(placement instanceof Refusal);
}

/** What became of one half, in the venue's words. */
interface Half {
  readonly result: 'SUCCESS' | 'FAILURE' | 'NOT_ATTEMPTED';
  readonly response: unknown;
}

function halfOf<Done extends object>(
  outcome: Done | Refusal | undefined,
  operation: 'cancel' | 'place',
  encode: (done: Done) => unknown,
  desk: DialectDesk,
): Half {
  if (outcome === undefined) return { result: 'NOT_ATTEMPTED', response: null };
  if (!(outcome instanceof Refusal)) return { result: 'SUCCESS', response: encode(outcome) };
  const { code, msg } = wordsOf(outcome, operation, desk);
  return { result: 'FAILURE', response: { code, msg } };
}

function answerOf(cancel: Half, placement: Half, partialStatus = 409): unknown {
  const data = {
    cancelResult: cancel.result,
    newOrderResult: placement.result,
    cancelResponse: cancel.response,
    newOrderResponse: placement.response,
  };
  const successes = [cancel, placement].filter(({ result }) => result === 'SUCCESS').length;
  if (successes === 2) return data;
  if (successes === 1) return new WireRefusal(-2021, 'Order cancel-replace partially failed.', partialStatus, data);
  return new WireRefusal(-2022, 'Order cancel-replace failed.', 400, data);
}
