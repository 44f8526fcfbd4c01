import { describe, expect, test } from 'vitest';
import { ThrottleError } from '../../src/errors/throttle-error.ts';
import { ThrottleRun } from '../throttle/throttle-run.ts';

describe('D-03: a weight that can never fit is refused at construction, not waited for without end', () => {
  test('above its own limit', () => {
    expect(() => new ThrottleRun([{ limitId: '/depth', limit: 10, intervalMs: 1_000, weight: 11 }])).toThrow(ThrottleError);
  });

  test('above a linked limit', () => {
    const pool = { limitId: 'WEIGHT', limit: 10, intervalMs: 1_000 };
    const linked = { limitId: '/depth', limit: 100, intervalMs: 1_000, linkedLimits: [{ limitId: 'WEIGHT', weight: 11 }] };
    expect(() => new ThrottleRun([pool, linked])).toThrow(/weight 11 at "WEIGHT"/);
  });

  test('above our share of a limit that would hold it whole', () => {
    const limits = [{ limitId: '/depth', limit: 10, intervalMs: 1_000, weight: 6 }];
    expect(() => new ThrottleRun(limits, { sharePercent: 50 })).toThrow(/\(5\)/);
    expect(() => new ThrottleRun(limits, { sharePercent: 60 })).not.toThrow();
  });

  test('equal to the limit it fits', async () => {
    const run = new ThrottleRun([{ limitId: '/depth', limit: 10, intervalMs: 1_000, weight: 10 }]);
    run.calls(2, '/depth');
    await run.clock.advance(1_050);
    expect(run.times).toEqual([0, 1_050]);
  });
});
