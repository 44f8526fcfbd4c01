import { describe, expect, it } from 'vitest';
import { findProblems, type RunEvidence } from '../../src/run/find-problems.ts';
import type { KillReport } from '../../src/run/suite-report.ts';
import { aCard, aReport } from './samples-of-reports.ts';

const must = aCard({ id: 'BOOK-901' });
const should = aCard({ id: 'BOOK-902', severity: 'should' });
const survived: KillReport = { verdict: 'fail', killed: 1, applicable: 2, score: 50, rows: [], neverFailed: ['BOOK-901'] };

function problemsOf(parts: Partial<RunEvidence>): readonly string[] {
  return findProblems({
    cards: [aReport(must), aReport(should)],
    isWhole: true,
    knownIds: new Set(['BOOK-901', 'BOOK-902']),
    probes: [],
    baseline: [],
    tampering: { removed: [], overridden: [], added: [] },
    structure: null,
    samples: null,
    kills: null,
    killsAllMutants: false,
    claim: undefined,
    ...parts,
  });
}

describe('a run', () => {
  it('passes when nothing is wrong', () => {
    expect(problemsOf({})).toEqual([]);
  });

  it('fails when no card was run, also when none applies', () => {
    expect(problemsOf({ cards: [] })).toEqual(['no card was run, so nothing is proven']);
    const absent = { ...aReport(must), verdict: 'not-applicable' as const };
    const outcome = absent.outcome === null ? null : { ...absent.outcome, verdict: 'not-applicable' as const };
    expect(problemsOf({ cards: [{ ...absent, outcome }] })).toEqual(['no card was run, so nothing is proven']);
  });

  it('fails by a whole run of nothing but cards that are not scored, and not by a part of it', () => {
    const cards = [aReport(must, { isScored: false })];
    expect(problemsOf({ cards })).toHaveLength(1);
    expect(problemsOf({ cards, isWhole: false })).toEqual([]);
  });

  it('fails by scored must-cards only', () => {
    expect(problemsOf({ cards: [aReport(must, { verdict: 'fail' }), aReport(should)] })).toEqual(['cards that failed: BOOK-901']);
    expect(problemsOf({ cards: [aReport(must), aReport(should, { verdict: 'fail' })] })).toEqual([]);
    expect(problemsOf({ cards: [aReport(must, { verdict: 'fail', isScored: false }), aReport(should)] })).toEqual([]);
  });

  it('fails when something works that is not declared, where a scored card asks for it', () => {
    const probes = [{ need: 'iceberg', finding: { state: 'works', how: 'does it' } }] as const;
    const asking = aCard({ id: 'BOOK-902', needs: ['iceberg'] });
    expect(problemsOf({ probes, cards: [aReport(must), aReport(asking)] })).toEqual(['not declared, but it works: iceberg']);
    expect(problemsOf({ probes, cards: [aReport(must), aReport(asking, { isScored: false })] })).toEqual([]);
  });

  it('fails by stale baseline entries, of should-cards too, and by entries for cards that nobody knows', () => {
    const entry = { card: 'BOOK-902', since: '2026-01-01', until: '2026-02-01', reason: 'old' };
    const stale = aReport(should, { verdict: 'fail', baseline: entry });
    expect(problemsOf({ cards: [aReport(must), stale], baseline: [entry] })).toEqual(['baseline entries that are stale: BOOK-902']);
    expect(problemsOf({ baseline: [{ ...entry, card: 'BOOK-999' }] })).toEqual([
      'baseline entries for cards that the suite does not know: BOOK-999',
    ]);
  });

  it('fails when cards are left out or replaced', () => {
    expect(problemsOf({ tampering: { removed: ['BOOK-01'], overridden: ['BOOK-02'], added: ['OWN-01'] } })).toEqual([
      'cards of the suite that the subject leaves out: BOOK-01',
      'cards of the suite that the subject replaces: BOOK-02',
    ]);
  });

  it('fails by each sample that is not read as expected, and by no other', () => {
    const sample = { kind: 'order', source: 'rest-api.md', verdict: 'pass', problems: [] } as const;
    const samples = [
      { ...sample, file: 'test/samples/a.json' },
      { ...sample, file: 'test/samples/b.json', verdict: 'fail', problems: ['order.state is odd'] },
    ] as const;
    expect(problemsOf({ samples })).toEqual(['samples that failed: test/samples/b.json']);
    expect(problemsOf({ samples: samples.slice(0, 1) })).toEqual([]);
  });

  it('fails by the structure of the package', () => {
    const findings = [{ where: 'src/auth.ts', problem: 'is missing', advice: 'write it' }];
    expect(problemsOf({ structure: { state: 'fail', findings, notes: [] } })).toEqual(['structure: src/auth.ts: is missing']);
  });

  it('fails by mutants only where the subject asks for it', () => {
    expect(problemsOf({ kills: survived })).toEqual([]);
    expect(problemsOf({ kills: survived, killsAllMutants: true })).toEqual([
      '1 of 2 mutants are killed; no mutant makes these cards fail: BOOK-901',
    ]);
  });

  it('fails when less is reached than is claimed', () => {
    expect(problemsOf({ claim: { claimed: 2, reached: 2 } })).toEqual([]);
    expect(problemsOf({ claim: { claimed: 3, reached: 2 } })).toEqual(['tier 3 is claimed, and tier 2 is reached']);
    expect(problemsOf({ claim: { claimed: 1, reached: null } })).toEqual(['tier 1 is claimed, and no tier is reached']);
  });
});
