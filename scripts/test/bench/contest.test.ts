import { expect, it } from 'vitest';
import { holdContest, quantile } from '../../bench/contest.ts';
import { RingLimiter } from '../../bench/ring-limiter.ts';
import { contestRows } from '../../bench/row.ts';

it('lets the contestants work in turn, leaves the warm-up out, and compares within each round', async () => {
  const turns: string[] = [];
  const contestant = (name: string, costs: number[]): { name: string; run: () => number } => ({
    name,
    run: () => {
      turns.push(name);
      return costs.shift() ?? Number.NaN;
    },
  });
  // The second counted round is ten times slower for both.
  const standings = await holdContest([contestant('floor', [900, 1, 10, 1]), contestant('ours', [900, 3, 30, 2])], {
    rounds: 3,
    floor: 'floor',
  });
  expect(turns).toEqual(['floor', 'ours', 'floor', 'ours', 'floor', 'ours', 'floor', 'ours']);
  expect(standings.map(({ name, value, ratio }) => [name, value, ratio])).toEqual([
    ['floor', 1, 1],
    ['ours', 3, 3],
  ]);
});

it('refuses a floor that nobody is', async () => {
  await expect(holdContest([], { rounds: 1, floor: 'sea level' })).rejects.toThrow('no contestant is named sea level');
});

it('judges a target by the value or by the ratio', () => {
  const standings = [
    { name: 'floor', value: 2, spread: 0.1, ratio: 1 },
    { name: 'ours', value: 7, spread: 0.2, ratio: 3.5 },
  ];
  const judged = (of: 'value' | 'ratio', most: number): boolean | null | undefined =>
    contestRows('depth', 'µs', standings, 'floor', new Map([['ours', { of, most }]]))[1]?.ok;
  expect([judged('ratio', 3.5), judged('ratio', 3.4), judged('value', 7), judged('value', 6.9)]).toEqual([true, false, true, false]);
  expect(contestRows('depth', 'µs', standings, 'floor')[0]).toMatchObject({ floor: 2, floorName: 'floor', target: null, ok: null });
});

it('takes quantiles between values in proportion', () => {
  expect([quantile([4, 1, 3, 2], 0.5), quantile([5, 1, 3], 0.5), quantile([1, 2], 0.25), quantile([], 0.5)]).toEqual([
    2.5,
    3,
    1.25,
    Number.NaN,
  ]);
});

it('has a floor for limiters that keeps the limit in every placement of the window', () => {
  const ring = new RingLimiter(3, 100, 8);
  const granted = [0, 10, 20, 99, 100, 105, 110, 119, 120].filter((nowMs) => ring.tryCharge(1, nowMs));
  expect(granted).toEqual([0, 10, 20, 100, 110, 120]);
  expect(ring.entries).toBe(3);
});
