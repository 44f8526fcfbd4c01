import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BookSynchronizer } from '../../src/book/book-synchronizer.ts';
import type { BookEffects, BookInput } from '../../src/book/book-synchronizer-messages.ts';
import type { ContinuityRule, DepthDiff } from '../../src/book/depth-message.ts';
import { DepthDiffPool } from '../../src/book/diff-buffer.ts';
import { OrderBook } from '../../src/book/order-book.ts';
import { chainRule, type LevelChange, ModelVenue, rangeRule } from './model-venue.ts';

type Event =
  | { readonly type: 'change'; readonly changes: readonly LevelChange[] }
  | { readonly type: 'deliver' | 'drop' | 'duplicate' | 'swap' | 'cut' | 'connect' | 'connect-silently' | 'problem' | 'corrupt' | 'cross' }
  | { readonly type: 'answer'; readonly which: number; readonly age: number; readonly flaw: 'none' | 'failed' | 'crossed' | 'broken' }
  | { readonly type: 'socket-snapshot'; readonly age: number };

const BUFFER_LIMIT = 6;

/** A synchroniser, the venue that it follows, and a line between them that can be disturbed. */
class Simulation {
  readonly venue = new ModelVenue();
  readonly book = new OrderBook('BTC-USDT');
  readonly synchronizer: BookSynchronizer;
  /** The rules that did not hold after a step. */
  readonly broken: string[] = [];
  readonly #effects: BookEffects = { isPublished: false, list: [] };
  readonly #requests: number[] = [];
  #line: DepthDiff[] = [];
  #isConnected = false;

  constructor(continuity: ContinuityRule) {
    this.synchronizer = new BookSynchronizer({ book: this.book, continuity, pool: new DepthDiffPool(), bufferLimit: BUFFER_LIMIT });
  }

