import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ManualClock } from '../../src/clock/manual-clock.ts';
import type { RateLimit, ThrottleLane } from '../../src/throttle/rate-limit.ts';
import { Throttler } from '../../src/throttle/throttler.ts';

interface Arrival {
  readonly afterMs: number;
  readonly limitIndex: number;
  readonly lane: ThrottleLane;
  /** How long the way to the venue takes, as a part of the most that the margin allows. */
  readonly jitter: number;
  /** Aborted so many ms after its arrival. */
  readonly abortAfterMs: number | undefined;
  /** Beside the arrival, a limit is paused for so long. */
  readonly pauseMs: number | undefined;
}

interface Call extends Arrival {
  readonly limit: RateLimit;
  readonly order: number;
  readonly arrivedMs: number;
  readonly boundMs: number;
  readonly pausedBeforeMs: number;
  grantedMs: number | undefined;
  grantOrder: number;
  waitedPausedMs: number;
  isAborted: boolean;
}

const weights = fc.record({
  own: fc.integer({ min: 1, max: 3 }),
  pool: fc.integer({ min: 1, max: 12 }),
  second: fc.integer({ min: 1, max: 4 }),
});

const table = fc
  .record({
    pool: fc.integer({ min: 12, max: 40 }),
    second: fc.integer({ min: 4, max: 20 }),
    own: fc.integer({ min: 3, max: 8 }),
    first: weights,
    other: weights,
    third: weights,
  })
  .map(({ pool, second, own, first, other, third }): readonly RateLimit[] => [
    { limitId: 'pool', limit: pool, intervalMs: 1_000 },
    { limitId: 'second', limit: second, intervalMs: 400 },
    {
      limitId: 'both',
      limit: own,
      intervalMs: 200,
      weight: first.own,
      linkedLimits: [
        { limitId: 'pool', weight: first.pool },
        { limitId: 'second', weight: first.second },
      ],
    },
    { limitId: 'light', limit: own * 3, intervalMs: 1_000, weight: other.own, linkedLimits: [{ limitId: 'pool' }] },
    { limitId: 'heavy', limit: own, intervalMs: 2_000, weight: third.own, linkedLimits: [{ limitId: 'pool', weight: third.pool }] },
    { limitId: 'alone', limit: own, intervalMs: 300, weight: third.own },
  ]);

const arrivals = fc.array(
  fc.record({
    afterMs: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 30 }), fc.integer({ min: 0, max: 900 })),
    limitIndex: fc.integer({ min: 0, max: 5 }),
    lane: fc.constantFrom<ThrottleLane>('cancel', 'order', 'query'),
    jitter: fc.oneof(fc.constant(0), fc.constant(1), fc.double({ min: 0, max: 1, noNaN: true })),
    abortAfterMs: fc.option(fc.integer({ min: 0, max: 1_500 }), { nil: undefined, freq: 8 }),
    pauseMs: fc.option(fc.integer({ min: 1, max: 1_200 }), { nil: undefined, freq: 20 }),
  }),
  { minLength: 1, maxLength: 120, size: 'max' },
);

async function simulate(limits: readonly RateLimit[], pattern: readonly Arrival[], marginPercent: number): Promise<readonly Call[]> {
  const clock = new ManualClock();
  const throttler = new Throttler({ limits, clock, safetyMarginPercent: marginPercent });
  const calls: Call[] = [];
  let pausedMs = 0;
  let grants = 0;
  for (const [order, arrival] of pattern.entries()) {
    if (arrival.afterMs > 0) await clock.advance(arrival.afterMs);
    const limit = limits[arrival.limitIndex];
    if (limit === undefined) throw new Error('no such limit');
    const boundMs = throttler.longestWaitMs(limit.limitId, arrival.lane);
    const controller = new AbortController();
    const call: Call = {
      ...arrival,
      limit,
      order,
      arrivedMs: clock.monotonicMs(),
      boundMs,
      pausedBeforeMs: pausedMs,
      grantedMs: undefined,
      grantOrder: 0,
      waitedPausedMs: 0,
      isAborted: false,
    };
    calls.push(call);
    throttler.acquire(limit.limitId, { lane: arrival.lane, signal: controller.signal }).then(
      () => {
        grants += 1;
        call.grantedMs = clock.monotonicMs();
        call.grantOrder = grants;
        call.waitedPausedMs = pausedMs - call.pausedBeforeMs;
      },
      () => {
        call.isAborted = true;
      },
    );
    if (arrival.abortAfterMs !== undefined) clock.setTimer(arrival.abortAfterMs, () => controller.abort());
    if (arrival.pauseMs !== undefined) {
      throttler.pause(limit.limitId, arrival.pauseMs);
      pausedMs += arrival.pauseMs;
    }
  }
  await clock.runUntilIdle({ maximumMs: 100 * 3_600_000 });
  expect(clock.pendingTimers).toBe(0);
  for (const { used, limit, waiting } of throttler.usage()) {
    expect(used).toBeLessThanOrEqual(limit);
    expect(waiting).toBe(0);
  }
  return calls;
}

