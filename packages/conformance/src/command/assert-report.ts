import { failureText } from '../report/failure-text.ts';
import type { CardReport, KillRow, SampleReport, SuiteReport } from '../run/suite-report.ts';
import { ConformanceFailure } from './conformance-failure.ts';

/** How vitest skips a test that has begun. */
export type Skip = (note: string) => never;

/** What turns nobody red is skipped with its reason: what does not apply, should-cards, cards that are newer than the requirements. */
export function assertCard(report: CardReport | undefined, skip: Skip): void {
  if (report === undefined) throw new ConformanceFailure('the run has no word on this card');
  const { verdict, card, why, isScored } = report;
  if (verdict === 'pass') return;
  if (verdict !== 'fail') skip(`${verdict}: ${why}`);
  if (!isScored) skip(`newer than the requirements, and failing: ${why}`);
  if (card.severity === 'should') skip(`should, and failing: ${why}`);
  throw new ConformanceFailure(failureText(report));
}

/** @throws ConformanceFailure where the card does apply after all: what is not declared works, or the claims have changed. */
export function assertAbsent(report: CardReport | undefined): void {
  if (report === undefined) throw new ConformanceFailure('the run has no word on this card');
  if (report.verdict !== 'not-applicable') throw new ConformanceFailure(failureText(report));
}

/** @throws ConformanceFailure naming the members that were not read as expected. */
export function assertSample(sample: SampleReport | undefined): void {
  if (sample === undefined) throw new ConformanceFailure('the run has no word on this sample');
  const { verdict, problems, file, source } = sample;
  if (verdict === 'fail')
    throw new ConformanceFailure([...problems, `look at: ${file}`, ...(source === '' ? [] : [`read: ${source}`])].join('\n'));
}

/** Whether a survivor fails the test is the subject's word. */
export function assertKilled(rows: readonly KillRow[], isRequired: boolean, skip: Skip): void {
  const survivors = rows.filter(({ verdict }) => !['killed', 'not-applicable', 'not-green'].includes(verdict));
  if (survivors.length === 0) return;
  const text = survivors.map(({ mutant, card, verdict, message }) => `${mutant} under ${card}: ${verdict} ${message}`.trimEnd()).join('\n');
  if (!isRequired) skip(`not killed:\n${text}`);
  throw new ConformanceFailure(`not killed:\n${text}`);
}

/** @throws ConformanceFailure with all problems of the run. */
export function assertNoProblem({ problems }: SuiteReport): void {
  if (problems.length > 0) throw new ConformanceFailure(problems.join('\n'));
}
