import { isTerminalState, type OrderState, type ReportedOrderState } from '../model/order-state.ts';

/** States only move to a higher rank; the exceptions are a refused cancel and a lost order that is found again. */
const RANK: Readonly<Record<OrderState, number>> = {
  'pending-create': 0,
  open: 1,
  'partially-filled': 2,
  'pending-cancel': 3,
  lost: 4,
  filled: 5,
  canceled: 5,
  expired: 5,
  failed: 5,
};

/** What a transition depends on beside the two states. */
export interface TransitionFacts {
  /** Something has been executed, by our fills or by the venue's sum. */
  readonly hasExecutions: boolean;
  /** The whole amount has been executed, by our fills or by the venue's sum. */
  readonly isFullyExecuted: boolean;
  /** The report is older than what has been applied. */
  readonly isOutdated: boolean;
}

/** The state after the venue's report: never a step back, no way out of an end, and "filled" wherever everything was executed. */
export function stateAfterReport(current: OrderState, reported: ReportedOrderState, facts: TransitionFacts): OrderState {
  if (isTerminalState(current)) return current;
  if (isTerminalState(reported)) return facts.isFullyExecuted ? 'filled' : reported;
  const live = reported === 'open' && facts.hasExecutions ? 'partially-filled' : reported;
  if (current === 'lost') return facts.isOutdated ? current : live;
  return RANK[live] > RANK[current] ? live : current;
}

/** The state after an execution has been added. A lost order stays lost until the venue tells its state, or nothing is left of it. */
export function stateAfterFill(current: OrderState, isFullyExecuted: boolean): OrderState {
  if (isTerminalState(current)) return current;
  if (isFullyExecuted) return 'filled';
  return RANK[current] < RANK['partially-filled'] ? 'partially-filled' : current;
}

/** The state of an order whose cancel had no effect. */
export function stateAfterRefusedCancel(current: OrderState, hasExecutions: boolean, isSeenAtVenue: boolean): OrderState {
  if (current !== 'pending-cancel') return current;
  if (hasExecutions) return 'partially-filled';
  return isSeenAtVenue ? 'open' : 'pending-create';
}
