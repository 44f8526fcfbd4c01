import type { OperationResult } from '../dialect/operation.ts';
import { Refusal } from '../model/refusal.ts';
import type { VenueOrder } from '../model/order.ts';
import type { PlainReplies } from './plain-reply.ts';
import { refusalJson } from './success.ts';

/** Replies to what only some shapes can be asked: cancels that are carried out later, batches, keys of streams. */
export function specialReply(result: OperationResult, replies: PlainReplies): object {
  switch (result.kind) {
    case 'request-cancel':
      return accepted(result.order);
    case 'place-many':
      return { items: result.placements.map((item) => itemJson(item, (placement) => replies.placement(placement))) };
    case 'cancel-many':
      return { items: result.orders.map((item) => itemJson(item, (order) => canceled(order, replies))) };
    case 'make-stream-key':
    case 'extend-stream-key':
    case 'end-stream-key':
      return { [replies.shape.login === 'token' ? 'token' : 'listenKey']: result.streamKey };
    default:
      throw new RangeError(`this dialect never asks for ${result.kind}`);
  }
}

function accepted({ orderId }: VenueOrder): object {
  return { accepted: true, orderId: String(orderId) };
}

function canceled(order: VenueOrder, replies: PlainReplies): object {
  return replies.shape.cancels === 'asynchronous' ? accepted(order) : { order: replies.order(order) };
}

function itemJson<Value>(item: Value | Refusal, json: (value: Value) => object): object {
  return item instanceof Refusal ? { ok: false, ...refusalJson(item) } : { ok: true, ...json(item) };
}
