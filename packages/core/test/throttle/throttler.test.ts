import { describe, expect, test } from 'vitest';
import { AbortedError } from '../../src/errors/aborted-error.ts';
import { ThrottleError } from '../../src/errors/throttle-error.ts';
import { ThrottleRun } from './throttle-run.ts';

const second = { limitId: 'ping', limit: 5, intervalMs: 1_000 };

describe('acquiring', () => {
  test('lets the limit pass at once and the rest one window later, without the margin', async () => {
    const run = new ThrottleRun([second], { safetyMarginPercent: 0 });
    run.calls(12, 'ping');
    await run.clock.runUntilIdle();
    expect(run.times).toEqual([0, 0, 0, 0, 0, 1_000, 1_000, 1_000, 1_000, 1_000, 2_000, 2_000]);
  });

  test('stretches the window by the margin, 5 percent by default', async () => {
    const run = new ThrottleRun([{ ...second, limit: 1 }]);
    run.calls(3, 'ping');
    await run.clock.runUntilIdle();
    expect(run.times).toEqual([0, 1_050, 2_100]);
  });

  test('sets no timer and hands out the same resolved promise while permits are free', async () => {
    const run = new ThrottleRun([second]);
    const first = run.throttler.acquire('ping');
    expect(run.throttler.acquire('ping')).toBe(first);
    expect(run.clock.pendingTimers).toBe(0);
    await first;
  });

  test('sets a single timer however many wait, and none when nobody waits any more', async () => {
    const run = new ThrottleRun([second, { ...second, limitId: 'other' }]);
    run.calls(40, 'ping');
    run.calls(40, 'other');
    expect(run.clock.pendingTimers).toBe(1);
    await run.clock.runUntilIdle();
    expect(run.granted).toHaveLength(80);
    expect(run.clock.pendingTimers).toBe(0);
  });

  test('charges every linked limit at the same moment by its weight', () => {
    const run = new ThrottleRun([
      { limitId: 'weight', limit: 6_000, intervalMs: 60_000 },
      { limitId: 'raw', limit: 100, intervalMs: 300_000 },
      { ...second, weight: 2, linkedLimits: [{ limitId: 'weight', weight: 20 }, { limitId: 'raw' }] },
    ]);
    expect(run.throttler.tryAcquire('ping')).toBe(true);
    expect(run.throttler.usage()).toMatchObject([
      { limitId: 'weight', used: 20, limit: 6_000, waiting: 0 },
      { limitId: 'raw', used: 1, limit: 100, waiting: 0 },
      { limitId: 'ping', used: 2, limit: 5, waiting: 0 },
    ]);
  });

  test('waits for the slowest of its limits and charges none before', async () => {
    const run = new ThrottleRun(
      [
        { limitId: 'slow', limit: 1, intervalMs: 10_000 },
        { ...second, linkedLimits: [{ limitId: 'slow' }] },
      ],
      { safetyMarginPercent: 0 },
    );
    run.calls(2, 'ping');
    await run.clock.advance(5_000);
    expect(run.throttler.usage()).toMatchObject([
      { limitId: 'slow', used: 1, limit: 1, waiting: 1 },
      { limitId: 'ping', used: 0, limit: 5, waiting: 1 },
    ]);
    await run.clock.runUntilIdle();
    expect(run.times).toEqual([0, 10_000]);
  });

  test('of an id that is not defined is refused, naming it', async () => {
    const run = new ThrottleRun([second]);
    await expect(run.throttler.acquire('pong')).rejects.toThrow(new ThrottleError('pong', 'is not defined'));
    expect(() => run.throttler.tryAcquire('pong')).toThrow(ThrottleError);
    expect(() => run.throttler.pause('pong', 1)).toThrow(ThrottleError);
    expect(() => run.throttler.longestWaitMs('pong')).toThrow(ThrottleError);
  });

  test('works with windows that are longer than any timer of the platform', async () => {
    const monthMs = 30 * 86_400_000;
    const run = new ThrottleRun([{ limitId: 'month', limit: 1, intervalMs: monthMs }], { safetyMarginPercent: 0 });
    run.calls(2, 'month');
    await run.clock.runUntilIdle({ maximumMs: 2 * monthMs });
    expect(run.times).toEqual([0, monthMs]);
  });
});

