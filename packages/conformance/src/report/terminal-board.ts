import type { CardReport, SampleReport, SuiteReport, TierReport } from '../run/suite-report.ts';
import { whereToRead } from './where-to-read.ts';

const LINE_WIDTH = 80;
const INDENT = ' '.repeat(6);
/** A board is for reading: behind so many cards, and so many names in a list, it says only how many more there are. */
const CARDS_SHOWN = 20;
const NAMES_SHOWN = 24;

/** What a run found, for a terminal. */
export function terminalBoard(report: SuiteReport): string {
  const shown = report.cards.filter(({ verdict, isScored }) => verdict === 'fail' || verdict === 'baselined' || !isScored);
  return [
    `${report.subject.name} against ${report.subject.dialect?.name ?? 'no dialect'}, requirements of ${report.requirements}, seed ${report.seed}`,
    ...(report.subject.problem === null ? [] : [`the connector cannot be made: ${report.subject.problem}`]),
    '',
    ...report.families.map(({ family, passed, failed, notApplicable, baselined }) =>
      `  ${family.padEnd(10)} ${count(passed, 'passed')} ${count(failed, 'failed')} ${count(notApplicable, 'not applicable')} ${count(baselined, 'baselined')}`.trimEnd(),
    ),
    ...describeCounts(report.samples ?? []),
    '',
    ...(report.samples ?? []).flatMap((sample) => describeSample(sample)),
    ...shown.slice(0, CARDS_SHOWN).flatMap((card) => describeCard(card)),
    ...describeOthers(shown.slice(CARDS_SHOWN)),
    ...report.tiers.flatMap((tier) => describeTier(tier)),
    ...(report.kills === null ? [] : [`  mutants: ${report.kills.killed} of ${report.kills.applicable} killed (${report.kills.score} %)`]),
    '',
    ...report.problems.map((problem) => `! ${firstNames(problem.split(', '))}`),
    `${report.verdict === 'pass' ? 'passed' : 'failed'}${report.tier === null ? '' : `: tier ${report.tier}`}, ${(report.durationMs / 1_000).toFixed(1)} s`,
  ].join('\n');
}

function count(number: number, what: string): string {
  const text = `${String(number).padStart(4)} ${what}`;
  return number === 0 ? ' '.repeat(text.length) : text;
}

function describeCounts(samples: readonly SampleReport[]): readonly string[] {
  const failed = samples.filter(({ verdict }) => verdict === 'fail').length;
  return samples.length === 0
    ? []
    : [`  ${'samples'.padEnd(10)} ${count(samples.length - failed, 'passed')} ${count(failed, 'failed')}`.trimEnd()];
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
    `      look at: ${look}; read: ${whereToRead(doc)}`,
    '',
  ];
}

function describeOthers(cards: readonly CardReport[]): readonly string[] {
  if (cards.length === 0) return [];
  return [`  and ${cards.length} more cards: --family shows those of one, --html and --json all; \`next\` says where to begin`, ''];
}

function firstNames(names: readonly string[]): string {
  const left = names.length - NAMES_SHOWN;
  return left <= 1 ? names.join(', ') : `${names.slice(0, NAMES_SHOWN).join(', ')} and ${left} more`;
}

function describeTier({ tier, name, state, heldBackBy, passed }: TierReport): readonly string[] {
  const counted = passed === 0 ? '' : ` (${passed} must-cards passed)`;
  const why = state === 'reached' ? [] : wordsInLines(firstNames(heldBackBy));
  return [`  tier ${tier} ${name.padEnd(9)} ${state}${counted}`, ...why];
}

function wordsInLines(text: string): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(' ').filter((part) => part !== '')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < LINE_WIDTH) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(`${INDENT}${word}`);
  }
  return lines;
}
