import { describe, expect, it } from 'vitest';
import { terminalBoard } from '../../src/report/terminal-board.ts';
import type { TierReport } from '../../src/run/suite-report.ts';
import { sampleReport } from './sample-report.ts';

describe('the board', () => {
  it('counts samples and names those that failed, each problem in a line', () => {
    const board = terminalBoard(sampleReport());
    expect(board).toMatch(/^ {2}samples +1 passed +1 failed$/m);
    expect(board).toMatch(/^ {2}fail test\/samples\/order\.json \(/m);
    expect(board).toMatch(/^ {6}more$/m);
    expect(board).not.toContain('book.json');
  });

  it('says nothing of samples where there are none', () => {
    for (const samples of [null, []]) expect(terminalBoard(sampleReport({ samples }))).not.toContain('sample');
  });

  it('counts what there is of a family and leaves out what there is not, in columns', () => {
    const [first, ...others] = sampleReport().families;
    if (first === undefined) throw new Error('the sample has no family');
    const families = [
      { ...first, family: 'BOOK', passed: 36, failed: 0, notApplicable: 7, baselined: 0 } as const,
      { ...first, family: 'TRADE', passed: 7, failed: 0, notApplicable: 0, baselined: 0 } as const,
      ...others,
    ];
    const board = terminalBoard(sampleReport({ families })).split('\n');
    expect(board).toContain('  BOOK         36 passed                7 not applicable');
    expect(board).toContain('  TRADE         7 passed');
  });

  it('says why a tier was not checked, in lines of a terminal', () => {
    const why = 'there is no recording in test/recordings/; `venuekit-conformance record` says how to make one';
    const lines = boardOf({ tier: 4, name: 'witnessed', state: 'not-checked', heldBackBy: [why] });
    const at = lines.indexOf('  tier 4 witnessed not-checked');
    expect(lines.slice(at + 1, at + 3).map((line) => line.trim())).toEqual([
      'there is no recording in test/recordings/; `venuekit-conformance record`',
      'says how to make one',
    ]);
  });

  it('names the first cards that hold a tier back, in lines of a terminal, cuts no word, and counts the others', () => {
    const heldBackBy = Array.from({ length: 30 }, (_, index) => `BOOK-${index + 10}`);
    const lines = boardOf({ tier: 1, name: 'reads', state: 'held-back', heldBackBy, passed: 3 });
    const at = lines.indexOf('  tier 1 reads     held-back (3 must-cards passed)');
    const told = lines.slice(at + 1).filter((line) => /^ {6}(?:BOOK-|6 more)/.test(line));
    expect(told.length).toBeGreaterThan(2);
    expect(Math.max(...told.map((line) => line.length))).toBeLessThanOrEqual(80);
    expect(told.map((line) => line.trim()).join(' ')).toBe(`${heldBackBy.slice(0, 24).join(', ')} and 6 more`);
  });

  it('shows the first twenty cards that failed and counts the others, so that a new connector has a board to read', () => {
    const failed = sampleReport().cards.find(({ verdict }) => verdict === 'fail');
    if (failed === undefined) throw new Error('no card of the sample fails');
    const problems = [`cards that failed: ${Array.from({ length: 40 }, (_, index) => `BOOK-${index + 10}`).join(', ')}`];
    const board = terminalBoard(sampleReport({ cards: Array.from({ length: 53 }, () => failed), problems }));
    expect(board.match(new RegExp(`^  fail ${failed.card.id} `, 'gm'))).toHaveLength(20);
    expect(board).toContain('  and 33 more cards: ');
    expect(board).toMatch(/^! cards that failed: BOOK-10, .*BOOK-33 and 16 more$/m);
    expect(terminalBoard(sampleReport({ cards: [failed] }))).not.toContain('more cards');
  });
});

function boardOf(tier: Pick<TierReport, 'tier' | 'name' | 'state' | 'heldBackBy'> & Partial<TierReport>): readonly string[] {
  const none = { passed: 0, failed: 0, notApplicable: 0, baselined: 0 };
  return terminalBoard(sampleReport({ tiers: [{ ...none, ...tier }] })).split('\n');
}
