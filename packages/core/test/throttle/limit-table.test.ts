import { describe, expect, test } from 'vitest';
import { ManualClock } from '../../src/clock/manual-clock.ts';
import { ConfigurationError } from '../../src/errors/configuration-error.ts';
import { ThrottleError } from '../../src/errors/throttle-error.ts';
import type { RateLimit } from '../../src/throttle/rate-limit.ts';
import { Throttler, type ThrottlerOptions } from '../../src/throttle/throttler.ts';

const pool: RateLimit = { limitId: 'pool', limit: 100, intervalMs: 1_000 };

function build(limits: readonly RateLimit[], options: Omit<ThrottlerOptions, 'limits' | 'clock'> = {}): Throttler {
  return new Throttler({ limits, clock: new ManualClock(), ...options });
}

function problemOf(limits: readonly RateLimit[], options: Omit<ThrottlerOptions, 'limits' | 'clock'> = {}): unknown {
  try {
    build(limits, options);
  } catch (error) {
    return error;
  }
  return undefined;
}

describe('a table of limits is refused at construction', () => {
  test.each([
    ['an id that is defined twice', [pool, pool], 'pool', 'is defined twice'],
    [
      'a link to an unknown limit',
      [pool, { ...pool, limitId: 'ping', linkedLimits: [{ limitId: 'pol' }] }],
      'ping',
      'is linked to "pol", which is not defined',
    ],
    [
      'a link that stands twice',
      [pool, { ...pool, limitId: 'ping', linkedLimits: [{ limitId: 'pool' }, { limitId: 'pool' }] }],
      'ping',
      'is linked to "pool" twice',
    ],
    ['a link to itself', [{ ...pool, linkedLimits: [{ limitId: 'pool' }] }], 'pool', 'is linked to "pool" twice'],
    ['a weight above its own limit', [{ ...pool, weight: 101 }], 'pool', 'its weight 101 at "pool" is above'],
    [
      'a weight above a linked limit',
      [pool, { ...pool, limitId: 'heavy', linkedLimits: [{ limitId: 'pool', weight: 101 }] }],
      'heavy',
      'its weight 101 at "pool" is above',
    ],
    ['a limit of 0', [{ ...pool, limit: 0 }], 'pool', 'its limit should be a whole number from 1'],
    ['a limit that is no number', [{ ...pool, limit: Number.NaN }], 'pool', 'its limit should be'],
    ['a weight of 0', [{ ...pool, weight: 0 }], 'pool', 'its weight at "pool" should be'],
    ['a weight of 1.5', [{ ...pool, weight: 1.5 }], 'pool', 'its weight at "pool" should be'],
    ['an interval of 0', [{ ...pool, intervalMs: 0 }], 'pool', 'its interval should be above 0 ms'],
    ['a negative interval', [{ ...pool, intervalMs: -1 }], 'pool', 'its interval should be above 0 ms'],
    ['an endless interval', [{ ...pool, intervalMs: Number.POSITIVE_INFINITY }], 'pool', 'its interval should be above 0 ms'],
  ])('for %s', (_name, limits, limitId, text) => {
    const problem = problemOf(limits);
    expect(problem).toBeInstanceOf(ThrottleError);
    expect(problem).toMatchObject({ limitId, outcome: 'not-sent' });
    expect(String(problem)).toContain(text);
  });

  test('for a weight that is above our share of the limit', () => {
    expect(problemOf([{ ...pool, weight: 60 }])).toBeUndefined();
    expect(problemOf([{ ...pool, weight: 60 }], { sharePercent: 50 })).toBeInstanceOf(ThrottleError);
  });

  test.each([
    ['a share of 0', { sharePercent: 0 }, 'sharePercent'],
    ['a share above 100', { sharePercent: 101 }, 'sharePercent'],
    ['a share that is no number', { sharePercent: Number.NaN }, 'sharePercent'],
    ['a negative margin', { safetyMarginPercent: -1 }, 'safetyMarginPercent'],
    ['an endless margin', { safetyMarginPercent: Number.POSITIVE_INFINITY }, 'safetyMarginPercent'],
    ['queries without a reserve', { laneReserves: { query: 0 } }, 'laneReserves.query'],
    ['orders without a reserve', { laneReserves: { order: 0 } }, 'laneReserves.order'],
    ['reserves that leave nothing to cancels', { laneReserves: { order: 60, query: 31 } }, 'laneReserves'],
  ])('for %s', (_name, options, field) => {
    const problem = problemOf([pool], options);
    expect(problem).toBeInstanceOf(ConfigurationError);
    expect(problem).toMatchObject({ field });
  });
});

describe('a share of a limit', () => {
  test.each([
    [100, 100],
    [50, 50],
    [33.4, 33],
    [0.5, 1],
  ])('of %d percent leaves %d of 100', (sharePercent, limit) => {
    expect(build([pool], { sharePercent }).usage()).toMatchObject([{ limitId: 'pool', used: 0, limit, waiting: 0 }]);
  });
});

test('the limits that a call is charged to are told, its own first', () => {
  const throttler = build([pool, { ...pool, limitId: 'ping', linkedLimits: [{ limitId: 'pool' }] }]);
  expect(throttler.chargedLimitIds('ping')).toEqual(['ping', 'pool']);
  expect(() => throttler.chargedLimitIds('pong')).toThrow(ThrottleError);
});
