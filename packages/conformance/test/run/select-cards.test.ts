import { describe, expect, it } from 'vitest';
import { selectCards } from '../../src/run/select-cards.ts';
import { findTampering } from '../../src/run/tampering.ts';
import { aCard } from './samples-of-reports.ts';

const book = aCard({ id: 'BOOK-901', tier: 1 });
const order = aCard({ id: 'ORDER-901', family: 'ORDER', tier: 2 });
const all = [book, order];

describe('a selection of cards', () => {
  it('is all without a wish, and what fits every wish', () => {
    expect(selectCards(all, {})).toEqual(all);
    expect(selectCards(all, { families: ['ORDER'] })).toEqual([order]);
    expect(selectCards(all, { tier: 1 })).toEqual([book]);
    expect(selectCards(all, { cards: ['BOOK-901'], tier: 2 })).toEqual([]);
  });

  it('names a card and a family that the suite does not have', () => {
    expect(() => selectCards(all, { cards: ['BOOK-902'] })).toThrow('the suite has no card BOOK-902');
    expect(() => selectCards(all, { families: ['CHEESE'] })).toThrow(/the suite has no family CHEESE, only RULES, BOOK/);
  });
});

describe("a subject's own list of cards", () => {
  it('is sound when it is not given, or holds the cards of the suite', () => {
    expect(findTampering(undefined, all)).toEqual({ removed: [], overridden: [], added: [] });
    expect(findTampering(all, all)).toEqual({ removed: [], overridden: [], added: [] });
  });

  it('shows what is left out, replaced and added', () => {
    const replaced = { ...order, run: async () => undefined };
    expect(findTampering([replaced, { id: 'OWN-1' }], all)).toEqual({
      removed: ['BOOK-901'],
      overridden: ['ORDER-901'],
      added: ['OWN-1'],
    });
  });
});
