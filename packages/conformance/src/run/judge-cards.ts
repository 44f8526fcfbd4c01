import type { Card } from '../card/card.ts';
import type { ProbeOutcome } from '../probes/probe.ts';
import type { RequiredCard } from '../requirements/requirement-set.ts';
import type { BaselineEntry } from '../subject/conformance-subject.ts';
import { cardHead, type CardOutcome } from './card-outcome.ts';
import type { CardReport } from './suite-report.ts';
import type { Tampering } from './worker-messages.ts';

/** All that bears on the verdicts. */
export interface Evidence {
  readonly cards: readonly Card[];
  readonly outcomes: ReadonlyMap<string, CardOutcome>;
  readonly overSockets: ReadonlyMap<string, CardOutcome>;
  readonly probes: readonly ProbeOutcome[];
  readonly required: ReadonlyMap<string, RequiredCard>;
  readonly baseline: readonly BaselineEntry[];
  readonly tampering: Tampering;
  /** `YYYY-MM-DD`. */
  readonly today: string;
}

type Judgement = Pick<CardReport, 'verdict' | 'why'>;

const PASS: Judgement = { verdict: 'pass', why: '' };

/** The verdict of each card, in order. */
export function judgeCards(evidence: Evidence): readonly CardReport[] {
  return evidence.cards.map((card) => {
    const required = evidence.required.get(card.id);
    const baseline = evidence.baseline.find((entry) => entry.card === card.id) ?? null;
    return {
      card: required === undefined ? cardHead(card) : { ...cardHead(card), severity: required.severity, tier: required.tier },
      ...withBaseline(judge(card, evidence), baseline, evidence.today),
      isScored: required !== undefined,
      outcome: evidence.outcomes.get(card.id) ?? null,
      overSockets: evidence.overSockets.get(card.id) ?? null,
      baseline,
    };
  });
}

function judge({ id }: Card, { outcomes, overSockets, probes, tampering }: Evidence): Judgement {
  if (tampering.removed.includes(id)) return fail('the subject leaves this card out of its list');
  if (tampering.overridden.includes(id)) return fail('the subject has put something else in the place of this card');
  const outcome = outcomes.get(id);
  if (outcome === undefined) return fail('it was not run');
  if (outcome.verdict === 'not-applicable') return judgeAbsence(outcome, probes);
  if (outcome.verdict === 'fail') return fail(outcome.failure?.message ?? '');
  const again = overSockets.get(id);
  if (again?.verdict === 'fail') return fail(`over real sockets: ${again.failure?.message ?? ''}`);
  return PASS;
}

/** What is declared absent must be absent. */
function judgeAbsence({ missing }: CardOutcome, probes: readonly ProbeOutcome[]): Judgement {
  const found = probes.filter(({ need }) => missing.includes(need));
  const unasked = missing.find((need) => !found.some((probe) => probe.need === need));
  if (unasked !== undefined) return fail(`${unasked} was declared when the subject was asked, and not when this card was run`);
  for (const { need, finding } of found) {
    if (finding.state === 'works') return fail(`${need} is not declared, but it works: the connector ${finding.how}`);
  }
  const unprobed = found.flatMap(({ finding }) => (finding.state === 'cannot-be-probed' ? [finding.reason] : []));
  const why = `not declared: ${missing.join(', ')}${unprobed.length === 0 ? '' : ` (not probed: ${[...new Set(unprobed)].join('; ')})`}`;
  return { verdict: 'not-applicable', why };
}

function withBaseline(judgement: Judgement, entry: BaselineEntry | null, today: string): Judgement {
  if (entry === null) return judgement;
  if (judgement.verdict !== 'fail') return fail(`its baseline entry is stale: the card does not fail any more (${judgement.verdict})`);
  if (entry.since > dayAfter(today))
    return fail(`its baseline entry is written on a day that is to come, ${entry.since}: ${judgement.why}`);
  if (today > entry.until) return fail(`its baseline entry is stale since ${entry.until}: ${judgement.why}`);
  return { verdict: 'baselined', why: `baselined on ${entry.since} until ${entry.until}, because ${entry.reason}: ${judgement.why}` };
}

const DAY_MS = 86_400_000;

/** Where the author lives it may be tomorrow already. */
function dayAfter(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + DAY_MS).toISOString().slice(0, 10);
}

function fail(why: string): Judgement {
  return { verdict: 'fail', why };
}
