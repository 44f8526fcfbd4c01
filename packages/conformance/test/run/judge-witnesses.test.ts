import { describe, expect, it } from 'vitest';
import { judgeWitnesses, type HeardWitness } from '../../src/run/check-witnesses.ts';
import type { CheckReport } from '../../src/run/suite-report.ts';
import type { WitnessOutcome } from '../../src/run/witness-task.ts';

const OLD = { counts: false, reason: 'it was made on a simulated venue' } as const;

function heard(name: string, parts: Partial<WitnessOutcome> = {}): HeardWitness {
  const outcome: WitnessOutcome = {
    verdict: { counts: true },
    isPrivate: true,
    about: '2026-11-20, venue api.example.com: 3 replies',
    unreadable: undefined,
    connector: [],
    dialect: [],
    uncovered: [],
    compared: 4,
    ...parts,
  };
  return { file: `test/recordings/${name}.jsonl`, outcome };
}

function judge(witnesses: readonly HeardWitness[], needsPrivate = true): CheckReport {
  return judgeWitnesses(witnesses, { maximumAgeDays: 90, needsPrivate });
}

function problemsOf({ findings }: CheckReport): readonly string[] {
  return findings.map(({ where, problem }) => `${where}: ${problem}`);
}

describe('recordings together', () => {
  it('are absent where there is none, with how to make one and how long it counts', () => {
    const report = judge([]);
    expect(report).toMatchObject({ state: 'absent', findings: [] });
    expect(report.notes.join('\n')).toMatch(/venuekit-conformance record[^]*counts for 90 days/);
  });

  it('bear witness when one counts, shows an account, and all agree', () => {
    const report = judge([heard('a'), heard('b', { verdict: OLD })]);
    expect(report).toMatchObject({ state: 'pass', findings: [] });
    expect(report.notes).toEqual([
      'a recording of the real venue counts for 90 days',
      'test/recordings/a.jsonl (2026-11-20, venue api.example.com: 3 replies) counts; connector: 0 disagreements; dialect: 4 kinds compared, 0 disagreements',
      expect.stringContaining('b.jsonl (2026-11-20, venue api.example.com: 3 replies) does not count: it was made on a simulated venue; '),
    ]);
  });

  it('fail when none counts, with the reason of each', () => {
    expect(problemsOf(judge([heard('a', { verdict: OLD })]))).toEqual([
      'test/recordings/: no recording counts for tier 4 (test/recordings/a.jsonl: it was made on a simulated venue)',
    ]);
  });

  it('fail when no recording that counts shows an account, unless the connector does not trade', () => {
    const witnesses = [heard('a', { isPrivate: false }), heard('b', { verdict: OLD })];
    expect(problemsOf(judge(witnesses))).toEqual(['test/recordings/: no recording that counts shows traffic of an account']);
    expect(judge(witnesses, false).state).toBe('pass');
  });

  it('fail by the connector, by the dialect, by what it never shows, and by files that are none, each with an advice', () => {
    const report = judge([
      heard('a'),
      heard('b', { connector: ['x'], dialect: ['y'], uncovered: ['GET /z'], verdict: OLD }),
      heard('c', { unreadable: 'c.jsonl:1: is no header', verdict: OLD, about: '' }),
    ]);
    expect(report.state).toBe('fail');
    expect(problemsOf(report)).toEqual([
      'test/recordings/b.jsonl: the connector does not agree: x',
      'test/recordings/b.jsonl: the dialect does not agree: y',
      'test/recordings/b.jsonl: the dialect never shows what the venue does: GET /z',
      'test/recordings/c.jsonl: c.jsonl:1: is no header',
    ]);
    for (const { advice } of report.findings) expect(advice).not.toBe('');
  });
});
