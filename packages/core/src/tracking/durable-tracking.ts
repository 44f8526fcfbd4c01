import type { UserStreamEvent } from '../account/user-stream-options.ts';
import { asError } from '../errors/as-error.ts';
import { StorageError } from '../errors/storage-error.ts';
import { EventOutbox } from '../events/event-outbox.ts';
import { orderEventToJson, parseOrderEvent, type SavedEvent } from '../events/order-event-json.ts';
import type { EventHistory, HistoryPage } from '../events/resumed-event-stream.ts';
import type { OrderEvent, OrderFilledLateEvent } from '../model/events.ts';
import { FillLedger, fillIdentity } from '../orders/fill-ledger.ts';
import { InFlightOrder } from '../orders/in-flight-order.ts';
import type { TrackerInput } from '../orders/tracker-input.ts';
import type { ConnectorServices } from '../services/connector-services.ts';
import { reportProblem } from '../services/connector-services.ts';
import { PollingLoop } from '../services/polling-loop.ts';
import type { RestoredTracking } from '../storage/restored-tracking.ts';
import { DEFAULT_RETENTION, type RetentionPolicy } from '../storage/retention.ts';
import { TrackingJournal, type TrackingRecord } from '../storage/tracking-journal.ts';
import type { TrackingStore } from '../storage/tracking-store.ts';
import { SavedOrders } from './saved-orders.ts';
import type { TrackedOrders } from './tracked-orders.ts';

const PRUNE_INTERVAL_MS = 60_000;
const STREAM_NOTE = 'private-stream';

/** The other parts that tracking is restored to and saved from. */
export interface DurableTrackingParts {
  readonly services: ConnectorServices;
  readonly orders: () => TrackedOrders;
  /** Takes saved orders back. */
  readonly restore: (states: Readonly<Record<string, unknown>>) => void;
  /** Until when the private stream has told everything, by our wall clock. */
  readonly wholeUntilMs: () => number | undefined;
  /** The store cannot be had, or never be written any more. */
  readonly onFatal: (error: Error) => void;
}

/**
 * Keeps orders, counted fills and owed events in a store: saves each change before anything follows from it, and takes up after a
 * restart what an earlier program has left.
 */
export class DurableTracking implements EventHistory {
  /** For the order tracker: the fills of forgotten orders, those of earlier programs too. */
  readonly forgottenFills: FillLedger;
  readonly #parts: DurableTrackingParts;
  readonly #journal: TrackingJournal;
  readonly #outbox: EventOutbox;
  readonly #pruning: PollingLoop;
  readonly #savedOrders = new SavedOrders();
  #isOpen = false;
  #opened: PromiseWithResolvers<void> = Promise.withResolvers();
  #opening: Promise<void> | undefined;
  #isFailing = false;
  #savedWholeUntilMs: number | undefined;

