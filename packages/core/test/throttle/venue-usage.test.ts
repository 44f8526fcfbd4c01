import { describe, expect, test } from 'vitest';
import type { UsageReportOptions } from '../../src/throttle/usage-report.ts';
import { ThrottleRun } from './throttle-run.ts';

const pool = { limitId: 'pool', limit: 100, intervalMs: 60_000 };
const ping = { limitId: 'ping', limit: 1_000, intervalMs: 60_000, linkedLimits: [{ limitId: 'pool', weight: 2 }] };
/** The venue's clock is ours plus a million minutes. */
const venueOffsetMs = 60_000_000_000;

function start(options: ConstructorParameters<typeof ThrottleRun>[1] = {}): ThrottleRun {
  return new ThrottleRun([pool, ping], { safetyMarginPercent: 5, ...options });
}

function report(run: ThrottleRun, used: number, options: Partial<UsageReportOptions> = {}): void {
  run.throttler.reportUsage('pool', used, { venueOffsetMs, ...options });
}

function answered(run: ThrottleRun, used: number, acquiredAtMs: number): void {
  report(run, used, { answeredCall: { limitId: 'ping', acquiredAtMs } });
}

function poolOf(run: ThrottleRun): unknown {
  const { used, ownUsed, venueUsed } = run.throttler.usage()[0] ?? {};
  return { used, ownUsed, venueUsed };
}

