import type { TradingPair } from '@venuekit/core/connector';
import type { OrderList, OrderListKind } from '../model/order-list.ts';
import { isOpen, type VenueOrder } from '../model/order.ts';
import type { ListLookup } from './world.ts';

/** A list with its orders. */
export interface ListRecord {
  readonly listId: number;
  readonly clientListId: string;
  readonly account: string;
  readonly tradingPair: TradingPair;
  readonly kind: OrderListKind;
  /** All of them, in the order of `OrderList`. */
  readonly orders: readonly VenueOrder[];
  /** The order that the others wait for. */
  readonly working: VenueOrder | undefined;
  /** The orders of which one ends the other. */
  readonly pair: readonly VenueOrder[];
  readonly creationTimeMs: number;
  updateTimeMs: number;
}

/** All order lists of a venue. */
export class OrderLists {
  readonly #records = new Map<number, ListRecord>();
  /** By account and id. */
  readonly #open = new Map<string, Map<number, ListRecord>>();
  readonly #ofAccount = new Map<string, ListRecord[]>();
  #lastListId = 0;

  nextListId(): number {
    this.#lastListId += 1;
    return this.#lastListId;
  }

  add(record: ListRecord): void {
    const { account, listId } = record;
    this.#records.set(listId, record);
    this.#open.set(account, (this.#open.get(account) ?? new Map<number, ListRecord>()).set(listId, record));
    const records = this.#ofAccount.get(account);
    if (records === undefined) this.#ofAccount.set(account, [record]);
    else records.push(record);
  }

  forget({ listId, account }: ListRecord): void {
    this.#records.delete(listId);
    const records = this.#ofAccount.get(account) ?? [];
    this.#ofAccount.set(
      account,
      records.filter((record) => record.listId !== listId),
    );
  }

  /** The list of an order. */
  of(order: VenueOrder): ListRecord | undefined {
    return order.listId === undefined ? undefined : this.#records.get(order.listId);
  }

  /** The other order of a pair, while both are open. */
  mateOf(order: VenueOrder): VenueOrder | undefined {
    const pair = this.of(order)?.pair;
    if (pair === undefined || !pair.includes(order) || !pair.every(isOpen)) return undefined;
    return pair.find((other) => other !== order);
  }

  /** The other order of a pair that is placed: the two share what they hold until one goes ahead. */
  partnerOf(order: VenueOrder): VenueOrder | undefined {
    return order.status === 'pending-new' ? undefined : this.mateOf(order);
  }

  /** Notes that an order has ended. @returns its list, when that was the last open order of it */
  settle(order: VenueOrder, timeMs: number): ListRecord | undefined {
    const record = this.of(order);
    if (record === undefined || record.orders.some(isOpen) || this.#open.get(record.account)?.delete(record.listId) !== true) {
      return undefined;
    }
    record.updateTimeMs = timeMs;
    return record;
  }

  openCount(account: string, tradingPair: TradingPair): number {
    let count = 0;
    for (const record of this.#open.get(account)?.values() ?? []) if (record.tradingPair === tradingPair) count += 1;
    return count;
  }

  isOpenId(account: string, clientListId: string): boolean {
    for (const record of this.#open.get(account)?.values() ?? []) if (record.clientListId === clientListId) return true;
    return false;
  }

  /** A client id finds its newest list. */
  find(account: string, { listId, clientListId }: ListLookup): ListRecord | undefined {
    const records = this.#ofAccount.get(account) ?? [];
    return records.findLast((record) => (listId === undefined ? record.clientListId === clientListId : record.listId === listId));
  }

  /** By id. */
  all(account: string): readonly OrderList[] {
    return (this.#ofAccount.get(account) ?? []).map(listView);
  }
}

/** A copy for outside. */
export function listView(record: ListRecord): OrderList {
  const { listId, clientListId, account, tradingPair, kind, creationTimeMs, updateTimeMs } = record;
  const orders = record.orders.map(({ orderId, clientOrderId }) => ({ orderId, clientOrderId }));
  const status = record.orders.some(isOpen) ? 'executing' : 'all-done';
  return { listId, clientListId, account, tradingPair, kind, orders, status, creationTimeMs, updateTimeMs };
}
