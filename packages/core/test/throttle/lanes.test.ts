import { describe, expect, test } from 'vitest';
import type { ThrottleLane } from '../../src/throttle/rate-limit.ts';
import { ThrottleRun } from './throttle-run.ts';

const pool = { limitId: 'pool', limit: 100, intervalMs: 1_000 };

function countByLane(run: ThrottleRun, fromMs: number, untilMs: number): Readonly<Record<ThrottleLane, number>> {
  const counts = { cancel: 0, order: 0, query: 0 };
  for (const { name, atMs } of run.granted) {
    if (atMs < fromMs || atMs >= untilMs) continue;
    if (name.startsWith('cancel')) counts.cancel += 1;
    else if (name.startsWith('order')) counts.order += 1;
    else counts.query += 1;
  }
  return counts;
}

describe('the lanes', () => {
  test('are served cancels first, then orders, then queries, each in order of arrival', async () => {
    const run = new ThrottleRun([{ ...pool, limit: 1 }]);
    run.call('taken', 'pool');
    for (const lane of ['query', 'order', 'cancel'] as const) {
      run.call(`${lane} a`, 'pool', { lane });
      run.call(`${lane} b`, 'pool', { lane });
    }
    await run.clock.advance(2_200);
    expect(run.names).toEqual(['taken', 'cancel a', 'cancel b']);
    await run.clock.runUntilIdle();
    expect(run.names.filter((name) => name.startsWith('order'))).toEqual(['order a', 'order b']);
    expect(run.names.filter((name) => name.startsWith('query'))).toEqual(['query a', 'query b']);
  });

  test('of lower rank get their reserve of a limit that is used up, and no more', async () => {
    const run = new ThrottleRun([pool], { safetyMarginPercent: 0 });
    run.calls(2_000, 'pool', { lane: 'cancel' });
    run.calls(2_000, 'pool', { lane: 'order' });
    run.calls(2_000, 'pool', { lane: 'query' });
    await run.clock.advance(11_000);
    const counts = countByLane(run, 1_000, 11_000);
    expect(counts.cancel + counts.order + counts.query).toBe(1_000);
    expect(counts.order).toBeGreaterThanOrEqual(198);
    expect(counts.order).toBeLessThanOrEqual(215);
    expect(counts.query).toBeGreaterThanOrEqual(98);
    expect(counts.query).toBeLessThanOrEqual(115);
    run.throttler.close();
  });

  test('get the reserves that are set', async () => {
    const run = new ThrottleRun([pool], { safetyMarginPercent: 0, laneReserves: { query: 40 } });
    run.calls(2_000, 'pool', { lane: 'cancel' });
    run.calls(2_000, 'pool', { lane: 'query' });
    await run.clock.advance(6_000);
    const { query } = countByLane(run, 1_000, 6_000);
    expect(query).toBeGreaterThanOrEqual(198);
    expect(query).toBeLessThanOrEqual(215);
    run.throttler.close();
  });

  test('get their reserve by weight, not by number of calls', async () => {
    const heavy = { limitId: 'heavy', limit: 1_000, intervalMs: 1_000, linkedLimits: [{ limitId: 'pool', weight: 20 }] };
    const run = new ThrottleRun([pool, heavy], { safetyMarginPercent: 0 });
    run.calls(500, 'heavy', { lane: 'cancel' });
    run.calls(500, 'pool', { lane: 'query' });
    await run.clock.advance(21_000);
    const { query } = countByLane(run, 1_000, 21_000);
    expect(query).toBeGreaterThanOrEqual(175);
    expect(query).toBeLessThanOrEqual(250);
    run.throttler.close();
  });

  test('leave the whole limit to the lane that uses it while no other waits', async () => {
    const run = new ThrottleRun([pool], { safetyMarginPercent: 0 });
    run.calls(300, 'pool', { lane: 'cancel' });
    await run.clock.runUntilIdle();
    expect(run.times.at(-1)).toBe(2_000);
  });

  test('let a cancel of now pass a backlog of queries of long ago', async () => {
    const run = new ThrottleRun([pool], { safetyMarginPercent: 0 });
    run.calls(5_000, 'pool');
    await run.clock.advance(10_500);
    run.call('cancel', 'pool', { lane: 'cancel' });
    await run.clock.advance(1_000);
    expect(run.granted.find(({ name }) => name === 'cancel')?.atMs).toBe(11_000);
    run.throttler.close();
  });
});

