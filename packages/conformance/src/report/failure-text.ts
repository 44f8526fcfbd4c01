import type { FailureReport } from '../run/card-outcome.ts';
import type { CardReport } from '../run/suite-report.ts';
import { whereToRead } from './where-to-read.ts';

const TIMELINE_LINES = 30;

/** All that helps with a card that failed, for a terminal: what was expected, what the venue knows, what happened, how to repeat it. */
export function failureText({ card, why, outcome, overSockets }: CardReport): string {
  const run = outcome?.failure === undefined ? overSockets : outcome;
  const lines = [why];
  if (run?.failure !== undefined) lines.push(...describeFailure(run.failure), `repeat: run --card ${card.id} --seed ${run.seed}`);
  return [...lines, `claim: ${card.title}`, `look at: ${card.look}; read: ${whereToRead(card.doc)}`].join('\n');
}

function describeFailure({ blame, finding, venueKnows, timeline, forgotten, stack }: FailureReport): readonly string[] {
  const shown = timeline.slice(-TIMELINE_LINES);
  const left = forgotten + timeline.length - shown.length;
  return [
    `fault of: the ${blame}`,
    ...(finding === undefined ? [] : [`checked:  ${finding.what}`, `expected: ${finding.expected}`, `actual:   ${finding.actual}`]),
    ...(venueKnows.length === 0 ? ['the venue knows of no open order'] : ['the venue knows:', ...venueKnows.map((line) => `  ${line}`)]),
    ...(shown.length === 0 ? [] : [left === 0 ? 'what happened:' : `what happened (${left} entries before it are left out):`]),
    ...shown.map(({ atMs, lane, text }) => `  ${String(Math.round(atMs)).padStart(8)} ms  ${lane.padEnd(9)} ${text.slice(0, 160)}`),
    ...(stack === '' ? [] : [stack]),
  ];
}
