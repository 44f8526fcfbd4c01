import { describe, expect, it } from 'vitest';
import { computeTiers, reachedTier } from '../../src/run/compute-tiers.ts';
import type { CardReport, CheckReport } from '../../src/run/suite-report.ts';
import { aCard, aReport } from './samples-of-reports.ts';

const reads = aReport(aCard({ id: 'BOOK-901', tier: 1 }));
const trades = aReport(aCard({ id: 'BOOK-902', tier: 2 }));
const survives = aReport(aCard({ id: 'BOOK-903', tier: 3 }));
const shaped: CheckReport = { state: 'pass', findings: [], notes: [] };
const misshaped: CheckReport = {
  state: 'fail',
  findings: [{ where: 'src/auth.ts', problem: 'is missing', advice: 'write it' }],
  notes: [],
};

function tierOf(cards: readonly CardReport[], structure: CheckReport | null = shaped, witnesses: CheckReport | null = null): number | null {
  return reachedTier(computeTiers({ cards, structure, samples: null, witnesses }));
}

describe('the tier', () => {
  it('is the highest whose must-cards, and those below, pass', () => {
    expect(tierOf([reads, trades, survives])).toBe(3);
    expect(tierOf([reads, trades, { ...survives, verdict: 'fail' }])).toBe(2);
    expect(tierOf([reads, { ...trades, verdict: 'fail' }, survives])).toBe(1);
    expect(tierOf([{ ...reads, verdict: 'fail' }, trades, survives])).toBe(0);
  });

  it('is held back by a baselined card, which is named', () => {
    const cards: CardReport[] = [reads, { ...trades, verdict: 'baselined' }, survives];
    expect(tierOf(cards)).toBe(1);
    expect(computeTiers({ cards, structure: shaped, samples: null, witnesses: null })[2]).toMatchObject({
      state: 'held-back',
      heldBackBy: ['BOOK-902'],
    });
  });

  it('is not held back by should-cards, by cards that are not scored and by cards that do not apply', () => {
    const should = aReport(aCard({ id: 'BOOK-904', tier: 1, severity: 'should' }), { verdict: 'fail' });
    const newer = aReport(aCard({ id: 'BOOK-905', tier: 1 }), { verdict: 'fail', isScored: false });
    const absent = aReport(aCard({ id: 'BOOK-906', tier: 1 }), { verdict: 'not-applicable' });
    expect(tierOf([reads, trades, survives, should, newer, absent])).toBe(3);
  });

  it('is not reached by cards that do not apply', () => {
    expect(tierOf([reads, { ...trades, verdict: 'not-applicable' }, survives])).toBe(1);
  });

  it('is none at all when the package is not shaped', () => {
    expect(tierOf([reads, trades, survives], misshaped)).toBeNull();
    expect(computeTiers({ cards: [], structure: misshaped, samples: null, witnesses: null })[0]?.heldBackBy).toEqual([
      'src/auth.ts: is missing',
    ]);
  });

  it('says when nobody looked at the shape, and goes on', () => {
    const tiers = computeTiers({ cards: [reads], structure: null, samples: null, witnesses: null });
    expect(tiers[0]?.state).toBe('not-checked');
    expect(reachedTier(tiers)).toBe(1);
  });

  it('is held back at 1 by a sample that is not read as expected', () => {
    const sample = { file: 'test/samples/book.json', kind: 'book-diff', source: 'the API', verdict: 'fail', problems: ['odd'] } as const;
    const evidence = { cards: [reads], structure: shaped, witnesses: null };
    const tiers = computeTiers({ ...evidence, samples: [sample] });
    expect(tiers[1]).toMatchObject({ state: 'held-back', heldBackBy: ['test/samples/book.json'], passed: 1 });
    expect(reachedTier(tiers)).toBe(0);
    expect(reachedTier(computeTiers({ ...evidence, samples: [{ ...sample, verdict: 'pass', problems: [] }] }))).toBe(1);
  });

  it('is 4 with witnesses, and not without them or without the tiers below', () => {
    expect(tierOf([reads, trades, survives], shaped, shaped)).toBe(4);
    expect(tierOf([reads, trades, survives], shaped, { state: 'absent', findings: [], notes: ['no recordings'] })).toBe(3);
    expect(tierOf([reads, trades], shaped, shaped)).toBe(2);
  });
});
