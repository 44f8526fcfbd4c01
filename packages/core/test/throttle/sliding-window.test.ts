import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SlidingWindow } from '../../src/throttle/sliding-window.ts';

describe('a sliding window', () => {
  test('counts a charge from its moment until one window later, that moment excluded', () => {
    const window = new SlidingWindow('pool', 1_000, 5);
    window.charge(3, 100);
    expect(window.usedAt(100)).toBe(3);
    expect(window.usedAt(1_099.999)).toBe(3);
    expect(window.usedAt(1_100)).toBe(0);
  });

  test('has room up to its capacity and not above it', () => {
    const window = new SlidingWindow('pool', 1_000, 5);
    window.charge(3, 0);
    expect(window.isFree(2, 0)).toBe(true);
    expect(window.isFree(3, 0)).toBe(false);
    expect(window.isFree(3, 1_000)).toBe(true);
  });

  test('is closed while it is paused, and says when the pause ends', () => {
    const window = new SlidingWindow('pool', 1_000, 5);
    window.pausedUntilMs = 700;
    expect(window.isFree(1, 699)).toBe(false);
    expect(window.freeAtMs(1, 0)).toBe(700);
    expect(window.isFree(1, 700)).toBe(true);
  });

  test('says the earliest moment at which a weight fits', () => {
    const window = new SlidingWindow('pool', 1_000, 5);
    window.charge(2, 0);
    window.charge(2, 10);
    window.charge(1, 20);
    expect(window.freeAtMs(1, 30)).toBe(1_000);
    expect(window.freeAtMs(2, 30)).toBe(1_000);
    expect(window.freeAtMs(3, 30)).toBe(1_010);
    expect(window.freeAtMs(5, 30)).toBe(1_020);
    expect(window.freeAtMs(6, 30)).toBe(Number.POSITIVE_INFINITY);
  });

  test('lets charges of the same millisecond share an entry that expires with the youngest', () => {
    const window = new SlidingWindow('pool', 60_000, 10);
    window.charge(1, 5.1);
    window.charge(1, 5.9);
    expect(window.usedAt(60_005.5)).toBe(2);
    expect(window.usedAt(60_005.9)).toBe(0);
  });

  test('does not let charges of different milliseconds share an entry', () => {
    const window = new SlidingWindow('pool', 60_000, 10);
    window.charge(1, 5);
    window.charge(1, 6);
    expect(window.usedAt(60_005)).toBe(1);
  });

  test('can be filled again and again in the same millisecond after it was empty', () => {
    const window = new SlidingWindow('pool', 0.01, 1);
    window.charge(1, 5);
    expect(window.usedAt(5.5)).toBe(0);
    window.charge(1, 5.5);
    expect(window.usedAt(5.505)).toBe(1);
    expect(window.usedAt(5.52)).toBe(0);
  });

  test('agrees with a list of all charges, however many there are', () => {
    const step = fc.record({ afterMs: fc.integer({ min: 0, max: 40 }), weight: fc.integer({ min: 1, max: 9 }) });
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 400 }), fc.integer({ min: 1, max: 50 }), (steps, asked) => {
        const window = new SlidingWindow('pool', 500, 50);
        const charges: { readonly atMs: number; readonly weight: number }[] = [];
        const usedAt = (nowMs: number): number => {
          let used = 0;
          for (const { atMs, weight } of charges) if (atMs + 500 > nowMs) used += weight;
          return used;
        };
        let nowMs = 0;
        for (const { afterMs, weight } of steps) {
          nowMs += afterMs;
          expect(window.usedAt(nowMs)).toBe(usedAt(nowMs));
          if (usedAt(nowMs) + weight > 50) continue;
          window.charge(weight, nowMs);
          charges.push({ atMs: nowMs, weight });
          let freeAtMs = nowMs;
          while (usedAt(freeAtMs) + asked > 50) freeAtMs += 1;
          expect(window.freeAtMs(asked, nowMs)).toBe(freeAtMs);
        }
      }),
      { numRuns: 60 },
    );
  });
});
