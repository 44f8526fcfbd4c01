import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ManualClock } from '../../src/clock/manual-clock.ts';
import { TrackingJournal } from '../../src/storage/tracking-journal.ts';
import { sequencesOf } from './store-contents.ts';
import { memoryWorld, sqliteWorld, type StoreWorld } from './store-worlds.ts';

type Step =
  | { readonly do: 'record'; readonly orders: readonly number[]; readonly events: number; readonly isEnd: boolean }
  /** Recorded in the very turn in which the process dies: may or may not be there. */
  | { readonly do: 'record-and-crash'; readonly orders: readonly number[]; readonly events: number }
  | { readonly do: 'deliver'; readonly portion: number }
  | { readonly do: 'prune' | 'crash' | 'close' };

const orders = fc.array(fc.nat({ max: 5 }), { maxLength: 4 });
const events = fc.nat({ max: 3 });
const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    { weight: 5, arbitrary: fc.record({ do: fc.constant('record' as const), orders, events, isEnd: fc.boolean() }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('record-and-crash' as const), orders, events }) },
    { weight: 3, arbitrary: fc.record({ do: fc.constant('deliver' as const), portion: fc.double({ min: 0, max: 1, noNaN: true }) }) },
    { weight: 3, arbitrary: fc.record({ do: fc.constantFrom('prune' as const, 'crash' as const, 'close' as const) }) },
  ),
  { minLength: 3, maxLength: 20 },
);

/** What must be there, because it was called durable. */
class Expectation {
  /** Versions by order; an ended order may be gone. */
  readonly orders = new Map<string, { version: number; isEnded: boolean }>();
  readonly fills = new Set<string>();
  readonly events = new Map<number, string>();
  deliveredUpTo = 0;
  lastSequence = 0;
}

async function run(world: StoreWorld, script: readonly Step[]): Promise<void> {
  const known = new Expectation();
  const clock = new ManualClock({ wallMs: 1_000 });
  const newJournal = (): TrackingJournal =>
    new TrackingJournal({
      store: world.newStore(),
      clock,
      onFailure: () => undefined,
      retention: { settledOrders: 1, deliveredEvents: 2 },
    });
  let journal = newJournal();
  await journal.open();
  let version = 0;

  const record = (
    orderNumbers: readonly number[],
    count: number,
    isEnd: boolean,
  ): { bodies: string[]; durable: Promise<readonly number[]> } => {
    version += 1;
    const bodies = Array.from({ length: count }, (_, index) => `event ${version}.${index}`);
    const durable = journal.record({
      orders: orderNumbers.map((n) => ({ clientOrderId: `c${n}`, value: version, ...(isEnd ? { settledAtMs: clock.wallMs() } : {}) })),
      fills: orderNumbers.map((n) => `fill ${version} of c${n}`),
      events: bodies,
    });
    return { bodies, durable };
  };

  const restart = async (): Promise<void> => {
    journal = newJournal();
    const restored = await journal.open();
    expect(restored.problems).toEqual([]);
    const stale = [...known.orders].filter(([clientOrderId, { version: saved, isEnded }]) => {
      const found = restored.orders.get(clientOrderId);
      return typeof found === 'number' ? found < saved : !isEnded;
    });
    expect(stale).toEqual([]);
    expect(restored.fills).toEqual(expect.arrayContaining([...known.fills]));
    const all = await journal.eventsAfter(0);
    const kept = [...known.events].filter(([sequence]) => sequence > all.prunedUpTo);
    expect(all.events.map(({ sequence, value }) => [sequence, value])).toEqual(expect.arrayContaining(kept));
    const sequences = sequencesOf(all.events);
    expect(sequences).toEqual([...new Set(sequences)].toSorted((left, right) => left - right));
    expect(all.prunedUpTo).toBeLessThanOrEqual(known.deliveredUpTo);
    // Delivered never comes back, undelivered always does.
    expect(sequencesOf(restored.undelivered)).toEqual(sequences.filter((sequence) => sequence > known.deliveredUpTo));
    expect(journal.lastSequence).toBeGreaterThanOrEqual(known.lastSequence);
    for (const { sequence, value } of restored.undelivered) known.events.set(sequence, String(value));
    known.lastSequence = journal.lastSequence;
    for (const [clientOrderId, value] of restored.orders) {
      if (typeof value === 'number') known.orders.set(clientOrderId, { version: value, isEnded: restored.settledAtMs.has(clientOrderId) });
    }
  };

  for (const step of script) {
    await clock.advance(1);
    switch (step.do) {
      case 'record': {
        const { bodies, durable } = record(step.orders, step.events, step.isEnd);
        const sequences = await durable;
        for (const n of step.orders) {
          known.orders.set(`c${n}`, { version, isEnded: step.isEnd });
          known.fills.add(`fill ${version} of c${n}`);
        }
        for (const [index, sequence] of sequences.entries()) {
          if (sequence <= known.lastSequence) throw new Error(`event ${sequence} after ${known.lastSequence}`);
          known.lastSequence = sequence;
          known.events.set(sequence, bodies[index] ?? '');
        }
        break;
      }
      case 'record-and-crash': {
        const { durable } = record(step.orders, step.events, false);
        world.crash();
        await durable.catch(() => undefined);
        await restart();
        break;
      }
      case 'deliver': {
        const upTo = Math.floor(step.portion * known.lastSequence);
        journal.markDelivered(upTo);
        await journal.flush();
        known.deliveredUpTo = Math.max(known.deliveredUpTo, upTo);
        break;
      }
      case 'prune':
        await journal.prune();
        break;
      case 'crash':
        world.crash();
        await restart();
        break;
      case 'close':
        await journal.close();
        await restart();
        break;
    }
  }
  world.crash();
  await restart();
}

describe('Whatever is recorded, delivered and pruned, and whenever the process dies, what was durable comes back', () => {
  test.each([
    ['the memory store', memoryWorld, 150],
    ['the SQLite store', () => sqliteWorld(), 15],
  ] as const)('from %s', async (_name, create, numRuns) => {
    await fc.assert(
      fc.asyncProperty(steps, async (script) => {
        using world = create();
        await run(world, script);
      }),
      { numRuns },
    );
  });
});
