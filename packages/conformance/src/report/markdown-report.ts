import type { CardReport, SuiteReport, TierReport } from '../run/suite-report.ts';
import { tierLine } from './tier-line.ts';

/** Keeps a comment on a pull request within what sites take. */
const MAXIMUM_CARDS = 50;

/** A report as Markdown, for a comment on a pull request or a README. */
export function markdownReport(report: SuiteReport): string {
  const unread = (report.samples ?? []).filter(({ verdict }) => verdict === 'fail');
  const witnesses = report.witnesses?.findings ?? [];
  const notPassed = report.cards.filter(({ verdict }) => verdict === 'fail' || verdict === 'baselined');
  return [
    `## ${cell(report.subject.name)}: ${report.verdict === 'pass' ? 'passed' : 'failed'}${report.tier === null ? '' : `, tier ${report.tier}`}`,
    '',
    `Requirements of ${report.requirements}, seed ${report.seed}. ${tierLine(report)}`,
    '',
    '| tier | state | held back by |',
    '| --- | --- | --- |',
    ...report.tiers.map(tierRow),
    '',
    '| family | passed | failed | not applicable | baselined |',
    '| --- | ---: | ---: | ---: | ---: |',
    ...report.families.map(
      ({ family, passed, failed, notApplicable, baselined }) => `| ${family} | ${passed} | ${failed} | ${notApplicable} | ${baselined} |`,
    ),
    ...(report.problems.length === 0 ? [] : ['', ...report.problems.map((problem) => `- ${cell(problem)}`)]),
    ...(notPassed.length === 0 ? [] : ['', '### Cards that did not pass', '', ...cardLines(notPassed)]),
    ...listed(
      'Samples that were not read as expected',
      unread.flatMap(({ file, problems }) => problems.map((problem) => `${file}: ${problem}`)),
    ),
    ...listed(
      'What recordings of the venue say against it',
      witnesses.map(({ where, problem }) => `${where}: ${problem}`),
    ),
    '',
  ].join('\n');
}

function listed(title: string, texts: readonly string[]): readonly string[] {
  if (texts.length === 0) return [];
  const left = texts.length - MAXIMUM_CARDS;
  return [
    '',
    `### ${title}`,
    '',
    ...texts.slice(0, MAXIMUM_CARDS).map((text) => `- ${cell(text)}`),
    ...(left > 0 ? [`- and ${left} more`] : []),
  ];
}

function tierRow({ tier, name, state, heldBackBy }: TierReport): string {
  const shown = heldBackBy.slice(0, 10).map(cell).join(', ');
  const more = heldBackBy.length > 10 ? ` and ${heldBackBy.length - 10} more` : '';
  return `| ${tier} ${name} | ${state} | ${state === 'held-back' ? shown + more : ''} |`;
}

function cardLines(cards: readonly CardReport[]): readonly string[] {
  const lines = cards.slice(0, MAXIMUM_CARDS).map(({ card, verdict, why }) => `- **${card.id}** ${card.slug} (${verdict}): ${cell(why)}`);
  const left = cards.length - lines.length;
  return left === 0 ? lines : [...lines, `- and ${left} more`];
}

/** Text that can break neither a table nor the page: what a venue or a connector said is data. */
function cell(text: string): string {
  const oneLine = text
    .toWellFormed()
    .replaceAll(/[\s\p{Cc}]+/gu, ' ')
    .trim();
  const shown = oneLine.length > 300 ? `${oneLine.slice(0, 300)}…` : oneLine;
  return shown
    .replaceAll(/[\\`*_[\]|#!]/g, (character) => `\\${character}`)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('@', '@\u200B');
}
