import type { CardReport, KillReport, KillRow } from './suite-report.ts';

/** What the mutants prove of the cards. */
export function scoreKills(rows: readonly KillRow[], cards: readonly CardReport[]): KillReport {
  // What is not green shows in the cards already; what does not apply shows nothing.
  const counted = rows.filter(({ verdict }) => verdict !== 'not-applicable' && verdict !== 'not-green');
  const byMutant = Map.groupBy(counted, ({ mutant }) => mutant);
  const killed = [...byMutant.values()].filter((own) => own.every(({ verdict }) => verdict === 'killed')).length;
  const killers = new Set(counted.filter(({ verdict }) => verdict === 'killed').map(({ card }) => card));
  const neverFailed = cards
    .filter(({ card, verdict, isScored }) => isScored && card.severity === 'must' && verdict === 'pass' && !killers.has(card.id))
    .map(({ card }) => card.id);
  const applicable = byMutant.size;
  const isWhole = applicable > 0 && killed === applicable && neverFailed.length === 0;
  const score = applicable === 0 ? 0 : Math.floor((killed * 100) / applicable);
  return { verdict: isWhole ? 'pass' : 'fail', killed, applicable, score, rows, neverFailed };
}
