import { Decimal, ZERO } from '@venuekit/core/connector';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Execution,
  type FirstFill,
  isOpen,
  isTriggerType,
  type ListStatus,
  remainingOf,
  type VenueFill,
  type World,
  worldDefects,
} from '../../src/index.ts';
import { reachesStop } from '../../src/engine/trigger-rules.ts';
import { actions, busyWorld, perform } from './random-actions.ts';
import { ACCOUNTS, addTo, feePlans, PAIRS, sumTexts } from './random-commands.ts';
import { NO_FEES, recorder } from './trading-floor.ts';

const RUNS = { numRuns: 150 };
const FREE = ACCOUNTS.map(() => NO_FEES);

interface Log {
  readonly executions: Execution[];
  readonly firstFills: FirstFill[];
  readonly lists: ListStatus[];
}

function logOf(world: World): Log {
  const log: Log = { executions: [], firstFills: [], lists: [] };
  world.addListener({
    onExecution: (execution) => log.executions.push(execution),
    onFirstFill: (firstFill) => log.firstFills.push(firstFill),
    onListStatus: (status) => log.lists.push(status),
    onBalances: () => undefined,
    onTrade: () => undefined,
    onBookChange: () => undefined,
  });
  return log;
}

/** The two sides of each trade of accounts, maker first. */
function tradesOf(executions: readonly Execution[]): readonly (readonly Execution[])[] {
  const trades = Map.groupBy(
    executions.filter(({ kind }) => kind === 'trade'),
    ({ order, fill }) => `${order.tradingPair} ${fill?.trade.tradeId ?? 0}`,
  );
  return [...trades.values()];
}