  run(event: Event): void {
    switch (event.type) {
      case 'change': {
        const diff = this.venue.change(event.changes);
        if (this.#isConnected) this.#line.push(diff);
        return;
      }
      case 'deliver':
        this.#deliver(this.#line.shift());
        return;
      case 'drop':
        this.#line.shift();
        return;
      case 'duplicate':
        this.#deliver(this.#line[0]);
        return;
      case 'swap':
        this.#line = [...this.#line.slice(1, 2), ...this.#line.slice(0, 1), ...this.#line.slice(2)];
        return;
      case 'cut':
        this.#isConnected = false;
        this.#line = [];
        this.step({ type: 'interrupted', reason: 'cut' });
        return;
      case 'connect':
        this.#isConnected = true;
        this.step({ type: 'stream-ready' });
        return;
      case 'connect-silently':
        this.#isConnected = true;
        return;
      case 'problem':
        this.#line.shift();
        this.step({ type: 'problem', reason: 'unreadable' });
        return;
      case 'corrupt': {
        const diff = this.#line.shift();
        diff?.asks.push(Number.NaN, 1);
        this.#deliver(diff);
        return;
      }
      case 'cross': {
        const diff = this.#line.shift();
        diff?.asks.push(0.5, 1);
        diff?.bids.push(0.75, 1);
        this.#deliver(diff);
        return;
      }
      case 'answer':
        this.#answer(event);
        return;
      case 'socket-snapshot':
        if (this.#isConnected)
          this.step({ type: 'snapshot', snapshot: this.venue.snapshotAt(Math.max(1, this.venue.updateId - event.age)) });
        return;
    }
  }

  step(input: BookInput): void {
    this.synchronizer.step(input, this.#effects);
    for (const effect of this.#effects.list) {
      if (effect.type === 'request-snapshot') this.#requests.push(effect.request);
    }
    const { isPublished } = this.#effects;
    this.#effects.isPublished = false;
    this.#effects.list = [];
    this.#inspect(isPublished);
  }

  #inspect(isPublished: boolean): void {
    const isLive = this.book.state === 'live';
    this.#demand(this.synchronizer.bufferedDiffs <= BUFFER_LIMIT, 'the buffer is bounded');
    this.#demand((this.synchronizer.phase === 'live') === isLive, 'phase and state agree');
    this.#demand(isLive || !isPublished, 'only a live book is published');
    this.#demand(isLive === (this.book.stateReason === undefined), 'a book that is not live says why');
    this.#demand(!isLive || this.venue.agreesWith(this.book), 'a live book equals the venue');
    this.#demand(!isLive || !this.book.isCrossed, 'a live book is not crossed');
  }

  #demand(holds: boolean, what: string): void {
    if (!holds) this.broken.push(`${what}, but not at ${this.book.updateId}`);
  }

  /** Lets everything through from now on. */
  heal(): void {
    if (!this.#isConnected) this.run({ type: 'connect' });
    for (let round = 0; round < 4; round += 1) {
      this.run({ type: 'change', changes: [{ price: 10 + round, quantity: 5 }] });
      while (this.#line.length > 0) this.run({ type: 'deliver' });
      while (this.#requests.length > 0) this.#answer({ which: 0, age: 0, flaw: 'none' });
    }
  }

  #deliver(diff: DepthDiff | undefined): void {
    if (diff !== undefined && this.#isConnected) this.step({ type: 'diff', diff });
  }

  /** Answers one of all requests so far, which may have been given up long ago. */
  #answer(event: { readonly which: number; readonly age: number; readonly flaw: 'none' | 'failed' | 'crossed' | 'broken' }): void {
    const [request] = this.#requests.splice(event.which % Math.max(1, this.#requests.length), 1);
    if (request === undefined) return;
    if (event.flaw === 'failed') {
      this.step({ type: 'snapshot-failed', request, reason: 'failed' });
      return;
    }
    const snapshot = this.venue.snapshotAt(Math.max(1, this.venue.updateId - event.age));
    if (event.flaw === 'crossed') snapshot.asks.push(0.5, 1);
    if (event.flaw === 'crossed') snapshot.bids.push(0.75, 1);
    if (event.flaw === 'broken') snapshot.bids.push(1, Number.NaN);
    this.step({ type: 'snapshot-received', request, snapshot });
  }
}

const change = fc.record({ price: fc.integer({ min: 1, max: 99 }), quantity: fc.integer({ min: 0, max: 9 }) });
const event: fc.Arbitrary<Event> = fc.oneof(
  { weight: 10, arbitrary: fc.record({ type: fc.constant('change'), changes: fc.array(change, { minLength: 1, maxLength: 4 }) }) },
  { weight: 10, arbitrary: fc.record({ type: fc.constant('deliver') }) },
  {
    weight: 3,
    arbitrary: fc.record({
      type: fc.constantFrom('drop', 'duplicate', 'swap', 'cut', 'connect', 'connect', 'connect-silently', 'problem', 'corrupt', 'cross'),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      type: fc.constant('answer'),
      which: fc.nat({ max: 5 }),
      age: fc.oneof(fc.constant(0), fc.nat({ max: 12 })),
      flaw: fc.constantFrom('none', 'none', 'none', 'none', 'failed', 'crossed', 'broken'),
    }),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('socket-snapshot'), age: fc.nat({ max: 3 }) }) },
);

describe.each([
  ['ranges of ids', rangeRule],
  ['a chain of ids', chainRule],
])('a book that follows %s', (_, rule) => {
  it('is never live and wrong, and becomes live again after the disturbances end', () => {
    let live = 0;
    fc.assert(
      fc.property(fc.array(event, { maxLength: 120, size: 'max' }), (events) => {
        const simulation = new Simulation(rule);
        simulation.run({ type: 'connect' });
        for (const each of events) {
          simulation.run(each);
          if (simulation.book.state === 'live') live += 1;
        }
        simulation.heal();
        expect(simulation.broken).toEqual([]);
        expect(simulation.book.state).toBe('live');
        expect(simulation.book.updateId).toBe(simulation.venue.updateId);
        expect(simulation.venue.agreesWith(simulation.book)).toBe(true);
      }),
      { numRuns: 300 },
    );
    // The simulation is worth nothing if the book is hardly ever live in it.
    expect(live).toBeGreaterThan(2_000);
  });
});
