import { excerpt } from '../errors/excerpt.ts';
import { StorageError } from '../errors/storage-error.ts';
import type { TrackingChange } from './tracking-store.ts';

/** How far the events of a store have come. */
export interface EventPosition {
  readonly lastSequence: number;
  readonly deliveredUpTo: number;
}

/**
 * Where a group of changes brings the events.
 * @throws StorageError `unusable-value` when a sequence number is not greater than all before it.
 */
export function positionAfter(position: EventPosition, changes: readonly TrackingChange[]): EventPosition {
  let { lastSequence, deliveredUpTo } = position;
  for (const change of changes) {
    if (change.kind === 'event') {
      if (!Number.isSafeInteger(change.sequence) || change.sequence <= lastSequence) {
        throw new StorageError(
          'unusable-value',
          `an event has the sequence number ${excerpt(change.sequence)}, and ${lastSequence} is taken already`,
        );
      }
      lastSequence = change.sequence;
    } else if (change.kind === 'delivered') {
      deliveredUpTo = Math.max(deliveredUpTo, change.upTo);
    }
  }
  return { lastSequence, deliveredUpTo: Math.min(deliveredUpTo, lastSequence) };
}