describe('after any mix of all kinds of orders and lists', () => {
  it('every asset is conserved to the last digit but for deposits, and the world has no defect', () => {
    fc.assert(
      fc.property(actions, feePlans, (list, plans) => {
        const world = busyWorld(plans);
        const expected = new Map(world.totals());
        for (const action of list) {
          const refusal = perform(world, action);
          if (action.kind === 'deposit' && refusal === undefined) addTo(expected, action.asset, new Decimal(action.amount));
          expect(worldDefects(world)).toEqual([]);
        }
        expect(sumTexts(world.totals())).toEqual(sumTexts(expected));
        for (const account of ACCOUNTS) {
          for (const { free, locked } of world.balances(account)) expect(free.gte(ZERO) && locked.gte(ZERO)).toBe(true);
        }
      }),
      RUNS,
    );
  });

  it('no account has traded with itself but where the incoming order allows it', () => {
    fc.assert(
      fc.property(actions, (list) => {
        const world = busyWorld(FREE);
        const { executions } = logOf(world);
        for (const action of list) perform(world, action);
        const own = tradesOf(executions).filter(([maker, taker]) => maker?.order.account === taker?.order.account);
        expect(own.filter(([, taker]) => taker?.order.selfTradePrevention !== 'none')).toEqual([]);
      }),
      RUNS,
    );
  });

  it('what an order executed, was prevented from and still wants is its amount, and its fills are what it executed', () => {
    fc.assert(
      fc.property(actions, (list) => {
        const world = busyWorld(FREE);
        for (const action of list) perform(world, action);
        for (const account of ACCOUNTS) {
          for (const tradingPair of PAIRS) {
            const fills = Map.groupBy(world.fills(account, { tradingPair, limit: Infinity }), ({ orderId }) => orderId);
            const prevented = new Map<number, Decimal>();
            for (const match of world.preventedMatches(account, tradingPair)) {
              const { makerOrderId, takerOrderId, makerPrevented = ZERO, takerPrevented = ZERO } = match;
              prevented.set(makerOrderId, (prevented.get(makerOrderId) ?? ZERO).plus(makerPrevented));
              prevented.set(takerOrderId, (prevented.get(takerOrderId) ?? ZERO).plus(takerPrevented));
            }
            for (const order of world.orders(account, tradingPair)) {
              expect(sumOf(fills.get(order.orderId) ?? []).eq(order.executedBase)).toBe(true);
              expect((prevented.get(order.orderId) ?? ZERO).eq(order.preventedBase)).toBe(true);
              expect(remainingOf(order).gte(ZERO)).toBe(true);
              const isUsedUp = order.status === 'filled' || order.status === 'expired-in-match';
              expect(!isUsedUp || remainingOf(order).isZero()).toBe(true);
              expect(order.status !== 'expired-in-match' || order.preventedBase.gt(ZERO)).toBe(true);
              expect(isOpen(order) || order.visibleAmount.isZero()).toBe(true);
              expect(order.expiryReason !== undefined).toBe(order.status === 'expired');
            }
          }
        }
      }),
      RUNS,
    );
  });

  it('no order waits for a price that the last trade had, and nothing works before its trigger', () => {
    fc.assert(
      fc.property(actions, (list) => {
        const world = busyWorld(FREE);
        const { executions } = logOf(world);
        for (const action of list) {
          perform(world, action);
          for (const order of ACCOUNTS.flatMap((account) => world.openOrders(account))) {
            const [last] = world.recentTrades(order.tradingPair, 1);
            const isWaiting = isTriggerType(order.type) && order.status === 'new' && order.workingTimeMs === undefined;
            if (!isWaiting || order.trailingDelta !== undefined || last === undefined) continue;
            expect(reachesStop(order, last.price)).toBe(false);
          }
        }
        const triggered = new Set(executions.flatMap(({ kind, order }) => (kind === 'triggered' ? [order.orderId] : [])));
        const traded = executions.filter(({ order, fill }) => fill !== undefined && isTriggerType(order.type));
        expect(traded.filter(({ order }) => !triggered.has(order.orderId))).toEqual([]);
      }),
      RUNS,
    );
  });

  it('each list begins once and ends once, after the last of its orders, and at most one of a pair trades', () => {
    fc.assert(
      fc.property(actions, (list) => {
        const world = busyWorld(FREE);
        const { lists } = logOf(world);
        for (const action of list) perform(world, action);
        for (const account of ACCOUNTS) {
          for (const { listId, kind, tradingPair, orders, status } of world.orderLists(account)) {
            const told = lists.filter((one) => one.list.listId === listId).map((one) => one.kind);
            expect(told.filter((one) => one !== 'updated')).toEqual(
              status === 'all-done' ? ['exec-started', 'all-done'] : ['exec-started'],
            );
            const members = orders.map(({ orderId }) => world.order(account, tradingPair, { orderId }));
            expect(members.map(({ clientOrderId }) => clientOrderId)).toEqual(orders.map(({ clientOrderId }) => clientOrderId));
            expect(members.some(isOpen)).toBe(status === 'executing');
            const pair = kind === 'oco' ? members : kind === 'otoco' ? members.slice(1) : [];
            expect(pair.filter(({ executedBase }) => !executedBase.isZero()).length).toBeLessThanOrEqual(1);
            expect(pair.filter(({ preventedBase }) => !preventedBase.isZero()).length).toBeLessThanOrEqual(1);
          }
        }
      }),
      RUNS,
    );
  });

  it('executions tell the whole story of each order, and its first fill once', () => {
    fc.assert(
      fc.property(actions, feePlans, (list, plans) => {
        const world = busyWorld(plans);
        const { executions, firstFills } = logOf(world);
        for (const action of list) perform(world, action);
        expect(executions.map(({ executionId }) => executionId)).toEqual(executions.map((_, position) => position + 1));
        const last = new Map(executions.map(({ order }) => [order.orderId, order]));
        for (const account of ACCOUNTS) {
          for (const order of PAIRS.flatMap((pair) => world.orders(account, pair))) {
            const told = last.get(order.orderId);
            const { status, amount, executedBase, preventedBase, clientOrderId, expiryReason } = order;
            expect(told).toMatchObject({ status, amount, executedBase, preventedBase, clientOrderId, expiryReason });
            const firsts = firstFills.filter(({ orderId }) => orderId === order.orderId);
            expect(firsts).toHaveLength(executedBase.isZero() ? 0 : 1);
          }
        }
      }),
      RUNS,
    );
  });

  it('a refusal changes nothing and tells nothing, and the same actions make the same history', () => {
    fc.assert(
      fc.property(actions, feePlans, (list, plans) => {
        const histories = [1, 2].map(() => {
          const world = busyWorld(plans);
          const { listener, heard, texts } = recorder();
          world.addListener(listener);
          for (const action of list) {
            const before = heard.length;
            const isRefused = perform(world, action) !== undefined;
            expect(heard.length - before).toBeLessThanOrEqual(isRefused ? 0 : Infinity);
          }
          return texts();
        });
        expect(histories[0]).toEqual(histories[1]);
      }),
      { numRuns: 40 },
    );
  });
});

function sumOf(fills: readonly VenueFill[]): Decimal {
  return fills.reduce((sum, { trade }) => sum.plus(trade.amount), ZERO);
}
