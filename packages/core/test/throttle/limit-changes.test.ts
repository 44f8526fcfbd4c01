import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ThrottleError } from '../../src/errors/throttle-error.ts';
import { ThrottleRun } from './throttle-run.ts';

const pool = { limitId: 'pool', limit: 10, intervalMs: 1_000 };
const heavy = { limitId: 'heavy', limit: 100, intervalMs: 1_000, linkedLimits: [{ limitId: 'pool', weight: 5 }] };

describe('a limit that is corrected', () => {
  test('upwards lets waiting calls go at once, in their order', async () => {
    const run = new ThrottleRun([pool], { safetyMarginPercent: 0 });
    run.calls(30, 'pool');
    await run.clock.settle();
    run.throttler.setLimit('pool', { limit: 25 });
    await run.clock.settle();
    expect(run.granted).toHaveLength(25);
    expect(run.throttler.usage()).toMatchObject([{ used: 25, limit: 25, venueLimit: 25, waiting: 5 }]);
    await run.clock.runUntilIdle();
    expect(run.times.at(-1)).toBe(1_000);
  });

  test('downwards holds what waits until it fits', async () => {
    const run = new ThrottleRun([pool], { safetyMarginPercent: 0 });
    run.calls(12, 'pool');
    run.throttler.setLimit('pool', { limit: 1 });
    await run.clock.runUntilIdle();
    expect(run.times.slice(10)).toEqual([1_000, 2_000]);
  });

  test('fails the calls that weigh more than it allows now, those that wait and later ones, and serves the others', async () => {
    const run = new ThrottleRun([pool, heavy], { safetyMarginPercent: 0 });
    const signal = new AbortController().signal;
    run.calls(10, 'pool');
    run.call('heavy', 'heavy', { signal });
    run.call('light', 'pool');
    run.throttler.setLimit('pool', { limit: 4 });
    await run.clock.runUntilIdle();
    expect(run.refused).toMatchObject([{ name: 'heavy', error: { code: 'THROTTLE', limitId: 'heavy', outcome: 'not-sent' } }]);
    expect(String(run.refused[0]?.error)).toContain('its weight 5 at "pool" is above what that limit allows (4)');
    expect(run.granted.at(-1)).toEqual({ name: 'light', atMs: 1_000 });
    await expect(run.throttler.acquire('heavy')).rejects.toBeInstanceOf(ThrottleError);
    expect(() => run.throttler.tryAcquire('heavy')).toThrow(ThrottleError);
    expect(run.clock.pendingTimers).toBe(0);
  });

  test('allows heavy calls again when it is raised again', async () => {
    const run = new ThrottleRun([pool, heavy], { safetyMarginPercent: 0 });
    run.throttler.setLimit('pool', { limit: 4 });
    run.throttler.setLimit('pool', { limit: 5 });
    run.call('heavy', 'heavy');
    await run.clock.settle();
    expect(run.names).toEqual(['heavy']);
  });

  test('is taken by our share', () => {
    const run = new ThrottleRun([pool], { sharePercent: 30 });
    run.throttler.setLimit('pool', { limit: 50 });
    expect(run.throttler.usage()).toMatchObject([{ limit: 15, venueLimit: 50 }]);
  });

  test('states the bounds of waits by its new size and interval', () => {
    const run = new ThrottleRun(
      [
        { ...pool, limit: 60 },
        { ...heavy, linkedLimits: [{ limitId: 'pool', weight: 6 }] },
      ],
      {
        safetyMarginPercent: 0,
      },
    );
    expect(run.throttler.longestWaitMs('heavy')).toBeCloseTo(2 * 1_000.1);
    run.throttler.setLimit('pool', { limit: 24 });
    expect(run.throttler.longestWaitMs('heavy')).toBeCloseTo(4 * 1_000.1);
    run.throttler.setLimit('pool', { intervalMs: 2_000 });
    expect(run.throttler.longestWaitMs('heavy')).toBeCloseTo(4 * 2_000.2);
  });
});

