import { describe, expect, it } from 'vitest';
import { ALL_CARDS } from '../../src/cards/all-cards.ts';
import { ALL_REQUIREMENTS, requiredCards } from '../../src/requirements/all-requirements.ts';
import { FROZEN_HASHES } from './frozen-hashes.ts';
import { hashOfSet } from './hash-of-set.ts';
import type { RequirementSet } from '../../src/requirements/requirement-set.ts';

describe('the requirement sets', () => {
  it('stand in the order of their days, each day once', () => {
    const days = ALL_REQUIREMENTS.map(({ date }) => date);
    expect(days).toEqual([...new Set(days)].toSorted());
  });

  it('never change', () => {
    expect(ALL_REQUIREMENTS.map((set) => [set.date, hashOfSet(set)])).toEqual([...FROZEN_HASHES]);
  });

  it('hold each card once, in the set of its day', () => {
    const sets = ALL_REQUIREMENTS.flatMap(({ date, cards }) => cards.map(({ id }) => `${date} ${id}`));
    expect(sets.toSorted()).toEqual(ALL_CARDS.map(({ since, id }) => `${since} ${id}`).toSorted());
  });

  it('of one day hold the sets of the days before it, and nothing newer', () => {
    const sets: readonly RequirementSet[] = [
      { date: '2026-01-01', cards: [{ id: 'BOOK-01', severity: 'must', tier: 1 }] },
      { date: '2026-02-01', cards: [{ id: 'BOOK-02', severity: 'must', tier: 1 }] },
    ];
    expect([...requiredCards('2026-01-01', sets).cards.keys()]).toEqual(['BOOK-01']);
    expect([...requiredCards('2026-02-01', sets).cards.keys()]).toEqual(['BOOK-01', 'BOOK-02']);
    expect(requiredCards(undefined, sets).date).toBe('2026-02-01');
    expect(() => requiredCards('2025-12-31', sets)).toThrow('there is no requirement set 2025-12-31, only 2026-01-01, 2026-02-01');
  });
});
