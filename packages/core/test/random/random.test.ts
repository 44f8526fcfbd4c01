import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { pickOne, randomInteger, shuffled } from '../../src/random/choices.ts';
import { SeededRandom } from '../../src/random/seeded-random.ts';
import { SystemRandom } from '../../src/random/system-random.ts';

const MASK = 0xffff_ffffn;

const rotate = (value: bigint, bits: bigint): bigint => ((value << bits) | (value >> (32n - bits))) & MASK;

/** xoshiro128** written a second time, straight from its paper, on big integers. */
function reference(seed: readonly number[], count: number): number[] {
  const state = seed.map(BigInt);
  const at = (index: number): bigint => state[index] ?? 0n;
  return Array.from({ length: count }, () => {
    const result = (rotate((at(1) * 5n) & MASK, 7n) * 9n) & MASK;
    const shifted = (at(1) << 9n) & MASK;
    state[2] = at(2) ^ at(0);
    state[3] = at(3) ^ at(1);
    state[1] = at(1) ^ at(2);
    state[0] = at(0) ^ at(3);
    state[2] = at(2) ^ shifted;
    state[3] = rotate(at(3), 11n);
    return Number(result);
  });
}

test('the seeded generator is xoshiro128**', () => {
  const random = new SeededRandom([1, 2, 3, 4]);
  const first = Array.from({ length: 4 }, () => random.nextUint32());
  expect(first).toEqual([11_520, 0, 5_927_040, 70_819_200]);
  const word = fc.integer({ min: 1, max: 0xffff_ffff });
  fc.assert(
    fc.property(fc.tuple(word, word, word, word), (seed) => {
      const generator = new SeededRandom(seed);
      expect(Array.from({ length: 50 }, () => generator.nextUint32())).toEqual(reference(seed, 50));
    }),
  );
});

function draw(seed: number): number[] {
  const random = new SeededRandom(seed);
  return Array.from({ length: 10 }, () => random.next());
}

test('the same seed gives the same numbers, another seed others', () => {
  expect(draw(7)).toEqual(draw(7));
  expect(draw(7)).not.toEqual(draw(8));
  expect(draw(0).some((value) => value > 0)).toBe(true);
});

test.each([
  ['seeded', new SeededRandom(1)],
  ['system', new SystemRandom()],
])('%s numbers lie from 0 to below 1 and spread evenly', (_name, random) => {
  const buckets = new Map<number, number>();
  for (let index = 0; index < 10_000; index += 1) {
    const value = random.next();
    expect(value >= 0 && value < 1).toBe(true);
    const bucket = Math.floor(value * 10);
    buckets.set(bucket, (buckets.get(bucket) ?? 0) + 1);
  }
  expect(buckets.size).toBe(10);
  for (const count of buckets.values()) expect(count).toBeGreaterThan(700);
  expect(random.hex(16)).toMatch(/^[0-9a-f]{32}$/);
  expect(random.hex(16)).not.toBe(random.hex(16));
});

test('integers, picks and shuffles stay within what they were given', () => {
  const random = new SeededRandom(3);
  const drawn = new Set(Array.from({ length: 200 }, () => randomInteger(random, -1, 1)));
  expect([...drawn].toSorted((left, right) => left - right)).toEqual([-1, 0, 1]);
  expect(new Set(Array.from({ length: 100 }, () => pickOne(random, ['a', 'b'])))).toEqual(new Set(['a', 'b']));
  expect(() => pickOne(random, [])).toThrow(RangeError);
  const items = [1, 2, 3, 4, 5];
  const results = Array.from({ length: 50 }, () => shuffled(random, items));
  for (const result of results) expect(result.toSorted((left, right) => left - right)).toEqual(items);
  expect(new Set(results.map(String)).size).toBeGreaterThan(20);
});
