import { readFileSync } from 'node:fs';
import { ALL_CARDS, ALL_MUTANTS } from '@venuekit/conformance';
import { describe, expect, it } from 'vitest';
import { checklistMembers } from '../card-coverage/checklist-members.ts';
import { coverageDefects, coverageDocument } from '../card-coverage/coverage-table.ts';
import { CATALOGUES } from '../card-coverage/known-cards.ts';
import { memberCardsDocument, memberDefects, placesOf } from '../card-coverage/member-cards.ts';

const members = checklistMembers();
const document = readFileSync(new URL('../../docs/conformance/coverage.md', import.meta.url), 'utf8');
/** The cells of a table without the padding that the formatter adds. */
const cells = (text: string): string => text.replaceAll(/ *\| */g, '|').replaceAll(/-{3,}/g, '---');

describe('docs/conformance/coverage.md', () => {
  it('answers every known test and scenario with a card or a reason', () => {
    expect(coverageDefects(ALL_CARDS, ALL_MUTANTS)).toEqual([]);
  });

  it('is what the cards say; else run node scripts/card-coverage.ts', () => {
    expect(cells(document)).toBe(cells(coverageDocument(ALL_CARDS, ALL_MUTANTS)));
  });

  it('knows all 41 and 16 generic tests, the 95 live cards the recovery scenarios and the 28 seeded bugs', () => {
    expect(CATALOGUES.map(({ cards }) => cards.length)).toEqual([41, 16, 26, 69, 47, 14, 28]);
  });

  it('tells of a card for an unknown id, a known id without a card, and a reason that is out of date', () => {
    const [card] = ALL_CARDS;
    if (card === undefined) throw new Error('there are no cards');
    const defects = coverageDefects([{ ...card, covers: ['NT-E999', 'NT-E17'] }], []);
    expect(defects).toContain(`${card.id} answer NT-E999, which is in no catalogue`);
    expect(defects).toContain('HB-1 has neither a card nor a reason');
    expect(defects).toContain('the reason for NT-E17 is out of date');
  });
});

describe('docs/author-guide/cards.md', () => {
  it('finds each card by a member that an author writes, and has a card or a reason for each member', () => {
    expect(memberDefects(ALL_CARDS, members)).toEqual([]);
  });

  it('is what the cards say; else run node scripts/card-coverage.ts', () => {
    const page = readFileSync(new URL('../../docs/author-guide/cards.md', import.meta.url), 'utf8');
    expect(cells(page)).toBe(cells(memberCardsDocument(ALL_CARDS, members)));
  });

  it('tells of a card that points at nothing, a member without a card, and a reason that is out of date', () => {
    const [card] = ALL_CARDS;
    if (card === undefined) throw new Error('there are no cards');
    const defects = memberDefects(
      [
        { ...card, look: 'somewhere' },
        { ...card, look: 'name' },
        { ...card, look: 'createOrderBookDataSource().gone' },
      ],
      members,
    );
    expect(defects).toContain(`${card.id} says to look at "somewhere", which names no member`);
    expect(defects).toContain(`${card.id} says to look at OrderBookDataSource.gone, which does not exist`);
    expect(defects).toContain('placeOrder has neither a card nor a reason');
    expect(defects).toContain('the reason for name is out of date');
  });

  it.each([
    ['placeOrder, userStreamEventListener', ['placeOrder', 'userStreamEventListener']],
    ['authenticator.sendsInOrder', ['authenticator']],
    ['placeOrders: what it is charged', ['placeOrders']],
    ['createUserStreamDataSource().onFrame, userStreamEventListener', ['UserStreamDataSource.onFrame', 'userStreamEventListener']],
    ['onFrame: inflateFrame', ['OrderBookDataSource.onFrame', 'UserStreamDataSource.onFrame']],
  ])('takes %s for what it names', (look, places) => {
    expect([...placesOf(look, members)]).toEqual(places);
  });
});
