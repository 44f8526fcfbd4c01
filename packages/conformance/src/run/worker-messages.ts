import type { Capabilities, ConnectorDefinition } from '@venuekit/core';
import type { DialectTrait } from '@venuekit/venue';
import type { CardId } from '../card/card.ts';
import type { ProbeOutcome } from '../probes/probe.ts';
import type { BaselineEntry } from '../subject/conformance-subject.ts';
import type { Need } from '../subject/need.ts';
import type { CardOutcome } from './card-outcome.ts';
import type { WitnessRule } from '../recording/witness-verdict.ts';
import type { SubjectRecording } from './record-subject.ts';
import type { CardPlace } from './run-card.ts';
import type { SampleOutcome } from './sample-task.ts';
import type { WitnessOutcome } from './witness-task.ts';
import type { TierNumber } from './suite-report.ts';
import type { MutantOutcome } from './run-mutant.ts';

/** What a worker is started with. */
export interface WorkerStart {
  readonly isConformanceWorker: true;
  /** The file whose export is the subject. */
  readonly module: string;
  readonly exportName: string;
  readonly memory: SharedArrayBuffer;
}

/** What a worker can be asked to do. */
export type WorkerTask =
  | { readonly kind: 'describe' }
  | { readonly kind: 'card'; readonly card: CardId; readonly seed: number; readonly place: CardPlace }
  | { readonly kind: 'mutant'; readonly mutant: string; readonly card: CardId; readonly seed: number }
  | { readonly kind: 'probe'; readonly need: Need; readonly seed: number }
  | { readonly kind: 'sample'; readonly path: string }
  | { readonly kind: 'witness'; readonly path: string; readonly rule: WitnessRule }
  | { readonly kind: 'record' };

/** What comes of a task of the same kind. */
export type WorkerAnswer =
  | { readonly kind: 'describe'; readonly facts: SubjectFacts }
  | { readonly kind: 'card'; readonly outcome: CardOutcome }
  | { readonly kind: 'mutant'; readonly outcome: MutantOutcome }
  | { readonly kind: 'probe'; readonly outcome: ProbeOutcome }
  | { readonly kind: 'sample'; readonly outcome: SampleOutcome }
  | { readonly kind: 'witness'; readonly outcome: WitnessOutcome }
  | { readonly kind: 'record'; readonly outcome: SubjectRecording };

/** What a worker says. */
export type WorkerMessage =
  | { readonly kind: 'ready' }
  /** The subject does not load; the worker ends. */
  | { readonly kind: 'broken'; readonly message: string; readonly stack: string }
  /** `isSpent`: nothing else must be run in this thread. */
  | { readonly kind: 'answer'; readonly answer: WorkerAnswer; readonly isSpent: boolean }
  /** The task itself failed, which is the suite's fault. */
  | { readonly kind: 'failed'; readonly message: string; readonly stack: string; readonly isSpent: boolean };

/** What is known of a subject without running a card. */
export interface SubjectFacts {
  readonly name: string;
  readonly dialect: { readonly name: string; readonly traits: readonly DialectTrait[]; readonly services: readonly string[] } | undefined;
  /** Undefined when it could not be made. */
  readonly definition:
    | (Pick<ConnectorDefinition, 'name' | 'domain' | 'isTradingRequired'> & { readonly capabilities: Capabilities })
    | undefined;
  /** Why it could not be made. */
  readonly problem: string | undefined;
  /** Of all that cards and mutants need, what is declared. */
  readonly declared: readonly Need[];
  readonly requirements: string | undefined;
  readonly baseline: readonly BaselineEntry[];
  readonly packageRoot: string | undefined;
  readonly product: string;
  readonly killsAllMutants: boolean;
  /** The tier that is claimed. */
  readonly tier: TierNumber | undefined;
  readonly tampering: Tampering;
}

/** How the subject's own list of cards differs from the suite's. */
export interface Tampering {
  /** Cards of the suite that are not in it. */
  readonly removed: readonly string[];
  /** Cards in it that go by the id of one of the suite and are not it. */
  readonly overridden: readonly string[];
  /** Cards in it that the suite does not know. They are not run. */
  readonly added: readonly string[];
}
