import { DEFAULT_RETENTION, type PruneRequest } from '../../src/storage/retention.ts';
import type { TrackingChange } from '../../src/storage/tracking-store.ts';

export const SCOPE = 'spot/main';

export function order(clientOrderId: string, value: unknown = { state: 'open' }, settledAtMs?: number): TrackingChange {
  return { kind: 'order', clientOrderId, body: JSON.stringify(value), settledAtMs };
}

export function event(sequence: number, savedAtMs = 1_000 * sequence): TrackingChange {
  return { kind: 'event', sequence, savedAtMs, body: JSON.stringify({ type: 'order-filled', sequence }) };
}

export function delivered(upTo: number): TrackingChange {
  return { kind: 'delivered', upTo };
}

/** Everything may go at once, unless the policy says otherwise. */
export function pruning(policy: Partial<PruneRequest['policy']>, nowMs = 0, limit = 1_000): PruneRequest {
  return { policy: { ...DEFAULT_RETENTION, settledOrdersMs: 1e12, deliveredEventsMs: 1e12, ...policy }, nowMs, limit };
}

export function sequencesOf(events: readonly { readonly sequence: number }[]): number[] {
  return events.map(({ sequence }) => sequence);
}