describe('an interval that is corrected', () => {
  test('to a shorter one lets calls go earlier', async () => {
    const run = new ThrottleRun([pool], { safetyMarginPercent: 0 });
    run.calls(11, 'pool');
    await run.clock.advance(100);
    run.throttler.setLimit('pool', { intervalMs: 400 });
    await run.clock.runUntilIdle();
    expect(run.times.at(-1)).toBe(400);
  });

  test('to a longer one keeps what counts until it is that old', async () => {
    const run = new ThrottleRun([pool], { safetyMarginPercent: 0 });
    run.calls(11, 'pool');
    await run.clock.advance(100);
    run.throttler.setLimit('pool', { intervalMs: 5_000 });
    await run.clock.runUntilIdle();
    expect(run.times.at(-1)).toBe(5_000);
  });

  test('to a longer one counts what the shorter one has forgotten as made at its end, once', async () => {
    const run = new ThrottleRun([pool], { safetyMarginPercent: 0 });
    run.calls(7, 'pool');
    await run.clock.advance(1_500);
    expect(run.throttler.usage()).toMatchObject([{ used: 0 }]);
    run.throttler.setLimit('pool', { intervalMs: 5_000 });
    expect(run.throttler.usage()).toMatchObject([{ used: 7 }]);
    await run.clock.advance(3_999);
    expect(run.throttler.usage()).toMatchObject([{ used: 7 }]);
    await run.clock.advance(1);
    expect(run.throttler.usage()).toMatchObject([{ used: 0 }]);
  });

  test('to the same one changes nothing', async () => {
    const run = new ThrottleRun([pool], { safetyMarginPercent: 0 });
    run.calls(7, 'pool');
    await run.clock.advance(1_500);
    run.throttler.setLimit('pool', { intervalMs: 1_000, limit: 10 });
    expect(run.throttler.usage()).toMatchObject([{ used: 0, limit: 10 }]);
  });
});

describe('a correction that makes no sense is refused, and changes nothing', () => {
  test.each([
    ['of an unknown limit', 'pol', { limit: 1 }, 'is not defined'],
    ['to a limit of 0', 'pool', { limit: 0, intervalMs: 5 }, 'its limit should be a whole number from 1'],
    ['to a limit that is no whole number', 'pool', { limit: 1.5 }, 'its limit should be a whole number from 1'],
    ['to an interval of 0', 'pool', { limit: 3, intervalMs: 0 }, 'its interval should be above 0 ms'],
    ['to an interval that is no number', 'pool', { limit: 3, intervalMs: Number.NaN }, 'its interval should be above 0 ms'],
  ])('%s', (_name, limitId, change, text) => {
    const run = new ThrottleRun([pool]);
    expect(() => run.throttler.setLimit(limitId, change)).toThrow(`rate limit "${limitId}": ${text}`);
    expect(run.throttler.usage()).toMatchObject([{ limit: 10, intervalMs: 1_000 }]);
  });
});

test('for any corrections in between: no call goes beyond a limit as it then is, and none waits for ever', async () => {
  const step = fc.record({
    afterMs: fc.integer({ min: 0, max: 400 }),
    limitId: fc.constantFrom('pool', 'light', 'heavy'),
    correction: fc.option(
      fc.record({
        limitId: fc.constantFrom('pool', 'heavy'),
        limit: fc.option(fc.integer({ min: 1, max: 20 }), { nil: undefined }),
        intervalMs: fc.option(fc.integer({ min: 50, max: 3_000 }), { nil: undefined }),
      }),
      { nil: undefined },
    ),
    released: fc.option(fc.integer({ min: 1, max: 5 }), { nil: undefined, freq: 8 }),
  });
  const light = { limitId: 'light', limit: 15, intervalMs: 500, linkedLimits: [{ limitId: 'pool' }] };
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 80, size: 'max' }), async (steps) => {
      const run = new ThrottleRun([pool, light, heavy]);
      let excess = 0;
      let ended = 0;
      for (const { afterMs, limitId, correction, released } of steps) {
        await run.clock.advance(afterMs);
        run.throttler.acquire(limitId, { lane: limitId === 'light' ? 'order' : 'query' }).then(
          () => {
            ended += 1;
            const charged = run.throttler.chargedLimitIds(limitId);
            for (const { limitId: id, ownUsed, limit } of run.throttler.usage()) {
              if (charged.includes(id)) excess = Math.max(excess, ownUsed - limit);
            }
          },
          (error: unknown) => {
            ended += 1;
            expect(error).toBeInstanceOf(ThrottleError);
          },
        );
        await run.clock.settle();
        if (released !== undefined) run.throttler.release('pool', released);
        await run.clock.settle();
        if (correction !== undefined) {
          const { limit, intervalMs } = correction;
          run.throttler.setLimit(correction.limitId, {
            ...(limit === undefined ? {} : { limit }),
            ...(intervalMs === undefined ? {} : { intervalMs }),
          });
        }
        await run.clock.settle();
      }
      await run.clock.runUntilIdle();
      expect(excess).toBe(0);
      expect(ended).toBe(steps.length);
      expect(run.clock.pendingTimers).toBe(0);
    }),
    { numRuns: 100 },
  );
});
