import type { FrameFaultAction } from '@venuekit/venue';
import type { CardStage } from '../card/card-stage.ts';
import { placeFault, type PlacedFault } from './placed-fault.ts';

/** Frames that tell an account's affairs. */
export type PrivateFrame = 'execution' | 'balances';

/** Does something to private frames of the account. @param times default: until it is lifted. */
export function troublePrivateFrames(
  stage: CardStage,
  frame: PrivateFrame,
  action: FrameFaultAction,
  times: number = Number.POSITIVE_INFINITY,
): PlacedFault {
  return placeFault(
    stage,
    `${action.kind} of ${frame} frames`,
    [{ on: 'frame', match: { frame }, times, action }],
    (applied) => applied.on === 'frame' && applied.subject.frame === frame && applied.action.kind === action.kind,
  );
}

/** From now on no private frame arrives, although the sockets stay open and seem well. @returns what ends it. */
export function silencePrivateStream(stage: CardStage): () => void {
  const faults = (['execution', 'balances'] as const).map((frame) => troublePrivateFrames(stage, frame, { kind: 'drop' }));
  return () => {
    for (const fault of faults) fault.lift();
  };
}

/**
 * The message of the next execution arrives after that of the one that follows it. The message about balances that would come between the
 * two is lost; a later one makes it good.
 */
export function swapExecutions(stage: CardStage): PlacedFault {
  const balances = troublePrivateFrames(stage, 'balances', { kind: 'drop' }, 1);
  const executions = troublePrivateFrames(stage, 'execution', { kind: 'reorder' }, 1);
  return {
    get struck(): number {
      return executions.struck;
    },
    lift(): void {
      balances.lift();
      executions.lift();
    },
    expectStruck(at: CardStage): void {
      executions.expectStruck(at);
    },
  };
}
