import { describe, expect, it } from 'vitest';
import { readReport } from '../../src/report/read-report.ts';
import { REPORT_FORMATS } from '../../src/report/report-formats.ts';
import type { SuiteReport } from '../../src/run/suite-report.ts';
import { sampleReport } from './sample-report.ts';

const ORIGIN = 'report.json';

/** The text of a saved report in which one place is changed; `undefined` takes it out. */
function saved(path: readonly (string | number)[], value?: unknown): string {
  return JSON.stringify(changed(JSON.parse(JSON.stringify(sampleReport())), path, value));
}

function changed(whole: unknown, [name, ...others]: readonly (string | number)[], value: unknown): unknown {
  if (name === undefined) return value;
  if (Array.isArray(whole)) return whole.map((item: unknown, index) => (index === name ? changed(item, others, value) : item));
  const entries: readonly (readonly [string, unknown])[] = Object.entries(whole ?? {});
  return Object.fromEntries(entries.map(([key, member]) => [key, key === name ? changed(member, others, value) : member]));
}

describe('a saved report', () => {
  it.each<[string, SuiteReport]>([
    ['of all kinds of rows', sampleReport()],
    ['of nothing but a run', sampleReport({ cards: [], families: [], tiers: [], kills: null, structure: null, samples: null, tier: null })],
    [
      'with recordings and a connector that cannot be made',
      sampleReport({
        witnesses: { state: 'absent', findings: [], notes: ['none'] },
        subject: { ...sampleReport().subject, definition: null, dialect: null, problem: 'define threw' },
      }),
    ],
  ])('%s is rendered as the report itself is', (_, report) => {
    const read = readReport(JSON.stringify(report), ORIGIN);
    for (const [name, { render }] of REPORT_FORMATS) expect(render(read), name).toBe(render(report));
  });

  it.each([
    ['', '(whole)', 'is no JSON'],
    ['[]', '(whole)', 'should be an object, but is []'],
    ['{}', 'version', 'is missing'],
    [saved(['version'], 2), 'version', 'is 2, and this release of the suite reads 1'],
    [saved(['version'], '1'), 'version', 'should be one of 1, but is "1"'],
    [saved(['verdict'], 'great'), 'verdict', 'should be one of pass, fail, but is "great"'],
    [saved(['tier'], 5), 'tier', 'should be one of 0, 1, 2, 3, 4, but is 5'],
    [saved(['seed']), 'seed', 'is missing'],
    [saved(['isWhole'], 'yes'), 'isWhole', 'should be true or false, but is "yes"'],
    [saved(['startedAt'], 'today'), 'startedAt', 'should be a time as ISO 8601'],
    [
      saved(['cards', 1, 'outcome', 'failure', 'timeline', 0, 'lane'], 'sky'),
      'cards[1].outcome.failure.timeline[0].lane',
      'should be one of venue',
    ],
    [saved(['cards', 0, 'card', 'id'], '"><b>'), 'cards[0].card.id', 'should be the id of a card'],
    [saved(['families', 0, 'family'], '" x="'), 'families[0].family', 'should be the name of a family'],
    [saved(['samples', 1, 'problems'], 'odd'), 'samples[1].problems', 'should be a list, but is "odd"'],
    [saved(['samples']), 'samples', 'is missing'],
    [saved(['kills', 'rows', 0, 'verdict'], 'dead'), 'kills.rows[0].verdict', 'should be one of killed'],
    [saved(['subject', 'dialect', 'traits'], {}), 'subject.dialect.traits', 'should be a list, but is {}'],
  ])('that is none is refused by its field: %#', (text, field, problem) => {
    expect(() => readReport(text, ORIGIN)).toThrow(
      expect.objectContaining({
        code: 'REPORT_INVALID',
        origin: ORIGIN,
        field,
        message: expect.stringContaining(`${ORIGIN}: field "${field}" ${problem}`),
      }),
    );
  });
});
