import type { CardReport, SampleReport, SuiteReport } from '../run/suite-report.ts';
import { failureText } from './failure-text.ts';
import { xmlText } from './xml-text.ts';

/**
 * A report as JUnit XML, which CI systems show: one suite per family, one case per card. Cards that do not apply are skipped cases;
 * baselined ones and those that are not scored are passed cases that say so. Samples are a suite. What no card shows stands in a suite of its own.
 */
export function junitReport(report: SuiteReport): string {
  const suites = report.families.map(({ family }) =>
    familySuite(
      family,
      report.cards.filter(({ card }) => card.family === family),
    ),
  );
  const all = [...suites, ...sampleSuites(report.samples ?? []), problemSuite(report.problems)];
  const sum = (count: (suite: JunitSuite) => number): number => all.reduce((total, suite) => total + count(suite), 0);
  const totals = `tests="${sum(({ tests }) => tests)}" failures="${sum(({ failures }) => failures)}" skipped="${sum(({ skipped }) => skipped)}"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="${xmlText(report.subject.name)}" ${totals} time="${seconds(report.durationMs)}">`,
    ...all.map(({ text }) => text),
    '</testsuites>',
    '',
  ].join('\n');
}

interface JunitSuite {
  readonly text: string;
  readonly tests: number;
  readonly failures: number;
  readonly skipped: number;
}

function familySuite(family: string, cards: readonly CardReport[]): JunitSuite {
  const failures = cards.filter(isFailure).length;
  const skipped = cards.filter(({ verdict }) => verdict === 'not-applicable').length;
  const head = `<testsuite name="${family}" tests="${cards.length}" failures="${failures}" skipped="${skipped}">`;
  return { text: ['  ' + head, ...cards.map(testCase), '  </testsuite>'].join('\n'), tests: cards.length, failures, skipped };
}

function isFailure({ verdict, isScored }: CardReport): boolean {
  return verdict === 'fail' && isScored;
}

function testCase(report: CardReport): string {
  const { card, verdict, why } = report;
  const head = `    <testcase classname="${card.family}" name="${xmlText(`${card.id} ${card.slug}`)}"`;
  if (isFailure(report)) {
    const text = `<failure message="${xmlText(why)}">${xmlText(failureText(report))}</failure>`;
    return `${head}>${text}</testcase>`;
  }
  if (verdict === 'not-applicable') return `${head}><skipped message="${xmlText(why)}"/></testcase>`;
  return why === '' ? `${head}/>` : `${head}><system-out>${xmlText(`${verdict}: ${why}`)}</system-out></testcase>`;
}

function sampleSuites(samples: readonly SampleReport[]): readonly JunitSuite[] {
  if (samples.length === 0) return [];
  const failures = samples.filter(({ verdict }) => verdict === 'fail').length;
  const cases = samples.map(({ file, verdict, problems }) => {
    const head = `    <testcase classname="SAMPLES" name="${xmlText(file)}"`;
    if (verdict === 'pass') return `${head}/>`;
    return `${head}><failure message="${xmlText(problems[0] ?? '')}">${xmlText(problems.join('\n'))}</failure></testcase>`;
  });
  const head = `  <testsuite name="SAMPLES" tests="${samples.length}" failures="${failures}" skipped="0">`;
  return [{ text: [head, ...cases, '  </testsuite>'].join('\n'), tests: samples.length, failures, skipped: 0 }];
}

/** What makes a run fail beside its cards: no card was run, cards were left out, mutants survived. */
function problemSuite(problems: readonly string[]): JunitSuite {
  const cases = problems.map(
    (problem, index) => `    <testcase classname="SUITE" name="problem ${index + 1}"><failure message="${xmlText(problem)}"/></testcase>`,
  );
  const head = `  <testsuite name="SUITE" tests="${problems.length}" failures="${problems.length}" skipped="0">`;
  return { text: [head, ...cases, '  </testsuite>'].join('\n'), tests: problems.length, failures: problems.length, skipped: 0 };
}

function seconds(ms: number): string {
  return (ms / 1_000).toFixed(3);
}
