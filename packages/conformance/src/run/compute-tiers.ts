import type { CardReport, CheckReport, SampleReport, TierNumber, TierReport } from './suite-report.ts';

const NAMES = ['shaped', 'reads', 'trades', 'survives', 'witnessed'] as const;

/** What bears on the tiers. */
export interface TierEvidence {
  readonly cards: readonly CardReport[];
  /** Null: nobody looked. */
  readonly structure: CheckReport | null;
  readonly samples: readonly SampleReport[] | null;
  readonly witnesses: CheckReport | null;
}

/** Each tier by itself first, then held back by those below it. */
export function computeTiers(evidence: TierEvidence): readonly TierReport[] {
  const tiers: TierReport[] = [];
  for (const tier of [0, 1, 2, 3, 4] as const) {
    const own =
      tier === 0 || tier === 4
        ? checkedTier(tier, tier === 0 ? evidence.structure : evidence.witnesses)
        : cardTier(tier, evidence.cards, tier === 1 ? failedSamples(evidence.samples ?? []) : []);
    const isHeldBelow = tiers.some(({ state }) => state === 'held-back');
    tiers.push(isHeldBelow && own.state === 'reached' ? { ...own, state: 'held-back' } : own);
  }
  return tiers;
}

/** The highest tier that is reached; null when the first one is held back. Tier 0 counts as reached where nobody looked. */
export function reachedTier(tiers: readonly TierReport[]): TierNumber | null {
  let reached: TierNumber | null = null;
  for (const { tier, state } of tiers) {
    if (state === 'held-back' || (state === 'not-checked' && tier !== 0)) break;
    reached = tier;
  }
  return reached;
}

function checkedTier(tier: 0 | 4, check: CheckReport | null): TierReport {
  const head = { tier, name: NAMES[tier], passed: 0, failed: 0, notApplicable: 0, baselined: 0 };
  if (check === null || check.state === 'absent') return { ...head, state: 'not-checked', heldBackBy: [...(check?.notes ?? [])] };
  if (check.state === 'pass') return { ...head, state: 'reached', heldBackBy: [] };
  return { ...head, state: 'held-back', heldBackBy: check.findings.map(({ where, problem }) => `${where}: ${problem}`) };
}

/** A tier that no must-card has shown is not reached: that nothing applies proves nothing. */
function cardTier(tier: 1 | 2 | 3, cards: readonly CardReport[], samples: readonly string[]): TierReport {
  const musts = cards.filter(({ card, isScored }) => isScored && card.tier === tier && card.severity === 'must');
  const count = (verdict: CardReport['verdict']): number => musts.filter((report) => report.verdict === verdict).length;
  const passed = count('pass');
  const holding = musts.filter(({ verdict }) => verdict === 'fail' || verdict === 'baselined').map(({ card }) => card.id);
  const own = passed === 0 && holding.length === 0 ? ['no card of this tier applies'] : holding;
  const heldBackBy = [...own, ...samples];
  return {
    tier,
    name: NAMES[tier],
    state: heldBackBy.length === 0 ? 'reached' : 'held-back',
    heldBackBy,
    passed,
    failed: count('fail'),
    notApplicable: count('not-applicable'),
    baselined: count('baselined'),
  };
}

/** Who cannot read what the venue's documentation shows reads nothing. */
function failedSamples(samples: readonly SampleReport[]): readonly string[] {
  return samples.filter(({ verdict }) => verdict === 'fail').map(({ file }) => file);
}
