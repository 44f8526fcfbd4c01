import { PayloadFields, VenueRejection, asError } from '@venuekit/core/connector';
import type {
  BatchOutcome,
  CancelReplaceMode,
  OrderReference,
  OrderRequest,
  ReplacedOrder,
  RequestContext,
} from '@venuekit/core/connector';
import { classifyFailure, signed, skippedIn } from '../web-utils.ts';
import { CancelReplaceFailedError } from './cancel-replace-failed-error.ts';
import { CANCEL_REPLACE_PATH } from './constants.ts';
import { newOrderParameters } from './new-order-parameters.ts';
import { parseCanceledOrder, parsePlacedOrder } from './private-wire.ts';

const MODE_NAMES: Readonly<Record<CancelReplaceMode, string>> = {
  'stop-on-failure': 'STOP_ON_FAILURE',
  'allow-failure': 'ALLOW_FAILURE',
};

/**
 * `POST /api/v3/order/cancelReplace` (`rest-api.md`, Cancel an Existing Order and Send a New Order), by our own ids. While too many
 * orders are unfilled, the venue does nothing.
 */
export async function cancelReplaceOrder(
  context: RequestContext,
  order: OrderReference,
  replacement: OrderRequest,
  mode: CancelReplaceMode,
): Promise<ReplacedOrder> {
  const parameters = {
    ...newOrderParameters(context, replacement),
    cancelReplaceMode: MODE_NAMES[mode],
    cancelOrigClientOrderId: order.clientOrderId,
  };
  const onProblem = skippedIn(context, order.tradingPair);
  try {
    const call = { method: 'POST', path: CANCEL_REPLACE_PATH, parameters, lane: 'order' } as const;
    return parseHalves(await signed(context, CANCEL_REPLACE_PATH, call), replacement, onProblem);
  } catch (error) {
    if (error instanceof CancelReplaceFailedError) return parseHalves(error.data, replacement, onProblem);
    throw error;
  }
}

/** Reads what became of each half; one that cannot be read has ended without a known result. @throws InvalidPayloadError for no object */
function parseHalves(data: unknown, replacement: OrderRequest, onProblem: (error: Error) => void): ReplacedOrder {
  const { tradingPair } = replacement;
  const halves = new PayloadFields(data, `cancelReplace ${tradingPair}`);
  return {
    canceled: half(halves, 'cancelResult', 'cancelResponse', (reply) => parseCanceledOrder(reply, tradingPair, onProblem)),
    placed: half(halves, 'newOrderResult', 'newOrderResponse', (reply) => parsePlacedOrder(reply, replacement, onProblem)),
  };
}

function half<Value>(halves: PayloadFields, result: string, response: string, parse: (reply: unknown) => Value): BatchOutcome<Value> {
  try {
    switch (halves.value(result)) {
      case 'SUCCESS':
        return { value: parse(halves.value(response)) };
      case 'FAILURE':
        return { error: refusal(halves.object(response)) };
      case 'NOT_ATTEMPTED':
        return { error: new VenueRejection({ reason: 'other', status: 400, venueCode: '-2022', venueMessage: 'not attempted' }) };
      default:
        throw halves.wrong(result, 'SUCCESS, FAILURE or NOT_ATTEMPTED');
    }
  } catch (error) {
    return { error: asError(error, halves.origin) };
  }
}

/** The status of the whole says nothing of one half. */
function refusal(response: PayloadFields): Error {
  const code = response.value('code');
  return classifyFailure({
    status: 400,
    code: typeof code === 'number' ? String(code) : undefined,
    message: response.optionalText('msg') ?? '',
    retryAfterMs: undefined,
  });
}
