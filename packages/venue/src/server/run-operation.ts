import type { TradingPair } from '@venuekit/core/connector';
import type { CancelItem, Operation, OperationResult } from '../dialect/operation.ts';
import type { World } from '../engine/world.ts';
import type { Instrument } from '../model/instrument.ts';
import type { OrderTicket } from '../model/order.ts';
import { Refusal } from '../model/refusal.ts';
import type { VenueParts } from './venue-parts.ts';

function instrumentsOf(world: World, tradingPairs: readonly TradingPair[] | undefined): readonly Instrument[] {
  if (tradingPairs === undefined) return [...world.instruments.values()];
  return tradingPairs.map((tradingPair) => {
    const instrument = world.instruments.get(tradingPair);
    if (instrument === undefined) throw new Refusal('unknown-symbol', tradingPair);
    return instrument;
  });
}

/** What operations are done with. */
export type OperationDesks = Pick<VenueParts, 'world' | 'streamKeys' | 'laterCancels'>;

/** What each item gives, or why the venue says no to it. */
function itemByItem<Item, Result>(items: readonly (Item | Refusal)[], act: (item: Item) => Result): readonly (Result | Refusal)[] {
  return items.map((item) => {
    if (item instanceof Refusal) return item;
    try {
      return act(item);
    } catch (error) {
      if (error instanceof Refusal) return error;
      throw error;
    }
  });
}

/** Does what a request asks. @throws Refusal */
export function runOperation({ world, streamKeys, laterCancels }: OperationDesks, operation: Operation): OperationResult {
  switch (operation.kind) {
    case 'ping':
      return { kind: 'ping' };
    case 'time':
      return { kind: 'time', timeMs: world.nowMs() };
    case 'rules':
      return { kind: 'rules', instruments: instrumentsOf(world, operation.tradingPairs) };
    case 'book':
      return { kind: 'book', book: world.book(operation.tradingPair, operation.depth) };
    case 'recent-trades':
      return { kind: 'recent-trades', trades: world.recentTrades(operation.tradingPair, operation.limit) };
    case 'last-prices':
      return {
        kind: 'last-prices',
        prices: instrumentsOf(world, operation.tradingPairs).map(({ tradingPair }) => ({
          tradingPair,
          price: world.lastPrice(tradingPair),
        })),
      };
    case 'best-quotes':
      return {
        kind: 'best-quotes',
        books: instrumentsOf(world, operation.tradingPairs).map(({ tradingPair }) => world.book(tradingPair, 1)),
      };
    case 'place':
      return { kind: 'place', placement: world.place(operation.ticket) };
    case 'check':
      world.check(operation.ticket);
      return { kind: 'check' };
    case 'cancel': {
      const { account, tradingPair, lookup, cancelClientOrderId, onlyWhen } = operation;
      return { kind: 'cancel', order: world.cancel(account, tradingPair, lookup, cancelClientOrderId, onlyWhen), cancelClientOrderId };
    }
    case 'request-cancel':
      return { kind: 'request-cancel', order: laterCancels.take(operation, operation.delayMs) };
    case 'place-many':
      return { kind: 'place-many', placements: itemByItem(operation.tickets, (ticket: OrderTicket) => world.place(ticket)) };
    case 'cancel-many': {
      const { items, delayMs } = operation;
      const orders = itemByItem(items, (item: CancelItem) =>
        delayMs === undefined ? world.cancel(item.account, item.tradingPair, item.lookup) : laterCancels.take(item, delayMs),
      );
      return { kind: 'cancel-many', orders };
    }
    case 'make-stream-key':
      return { kind: operation.kind, streamKey: streamKeys.make(operation.account, operation.validityMs) };
    case 'extend-stream-key':
      streamKeys.extend(operation.account, operation.streamKey, operation.validityMs);
      return { kind: operation.kind, streamKey: operation.streamKey };
    case 'end-stream-key':
      streamKeys.end(operation.account, operation.streamKey);
      return { kind: operation.kind, streamKey: operation.streamKey };
    case 'place-list':
      return { kind: 'place-list', placement: world.placeList(operation.ticket) };
    case 'cancel-list': {
      const { account, tradingPair, lookup, cancelClientOrderId } = operation;
      const cancellation = world.cancelList(account, tradingPair, lookup, cancelClientOrderId);
      return { kind: 'cancel-list', cancellation, cancelClientOrderId };
    }
    case 'cancel-replace': {
      const { request } = operation;
      return { kind: 'cancel-replace', replacement: world.cancelReplace(request), cancelClientOrderId: request.cancelClientOrderId };
    }
    case 'amend':
      return { kind: 'amend', result: world.amend(operation.request) };
    case 'amendments':
      return { kind: 'amendments', amendments: world.amendments(operation.account, operation.tradingPair, operation.lookup) };
    case 'order-list':
      return { kind: 'order-list', list: world.orderList(operation.account, operation.lookup) };
    case 'order-lists':
      return { kind: 'order-lists', lists: world.orderLists(operation.account) };
    case 'open-order-lists':
      return { kind: 'open-order-lists', lists: world.orderLists(operation.account).filter(({ status }) => status === 'executing') };
    case 'prevented-matches':
      return { kind: 'prevented-matches', matches: world.preventedMatches(operation.account, operation.tradingPair) };
    case 'cancel-all': {
      const orders = world.cancelAll(operation.account, operation.tradingPair);
      const listIds = new Set(orders.map(({ listId }) => listId));
      return { kind: 'cancel-all', orders, lists: world.orderLists(operation.account).filter(({ listId }) => listIds.has(listId)) };
    }
    case 'order':
      return { kind: 'order', order: world.order(operation.account, operation.tradingPair, operation.lookup) };
    case 'open-orders':
      return { kind: 'open-orders', orders: world.openOrders(operation.account, operation.tradingPair) };
    case 'orders':
      return { kind: 'orders', orders: world.orders(operation.account, operation.tradingPair) };
    case 'fills':
      return { kind: 'fills', fills: world.fills(operation.account, operation.query) };
    case 'balances':
      return { kind: 'balances', account: operation.account, balances: world.balances(operation.account) };
    case 'fee-rates':
      return { kind: 'fee-rates', tradingPair: operation.tradingPair, feePlan: world.feePlan(operation.account, operation.tradingPair) };
    default:
      return { kind: 'static', reply: operation.reply };
  }
}
