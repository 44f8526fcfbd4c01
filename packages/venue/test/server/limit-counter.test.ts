import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LimitKind, VenueLimit } from '../../src/index.ts';
import { createLimitCounter } from '../../src/server/limit-counter.ts';

const limitOf = (kind: LimitKind): VenueLimit => ({ name: 'weight', scope: 'address', kind, limit: 10, intervalMs: 1_000 });

/** Charges what fits, and gives the moments. */
function charges(
  kind: LimitKind,
  steps: readonly { readonly waitMs: number; readonly weight: number }[],
): { timeMs: number; weight: number }[] {
  const limit = limitOf(kind);
  const counter = createLimitCounter(kind);
  const made: { timeMs: number; weight: number }[] = [];
  let nowMs = 0;
  for (const { waitMs, weight } of steps) {
    nowMs += waitMs;
    if (counter.used(limit, nowMs) + weight > limit.limit) continue;
    counter.add(weight, limit, nowMs);
    made.push({ timeMs: nowMs, weight });
  }
  return made;
}

const STEPS = fc.array(fc.record({ waitMs: fc.integer({ min: 0, max: 700 }), weight: fc.integer({ min: 1, max: 6 }) }), { maxLength: 60 });
const weightOf = (made: readonly { readonly weight: number }[]): number => made.reduce((sum, { weight }) => sum + weight, 0);

describe('a limit', () => {
  it('that rolls allows no more within any window', () => {
    fc.assert(
      fc.property(STEPS, (steps) => {
        const made = charges('rolling', steps);
        for (const { timeMs } of made) {
          expect(weightOf(made.filter((charge) => charge.timeMs > timeMs - 1_000 && charge.timeMs <= timeMs))).toBeLessThanOrEqual(10);
        }
      }),
    );
  });

  it('that decays allows at any time what has fallen off since, and its size', () => {
    fc.assert(
      fc.property(STEPS, (steps) => {
        const made = charges('decaying', steps);
        for (const first of made) {
          for (const last of made.filter(({ timeMs }) => timeMs >= first.timeMs)) {
            const between = made.filter(({ timeMs }) => timeMs >= first.timeMs && timeMs <= last.timeMs);
            expect(weightOf(between)).toBeLessThanOrEqual(10 + (last.timeMs - first.timeMs) / 100 + 1e-6);
          }
        }
      }),
    );
  });

  it.each(['fixed', 'rolling', 'decaying', 'from-first-use'] as const)('%s has room when it says so, and not before', (kind) => {
    fc.assert(
      fc.property(STEPS, fc.integer({ min: 1, max: 10 }), (steps, weight) => {
        const limit = limitOf(kind);
        const counter = createLimitCounter(kind);
        let nowMs = 0;
        for (const step of steps) {
          nowMs += step.waitMs;
          if (counter.used(limit, nowMs) + step.weight <= limit.limit) counter.add(step.weight, limit, nowMs);
        }
        if (counter.used(limit, nowMs) + weight <= limit.limit) return;
        const waitMs = counter.waitMs(weight, limit, nowMs);
        expect(waitMs).toBeGreaterThan(0);
        expect(waitMs <= 1 || counter.used(limit, nowMs + waitMs - 1.001) + weight > limit.limit).toBe(true);
        expect(counter.used(limit, nowMs + waitMs) + weight).toBeLessThanOrEqual(limit.limit + 1e-9);
      }),
    );
  });

  it('gives back what still counts, and no more', () => {
    for (const kind of ['fixed', 'rolling', 'decaying', 'from-first-use'] as const) {
      const limit = limitOf(kind);
      const counter = createLimitCounter(kind);
      counter.add(3, limit, 0);
      counter.add(4, limit, 0);
      counter.giveBack(5, limit, 0);
      expect([kind, counter.used(limit, 0)]).toEqual([kind, 2]);
      counter.giveBack(5, limit, 0);
      expect([kind, counter.used(limit, 0)]).toEqual([kind, 0]);
    }
  });

  it('says until when anything counts', () => {
    const told = (['fixed', 'rolling', 'decaying', 'from-first-use'] as const).map((kind) => {
      const limit = limitOf(kind);
      const counter = createLimitCounter(kind);
      const empty = counter.resetsInMs(limit, 400);
      counter.add(5, limit, 400);
      return [kind, empty, counter.resetsInMs(limit, 400), counter.resetsInMs(limit, 700)];
    });
    expect(told).toEqual([
      ['fixed', 600, 600, 300],
      ['rolling', 0, 1_000, 700],
      ['decaying', 0, 500, 200],
      ['from-first-use', 0, 1_000, 700],
    ]);
  });

  it('makes a weight that can never fit wait as long as itself', () => {
    for (const kind of ['rolling', 'decaying'] as const) expect(createLimitCounter(kind).waitMs(11, limitOf(kind), 0)).toBe(1_000);
  });
});