describe('the venue’s count of a limit', () => {
  test('counts what others use, until the venue’s window ends', async () => {
    const run = start();
    await run.clock.advance(20_000);
    report(run, 95);
    expect(poolOf(run)).toEqual({ used: 95, ownUsed: 0, venueUsed: 95 });
    run.calls(4, 'ping');
    await run.clock.advance(40_000);
    expect(run.granted).toHaveLength(2);
    await run.clock.runUntilIdle();
    // The window ends at 60,000 ms; the clocks may differ by a little.
    expect(run.times.slice(2)).toEqual([60_100, 60_100]);
    expect(poolOf(run)).toEqual({ used: 8, ownUsed: 8, venueUsed: undefined });
  });

  test('is never believed to be less than our own count', async () => {
    const run = start();
    await run.clock.advance(40_000);
    for (let index = 0; index < 45; index += 1) run.throttler.tryAcquire('ping');
    await run.clock.advance(30_000);
    report(run, 0);
    expect(poolOf(run)).toEqual({ used: 90, ownUsed: 90, venueUsed: 0 });
  });

  test('has an answered call in it, and calls on their way beside it', async () => {
    const run = start();
    await run.clock.advance(20_000);
    for (let index = 0; index < 10; index += 1) run.throttler.tryAcquire('ping');
    answered(run, 52, 20_000);
    expect(poolOf(run)).toMatchObject({ ownUsed: 20, venueUsed: 52 + 9 * 2 });
    for (let index = 1; index < 10; index += 1) answered(run, 52 + index * 2, 20_000);
    expect(poolOf(run)).toMatchObject({ ownUsed: 20, venueUsed: 70 });
  });

  test('comes to the same in whatever order the answers come', async () => {
    const run = start();
    await run.clock.advance(20_000);
    for (let index = 0; index < 10; index += 1) run.throttler.tryAcquire('ping');
    for (const index of [7, 2, 9, 0, 1, 8, 3, 6, 5, 4]) answered(run, 52 + index * 2, 20_000);
    expect(poolOf(run)).toMatchObject({ ownUsed: 20, venueUsed: 70 });
  });

  test('has in it what went well before the call whose answer brought it, answered or not', async () => {
    const run = start();
    await run.clock.advance(20_000);
    for (let index = 0; index < 10; index += 1) run.throttler.tryAcquire('ping');
    await run.clock.advance(2_000);
    answered(run, 30, 22_000);
    expect(poolOf(run)).toMatchObject({ venueUsed: 30 + 18 });
    await run.clock.advance(2_000);
    run.throttler.tryAcquire('ping');
    answered(run, 32, 24_000);
    expect(poolOf(run)).toMatchObject({ ownUsed: 22, venueUsed: 32 });
  });

  test('of an older answer that comes later is not taken for the newest', async () => {
    const run = start();
    await run.clock.advance(20_000);
    report(run, 60);
    report(run, 10, { observedAtMs: 20_000, answeredCall: { limitId: 'ping', acquiredAtMs: 19_000 } });
    expect(poolOf(run)).toMatchObject({ venueUsed: 60 });
  });

  test('may fall when it was asked for afterwards', async () => {
    const run = start();
    await run.clock.advance(20_000);
    report(run, 60);
    await run.clock.advance(1);
    report(run, 40);
    expect(poolOf(run)).toMatchObject({ venueUsed: 40 });
  });

  test('lets waiting calls go when it falls', async () => {
    const run = start();
    await run.clock.advance(20_000);
    report(run, 99);
    run.calls(2, 'ping');
    await run.clock.advance(10);
    expect(run.granted).toHaveLength(0);
    report(run, 97);
    await run.clock.settle();
    expect(run.times).toEqual([20_010]);
  });

  test('of a window that is over, or of one of two, is ignored', async () => {
    const run = start();
    await run.clock.advance(59_000);
    report(run, 10, { answeredCall: { limitId: 'ping', acquiredAtMs: 59_000 } });
    await run.clock.advance(2_000);
    report(run, 99, { answeredCall: { limitId: 'ping', acquiredAtMs: 59_000 } });
    report(run, 99, { observedAtMs: 59_500 });
    report(run, 99, { observedAtMs: 60_050 });
    expect(poolOf(run)).toMatchObject({ venueUsed: undefined });
    report(run, 5);
    report(run, 99, { observedAtMs: 59_000 });
    expect(poolOf(run)).toMatchObject({ venueUsed: 5 });
  });

  test('begins anew with each of the venue’s windows', async () => {
    const run = start();
    await run.clock.advance(30_000);
    for (let index = 0; index < 20; index += 1) run.throttler.tryAcquire('ping');
    report(run, 90);
    await run.clock.advance(40_000);
    report(run, 7);
    expect(poolOf(run)).toMatchObject({ ownUsed: 40, venueUsed: 7 });
  });

  test('follows a window that the venue names, wherever it begins', async () => {
    const run = start();
    await run.clock.advance(20_000);
    report(run, 99, { windowStartMs: venueOffsetMs + 15_000 });
    run.call('waits', 'ping');
    await run.clock.runUntilIdle();
    expect(run.times).toEqual([75_100]);
  });

  test('is held against what the venue allows to all, not against our share', async () => {
    const run = start({ sharePercent: 30 });
    await run.clock.advance(20_000);
    report(run, 60);
    expect(run.throttler.usage()[0]).toMatchObject({ used: 0, limit: 30, venueUsed: 60, venueLimit: 100 });
    report(run, 80);
    expect(run.throttler.usage()[0]).toMatchObject({ used: 10 });
  });

  test('belongs to an interval, and goes with it', async () => {
    const run = start();
    await run.clock.advance(20_000);
    report(run, 99);
    run.throttler.setLimit('pool', { intervalMs: 30_000 });
    expect(poolOf(run)).toMatchObject({ used: 0, venueUsed: undefined });
  });

  test('adds the rest of a window that is used up to the bound of a wait', async () => {
    const run = start({ safetyMarginPercent: 0 });
    await run.clock.advance(20_000);
    const boundMs = run.throttler.longestWaitMs('pool');
    report(run, 100);
    expect(run.throttler.longestWaitMs('pool')).toBeCloseTo(boundMs + 40_100);
  });

  test('survives a wall clock that was wrong for a while', async () => {
    const run = start();
    await run.clock.advance(20_000);
    report(run, 99, { venueOffsetMs: venueOffsetMs + 3_600_000 });
    await run.clock.advance(60_000);
    report(run, 50);
    expect(poolOf(run)).toMatchObject({ venueUsed: 50 });
  });

  test.each([
    ['of an unknown limit', 'pol', 1, {}],
    ['of a call of an unknown limit', 'pool', 1, { answeredCall: { limitId: 'pol', acquiredAtMs: 0 } }],
    ['that is negative', 'pool', -1, {}],
    ['that is no number', 'pool', Number.NaN, {}],
    ['at a time that is none', 'pool', 1, { venueOffsetMs: Number.NaN }],
  ])('%s is refused', (_name, limitId, used, options) => {
    const run = start();
    expect(() => run.throttler.reportUsage(limitId, used, { venueOffsetMs, ...options })).toThrow('rate limit "po');
    expect(poolOf(run)).toEqual({ used: 0, ownUsed: 0, venueUsed: undefined });
  });
});

