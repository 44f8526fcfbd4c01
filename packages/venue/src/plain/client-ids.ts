import type { Parameters } from '../dialect/request-fields.ts';
import { whole } from '../dialect/request-fields.ts';
import type { OrderLookup } from '../engine/world.ts';
import { Refusal } from '../model/refusal.ts';
import type { PlainShape } from './shape.ts';

/** What the venue takes as the client's id of an order, and how orders are named in requests. */
export interface ClientIds {
  /** Undefined where none is given. @throws Refusal `malformed-parameter` */
  read(parameters: Parameters): string | undefined;
  /** As a member of an order or a fill; undefined for one that the venue has made itself and cannot tell in this form. */
  told(clientOrderId: string): string | number | undefined;
  /** The member of a socket request that names an order. */
  readonly reference: 'clientOrderId' | 'orderId';
  lookup(reference: string): OrderLookup;
}

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;

/**
 * `text`: any text. `numeric`: from 1 to 2,147,483,647; a text in requests and a number in replies. `uuid`: in lower case. `none`: the venue
 * takes no notice of them and tells none; orders are named by `orderId`.
 */
export function clientIdsOf({ clientIds = 'text', clientIdMaxLength = Infinity }: PlainShape): ClientIds {
  const isGood = (id: string): boolean => {
    if (id.length > clientIdMaxLength) return false;
    if (clientIds === 'numeric') return /^[1-9]\d{0,9}$/.test(id) && Number.parseInt(id, 10) <= 2_147_483_647;
    return clientIds !== 'uuid' || UUID.test(id);
  };
  if (clientIds === 'none') {
    return { read: () => undefined, told: () => undefined, reference: 'orderId', lookup: byOrderId };
  }
  return {
    read: (parameters) => {
      const id = parameters.get('clientOrderId');
      if (id !== undefined && !isGood(id)) throw new Refusal('malformed-parameter', 'clientOrderId');
      return id;
    },
    told: (id) => (!isGood(id) ? undefined : clientIds === 'numeric' ? Number.parseInt(id, 10) : id),
    reference: 'clientOrderId',
    lookup: (clientOrderId) => ({ clientOrderId }),
  };
}

function byOrderId(reference: string): OrderLookup {
  const orderId = whole(new Map([['orderId', reference]]), 'orderId');
  return orderId === undefined ? {} : { orderId };
}
