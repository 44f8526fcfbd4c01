import { excerpt } from '../errors/excerpt.ts';
import type { StoredEvent, StoredEventPage, StoredTracking } from './tracking-store.ts';

/** An event as it was recorded, read back. */
interface RestoredEvent {
  readonly sequence: number;
  readonly savedAtMs: number;
  readonly value: unknown;
}

/** What was saved, read back; the values are as trustworthy as the file and are checked by their readers. */
export interface RestoredTracking {
  /** Values by client order id. */
  readonly orders: ReadonlyMap<string, unknown>;
  /** When those orders ended that are over. */
  readonly settledAtMs: ReadonlyMap<string, number>;
  /** Identities of counted fills, oldest first. */
  readonly fills: readonly string[];
  readonly notes: ReadonlyMap<string, unknown>;
  /** Events that the application has perhaps not had, oldest first. */
  readonly undelivered: readonly RestoredEvent[];
  readonly lastSequence: number;
  /** What was damaged and is missing in the above, a sentence for each. */
  readonly problems: readonly string[];
}

/** A part of the saved events. */
export interface RestoredEventPage {
  readonly events: readonly RestoredEvent[];
  /** Where to go on; equal to what was asked when no event follows. */
  readonly readUpTo: number;
  /** Events up to this one are not kept any more: a reader that asked for earlier ones has missed some. */
  readonly prunedUpTo: number;
  readonly problems: readonly string[];
}

export function readTracking(stored: StoredTracking): RestoredTracking {
  const problems = stored.damaged.map(({ message }) => message);
  const orders = new Map<string, unknown>();
  const settledAtMs = new Map<string, number>();
  for (const order of stored.orders) {
    const { clientOrderId } = order;
    if (!readInto(orders, clientOrderId, order.body, `the saved order ${excerpt(clientOrderId)}`, problems)) continue;
    if (order.settledAtMs !== undefined) settledAtMs.set(clientOrderId, order.settledAtMs);
  }
  const notes = new Map<string, unknown>();
  for (const [name, body] of stored.notes) readInto(notes, name, body, `the saved note ${excerpt(name)}`, problems);
  const { fills, lastSequence } = stored;
  return { orders, settledAtMs, fills, notes, undelivered: parseEvents(stored.undelivered, problems), lastSequence, problems };
}

export function readEvents(page: StoredEventPage): RestoredEventPage {
  const problems = page.damaged.map(({ message }) => message);
  return { events: parseEvents(page.events, problems), readUpTo: page.readUpTo, prunedUpTo: page.prunedUpTo, problems };
}

function parseEvents(events: readonly StoredEvent[], problems: string[]): RestoredEvent[] {
  const values = new Map<number, unknown>();
  const restored: RestoredEvent[] = [];
  for (const { sequence, savedAtMs, body } of events) {
    if (!readInto(values, sequence, body, `the saved event ${sequence}`, problems)) continue;
    restored.push({ sequence, savedAtMs, value: values.get(sequence) });
  }
  return restored;
}

/** @returns whether the text could be read. */
function readInto<Key>(values: Map<Key, unknown>, key: Key, body: string, what: string, problems: string[]): boolean {
  try {
    values.set(key, JSON.parse(body));
    return true;
  } catch {
    problems.push(`${what} is no JSON and was skipped`);
    return false;
  }
}
