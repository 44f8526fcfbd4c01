import type { ConnectorEvent } from '@venuekit/core';
import type { Need } from '../subject/need.ts';
import type { CardStage } from './card-stage.ts';
import type { StageSetup } from './stage-setup.ts';

export const FAMILIES = [
  'RULES',
  'BOOK',
  'TRADE',
  'ORDER',
  'CANCEL',
  'FILL',
  'STATUS',
  'AMBIGUOUS',
  'BALANCE',
  'FEES',
  'STREAM',
  'RECOVERY',
  'RATE',
  'TIME',
  'AUTH',
  'NUMBER',
  'EVOLUTION',
  'ORDERING',
  'FOREIGN',
  'LIFECYCLE',
  'SECRET',
  'RESTART',
] as const;

export type Family = (typeof FAMILIES)[number];

/** `BOOK-07`: the family and a number that is never given again. */
export type CardId = `${Family}-${string}`;

/** 1 reads, 2 trades, 3 survives. Tier 0 (shape) and 4 (witnesses) are checked without cards of this kind. */
export type CardTier = 1 | 2 | 3;

/** What holds after every card, once everything has come to rest. */
export type Invariant =
  /** Each followed book is live and equals the venue's, level by level. */
  | 'books-equal'
  /** What is in flight is what is open at the venue. */
  | 'orders-equal'
  /** Each fill of the account's orders that this connector placed was told once, with its amounts. */
  | 'fills-equal'
  | 'balances-equal'
  /** Created comes first, one end at most, nothing but late fills after it. */
  | 'one-ending'
  /** No secret in an event, a log line, an error or a saved state. */
  | 'no-secret-shown'
  /** After `stop` no timer, socket or request is left. */
  | 'nothing-left';

export const ALL_INVARIANTS: readonly Invariant[] = [
  'books-equal',
  'orders-equal',
  'fills-equal',
  'balances-equal',
  'one-ending',
  'no-secret-shown',
  'nothing-left',
];

/** One claim about connectors, with the scenario that proves it. */
export interface Card {
  readonly id: CardId;
  /** Says the claim in a few words: `gap-triggers-resync`. */
  readonly slug: string;
  /** The claim as a sentence. */
  readonly title: string;
  readonly family: Family;
  readonly severity: 'must' | 'should';
  readonly tier: CardTier;
  /** All of them; the card does not apply where one is missing. Default none. */
  readonly needs?: readonly Need[];
  /** The requirement set that it came with, `YYYY-MM-DD`. */
  readonly since: string;
  /** What happens, in a sentence or two, for `explain`. */
  readonly scenario: string;
  /** Types of events that must come, in this order; others may come between. Checked after `run`. Default none. */
  readonly expected?: readonly ConnectorEvent['type'][];
  /** Types of events that must not come at all. Checked after `run`. Default none. */
  readonly forbidden?: readonly ConnectorEvent['type'][];
  /** Default all. */
  readonly invariants?: readonly Invariant[];
  /** Ids of known cards elsewhere that it answers, such as `HB-13`, `NT-E10`, `REC-07`; see the coverage table. */
  readonly covers?: readonly string[];
  /** Where the reason is written: a section of the guides, such as `design: how an order ends`. */
  readonly doc: string;
  /** The member of the definition, or the file, that an author looks at first when it fails. */
  readonly look: string;
  /** Whether it runs again over real sockets; then it uses nothing of the stage that needs simulated time. Default false. */
  readonly overSockets?: boolean;
  readonly setup?: StageSetup;
  /** @throws CardFailure where the claim does not hold. */
  run(stage: CardStage): Promise<void>;
}
