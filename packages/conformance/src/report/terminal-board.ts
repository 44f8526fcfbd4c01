import type { CardReport, SampleReport, SuiteReport, TierReport } from '../run/suite-report.ts';

/** What a run found, for a terminal. */
export function terminalBoard(report: SuiteReport): string {
  const shown = report.cards.filter(({ verdict, isScored }) => verdict === 'fail' || verdict === 'baselined' || !isScored);
  return [
    `${report.subject.name} against ${report.subject.dialect?.name ?? 'no dialect'}, requirements of ${report.requirements}, seed ${report.seed}`,
    ...(report.subject.problem === null ? [] : [`the connector cannot be made: ${report.subject.problem}`]),
    '',
    ...report.families.map(
      ({ family, passed, failed, notApplicable, baselined }) =>
        `  ${family.padEnd(10)} ${count(passed, 'passed')} ${count(failed, 'failed')} ${count(notApplicable, 'not applicable')} ${count(baselined, 'baselined')}`,
    ),
    ...describeCounts(report.samples ?? []),
    '',
    ...(report.samples ?? []).flatMap((sample) => describeSample(sample)),
    ...shown.flatMap((card) => describeCard(card)),
    ...report.tiers.map((tier) => describeTier(tier)),
    ...(report.kills === null ? [] : [`  mutants: ${report.kills.killed} of ${report.kills.applicable} killed (${report.kills.score} %)`]),
    '',
    ...report.problems.map((problem) => `! ${problem}`),
    `${report.verdict === 'pass' ? 'passed' : 'failed'}${report.tier === null ? '' : `: tier ${report.tier}`}, ${report.durationMs} ms`,
  ].join('\n');
}

function count(number: number, what: string): string {
  return `${String(number).padStart(4)} ${number === 0 ? ' '.repeat(what.length) : what}`;
}

function describeCounts(samples: readonly SampleReport[]): readonly string[] {
  const failed = samples.filter(({ verdict }) => verdict === 'fail').length;
  return samples.length === 0 ? [] : [`  ${'samples'.padEnd(10)} ${count(samples.length - failed, 'passed')} ${count(failed, 'failed')}`];
}

function describeSample({ file, source, verdict, problems }: SampleReport): readonly string[] {
  if (verdict === 'pass') return [];
  return [`  fail ${file}${source === '' ? '' : ` (${source})`}`, ...problems.map((problem) => `      ${problem}`), ''];
}

function describeCard({ card, verdict, why, outcome, isScored }: CardReport): readonly string[] {
  const failure = outcome?.failure;
  const { id, slug, severity, look, doc } = card;
  const head = `  ${verdict} ${id} ${slug} (${severity}${isScored ? '' : ', newer than the requirements: not scored'})`;
  if (verdict !== 'fail' && verdict !== 'baselined') return [head];
  return [
    head,
    `      ${why}`,
    ...(failure === undefined ? [] : [`      fault of: ${failure.blame}; repeat: --card ${id} --seed ${outcome?.seed ?? 1}`]),
    ...(failure?.venueKnows ?? []).map((line) => `      venue: ${line}`),
    `      look at: ${look}; read: ${doc}`,
    '',
  ];
}

function describeTier({ tier, name, state, heldBackBy, passed }: TierReport): string {
  const why = heldBackBy.length === 0 ? '' : `${state === 'held-back' ? ' by' : ':'} ${heldBackBy.join(', ')}`;
  return `  tier ${tier} ${name.padEnd(9)} ${state}${state === 'reached' ? '' : why}${passed === 0 ? '' : ` (${passed} must-cards passed)`}`;
}
