import type { TradingPair } from '@venuekit/core/connector';
import type { Operation, OperationResult } from '../dialect/operation.ts';
import type { World } from '../engine/world.ts';
import type { Instrument } from '../model/instrument.ts';
import { Refusal } from '../model/refusal.ts';

function instrumentsOf(world: World, tradingPairs: readonly TradingPair[] | undefined): readonly Instrument[] {
  if (tradingPairs === undefined) return [...world.instruments.values()];
  return tradingPairs.map((tradingPair) => {
    const instrument = world.instruments.get(tradingPair);
    if (instrument === undefined) throw new Refusal('unknown-symbol', tradingPair);
    return instrument;
  });
}

/** Does what a request asks. @throws Refusal */
export function runOperation(world: World, operation: Operation): OperationResult {
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
      const { account, tradingPair, lookup, cancelClientOrderId } = operation;
      return { kind: 'cancel', order: world.cancel(account, tradingPair, lookup, cancelClientOrderId), cancelClientOrderId };
    }
    case 'cancel-all':
      return { kind: 'cancel-all', orders: world.cancelAll(operation.account, operation.tradingPair) };
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
