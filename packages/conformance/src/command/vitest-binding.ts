import { beforeAll, describe, test } from 'vitest';
import { ALL_CARDS } from '../cards/all-cards.ts';
import { FAMILIES, type Family } from '../card/card.ts';
import { ALL_MUTANTS } from '../mutants/all-mutants.ts';
import { SAMPLES_FOLDER, sampleFiles } from '../run/check-samples.ts';
import { runSuite } from '../run/run-suite.ts';
import type { SuiteReport } from '../run/suite-report.ts';
import type { ConformanceSubject } from '../subject/conformance-subject.ts';
import { validateSubject } from '../subject/validate-subject.ts';
import { assertCard, assertKilled, assertNoProblem, assertSample } from './assert-report.ts';
import { ConformanceFailure } from './conformance-failure.ts';
import { SUITE_CHECKS } from './suite-checks.ts';

const LONGEST_RUN_MS = 900_000;

/** Makes a test of each card, of each sample of the package, of each family's mutants, and of the whole. @throws SubjectError */
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
