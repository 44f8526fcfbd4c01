import type { Need } from '../subject/need.ts';

/** What a probe found of something that the connector does not declare. */
export type ProbeFinding =
  | { readonly state: 'absent' }
  /** @param how what the connector did. */
  | { readonly state: 'works'; readonly how: string }
  | { readonly state: 'cannot-be-probed'; readonly reason: string };

export interface ProbeOutcome {
  readonly need: Need;
  readonly finding: ProbeFinding;
}
