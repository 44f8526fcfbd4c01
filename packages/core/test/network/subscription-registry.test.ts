import { expect, test } from 'vitest';
import { backoffDelayMs, failuresAfter } from '../../src/network/backoff.ts';
import { SubscriptionRegistry } from '../../src/network/subscription-registry.ts';

test('wanted topics are asked for in chunks, and confirmed by the id of their request', () => {
  const registry = new SubscriptionRegistry();
  registry.want(['a', 'b', 'c']);
  registry.want(['a']);
  expect(registry.take(1, 2, 100)).toEqual({ kind: 'subscribe', topics: ['a', 'b'] });
  expect(registry.take(2, 2, 200)).toEqual({ kind: 'subscribe', topics: ['c'] });
  expect(registry.take(3, 2, 300)).toBeUndefined();
  expect(registry.earliestDeadlineMs).toBe(100);
  expect(registry.acknowledge(2)).toEqual({ kind: 'subscribe', topics: ['c'], wanted: ['c'] });
  expect(registry.confirmed()).toEqual(['c']);
  expect(registry.acknowledge(2)).toBeUndefined();
  expect(registry.acknowledge(99)).toBeUndefined();
  expect(registry.acknowledge(1)?.topics).toEqual(['a', 'b']);
  expect(registry.earliestDeadlineMs).toBeUndefined();
  expect(registry.pendingRequests).toBe(0);
  expect(registry.hasNext).toBe(false);
});

test('a topic that is unwanted while it is being asked for is given up once it is confirmed', () => {
  const registry = new SubscriptionRegistry();
  registry.want(['a', 'b']);
  registry.take(1, 10, 0);
  registry.unwant(['a']);
  expect(registry.hasNext).toBe(false);
  expect(registry.acknowledge(1)?.wanted).toEqual(['b']);
  expect(registry.take(2, 10, 0)).toEqual({ kind: 'unsubscribe', topics: ['a'] });
  registry.acknowledge(2);
  expect(registry.confirmed()).toEqual(['b']);
});

test('a topic that is wanted again while it is being given up is asked for again', () => {
  const registry = new SubscriptionRegistry();
  registry.want(['a']);
  registry.take(1, 10, 0);
  registry.acknowledge(1);
  registry.unwant(['a']);
  registry.want(['a']);
  expect(registry.hasNext).toBe(false);
  registry.unwant(['a']);
  registry.take(2, 10, 0);
  registry.want(['a']);
  expect(registry.hasNext).toBe(false);
  registry.acknowledge(2);
  expect(registry.take(3, 10, 0)).toEqual({ kind: 'subscribe', topics: ['a'] });
});

test('a refused topic is not asked for again on this connection, unless it was unwanted in between', () => {
  const registry = new SubscriptionRegistry();
  registry.want(['a']);
  registry.take(1, 10, 0);
  expect(registry.refuse(1)).toEqual({ kind: 'subscribe', topics: ['a'], wanted: ['a'] });
  registry.want(['a']);
  expect(registry.hasNext).toBe(false);
  registry.unwant(['a']);
  registry.want(['a']);
  expect(registry.hasNext).toBe(true);
});

test('a topic that is unwanted before it was refused can be wanted anew', () => {
  const registry = new SubscriptionRegistry();
  registry.want(['a']);
  registry.take(1, 10, 0);
  registry.unwant(['a']);
  expect(registry.refuse(1)?.wanted).toEqual([]);
  registry.want(['a']);
  expect(registry.hasNext).toBe(true);
});

test('the venue refusing to end a topic does not keep it', () => {
  const registry = new SubscriptionRegistry();
  registry.want(['a']);
  registry.take(1, 10, 0);
  registry.acknowledge(1);
  registry.unwant(['a']);
  registry.take(2, 10, 0);
  registry.refuse(2);
  expect(registry.confirmed()).toEqual([]);
  expect(registry.hasNext).toBe(false);
});

test('after a new connection exactly the wanted set is asked for, also what was refused; old answers match nothing', () => {
  const registry = new SubscriptionRegistry();
  registry.want(['a', 'b', 'c', 'd']);
  registry.take(1, 2, 0);
  registry.acknowledge(1);
  registry.take(2, 1, 0);
  registry.refuse(2);
  registry.take(3, 1, 0);
  registry.unwant(['b']);
  registry.disconnect();
  expect(registry.hasConfirmedWanted).toBe(false);
  expect(registry.acknowledge(3)).toBeUndefined();
  expect(registry.take(4, 10, 0)).toEqual({ kind: 'subscribe', topics: ['a', 'c', 'd'] });
  registry.acknowledge(4);
  expect(registry.hasConfirmedWanted).toBe(true);
});

test('the bound of the backoff doubles up to its maximum, and the delay is anything below it', () => {
  const plan = { initialMs: 1_000, maximumMs: 30_000 };
  expect([0, 1, 2, 3, 4, 5, 6, 2_000].map((failures) => backoffDelayMs(failures, 0.5, plan))).toEqual([
    500, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000, 15_000,
  ]);
  expect(backoffDelayMs(3, 0, plan)).toBe(0);
});

test('failures are forgotten only after a stable connection', () => {
  expect(failuresAfter(4, 59_999, { stableAfterMs: 60_000 })).toBe(4);
  expect(failuresAfter(4, 60_000, { stableAfterMs: 60_000 })).toBe(0);
});
