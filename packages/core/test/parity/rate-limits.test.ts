import { describe, expect, test } from 'vitest';
import { ThrottleRun } from '../throttle/throttle-run.ts';

describe('the pace of calls', () => {
  test('of twelve at once with 5 in 2 s: five now, five after 2.1 s, two after 4.2 s', async () => {
    const run = new ThrottleRun([{ limitId: '/order', limit: 5, intervalMs: 2_000 }]);
    run.calls(12, '/order');
    await run.clock.advance(10_000);
    expect(run.times).toEqual([...Array.from({ length: 5 }, () => 0), ...Array.from({ length: 5 }, () => 2_100), 4_200, 4_200]);
  });

  test('of three with 1 in 1 s: now, after 1.05 s, after 2.1 s', async () => {
    const run = new ThrottleRun([{ limitId: '/order', limit: 1, intervalMs: 1_000 }]);
    run.calls(3, '/order');
    await run.clock.advance(5_000);
    expect(run.times).toEqual([0, 1_050, 2_100]);
  });

  test('does not depend on how a call ends: only time gives its weight back', async () => {
    const run = new ThrottleRun([{ limitId: '/order', limit: 1, intervalMs: 1_000 }]);
    await run.throttler
      .acquire('/order')
      .then(() => Promise.reject(new Error('the call failed')))
      .catch(() => undefined);
    expect(run.throttler.tryAcquire('/order')).toBe(false);
    await run.clock.advance(1_050);
    expect(run.throttler.tryAcquire('/order')).toBe(true);
  });

  test('charges every linked pool at one moment with the weight of the link, and the own limit with its own', () => {
    const run = new ThrottleRun([
      { limitId: 'pool', limit: 100, intervalMs: 1_000 },
      { limitId: 'other pool', limit: 100, intervalMs: 1_000 },
      {
        limitId: '/depth',
        limit: 10,
        intervalMs: 1_000,
        weight: 2,
        linkedLimits: [{ limitId: 'pool', weight: 50 }, { limitId: 'other pool' }],
      },
    ]);
    expect(run.throttler.tryAcquire('/depth')).toBe(true);
    expect(run.throttler.usage().map(({ limitId, used }) => [limitId, used])).toEqual([
      ['pool', 50],
      ['other pool', 1],
      ['/depth', 2],
    ]);
  });

  test.each([
    [100, 7, 7],
    [50, 7, 3],
    [1, 7, 1],
  ])('with a share of %d %% of a limit of %d is that of %d', (sharePercent, limit, capacity) => {
    const run = new ThrottleRun([{ limitId: '/order', limit, intervalMs: 1_000 }], { sharePercent });
    expect(run.throttler.usage()[0]?.limit).toBe(capacity);
  });

  test('a share of nothing is a mistake of the configuration, not everything', () => {
    expect(() => new ThrottleRun([{ limitId: '/order', limit: 1, intervalMs: 1_000 }], { sharePercent: 0 })).toThrow(/sharePercent/);
  });
});
