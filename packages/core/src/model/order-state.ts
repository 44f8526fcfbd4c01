/**
 * The states of our own order. `lost` means: the venue has not answered for it until the declared age; it may still be
 * filled or settled later.
 */
export type OrderState =
  | 'pending-create'
  | 'open'
  | 'partially-filled'
  | 'pending-cancel'
  | 'filled'
  | 'canceled'
  | 'expired'
  | 'failed'
  | 'lost';

/** The states that a venue's message can report. */
export type ReportedOrderState = 'open' | 'partially-filled' | 'pending-cancel' | 'filled' | 'canceled' | 'expired' | 'failed';

/** Whether a command on the order has ended without a known result. */
export type OutcomeKnowledge = 'known' | 'unknown';

/** Whether nothing but late fills can follow. `lost` is not terminal. */
export function isTerminalState(state: OrderState): boolean {
  return state === 'filled' || state === 'canceled' || state === 'expired' || state === 'failed';
}
