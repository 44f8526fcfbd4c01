import { describe, expect, it } from 'vitest';
import { scoreKills } from '../../src/run/score-kills.ts';
import type { KillRow } from '../../src/run/suite-report.ts';
import { aCard, aReport } from './samples-of-reports.ts';

const [first, second] = [aReport(aCard({ id: 'BOOK-901' })), aReport(aCard({ id: 'BOOK-902' }))];

function row(mutant: string, card: string, verdict: KillRow['verdict']): KillRow {
  return { mutant, title: mutant, evidence: 'a sample', card, verdict, message: '' };
}

describe('the kill score', () => {
  it('is whole when each card kills and each mutant is killed', () => {
    const kills = scoreKills([row('deaf', 'BOOK-901', 'killed'), row('mute', 'BOOK-902', 'killed')], [first, second]);
    expect(kills).toMatchObject({ verdict: 'pass', killed: 2, applicable: 2, score: 100, neverFailed: [] });
  });

  it.each(['survived', 'never-acted', 'crashed'] as const)('counts a mutant as not killed when one of its cards says %s', (verdict) => {
    const rows = [row('deaf', 'BOOK-901', 'killed'), row('deaf', 'BOOK-902', verdict), row('mute', 'BOOK-902', 'killed')];
    expect(scoreKills(rows, [first, second])).toMatchObject({ verdict: 'fail', killed: 1, applicable: 2, score: 50 });
  });

  it('names must-cards that passed and that no mutant has made fail', () => {
    const kills = scoreKills([row('deaf', 'BOOK-901', 'killed'), row('mute', 'BOOK-902', 'not-applicable')], [first, second]);
    expect(kills).toMatchObject({ verdict: 'fail', killed: 1, applicable: 1, neverFailed: ['BOOK-902'] });
  });

  it('asks nothing of should-cards, of cards that do not apply and of cards that fail by themselves', () => {
    const should = aReport(aCard({ id: 'BOOK-903', severity: 'should' }));
    const absent = aReport(aCard({ id: 'BOOK-904' }), { verdict: 'not-applicable' });
    const red = aReport(aCard({ id: 'BOOK-905' }), { verdict: 'fail' });
    const rows = [row('deaf', 'BOOK-901', 'killed'), row('mute', 'BOOK-905', 'not-green')];
    expect(scoreKills(rows, [first, should, absent, red])).toMatchObject({ verdict: 'pass', killed: 1, applicable: 1, neverFailed: [] });
  });

  it('is no pass when there was nothing to kill', () => {
    expect(scoreKills([], [])).toMatchObject({ verdict: 'fail', applicable: 0, score: 0 });
  });
});
