import type { CardStage } from '../card/card-stage.ts';
import type { AppliedFault, FaultRule } from '@venuekit/venue';

/** Faults that belong together: one of them strikes, whichever way the connector goes. */
export interface PlacedFault {
  /** How often they have struck. */
  readonly struck: number;
  /** Takes them back. */
  lift(): void;
  /** @throws CardFailure when none has struck: then the scenario proves nothing. */
  expectStruck(stage: CardStage): void;
}

/**
 * Places rules that belong together.
 * @param what says it, for the failure: `the answer to the order is late`.
 * @param isMeant which of the faults that were done are theirs.
 */
export function placeFault(
  stage: CardStage,
  what: string,
  rules: readonly FaultRule[],
  isMeant: (applied: AppliedFault) => boolean,
): PlacedFault {
  const { faults } = stage.venue.control;
  const before = faults.applied.length;
  const takeBack = rules.map((rule) => faults.add(rule));
  return {
    get struck(): number {
      return faults.applied.slice(before).filter(isMeant).length;
    },
    lift(): void {
      for (const remove of takeBack) remove();
    },
    expectStruck(at: CardStage): void {
      at.holds(`the scenario was provoked: ${what}`, this.struck > 0, 'nothing of it happened');
    },
  };
}
