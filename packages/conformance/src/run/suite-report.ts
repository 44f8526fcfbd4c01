import type { Capabilities } from '@venuekit/core';
import type { DialectTrait } from '@venuekit/venue';
import type { CardTier, Family } from '../card/card.ts';
import type { ProbeOutcome } from '../probes/probe.ts';
import type { BaselineEntry } from '../subject/conformance-subject.ts';
import type { CardHead, CardOutcome } from './card-outcome.ts';
import type { MutantVerdict } from './run-mutant.ts';
import type { Tampering } from './worker-messages.ts';

/** Grows when a reader of version 1 would misread a report. */
export const REPORT_VERSION = 1;

/** What came of a card in the end. */
export type CardVerdict = 'pass' | 'fail' | 'not-applicable' | 'baselined';

export interface CardReport {
  /** With the severity and the tier of the requirement set where it is scored. */
  readonly card: CardHead;
  readonly verdict: CardVerdict;
  /** False for cards that are newer than the requirement set: they are reported and do not count. */
  readonly isScored: boolean;
  /** Why it is no pass, in a sentence; empty for a pass. */
  readonly why: string;
  /** In this process, on the manual clock; null where it was not run. */
  readonly outcome: CardOutcome | null;
  /** Over real sockets; null where it was not run there. */
  readonly overSockets: CardOutcome | null;
  readonly baseline: BaselineEntry | null;
}

/** 0 shaped, 1 reads, 2 trades, 3 survives, 4 witnessed. */
export type TierNumber = 0 | CardTier | 4;

export interface TierReport {
  readonly tier: TierNumber;
  readonly name: 'shaped' | 'reads' | 'trades' | 'survives' | 'witnessed';
  /** `reached`: it holds, and so do all below. `held-back`: something of it, or of a tier below, does not hold. `not-checked`: nobody looked. */
  readonly state: 'reached' | 'held-back' | 'not-checked';
  /** Ids of cards, or sentences, that hold it back; its own, not those of tiers below. */
  readonly heldBackBy: readonly string[];
  readonly passed: number;
  readonly failed: number;
  readonly notApplicable: number;
  readonly baselined: number;
}

/** What a check outside of the cards found: structure, recordings. */
export interface CheckReport {
  /** `absent`: there is nothing to look at. */
  readonly state: 'pass' | 'fail' | 'absent';
  readonly findings: readonly CheckFinding[];
  /** What was looked at, in a sentence or a few. */
  readonly notes: readonly string[];
}

export interface CheckFinding {
  /** The file, or what else is concerned; relative to the package. */
  readonly where: string;
  readonly problem: string;
  /** What to do about it. */
  readonly advice: string;
}

/** One file of the package's samples: a payload of the venue's documentation that the connector reads. */
export interface SampleReport {
  /** Relative to the package. */
  readonly file: string;
  /** Which member reads it; empty when the file is no sample. */
  readonly kind: string;
  /** Where the payload stands; empty when the file is no sample. */
  readonly source: string;
  readonly verdict: 'pass' | 'fail';
  /** Where the model is another than the file expects, with member and values; empty for a pass. */
  readonly problems: readonly string[];
}

/** One mutant under one card. `not-green`: the card fails without it, so it proves nothing. */
export interface KillRow {
  readonly mutant: string;
  readonly title: string;
  readonly evidence: string;
  readonly card: string;
  readonly verdict: MutantVerdict | 'not-green';
  /** What the card said. */
  readonly message: string;
}

export interface KillReport {
  readonly verdict: 'pass' | 'fail';
  /** Mutants that every applicable card of theirs has killed, of those to which any applies. */
  readonly killed: number;
  readonly applicable: number;
  /** `killed` of `applicable` in percent, rounded down; 0 when none applies. */
  readonly score: number;
  readonly rows: readonly KillRow[];
  /** Scored must-cards that passed and that no mutant has made fail: they prove nothing. */
  readonly neverFailed: readonly string[];
}

export interface FamilyReport {
  readonly family: Family;
  readonly passed: number;
  readonly failed: number;
  readonly notApplicable: number;
  readonly baselined: number;
}

/** Everything that a run found, as plain data: `JSON.stringify` loses nothing of it. */
export interface SuiteReport {
  readonly version: typeof REPORT_VERSION;
  /** ISO 8601. */
  readonly startedAt: string;
  /** Real time, in ms. */
  readonly durationMs: number;
  readonly subject: {
    readonly name: string;
    /** The file it was loaded from; relative to the package where that is known. */
    readonly file: string;
    readonly product: string;
    /** Null when it could not be made; `problem` says why. */
    readonly definition: {
      readonly name: string;
      readonly domain: string;
      readonly isTradingRequired: boolean;
      readonly capabilities: Capabilities;
    } | null;
    readonly dialect: { readonly name: string; readonly traits: readonly DialectTrait[]; readonly services: readonly string[] } | null;
    readonly problem: string | null;
  };
  /** The day of the requirement set. */
  readonly requirements: string;
  readonly seed: number;
  /** False when only some cards were asked for; then there is no tier. */
  readonly isWhole: boolean;
  readonly verdict: 'pass' | 'fail';
  /** Why the verdict is `fail`, in sentences; empty for a pass. */
  readonly problems: readonly string[];
  /** The highest tier that is reached; null for a run that is not whole, or when not even 0 is. */
  readonly tier: TierNumber | null;
  readonly tiers: readonly TierReport[];
  readonly families: readonly FamilyReport[];
  /** In the order of the suite. */
  readonly cards: readonly CardReport[];
  /** What is not declared, and what a probe found of it. */
  readonly probes: readonly ProbeOutcome[];
  readonly tampering: Tampering;
  readonly structure: CheckReport | null;
  /** Null where nobody looked: the package's root is not known, or the run is not whole. */
  readonly samples: readonly SampleReport[] | null;
  /** As `samples`. */
  readonly witnesses: CheckReport | null;
  /** Null where mutants were not run. */
  readonly kills: KillReport | null;
}
