import type { ConnectorDefinition } from '@venuekit/core/connector';
import type { CardId } from '../card/card.ts';
import type { Need } from '../subject/need.ts';

/** What a mutant tells while it works. */
export interface MutantNotes {
  /** Called each time at which the mutation changed something: a mutant that never acted proves nothing. */
  acted(): void;
}

/** A defect that connectors really have, put into any definition from the outside. */
export interface Mutant {
  /** Says the defect: `timeout-on-place-is-a-rejection`. */
  readonly id: string;
  /** The defect as a sentence. */
  readonly title: string;
  /** Where it was seen, such as `hummingbot#8457`, or the text that names it. */
  readonly evidence: string;
  /** The cards that must fail under it, each by itself. */
  readonly killers: readonly CardId[];
  /** As of cards. Default none. */
  readonly needs?: readonly Need[];
  /** The definition with the defect. Called once for each life of a connector. */
  apply(definition: ConnectorDefinition, notes: MutantNotes): ConnectorDefinition;
}