describe('a heavy call', () => {
  const heavy = { limitId: 'heavy', limit: 1_000, intervalMs: 1_000, linkedLimits: [{ limitId: 'pool', weight: 100 }] };

  test('is not overtaken by light ones of its lane that come later', async () => {
    const run = new ThrottleRun([pool, heavy], { safetyMarginPercent: 0 });
    run.calls(60, 'pool');
    await run.clock.advance(500);
    run.call('heavy', 'heavy');
    run.calls(500, 'pool');
    await run.clock.advance(500);
    expect(run.granted.find(({ name }) => name === 'heavy')?.atMs).toBe(1_000);
    run.throttler.close();
  });

  test('gets through a steady stream of cancels that never lets the limit empty', async () => {
    const run = new ThrottleRun([pool, heavy], { safetyMarginPercent: 0 });
    const boundMs = run.throttler.longestWaitMs('heavy');
    for (let tick = 0; tick < 650; tick += 1) {
      run.calls(5, 'pool', { lane: 'cancel' });
      if (tick === 50) run.call('heavy', 'heavy');
      await run.clock.advance(20);
    }
    expect(run.granted.find(({ name }) => name === 'heavy')?.atMs).toBeLessThanOrEqual(1_000 + boundMs);
    run.throttler.close();
  });
});

describe('a call whose own limit is used up', () => {
  const slow = { limitId: 'slow', limit: 1, intervalMs: 60_000, linkedLimits: [{ limitId: 'pool', weight: 10 }] };

  test('holds up no call of another id that shares only a pool with it', async () => {
    const run = new ThrottleRun([pool, slow], { safetyMarginPercent: 0 });
    run.calls(2, 'slow');
    run.calls(90, 'pool');
    await run.clock.settle();
    expect(run.granted).toHaveLength(91);
    run.throttler.close();
  });

  test('keeps none of the pool that it cannot use yet, and goes at its time', async () => {
    const run = new ThrottleRun([pool, { ...slow, linkedLimits: [{ limitId: 'pool', weight: 100 }] }], { safetyMarginPercent: 0 });
    run.call('slow 1', 'slow');
    run.call('slow 2', 'slow');
    await run.clock.advance(10);
    run.calls(10_000, 'pool');
    // The last hundred that are gone before the slow call goes: from 58,000 ms to 59,000 ms.
    await run.clock.advance(59_980);
    expect(run.granted).toHaveLength(1 + 58 * 100);
    await run.clock.advance(10);
    expect(run.granted.at(-1)).toEqual({ name: 'slow 2', atMs: 60_000 });
    run.throttler.close();
  });
});

test('a call is not held up for longer than its patience by one that itself waits for another', async () => {
  const run = new ThrottleRun(
    [
      { limitId: 'short', limit: 10, intervalMs: 1_000 },
      { limitId: 'long', limit: 10, intervalMs: 100_000 },
      { limitId: 'long only', limit: 100, intervalMs: 1_000, linkedLimits: [{ limitId: 'long', weight: 10 }] },
      { limitId: 'both', limit: 100, intervalMs: 1_000, linkedLimits: [{ limitId: 'long' }, { limitId: 'short', weight: 10 }] },
    ],
    { safetyMarginPercent: 0 },
  );
  run.call('taken', 'long');
  run.call('waits for the long limit', 'long only', { lane: 'cancel' });
  run.call('waits behind it and keeps the short limit', 'both', { lane: 'cancel' });
  run.call('needs the short limit alone', 'short');
  await run.clock.advance(2_000);
  expect(run.names).toEqual(['taken', 'needs the short limit alone']);
  run.throttler.close();
});

describe('the bound of a wait', () => {
  test('is two windows for each call of the lane up to the own one, and the pause that is on', async () => {
    const run = new ThrottleRun([{ ...pool, limit: 20 }], { safetyMarginPercent: 0 });
    const windowMs = 1_000.1;
    expect(run.throttler.longestWaitMs('pool')).toBeCloseTo(2 * windowMs);
    run.calls(25, 'pool', { lane: 'order' });
    expect(run.throttler.longestWaitMs('pool', 'order')).toBeCloseTo(12 * windowMs);
    expect(run.throttler.longestWaitMs('pool')).toBeCloseTo(2 * windowMs);
    run.throttler.pause('pool', 7_000);
    expect(run.throttler.longestWaitMs('pool')).toBeCloseTo(7_000 + 2 * windowMs);
    await run.clock.runUntilIdle();
  });

  test('is longer for a call that weighs more than the reserve of its lane', () => {
    const heavy = { limitId: 'heavy', limit: 1_000, intervalMs: 1_000, linkedLimits: [{ limitId: 'pool', weight: 30 }] };
    const run = new ThrottleRun([pool, heavy], { safetyMarginPercent: 0 });
    expect(run.throttler.longestWaitMs('heavy', 'cancel')).toBeCloseTo(2 * 1_000.1);
    expect(run.throttler.longestWaitMs('heavy', 'order')).toBeCloseTo(3 * 1_000.1);
    expect(run.throttler.longestWaitMs('heavy', 'query')).toBeCloseTo(4 * 1_000.1);
  });

  test('counts every lane of every linked id where they do not fit together', () => {
    const own = { limitId: 'own', limit: 20, intervalMs: 100, linkedLimits: [{ limitId: 'pool' }] };
    const run = new ThrottleRun([{ ...pool, limit: 2 }, own], { safetyMarginPercent: 0 });
    expect(run.throttler.longestWaitMs('own')).toBeCloseTo((5 + 6) * 1_000.1);
  });
});
