import { beforeAll, describe, test } from 'vitest';
import { ALL_CARDS } from '../cards/all-cards.ts';
import { FAMILIES, type Family } from '../card/card.ts';
import { ALL_MUTANTS } from '../mutants/all-mutants.ts';
import { failureText } from '../report/failure-text.ts';
import { runSuite } from '../run/run-suite.ts';
import type { CardReport, KillRow, SuiteReport } from '../run/suite-report.ts';
import type { ConformanceSubject } from '../subject/conformance-subject.ts';
import { validateSubject } from '../subject/validate-subject.ts';
import { ConformanceFailure } from './conformance-failure.ts';
import { SUITE_CHECKS } from './suite-checks.ts';

const LONGEST_RUN_MS = 900_000;

/** Makes a test of each card, of each family's mutants, and of the whole. @throws SubjectError */
export function registerTests(file: URL, given: ConformanceSubject): void {
  const subject = validateSubject(given, file.href);
  describe(`${subject.name} conforms`, () => {
    let report: SuiteReport | undefined;
    beforeAll(async () => {
      report = await runSuite({ subject: file, ...SUITE_CHECKS });
    }, LONGEST_RUN_MS);
    const whole = (): SuiteReport => {
      if (report === undefined) throw new ConformanceFailure('the suite was not run');
      return report;
    };

    for (const { id, slug } of ALL_CARDS) {
      test(`${id} ${slug}`, ({ skip }) => {
        assertCard(
          whole().cards.find(({ card }) => card.id === id),
          skip,
        );
      });
    }
    for (const family of FAMILIES) {
      const own = new Set(ALL_MUTANTS.filter(({ killers }) => familyOf(killers[0]) === family).map((mutant) => mutant.id));
      if (own.size === 0) continue;
      test(`the mutants of ${family} are killed`, ({ skip }) => {
        const rows = (whole().kills?.rows ?? []).filter(({ mutant }) => own.has(mutant));
        assertKilled(rows, subject.killsAllMutants ?? false, skip);
      });
    }
    test('the run as a whole passes', () => {
      assertNoProblem(whole());
    });
  });
}

type Skip = (note: string) => never;

/** What turns nobody red is skipped with its reason: what does not apply, should-cards, cards that are newer than the requirements. */
function assertCard(report: CardReport | undefined, skip: Skip): void {
  if (report === undefined) throw new ConformanceFailure('the run has no word on this card');
  const { verdict, card, why, isScored } = report;
  if (verdict === 'pass') return;
  if (verdict !== 'fail') skip(`${verdict}: ${why}`);
  if (!isScored) skip(`newer than the requirements, and failing: ${why}`);
  if (card.severity === 'should') skip(`should, and failing: ${why}`);
  throw new ConformanceFailure(failureText(report));
}

function assertKilled(rows: readonly KillRow[], isRequired: boolean, skip: Skip): void {
  const survivors = rows.filter(({ verdict }) => !['killed', 'not-applicable', 'not-green'].includes(verdict));
  if (survivors.length === 0) return;
  const text = survivors.map(({ mutant, card, verdict, message }) => `${mutant} under ${card}: ${verdict} ${message}`.trimEnd()).join('\n');
  if (!isRequired) skip(`not killed:\n${text}`);
  throw new ConformanceFailure(`not killed:\n${text}`);
}

function assertNoProblem({ problems }: SuiteReport): void {
  if (problems.length > 0) throw new ConformanceFailure(problems.join('\n'));
}

function familyOf(id: string | undefined): Family | undefined {
  return ALL_CARDS.find((card) => card.id === id)?.family;
}
