import type { CancelItem, Operation } from '../dialect/operation.ts';
import { members, type Parameters, texts } from '../dialect/request-fields.ts';
import type { OrderTicket } from '../model/order.ts';
import { Refusal } from '../model/refusal.ts';
import type { PlainShape } from './shape.ts';

/** Reads what requests for several orders ask; undefined for any other request. @throws Refusal */
export type BatchReader = (
  name: string,
  body: ReadonlyMap<string, unknown>,
  read: { ticket(item: Parameters): OrderTicket; cancel(item: Parameters): CancelItem; named(item: Parameters, id: string): CancelItem },
) => Operation | undefined;

const LARGEST_BATCH = 10;

/**
 * `items`: `POST /batch` and `DELETE /batch` with `orders`, up to ten of what `POST /orders` takes, or of `market` and the order's id. The reply is
 * `{"items":[…]}`, in their order: `{"ok":true,…}` with what the request alone would give, or `{"ok":false,"error","detail"}`. In a form, `orders`
 * is JSON. `DELETE /batch` with `market` and `ids` instead cancels any number of orders of one market.
 */
export function batchReaderOf({ batches = 'none' }: PlainShape, cancelDelayMs: number | undefined): BatchReader {
  if (batches === 'none') return () => undefined;
  return (name, body, read) => {
    switch (name) {
      case 'POST batch':
        return { kind: 'place-many', tickets: itemsOf(body).map((item) => orRefusal(item, (each) => read.ticket(each))) };
      case 'DELETE batch': {
        const items = body.has('ids')
          ? idsOf(body).map((id) => orRefusal({ market: body.get('market') }, (each) => read.named(each, id)))
          : itemsOf(body).map((item) => orRefusal(item, (each) => read.cancel(each)));
        return { kind: 'cancel-many', items, ...(cancelDelayMs !== undefined && { delayMs: cancelDelayMs }) };
      }
      default:
        return undefined;
    }
  };
}

function itemsOf(body: ReadonlyMap<string, unknown>): readonly unknown[] {
  const orders = body.get('orders');
  const items = typeof orders === 'string' ? parsed(orders) : orders;
  if (!Array.isArray(items) || items.length === 0 || items.length > LARGEST_BATCH) throw new Refusal('malformed-parameter', 'orders');
  return items;
}

function idsOf(body: ReadonlyMap<string, unknown>): readonly string[] {
  const given = body.get('ids');
  const ids = typeof given === 'string' ? parsed(given) : given;
  if (!Array.isArray(ids)) throw new Refusal('malformed-parameter', 'ids');
  return ids.map((id) => {
    if (typeof id !== 'string') throw new Refusal('malformed-parameter', 'ids');
    return id;
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function orRefusal<Item>(value: unknown, read: (item: Parameters) => Item): Item | Refusal {
  try {
    return read(texts(members(value, 'orders')));
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}
