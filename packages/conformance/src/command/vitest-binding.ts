import { beforeAll, describe, test } from 'vitest';
import { ALL_CARDS } from '../cards/all-cards.ts';
import { FAMILIES, type Card, type Family } from '../card/card.ts';
import { ALL_MUTANTS } from '../mutants/all-mutants.ts';
import { askSubject } from '../run/ask-subject.ts';
import { SAMPLES_FOLDER, sampleFiles } from '../run/check-samples.ts';
import { runSuite } from '../run/run-suite.ts';
import type { CardReport, SuiteReport } from '../run/suite-report.ts';
import type { ConformanceSubject } from '../subject/conformance-subject.ts';
import type { Need } from '../subject/need.ts';
import { validateSubject } from '../subject/validate-subject.ts';
import { assertAbsent, assertCard, assertKilled, assertNoProblem, assertSample } from './assert-report.ts';
import { ConformanceFailure } from './conformance-failure.ts';
import { SUITE_CHECKS } from './suite-checks.ts';

const LONGEST_RUN_MS = 900_000;

/**
 * Makes a test of each card, of each sample of the package, of each family's mutants, and of the whole. What needs something that the
 * subject does not declare has a test too: that it does not apply, as the run's probes must find.
 * @throws SubjectError
 */
export async function registerTests(file: URL, given: ConformanceSubject): Promise<void> {
  const subject = validateSubject(given, file.href);
  const { declared, definition } = await askSubject(file);
  const isDeclared = new Set(declared);
  /** A subject of which no connector can be made fails card by card. */
  const missingOf = ({ needs = [] }: Card): readonly Need[] =>
    definition === undefined ? [] : needs.filter((need) => !isDeclared.has(need));
  describe(`${subject.name} conforms`, () => {
    let report: SuiteReport | undefined;
    beforeAll(async () => {
      report = await runSuite({ subject: file, ...SUITE_CHECKS });
    }, LONGEST_RUN_MS);
    const whole = (): SuiteReport => {
      if (report === undefined) throw new ConformanceFailure('the suite was not run');
      return report;
    };

    const reportOf = (id: string): CardReport | undefined => whole().cards.find(({ card }) => card.id === id);
    for (const { id, slug } of ALL_CARDS.filter((card) => missingOf(card).length === 0)) {
      test(`${id} ${slug}`, ({ skip }) => {
        assertCard(reportOf(id), skip);
      });
    }
    for (const card of ALL_CARDS.filter((each) => missingOf(each).length > 0)) {
      test(`${card.id} ${card.slug} does not apply: no ${missingOf(card).join(', ')}`, () => {
        assertAbsent(reportOf(card.id));
      });
    }
    for (const name of subject.packageRoot === undefined ? [] : sampleFiles(subject.packageRoot)) {
      test(`sample ${name}`, () => {
        assertSample(whole().samples?.find(({ file }) => file === `${SAMPLES_FOLDER}${name}`));
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

function familyOf(id: string | undefined): Family | undefined {
  return ALL_CARDS.find((card) => card.id === id)?.family;
}
