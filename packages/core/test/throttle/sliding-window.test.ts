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

  test('tells what had been charged before a time, also after it has left the window', () => {
    const window = new SlidingWindow('pool', 1_000, 50);
    window.charge(1, 100);
    window.charge(2, 200);
    window.charge(4, 300);
    expect([100, 101, 200, 201, 301].map((timeMs) => window.totalChargedBefore(timeMs))).toEqual([0, 1, 1, 3, 7]);
    expect(window.usedAt(1_250)).toBe(4);
    expect([0, 300, 301].map((timeMs) => window.totalChargedBefore(timeMs))).toEqual([3, 3, 7]);
    expect(window.totalCharged).toBe(7);
  });

  test('gives back the earliest charges, which do not count a second time when they leave', () => {
    const window = new SlidingWindow('pool', 1_000, 10);
    window.charge(4, 0);
    window.charge(4, 500);
    window.release(6, 600);
    expect(window.usedAt(600)).toBe(2);
    expect(window.freeAtMs(9, 600)).toBe(1_500);
    expect(window.usedAt(1_000)).toBe(2);
    expect(window.usedAt(1_500)).toBe(0);
    window.release(6, 1_500);
    expect(window.usedAt(1_500)).toBe(0);
  });

  test('that becomes longer remembers as much as fits into it, as charged at the end of the shorter one', () => {
    const window = new SlidingWindow('pool', 1_000, 10);
    for (let index = 0; index < 30; index += 1) window.charge(1, index * 500);
    window.resize(10_000, 20_000);
    expect(window.usedAt(20_000)).toBe(10);
    expect(window.usedAt(28_999)).toBe(10);
    expect(window.usedAt(29_000)).toBe(0);
  });

  test('that becomes longer while its entries fill their room keeps every one of them', () => {
    const window = new SlidingWindow('pool', 1_000, 100);
    for (let index = 0; index < 5; index += 1) window.charge(1, index);
    for (let index = 0; index < 16; index += 1) window.charge(1, 1_500 + index);
    window.resize(2_000, 1_600);
    expect(window.usedAt(1_600)).toBe(21);
    expect(window.usedAt(2_600)).toBe(16);
    expect(window.usedAt(3_507)).toBe(8);
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
