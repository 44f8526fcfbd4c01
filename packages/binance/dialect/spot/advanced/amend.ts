import { type Amendment, type AmendResult, given, type OperationResult, pickFields, type World } from '@venuekit/venue';
import { type EndpointRequest, type Reading, reading } from '../endpoint.ts';
import { readMarket, symbolOf } from '../markets.ts';
import { orderFields } from '../order-json.ts';
import { readLookup } from '../order-ticket.ts';
import { missing } from '../spot-parameters.ts';
import { fixed } from '../words.ts';
import { listFields } from './order-list-json.ts';

/** The names that the order has in what amending it answers (`rest-api.md`, Order Amend Keep Priority). */
const AMENDED =
  'symbol orderId orderListId origClientOrderId clientOrderId price qty:origQty executedQty preventedQty quoteOrderQty:origQuoteOrderQty ' +
  'cumulativeQuoteQty:cummulativeQuoteQty status timeInForce type side stopPrice trailingDelta trailingTime icebergQty workingTime ' +
  'selfTradePreventionMode expiryReason';
const LIST = 'orderListId contingencyType listOrderStatus listClientOrderId symbol orders';

export function readAmend({ parameters, world, account }: EndpointRequest): Reading {
  const { tradingPair, basePrecision } = readMarket(parameters, world);
  const lookup = readLookup(parameters);
  const clientOrderId = parameters.clientId('newClientOrderId');
  const amount = parameters.positive('newQty', basePrecision);
  if (amount === undefined) throw missing('newQty');
  const request = { account, tradingPair, lookup, amount, ...given({ clientOrderId }) };
  return reading({ kind: 'amend', request }, 4, ({ result }) => amendedJson(world, result));
}

/** An amend weighs something unless it ends the order. */
export function isAmendedToNothing(result: OperationResult): boolean {
  return result.kind === 'amend' && result.result.order.status === 'expired';
}

function amendedJson(world: World, { amendment, order, list }: AmendResult): unknown {
  const { timeMs, executionId, previousClientOrderId, clientOrderId } = amendment;
  const fields = { ...orderFields(world, order), origClientOrderId: previousClientOrderId, clientOrderId };
  const listStatus = list && pickFields(listFields(world, list), LIST);
  return { transactTime: timeMs, executionId, amendedOrder: pickFields(fields, AMENDED), listStatus };
}

export function readAmendments({ parameters, world, account }: EndpointRequest): Reading {
  const { tradingPair } = readMarket(parameters, world);
  const fromExecutionId = parameters.integer('fromExecutionId') ?? 0;
  const limit = parameters.limit(500, 1_000);
  return reading({ kind: 'amendments', account, tradingPair, lookup: readLookup(parameters) }, 4, ({ amendments }) => {
    const shown = amendments.filter(({ executionId }) => executionId >= fromExecutionId).slice(0, limit);
    return shown.map((amendment) => amendmentJson(world, amendment));
  });
}

function amendmentJson(world: World, amendment: Amendment): unknown {
  const { tradingPair, orderId, executionId, previousClientOrderId, clientOrderId, previousAmount, amount, timeMs } = amendment;
  const ids = { symbol: symbolOf(world, tradingPair), orderId, executionId, origClientOrderId: previousClientOrderId };
  return { ...ids, newClientOrderId: clientOrderId, origQty: fixed(previousAmount), newQty: fixed(amount), time: timeMs };
}
