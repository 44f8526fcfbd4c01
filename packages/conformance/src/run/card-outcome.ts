import type { Finding } from '../card/card-failure.ts';
import type { Card } from '../card/card.ts';
import type { Need } from '../subject/need.ts';
import type { TimelineEntry } from '../stage/timeline.ts';

/** Whose fault a failure is. */
export type Blame = 'connector' | 'dialect' | 'suite';

/** Why a card failed, and all that helps to find out. */
export interface FailureReport {
  readonly blame: Blame;
  /** One sentence. */
  readonly message: string;
  /** Undefined for what is no failed check: an exception, a hang. */
  readonly finding: Finding | undefined;
  /** What the venue knows of the account, in lines. */
  readonly venueKnows: readonly string[];
  readonly timeline: readonly TimelineEntry[];
  /** How many entries at the beginning of the timeline are not kept. */
  readonly forgotten: number;
  /** Where it was thrown; empty for a failed check. */
  readonly stack: string;
}

/** What reports show of a card. */
export type CardHead = Pick<
  Card,
  'id' | 'slug' | 'title' | 'family' | 'severity' | 'tier' | 'since' | 'scenario' | 'doc' | 'look' | 'needs' | 'covers'
>;

/** What came of one card. */
export interface CardOutcome {
  readonly card: CardHead;
  /** Where it was run. */
  readonly place: 'simulated' | 'loopback';
  readonly verdict: 'pass' | 'fail' | 'not-applicable';
  /** What is missing of what the card needs; empty unless it does not apply. */
  readonly missing: readonly Need[];
  /** Undefined unless it failed. */
  readonly failure: FailureReport | undefined;
  /** Repeats the run. */
  readonly seed: number;
  /** How much time of the stage it took, in ms. */
  readonly simulatedMs: number;
}

/** A card without its code. */
export function cardHead({ id, slug, title, family, severity, tier, since, scenario, doc, look, needs, covers }: Card): CardHead {
  const head = { id, slug, title, family, severity, tier, since, scenario, doc, look };
  return { ...head, ...(needs !== undefined && { needs }), ...(covers !== undefined && { covers }) };
}
