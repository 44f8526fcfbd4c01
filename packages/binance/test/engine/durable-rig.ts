import { MemoryDisk, MemoryTrackingStore, StorageError } from '@venuekit/core';
import type { CancellationResult, ConnectorEvent, TrackingChange } from '@venuekit/core';
import { expect } from 'vitest';
import { MortalWorld } from '@venuekit/core/testing';
import { PAIR, TradingRig, type RigOptions } from './trading-rig.ts';

type SavedEvent = Extract<ConnectorEvent, { readonly sequence?: number }>;

/** A store that says what it commits, and can be made to fail or to be watched. */
class WatchedStore extends MemoryTrackingStore {
  readonly #rig: DurableRig;

  constructor(rig: DurableRig) {
    super({ disk: rig.disk });
    this.#rig = rig;
  }

  override commit(changes: readonly TrackingChange[]): void {
    const what = [...new Set(changes.map(({ kind }) => kind))].join('+');
    this.#rig.pass(`before commit of ${what}`);
    if (this.#rig.isDiskFull) throw new StorageError('full', 'the disk is full');
    super.commit(changes);
    this.#rig.commits.push(changes);
    this.#rig.pass(`after commit of ${what}`);
  }
}

/** A trading rig whose connector saves to one disk over all its lives, and can be killed at any moment of any of them. */
export class DurableRig {
  readonly disk: MemoryDisk = new MemoryDisk();
  readonly commits: (readonly TrackingChange[])[] = [];
  readonly trading: TradingRig;
  isDiskFull = false;
  /** The moments that have been passed since `watch`. */
  readonly moments: string[] = [];
  #world: MortalWorld | undefined;
  #wasKilled = false;
  #killAt: ((moment: string, count: number) => boolean) | undefined;

  constructor(options: RigOptions = {}) {
    const newStore = (): WatchedStore => new WatchedStore(this);
    this.trading = new TradingRig({
      ...options,
      wrapRuntime: (runtime) => (this.#world = new MortalWorld(runtime, (moment) => this.pass(moment))).runtime,
      connector: {
        ...options.connector,
        get store() {
          return newStore();
        },
      },
    });
  }

  /** A rig whose connector is ready. */
  static async start(options: RigOptions = {}): Promise<DurableRig> {
    const rig = new DurableRig(options);
    await rig.trading.start();
    return rig;
  }

  /** Places an order that rests. */
  buy(amount: string = '0.3'): string {
    return this.trading.connector.buy(PAIR, amount, 'limit', this.trading.restingBuyPrice());
  }

  async openOrder(): Promise<string> {
    const id = this.buy();
    await this.trading.until(() => this.trading.orderEvents(id).includes('order-created'));
    return id;
  }

  /** Cancels an order; comes back early when the program dies. */
  async cancel(clientOrderId: string): Promise<void> {
    const results: CancellationResult[] = [];
    void this.trading.connector.cancel(PAIR, clientOrderId).then((result) => results.push(result));
    await this.trading.until(() => results.length > 0 || this.wasKilled);
  }

  /** Kills the program at the first such moment of what it is made to do, and starts the next one. */
  async dieAt(moment: RegExp, act: () => unknown): Promise<void> {
    this.watch((passed) => moment.test(passed));
    act();
    await this.trading.until(() => this.wasKilled);
    await this.restart();
  }

  /** From now on counts the moments at which a program can die; it does at the first that is chosen. */
  watch(killAt: (moment: string, count: number) => boolean): void {
    this.moments.length = 0;
    this.#killAt = killAt;
    this.#wasKilled = false;
  }

  /** Since `watch`. */
  get wasKilled(): boolean {
    return this.#wasKilled;
  }

  pass(moment: string): void {
    if (this.#killAt === undefined) return;
    this.moments.push(moment);
    if (this.#killAt(moment, this.moments.length)) this.kill();
  }

  /** The program dies now; the next is not started yet. */
  kill(): void {
    this.#killAt = undefined;
    this.#wasKilled = true;
    this.disk.kill();
    this.#world?.die();
    this.trading.abandonConnector();
    this.listen();
  }

  /** Passes a moment before and one after the other listeners of each saved event. */
  listen(): void {
    this.trading.connector.onAny((event) => {
      if ('sequence' in event) this.pass(`after ${event.type} was heard`);
    });
  }

  async restart(): Promise<void> {
    await this.trading.start();
  }

  /** What was told about our orders, without repetitions; a repetition must be marked as one and be the same event. */
  toldOnce(): readonly SavedEvent[] {
    const bySequence = new Map<number, SavedEvent>();
    const once: SavedEvent[] = [];
    let last = 0;
    for (const event of this.trading.events) {
      if (!isSaved(event)) continue;
      const { sequence } = event;
      if (sequence === undefined) {
        once.push(event);
        continue;
      }
      const first = bySequence.get(sequence);
      if (first === undefined) {
        expect(sequence, 'sequence numbers grow').toBeGreaterThan(last);
        last = sequence;
        bySequence.set(sequence, event);
        once.push(event);
      } else {
        expect(event.replayed, `a repetition of event ${sequence}`).toBe(true);
        expect({ ...event, replayed: true }).toEqual({ ...first, replayed: true });
      }
    }
    return once;
  }

  /** The venue's truth is the connector's, each fill was told once, and each order was placed once and ended once. */
  expectTruth(): void {
    const once = new Set<ConnectorEvent>(this.toldOnce());
    const { events } = this.trading;
    events.splice(0, events.length, ...events.filter((event) => !isSaved(event) || once.has(event)));
    this.trading.expectTruth();
    const ends = [...once].filter((event) => /^order-(completed|canceled|expired|failed)$/.test(event.type));
    const ended = ends.map((event) => ('clientOrderId' in event ? event.clientOrderId : ''));
    expect(ended.toSorted(), 'ends').toEqual([...new Set(ended)].toSorted());
  }
}

function isSaved(event: ConnectorEvent): event is SavedEvent {
  return 'clientOrderId' in event || event.type === 'order-filled-late';
}