describe('trying to acquire', () => {
  test('takes what is free and leaves no timer', () => {
    const run = new ThrottleRun([{ ...second, limit: 2 }]);
    expect([1, 2, 3].map(() => run.throttler.tryAcquire('ping'))).toEqual([true, true, false]);
    expect(run.clock.pendingTimers).toBe(0);
    expect(run.throttler.usage()).toMatchObject([{ limitId: 'ping', used: 2, limit: 2, waiting: 0 }]);
  });

  test('does not go before a call that waits, where that would delay it', async () => {
    const heavy = { limitId: 'heavy', limit: 10, intervalMs: 1_000, linkedLimits: [{ limitId: 'ping', weight: 5 }] };
    const run = new ThrottleRun([second, heavy]);
    run.throttler.tryAcquire('ping');
    await run.clock.advance(1);
    run.call('heavy', 'heavy');
    expect(run.throttler.tryAcquire('ping')).toBe(false);
    expect(run.throttler.tryAcquire('ping', { lane: 'cancel' })).toBe(true);
    await run.clock.runUntilIdle();
    expect(run.names).toEqual(['heavy']);
  });

  test('takes nothing for a signal that is aborted', () => {
    const run = new ThrottleRun([second]);
    expect(run.throttler.tryAcquire('ping', { signal: AbortSignal.abort() })).toBe(false);
  });
});

describe('aborting', () => {
  test('refuses at once when the signal is aborted already, even if the permit is free', async () => {
    const run = new ThrottleRun([second]);
    const refusal = run.throttler.acquire('ping', { signal: AbortSignal.abort() });
    await expect(refusal).rejects.toBeInstanceOf(AbortedError);
    await expect(refusal).rejects.toMatchObject({ outcome: 'not-sent' });
    expect(run.throttler.usage()).toMatchObject([{ used: 0 }]);
  });

  test('takes the call out of the queue at once, gives its turn to the next, and leaves no timer', async () => {
    const run = new ThrottleRun([{ ...second, limit: 1 }], { safetyMarginPercent: 0 });
    const controller = new AbortController();
    run.call('first', 'ping');
    run.call('aborted', 'ping', { signal: controller.signal });
    run.call('last', 'ping');
    controller.abort();
    expect(run.throttler.usage()).toMatchObject([{ waiting: 1 }]);
    await run.clock.runUntilIdle();
    expect(run.granted).toEqual([
      { name: 'first', atMs: 0 },
      { name: 'last', atMs: 1_000 },
    ]);
    expect(run.refused.map(({ name }) => name)).toEqual(['aborted']);
    expect(run.clock.pendingTimers).toBe(0);
  });

  test('of a heavy call frees the room that was kept for it', async () => {
    const heavy = { limitId: 'heavy', limit: 10, intervalMs: 1_000, linkedLimits: [{ limitId: 'ping', weight: 5 }] };
    const run = new ThrottleRun([second, heavy]);
    const controller = new AbortController();
    run.call('light', 'ping');
    await run.clock.advance(1);
    run.call('heavy', 'heavy', { signal: controller.signal });
    run.calls(4, 'ping');
    await run.clock.settle();
    expect(run.names).toEqual(['light']);
    controller.abort();
    await run.clock.settle();
    expect(run.granted).toHaveLength(5);
    expect(run.clock.pendingTimers).toBe(0);
  });

  test('of many calls by one signal grants none of them on the way', async () => {
    const heavy = { limitId: 'heavy', limit: 100, intervalMs: 1_000, linkedLimits: [{ limitId: 'ping', weight: 5 }] };
    const run = new ThrottleRun([second, heavy]);
    const controller = new AbortController();
    run.call('light', 'ping');
    await run.clock.advance(1);
    run.call('heavy', 'heavy', { signal: controller.signal });
    run.calls(50, 'ping', { signal: controller.signal });
    controller.abort();
    await run.clock.settle();
    expect(run.names).toEqual(['light']);
    expect(run.refused).toHaveLength(51);
    expect(run.throttler.usage()).toMatchObject([
      { used: 1, waiting: 0 },
      { used: 0, waiting: 0 },
    ]);
  });

  test('listens to each signal once, and no more after the wait', async () => {
    const run = new ThrottleRun([second]);
    const controller = new AbortController();
    let listeners = 0;
    const { signal } = controller;
    const add = signal.addEventListener.bind(signal);
    const remove = signal.removeEventListener.bind(signal);
    signal.addEventListener = (...args: Parameters<typeof add>) => {
      listeners += 1;
      add(...args);
    };
    signal.removeEventListener = (...args: Parameters<typeof remove>) => {
      listeners -= 1;
      remove(...args);
    };
    run.calls(20, 'ping', { signal });
    expect(listeners).toBe(1);
    await run.clock.runUntilIdle();
    expect(listeners).toBe(0);
  });
});