describe('weight that the venue gives back', () => {
  test('frees our count, the earliest calls first', async () => {
    const run = new ThrottleRun([{ ...pool, limit: 4, intervalMs: 10_000 }], { safetyMarginPercent: 0 });
    run.calls(2, 'pool');
    await run.clock.advance(4_000);
    run.calls(5, 'pool');
    run.throttler.release('pool', 1);
    await run.clock.runUntilIdle();
    expect(run.times).toEqual([0, 0, 4_000, 4_000, 4_000, 10_000, 14_000]);
  });

  test('is never more than counts', async () => {
    const run = new ThrottleRun([{ ...pool, limit: 4 }], { safetyMarginPercent: 0 });
    run.calls(2, 'pool');
    run.throttler.release('pool', 50);
    run.calls(9, 'pool');
    await run.clock.settle();
    expect(run.granted).toHaveLength(6);
    run.throttler.close();
  });

  test('is taken from the venue’s count if it was told before', async () => {
    const run = start();
    await run.clock.advance(20_000);
    report(run, 80);
    run.throttler.release('pool', 5, { happenedAtMs: 19_990 });
    run.throttler.release('pool', 5);
    expect(poolOf(run)).toMatchObject({ venueUsed: 80 });
    await run.clock.advance(100);
    run.throttler.release('pool', 5, { happenedAtMs: 20_050 });
    expect(poolOf(run)).toMatchObject({ venueUsed: 75 });
    run.throttler.release('pool', 500, { happenedAtMs: 20_060 });
    expect(poolOf(run)).toMatchObject({ venueUsed: 0 });
  });

  test('leaves what was charged after it was given back', async () => {
    const run = new ThrottleRun([{ ...pool, limit: 10, intervalMs: 10_000 }], { safetyMarginPercent: 0 });
    run.calls(2, 'pool');
    await run.clock.advance(4_000);
    run.calls(3, 'pool');
    await run.clock.settle();
    run.throttler.release('pool', 1, { happenedAtMs: 3_000 });
    expect(poolOf(run)).toMatchObject({ ownUsed: 4 });
    run.throttler.release('pool', 5, { happenedAtMs: 3_000 });
    expect(poolOf(run)).toMatchObject({ ownUsed: 3 });
    run.throttler.release('pool', 5, { happenedAtMs: 3_000 });
    expect(poolOf(run)).toMatchObject({ ownUsed: 3 });
    run.throttler.release('pool', 1, { happenedAtMs: 4_500 });
    expect(poolOf(run)).toMatchObject({ ownUsed: 2 });
  });

  test('has to be a weight of a known limit', () => {
    const run = start();
    expect(() => run.throttler.release('pol', 1)).toThrow('is not defined');
    expect(() => run.throttler.release('pool', -1)).toThrow('a weight from 0');
    expect(() => run.throttler.release('pool', Number.NaN)).toThrow('a weight from 0');
  });
});
