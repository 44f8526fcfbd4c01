import type { CardStage } from '../../card/card-stage.ts';

/**
 * Holds back what the venue tells next of our orders, for three seconds; where it tells nothing by itself, there is nothing to hold back.
 * @returns a check that something was held back
 */
export function holdBackExecutions(stage: CardStage): () => void {
  if (!stage.has('private-stream')) return () => undefined;
  const { faults } = stage.venue.control;
  const from = faults.applied.length;
  faults.add({ on: 'frame', match: { frame: 'execution', account: stage.account }, times: 1, action: { kind: 'delay', delayMs: 3_000 } });
  return () => stage.holds("the venue's word came late", faults.applied.length > from, faults.applied.length - from);
}