  constructor(store: TrackingStore, retention: Partial<RetentionPolicy> | undefined, parts: DurableTrackingParts) {
    const { runtime, hub } = parts.services;
    const { clock, random, log } = runtime;
    this.#parts = parts;
    this.forgottenFills = new FillLedger(retention?.fills ?? DEFAULT_RETENTION.fills);
    this.#journal = new TrackingJournal({
      store,
      clock,
      onFailure: (error) => this.#noteFailure(error),
      ...(retention === undefined ? {} : { retention }),
    });
    this.#outbox = new EventOutbox({
      emit: (event) => hub.emit(event),
      markDelivered: (sequence) => this.#journal.markDelivered(sequence),
    });
    this.#pruning = new PollingLoop({
      clock,
      random,
      log,
      name: 'store-pruning',
      intervalMs: () => PRUNE_INTERVAL_MS,
      run: async () => {
        await this.#journal.prune();
      },
    });
  }

  /** Whether changes are being saved. */
  get isOpen(): boolean {
    return this.#isOpen;
  }

  get lastSequence(): number {
    return this.#journal.lastSequence;
  }

  /** Until when an earlier program has seen the private stream whole, by our wall clock. */
  get savedWholeUntilMs(): number | undefined {
    return this.#savedWholeUntilMs;
  }

  /**
   * Takes the store, the orders and fills of earlier programs, and tells the events that they still owed, before any new event.
   * @param begin called at the end, in the same turn; not called when the signal has ended, or the store cannot be had.
   */
  open(signal: AbortSignal, begin: () => void): void {
    this.#opening = this.#open(signal)
      .then(() => {
        if (!signal.aborted) begin();
      })
      .catch((error: unknown) => this.#parts.onFatal(asError(error, 'the tracking store')));
  }

  async #open(signal: AbortSignal): Promise<void> {
    const restored = await this.#journal.open();
    if (signal.aborted) {
      await this.#journal.close();
      return;
    }
    this.#isOpen = true;
    this.#isFailing = false;
    for (const problem of restored.problems) this.#report(problem);
    for (const identity of restored.fills) this.forgottenFills.addIdentity(identity);
    this.#savedWholeUntilMs = readWholeUntil(restored.notes.get(STREAM_NOTE), this.#parts.services.runtime.clock.wallMs());
    const known = this.#restoreOrders(restored);
    for (const { sequence, value } of restored.undelivered) this.#replay(sequence, value);
    this.#saveOthers(known);
    this.#pruning.start('after-interval');
    this.#opened.resolve();
  }

  /** Saves and tells what is left, then gives the store free. Never rejects. */
  async close(): Promise<void> {
    await this.#opening;
    await this.#pruning.stop();
    if (!this.#isOpen) return;
    this.noteWholeness();
    await this.#outbox.whenEmpty();
    this.#isOpen = false;
    this.#opened = Promise.withResolvers();
    try {
      await this.#journal.close();
    } catch (error) {
      this.#parts.services.runtime.log.error({ error }, 'the tracking store could not be closed in good order');
    }
  }

  /** Begins to save an order that is to be sent; `whenSaved` says how it ends. */
  saveIntent(order: InFlightOrder): void {
    void this.#record({ orders: this.#savedOrders.changed([order], this.#wallMs()) });
  }

  /** Resolves when everything so far is durable. @throws StorageError */
  whenSaved(): Promise<void> {
    return this.#journal.flush();
  }

  /** Saves what a step of the tracker has brought about, then tells its events. */
  save(input: TrackerInput | undefined, events: readonly OrderEvent[]): void {
    const { tracker } = this.#parts.orders();
    const touched = new Set<InFlightOrder | undefined>();
    if (input?.kind === 'order-update' || input?.kind === 'trade-update') touched.add(tracker.fetchOrder(input.update));
    else if (input !== undefined && 'clientOrderId' in input) touched.add(tracker.fetchOrder({ clientOrderId: input.clientOrderId }));
    for (const { clientOrderId } of events) touched.add(tracker.fetchOrder({ clientOrderId }));
    const orders = this.#savedOrders.changed(touched, this.#wallMs());
    const fills = events.flatMap((event) => (event.type === 'order-filled' ? [identityOf(event)] : []));
    if (orders.length + fills.length + events.length === 0) return;
    const saved = this.#record({ orders, fills, events: events.map(orderEventToJson) });
    if (events.length > 0) this.#outbox.tellWhenSaved(events, saved);
  }

  /** Saves a fill of a forgotten order, then tells it. */
  saveLateFill(event: OrderFilledLateEvent): void {
    const saved = this.#record({ fills: [fillIdentity(event.trade)], events: [orderEventToJson(event)] });
    this.#outbox.tellWhenSaved([event], saved);
  }

  /** Tells of the private stream, after the order events that wait to be saved. */
  tellStatus(event: UserStreamEvent): void {
    this.#outbox.tell(event);
    if (event.type === 'stream-restored') this.noteWholeness();
  }

  /** Saves until when the private stream has told everything. */
  noteWholeness(): void {
    const wholeUntilMs = this.#parts.wholeUntilMs();
    if (wholeUntilMs === undefined || !this.#isOpen) return;
    void this.#record({ notes: new Map([[STREAM_NOTE, { wholeUntilMs }]]) });
  }

  whenOpen(): Promise<void> {
    return this.#opened.promise;
  }

  async eventsAfter(sequence: number): Promise<HistoryPage> {
    const { events, readUpTo, prunedUpTo, problems } = await this.#journal.eventsAfter(sequence);
    for (const problem of problems) this.#report(problem);
    return { events: events.flatMap((saved) => this.#parse(saved.sequence, saved.value) ?? []), readUpTo, prunedUpTo };
  }

  /** What cannot be saved is reported; orders, fills and notes go with the next group. */
  #record(record: TrackingRecord): Promise<readonly number[]> {
    const saved = this.#journal.record(record);
    saved.then(
      () => {
        this.#isFailing = false;
      },
      () => undefined,
    );
    return saved;
  }

  /** @returns the client ids of the saved orders, those that are over too. */
  #restoreOrders({ orders, settledAtMs }: RestoredTracking): ReadonlySet<string> {
    const tracked = this.#parts.orders();
    const states: [string, unknown][] = [];
    for (const [clientOrderId, value] of orders) {
      // In a second run of the same connector it is in memory already, and newer.
      if (tracked.tracker.fetchOrder({ clientOrderId }) !== undefined) continue;
      const endedAtMs = settledAtMs.get(clientOrderId);
      if (endedAtMs === undefined || this.#mayStillBeFilled(value, endedAtMs)) states.push([clientOrderId, value]);
    }
    this.#parts.restore(Object.fromEntries(states));
    for (const [clientOrderId] of states) {
      const order = tracked.tracker.fetchOrder({ clientOrderId });
      if (order !== undefined) this.#savedOrders.noteRestored(order);
    }
    return new Set(orders.keys());
  }

  /** Whether an order that is over is one that the tracker would still hold. */
  #mayStillBeFilled(value: unknown, endedAtMs: number): boolean {
    try {
      const order = InFlightOrder.fromJSON(value, 'a saved order');
      const { exchangeOrderId, tradingPair } = order;
      if (exchangeOrderId !== undefined) this.#parts.orders().rememberOwn(tradingPair, exchangeOrderId);
      return order.hasMissingFills || this.#wallMs() - endedAtMs < LATE_FILLS_MS;
    } catch {
      // Reported when it is restored.
      return true;
    }
  }

  /** Orders that the application has restored from elsewhere. */
  #saveOthers(known: ReadonlySet<string>): void {
    const others = [...this.#parts.orders().tracker.allFillableOrders.values()].filter((order) => !known.has(order.clientOrderId));
    const orders = this.#savedOrders.changed(others, this.#wallMs());
    if (orders.length > 0) void this.#record({ orders });
  }

  #replay(sequence: number, value: unknown): void {
    for (const event of this.#parse(sequence, value) ?? []) this.#parts.services.hub.emit(event);
    this.#journal.markDelivered(sequence);
  }

  /** Undefined, and reported, for one that cannot be read. */
  #parse(sequence: number, value: unknown): SavedEvent[] | undefined {
    try {
      return [{ ...parseOrderEvent(value, `saved event ${sequence}`), sequence, replayed: true }];
    } catch (error) {
      this.#report(`the saved event ${sequence} cannot be read and was skipped`, error);
      return undefined;
    }
  }

  /** Once per change from good to bad. */
  #noteFailure(error: Error): void {
    if (error instanceof StorageError && error.problem === 'taken-over') {
      this.#parts.onFatal(error);
      return;
    }
    if (this.#isFailing) return;
    this.#isFailing = true;
    this.#report('what happens to our orders cannot be saved; no new order is sent until it can', error);
  }

  #report(message: string, error?: unknown): void {
    reportProblem(this.#parts.services, 'storage', message, error);
  }

  #wallMs(): number {
    return this.#parts.services.runtime.clock.wallMs();
  }
}

/** How long the tracker holds orders that are over. */
const LATE_FILLS_MS = 30_000;

function identityOf({ tradingPair, exchangeOrderId = '', tradeId }: OrderEvent & { readonly tradeId: string }): string {
  return fillIdentity({ tradingPair, exchangeOrderId, tradeId });
}

/** Undefined for a note that cannot be used. A clock that has been set back since makes it no later than now. */
function readWholeUntil(note: unknown, nowMs: number): number | undefined {
  if (typeof note !== 'object' || note === null || !('wholeUntilMs' in note)) return undefined;
  const { wholeUntilMs } = note;
  return typeof wholeUntilMs === 'number' && Number.isFinite(wholeUntilMs) ? Math.min(wholeUntilMs, nowMs) : undefined;
}
