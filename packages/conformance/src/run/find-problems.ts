import type { ProbeOutcome } from '../probes/probe.ts';
import type { BaselineEntry } from '../subject/conformance-subject.ts';
import type { CardReport, CheckReport, KillReport, SampleReport, TierNumber } from './suite-report.ts';
import type { Tampering } from './worker-messages.ts';

/** What decides on the verdict of a whole run. */
export interface RunEvidence {
  readonly cards: readonly CardReport[];
  readonly isWhole: boolean;
  /** Every id that the suite has. */
  readonly knownIds: ReadonlySet<string>;
  readonly probes: readonly ProbeOutcome[];
  readonly baseline: readonly BaselineEntry[];
  readonly tampering: Tampering;
  readonly structure: CheckReport | null;
  readonly samples: readonly SampleReport[] | null;
  readonly kills: KillReport | null;
  readonly killsAllMutants: boolean;
  /** What the subject claims, and what was reached; undefined for a run that is not whole, and without a claim. */
  readonly claim: { readonly claimed: TierNumber; readonly reached: TierNumber | null } | undefined;
}

/** Why a run fails, in sentences. Empty: it passes. Cards that are not scored, and should-cards, fail no run. */
export function findProblems(evidence: RunEvidence): readonly string[] {
  const { cards, isWhole, knownIds, probes, baseline, tampering, structure, samples, kills, killsAllMutants, claim } = evidence;
  const scored = cards.filter(({ isScored }) => isScored);
  // What does not apply proves nothing; a part of the suite may be one that is not scored.
  const proving = (isWhole ? scored : cards).filter(({ outcome }) => outcome !== null && outcome.verdict !== 'not-applicable');
  const failed = scored.filter(({ verdict, card }) => verdict === 'fail' && card.severity === 'must').map(({ card }) => card.id);
  // What only newer cards ask for turns nobody's run red.
  const asked = new Set<string>(scored.flatMap(({ card }) => card.needs ?? []));
  const works = probes.filter(({ finding, need }) => finding.state === 'works' && asked.has(need)).map(({ need }) => need);
  const stale = cards.filter(({ baseline: entry, verdict }) => entry !== null && verdict === 'fail').map(({ card }) => card.id);
  const strange = baseline.map(({ card }) => card).filter((id) => !knownIds.has(id));
  return [
    ...(proving.length > 0 ? [] : ['no card was run, so nothing is proven']),
    ...listed('cards that failed', failed),
    ...listed('not declared, but it works', works),
    ...listed('baseline entries that are stale', stale),
    ...listed('baseline entries for cards that the suite does not know', strange),
    ...listed('cards of the suite that the subject leaves out', tampering.removed),
    ...listed('cards of the suite that the subject replaces', tampering.overridden),
    ...(structure?.state === 'fail' ? structure.findings.map(({ where, problem }) => `structure: ${where}: ${problem}`) : []),
    ...listed(
      'samples that failed',
      (samples ?? []).filter(({ verdict }) => verdict === 'fail').map(({ file }) => file),
    ),
    ...(claim !== undefined && (claim.reached === null || claim.reached < claim.claimed)
      ? [`tier ${claim.claimed} is claimed, and ${claim.reached === null ? 'no tier' : `tier ${claim.reached}`} is reached`]
      : []),
    ...(killsAllMutants && kills?.verdict === 'fail' ? [killProblem(kills)] : []),
  ];
}

function killProblem({ killed, applicable, neverFailed }: KillReport): string {
  const never = neverFailed.length === 0 ? '' : `; no mutant makes these cards fail: ${neverFailed.join(', ')}`;
  return `${killed} of ${applicable} mutants are killed${never}`;
}

function listed(what: string, ids: readonly string[]): readonly string[] {
  return ids.length === 0 ? [] : [`${what}: ${ids.join(', ')}`];
}
