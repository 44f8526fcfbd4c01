import type { Random } from '../runtime/random.ts';

/** A whole number from `minimum` to `maximum`, both included. */
export function randomInteger(random: Random, minimum: number, maximum: number): number {
  return minimum + Math.floor(random.next() * (maximum - minimum + 1));
}

/** One element. @throws RangeError for an empty list */
export function pickOne<Item>(random: Random, items: readonly Item[]): Item {
  for (const item of items.slice(randomInteger(random, 0, items.length - 1))) return item;
  throw new RangeError('nothing to pick from');
}

/** The same elements in a random order; the list itself is left alone. */
export function shuffled<Item>(random: Random, items: readonly Item[]): Item[] {
  const result: Item[] = [];
  for (const item of items) {
    const place = randomInteger(random, 0, result.length);
    result.splice(place, 0, item);
  }
  return result;
}