describe('closing', () => {
  test('ends every wait, leaves no timer, and keeps what the venue remembers', async () => {
    const run = new ThrottleRun([second], { safetyMarginPercent: 0 });
    run.calls(5, 'ping');
    run.calls(20, 'ping', { lane: 'order' });
    await run.clock.settle();
    run.throttler.close();
    await run.clock.settle();
    expect(run.refused).toHaveLength(20);
    for (const { error } of run.refused) expect(error).toMatchObject({ code: 'ABORTED', outcome: 'not-sent' });
    expect(run.clock.pendingTimers).toBe(0);
    expect(run.throttler.usage()).toMatchObject([{ used: 5, waiting: 0 }]);
    run.call('after', 'ping');
    await run.clock.runUntilIdle();
    expect(run.granted.at(-1)).toEqual({ name: 'after', atMs: 1_000 });
  });
});

describe('a pause', () => {
  const pool = { limitId: 'pool', limit: 100, intervalMs: 1_000 };
  const linked = { limitId: 'linked', limit: 100, intervalMs: 1_000, linkedLimits: [{ limitId: 'pool' }] };

  test('holds everything that is charged to the limit or linked to it, and nothing else', async () => {
    const run = new ThrottleRun([pool, linked, second]);
    run.throttler.pause('pool', 3_000);
    run.call('linked', 'linked', { lane: 'cancel' });
    run.call('pool', 'pool');
    run.call('free', 'ping');
    await run.clock.runUntilIdle();
    expect(run.granted).toEqual([
      { name: 'free', atMs: 0 },
      { name: 'linked', atMs: 3_000 },
      { name: 'pool', atMs: 3_000 },
    ]);
  });

  test('of one endpoint leaves its pool to the others', async () => {
    const run = new ThrottleRun([pool, linked]);
    run.throttler.pause('linked', 3_000);
    run.call('linked', 'linked');
    run.call('pool', 'pool');
    await run.clock.runUntilIdle();
    expect(run.granted).toEqual([
      { name: 'pool', atMs: 0 },
      { name: 'linked', atMs: 3_000 },
    ]);
  });

  test('is never shortened by another, and holds calls that wait already', async () => {
    const run = new ThrottleRun([{ ...pool, limit: 1 }], { safetyMarginPercent: 0 });
    run.calls(2, 'pool');
    run.throttler.pause('pool', 5_000);
    run.throttler.pause('pool', 100);
    run.throttler.pause('pool', -100);
    await run.clock.runUntilIdle();
    expect(run.times).toEqual([0, 5_000]);
    expect(() => run.throttler.pause('pool', Number.NaN)).toThrow(ThrottleError);
  });

  test('of three days holds for three days', async () => {
    const run = new ThrottleRun([pool]);
    run.throttler.pause('pool', 3 * 86_400_000);
    run.call('pool', 'pool');
    await run.clock.runUntilIdle({ maximumMs: 4 * 86_400_000 });
    expect(run.times).toEqual([3 * 86_400_000]);
  });
});

describe('a ban', () => {
  const pool = { limitId: 'pool', limit: 100, intervalMs: 1_000 };

  test('is shown with its reason and its end on our wall clock until it ends', async () => {
    const run = new ThrottleRun([pool, second]);
    const wallMs = run.clock.wallMs();
    run.throttler.pause('pool', 120_000, { isBan: true, reason: 'banned until noon' });
    await run.clock.advance(20_000);
    expect(run.throttler.bans()).toEqual([
      {
        limitId: 'pool',
        venue: '',
        scope: 'ip',
        holder: '',
        untilMs: wallMs + 120_000,
        remainingMs: 100_000,
        reason: 'banned until noon',
      },
    ]);
    expect(run.throttler.usage()).toMatchObject([
      { limitId: 'pool', pausedUntilMs: wallMs + 120_000, pauseReason: 'banned until noon' },
      { limitId: 'ping', pausedUntilMs: undefined, pauseReason: undefined },
    ]);
    await run.clock.advance(100_000);
    expect(run.throttler.bans()).toEqual([]);
    expect(run.throttler.usage()[0]).toMatchObject({ pausedUntilMs: undefined, pauseReason: undefined });
  });

  test('is still one when a longer pause for another reason comes on top', async () => {
    const run = new ThrottleRun([pool]);
    run.throttler.pause('pool', 5_000, { isBan: true, reason: 'ban' });
    run.throttler.pause('pool', 9_000, { reason: 'too many' });
    run.throttler.pause('pool', 1_000, { reason: 'short' });
    expect(run.throttler.bans()).toMatchObject([{ reason: 'ban', remainingMs: 5_000 }]);
    expect(run.throttler.usage()).toMatchObject([{ pauseReason: 'too many' }]);
    await run.clock.advance(5_000);
    expect(run.throttler.bans()).toEqual([]);
  });
});