/** What the venue counts: each call at its arrival there, by limit. */
function chargedAtVenue(limits: readonly RateLimit[], calls: readonly Call[], limitId: string, marginPercent: number): [number, number][] {
  const charged: [number, number][] = [];
  for (const { limit, grantedMs, jitter } of calls) {
    if (grantedMs === undefined) continue;
    const own = { limitId: limit.limitId, weight: limit.weight };
    const charges = [own, ...(limit.linkedLimits ?? [])];
    const weight = charges.find((charge) => charge.limitId === limitId)?.weight ?? 1;
    if (!charges.some((charge) => charge.limitId === limitId)) continue;
    const intervals = charges.map((charge) => limits.find((each) => each.limitId === charge.limitId)?.intervalMs ?? 0);
    charged.push([grantedMs + (jitter * Math.min(...intervals) * marginPercent) / 100, weight]);
  }
  return charged.sort(([left], [right]) => left - right);
}

/** By how much the fullest window at the venue, in any placement, is above its limit. */
function largestExcess(limits: readonly RateLimit[], calls: readonly Call[], marginPercent: number): number {
  let largest = Number.NEGATIVE_INFINITY;
  for (const { limitId, limit, intervalMs } of limits) {
    const charged = chargedAtVenue(limits, calls, limitId, marginPercent);
    let used = 0;
    let first = 0;
    for (const [arrivedMs, weight] of charged) {
      used += weight;
      for (let oldest = charged[first]; oldest !== undefined && arrivedMs - oldest[0] >= intervalMs - 1e-6; oldest = charged[first]) {
        used -= oldest[1];
        first += 1;
      }
      largest = Math.max(largest, used - limit);
    }
  }
  return largest;
}

describe('for any pattern of calls, aborts and pauses', () => {
  test('no window at the venue is exceeded, however the ways there differ within the margin', async () => {
    await fc.assert(
      fc.asyncProperty(table, arrivals, fc.constantFrom(0, 5, 25), async (limits, pattern, marginPercent) => {
        expect(largestExcess(limits, await simulate(limits, pattern, marginPercent), marginPercent)).toBeLessThanOrEqual(0);
      }),
      { numRuns: 60 },
    );
  });

  test('everybody who does not give up is served within the bound that was stated on arrival, pauses added', async () => {
    await fc.assert(
      fc.asyncProperty(table, arrivals, async (limits, pattern) => {
        for (const call of await simulate(limits, pattern, 5)) {
          if (call.isAborted) continue;
          const waitedMs = (call.grantedMs ?? Number.POSITIVE_INFINITY) - call.arrivedMs;
          expect(waitedMs).toBeLessThanOrEqual(call.boundMs + call.waitedPausedMs);
        }
      }),
      { numRuns: 60 },
    );
  });

  test('calls of one limit id and lane are served in order of arrival', async () => {
    await fc.assert(
      fc.asyncProperty(table, arrivals, async (limits, pattern) => {
        const calls = await simulate(limits, pattern, 0);
        const last = new Map<string, number>();
        for (const { limit, lane, grantOrder, isAborted } of calls) {
          if (isAborted) continue;
          const key = `${limit.limitId} ${lane}`;
          expect(grantOrder).toBeGreaterThan(last.get(key) ?? 0);
          last.set(key, grantOrder);
        }
      }),
      { numRuns: 40 },
    );
  });

  test('calls of one lane that wait for the same limit are served in order of arrival, whatever their ids and weights', async () => {
    const shared: readonly RateLimit[] = [
      { limitId: 'pool', limit: 20, intervalMs: 500 },
      ...[1, 2, 5, 11, 20].map((weight) => ({
        limitId: `weight ${weight}`,
        limit: 1_000_000,
        intervalMs: 500,
        linkedLimits: [{ limitId: 'pool', weight }],
      })),
    ];
    await fc.assert(
      fc.asyncProperty(arrivals, async (pattern) => {
        const calls = await simulate(
          shared,
          pattern.map((arrival) => ({ ...arrival, pauseMs: undefined })),
          0,
        );
        for (const lane of ['cancel', 'order', 'query']) {
          const served = calls.filter((call) => call.lane === lane && !call.isAborted);
          const waited = served.filter((call) => call.grantedMs !== call.arrivedMs);
          expect(waited.map(({ grantOrder }) => grantOrder)).toEqual(waited.map(({ grantOrder }) => grantOrder).toSorted((a, b) => a - b));
        }
      }),
      { numRuns: 40 },
    );
  });
});

describe('under saturation', () => {
  test.each([
    [0, 98],
    [5, 90],
  ])('with a margin of %d percent at least %d percent of the budget is used', async (safetyMarginPercent, expectedPercent) => {
    const clock = new ManualClock();
    const limits = [
      { limitId: 'pool', limit: 600, intervalMs: 1_000 },
      { limitId: 'heavy', limit: 100_000, intervalMs: 1_000, linkedLimits: [{ limitId: 'pool', weight: 7 }] },
    ];
    const throttler = new Throttler({ limits, clock, safetyMarginPercent });
    const windows = 60;
    let used = 0;
    const lanes = ['cancel', 'order', 'query'] as const;
    for (let index = 0; index < 20_000; index += 1) {
      const isHeavy = index % 5 === 0;
      void throttler.acquire(isHeavy ? 'heavy' : 'pool', { lane: lanes[index % 3] ?? 'query' }).then(
        () => {
          used += isHeavy ? 7 : 1;
        },
        () => undefined,
      );
    }
    await clock.advance(windows * 1_000 - 1);
    throttler.close();
    await clock.settle();
    expect((100 * used) / (600 * windows)).toBeGreaterThanOrEqual(expectedPercent);
  });
});
