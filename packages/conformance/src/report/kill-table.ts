import type { CardReport, KillReport } from '../run/suite-report.ts';

/** Which card has found which defect, and what is not proven. */
export function killTable({ rows, killed, applicable, score, neverFailed }: KillReport, cards: readonly CardReport[]): string {
  const width = Math.max(0, ...rows.map(({ mutant }) => mutant.length));
  const lines = rows.map(({ mutant, card, verdict, message }) => {
    const told = verdict === 'killed' || message === '' ? '' : `  ${message.slice(0, 200)}`;
    return `  ${mutant.padEnd(width)}  ${card.padEnd(14)}  ${verdict}${told}`;
  });
  const notGreen = cards.filter(({ verdict }) => verdict === 'fail' || verdict === 'baselined').map(({ card }) => card.id);
  return [
    ...lines,
    '',
    ...(notGreen.length === 0 ? [] : [`cards that fail without a mutant: ${notGreen.join(', ')}`]),
    `must-cards that never failed: ${neverFailed.length === 0 ? 'none' : neverFailed.join(', ')}`,
    `killed: ${killed} of ${applicable} mutants (${score} %)`,
  ].join('\n');
}
