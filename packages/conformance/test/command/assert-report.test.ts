import { describe, expect, it } from 'vitest';
import { assertAbsent, assertCard, assertKilled, assertSample, type Skip } from '../../src/command/assert-report.ts';
import type { CardReport, KillRow } from '../../src/run/suite-report.ts';
import { aCard, anOutcome, aReport } from '../run/samples-of-reports.ts';

const skip: Skip = (note) => {
  throw new Error(`skipped: ${note}`);
};
const card = aCard();

function endOf(parts: Partial<CardReport>): string {
  try {
    assertCard(aReport(card, parts), skip);
    return 'passed';
  } catch (error) {
    return error instanceof Error ? error.message : '';
  }
}

describe('the test of a card', () => {
  it('passes when the card does', () => {
    expect(endOf({})).toBe('passed');
  });

  it.each([
    [{ verdict: 'not-applicable', why: 'not declared: iceberg' }, 'skipped: not-applicable: not declared: iceberg'],
    [{ verdict: 'baselined', why: 'because' }, 'skipped: baselined: because'],
    [{ verdict: 'fail', why: 'it broke', isScored: false }, 'skipped: newer than the requirements, and failing: it broke'],
  ] as const)('is skipped with the reason: %#', (parts, end) => {
    expect(endOf(parts)).toBe(end);
  });

  it('is skipped when a should-card fails', () => {
    const should = aReport(aCard({ id: 'BOOK-902', severity: 'should' }), { verdict: 'fail', why: 'it broke' });
    expect(() => assertCard(should, skip)).toThrow('skipped: should, and failing: it broke');
  });

  it('fails with all that is known', () => {
    const failure = {
      blame: 'connector' as const,
      message: 'it broke',
      finding: { what: 'the order is open', expected: 'open', actual: 'lost' },
      venueKnows: ['open order 7'],
      timeline: [{ atMs: 1_200, lane: 'wire' as const, text: '→ POST /orders' }],
      forgotten: 3,
      stack: '',
    };
    const end = endOf({ verdict: 'fail', why: 'it broke', outcome: anOutcome(card, { verdict: 'fail', failure, seed: 9 }) });
    for (const text of [
      'it broke',
      'expected: open',
      'actual:   lost',
      'open order 7',
      '1200 ms',
      '→ POST /orders',
      '--seed 9',
      'look at: ',
    ]) {
      expect(end).toContain(text);
    }
  });

  it('fails when the run has no word on the card', () => {
    expect(() => assertCard(undefined, skip)).toThrow('no word');
  });
});

describe('the test of a card that does not apply', () => {
  it('passes when the run found the same', () => {
    expect(() => assertAbsent(aReport(card, { verdict: 'not-applicable', why: 'not declared: iceberg' }))).not.toThrow();
  });

  it.each(['pass', 'fail', 'baselined'] as const)('fails when the card has ended with %s all the same', (verdict) => {
    expect(() => assertAbsent(aReport(card, { verdict, why: 'iceberg works, although it is not declared' }))).toThrow('iceberg works');
  });

  it('fails when the run has no word on the card', () => {
    expect(() => assertAbsent(undefined)).toThrow('no word');
  });
});

function row(verdict: KillRow['verdict']): KillRow {
  return { mutant: 'deaf', title: 'Deaf', evidence: 'none', card: 'BOOK-901', verdict, message: 'x' };
}

describe('the test of a sample', () => {
  const sample = { file: 'test/samples/a.json', kind: 'order', source: 'the API, orders', verdict: 'pass', problems: [] } as const;

  it('passes when it is read as expected', () => {
    expect(() => assertSample(sample)).not.toThrow();
  });

  it('fails with each problem, the file and what to read', () => {
    expect(() => assertSample({ ...sample, verdict: 'fail', problems: ['order.state is odd', 'more'] })).toThrow(
      'order.state is odd\nmore\nlook at: test/samples/a.json\nread: the API, orders',
    );
  });

  it('fails when the run has no word on the sample', () => {
    expect(() => assertSample(undefined)).toThrow('no word');
  });
});

describe('the test of mutants', () => {
  it('passes when all are killed, do not apply or prove nothing', () => {
    expect(() => assertKilled([row('killed'), row('not-applicable'), row('not-green')], true, skip)).not.toThrow();
  });

  it.each(['survived', 'never-acted', 'crashed'] as const)('fails where kills are asked for and one has %s, else is skipped', (verdict) => {
    expect(() => assertKilled([row(verdict)], true, skip)).toThrow(`not killed:\ndeaf under BOOK-901: ${verdict} x`);
    expect(() => assertKilled([row(verdict)], false, skip)).toThrow(`skipped: not killed:\ndeaf under BOOK-901: ${verdict} x`);
  });
});
