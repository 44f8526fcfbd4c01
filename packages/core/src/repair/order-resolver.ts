import { orderReference } from '../definition/order-reference.ts';
import type { OrderUpdate } from '../model/order-update.ts';
import type { TradeUpdate } from '../model/trade-update.ts';
import type { InFlightOrder } from '../orders/in-flight-order.ts';
import type { TimerHandle } from '../runtime/clock.ts';
import type { ConnectorServices } from '../services/connector-services.ts';
import { requestContext } from '../services/connector-services.ts';
import type { TrackedOrders } from '../tracking/tracked-orders.ts';
import type { RequestContext } from '../web/request-context.ts';
import { missingFillsOf } from './missing-fills.ts';
import { TradeEvidence } from './trade-evidence.ts';
import { UnnamedOrderSearch } from './unnamed-order-search.ts';
import { venueMoment } from './venue-moment.ts';
import type { VenueMoment } from './venue-moment.ts';

const FIRST_DELAY_MS = 500;
const MAXIMUM_DELAY_MS = 30_000;
/** For orders that are lost, or have ended and lack fills: nobody waits for them in a hurry, and there may be many. */
const MAXIMUM_LATE_DELAY_MS = 300_000;
const DEFAULT_VALIDITY_MS = 5_000;
const DEFAULT_PROCESSING_MS = 10_000;

/** What the resolver needs to know of the other parts. */
export interface ResolverWitness {
  /** Whether the private stream is live and every earlier gap of it is repaired. */
  isStreamWhole(): boolean;
  /** Where there is no private stream: when the last poll began whose every question was answered. */
  lastWholePoll?(): VenueMoment | undefined;
  /** Whether such a command for this order is on its way. */
  isUnderWay(command: OrderCommand, clientOrderId: string): boolean;
}

/** What is sent to the venue about an order. */
export type OrderCommand = 'place' | 'cancel' | 'amend';

interface OpenQuestion {
  attempts: number;
  timer: TimerHandle | undefined;
  isAsking: boolean;
  /** Asked for again while an answer was on its way, which may be older than what was asked about. */
  isAskedAgain: boolean;
}

/**
 * Asks the venue for single orders until what was undecided is known: orders whose command ended without a result, and orders
 * whose fills are incomplete. It ends a question only when the venue has answered it and nothing is left to ask.
 */
export class OrderResolver {
  readonly #services: ConnectorServices;
  readonly #orders: () => TrackedOrders;
  readonly #witness: ResolverWitness;
  readonly #tradeEvidence: TradeEvidence;
  readonly #questions = new Map<string, OpenQuestion>();
  readonly #commandEnds: Readonly<Record<OrderCommand, Map<string, VenueMoment>>> = {
    place: new Map(),
    cancel: new Map(),
    amend: new Map(),
  };
  readonly #running = new Set<Promise<void>>();
  readonly #search: UnnamedOrderSearch;
  #signal: AbortSignal | undefined;

  constructor(services: ConnectorServices, orders: () => TrackedOrders, witness: ResolverWitness) {
    this.#services = services;
    this.#orders = orders;
    this.#witness = witness;
    this.#search = new UnnamedOrderSearch(services, orders);
    this.#tradeEvidence = new TradeEvidence(services.definition, orders);
  }

  /** Orders that are being asked for. */
  get openQuestions(): number {
    return this.#questions.size;
  }

  /** Takes up what is undecided, also from before the last stop. */
  start(signal: AbortSignal): void {
    this.#signal = signal;
    this.#questions.clear();
    for (const { clientOrderId } of this.#orders().tracker.allFillableOrders.values()) {
      if (!this.#isDecided(clientOrderId)) this.ask(clientOrderId);
    }
  }

  /** Resolves when no question is on its way; the signal given to `start` must have been aborted before. */
  async stop(): Promise<void> {
    for (const question of this.#questions.values()) question.timer?.cancel();
    this.#questions.clear();
    await Promise.all(this.#running);
  }

  /** Such a command for this order may have been on its way until now. */
  noteCommandEnded(command: OrderCommand, clientOrderId: string): void {
    this.#commandEnds[command].set(clientOrderId, this.#now());
  }

  /** Asks for an order soon, and again until it is decided. */
  ask(clientOrderId: string): void {
    const known = this.#questions.get(clientOrderId);
    if (known !== undefined) {
      if (known.isAsking) known.isAskedAgain = true;
      return;
    }
    const question: OpenQuestion = { attempts: 0, timer: undefined, isAsking: false, isAskedAgain: false };
    this.#questions.set(clientOrderId, question);
    this.#schedule(clientOrderId, question);
  }

  /** The order is decided: nothing more needs to be asked. */
  settle(clientOrderId: string): void {
    this.#questions.get(clientOrderId)?.timer?.cancel();
    this.#questions.delete(clientOrderId);
    this.#commandEnds.place.delete(clientOrderId);
    this.#commandEnds.cancel.delete(clientOrderId);
    this.#commandEnds.amend.delete(clientOrderId);
  }

  #schedule(clientOrderId: string, question: OpenQuestion): void {
    const order = this.#orders().tracker.fetchOrder({ clientOrderId });
    if (order === undefined || this.#hasEnded()) {
      this.#questions.delete(clientOrderId);
      return;
    }
    const maximumMs = order.isOpen ? MAXIMUM_DELAY_MS : MAXIMUM_LATE_DELAY_MS;
    const bound = Math.min(FIRST_DELAY_MS * 2 ** Math.min(question.attempts, 10), maximumMs);
    const delayMs = bound / 2 + (bound / 2) * this.#services.runtime.random.next();
    question.timer = this.#services.runtime.clock.setTimer(delayMs, () => {
      question.timer = undefined;
      const running = this.#askOnce(clientOrderId, question).finally(() => this.#running.delete(running));
      this.#running.add(running);
    });
  }

  async #askOnce(clientOrderId: string, question: OpenQuestion): Promise<void> {
    const signal = this.#signal;
    const order = this.#orders().tracker.fetchOrder({ clientOrderId });
    if (signal === undefined || signal.aborted || order === undefined) {
      this.#questions.delete(clientOrderId);
      return;
    }
    question.attempts += 1;
    question.isAsking = true;
    question.isAskedAgain = false;
    let isAnswered = false;
    try {
      await this.#query(order, requestContext(this.#services, signal));
      isAnswered = true;
    } catch (error) {
      if (question.attempts === 1 && !this.#hasEnded()) {
        this.#services.runtime.log.warn({ clientOrderId, error }, 'an undecided order could not be queried, it will be asked for again');
      }
    }
    question.isAsking = false;
    if (this.#questions.get(clientOrderId) !== question) return;
    if (isAnswered && !this.#isToBeAskedAgain(question) && this.#isDecided(clientOrderId)) this.settle(clientOrderId);
    else this.#schedule(clientOrderId, question);
  }

  /** Set by others while the answer was awaited. */
  #isToBeAskedAgain(question: OpenQuestion): boolean {
    return question.isAskedAgain;
  }

  async #query(order: InFlightOrder, context: RequestContext): Promise<void> {
    const { definition } = this.#services;
    const { clientOrderId } = order;
    const asked = this.#now();
    if (order.exchangeOrderId === undefined && definition.capabilities.supportsClientOrderIds === false) {
      await this.#searchFor(order, asked, context);
      return;
    }
    let update: OrderUpdate;
    try {
      update = { ...(await definition.requestOrderStatus(context, orderReference(order))), clientOrderId };
    } catch (error) {
      if (!definition.isOrderNotFoundDuringStatusUpdateError(error)) throw error;
      await this.#handleAbsence(order, asked, context);
      return;
    }
    this.#merge(update, await missingFillsOf(definition, context, order, update));
    // Until then an amendment whose answer was lost may still take place.
    if (this.#hasLapsed('amend', order, asked)) this.#commandEnds.amend.delete(clientOrderId);
    const isWorking = update.state === 'open' || update.state === 'partially-filled';
    if (isWorking && order.isPendingCancel && this.#hasLapsed('cancel', order, asked)) {
      this.#orders().apply({ kind: 'cancel-refused', clientOrderId, nowMs: this.#services.timeSynchronizer.nowMs() });
    }
  }

  #merge(update: OrderUpdate, trades: readonly TradeUpdate[]): void {
    const nowMs = this.#services.timeSynchronizer.nowMs();
    const orders = this.#orders();
    if (this.#services.definition.capabilities.hasTradeIds !== false) {
      for (const trade of trades) orders.apply({ kind: 'trade-update', update: trade, nowMs, isRecovered: true });
    }
    orders.apply({ kind: 'order-update', update, nowMs, isRecovered: true });
  }

  /** Nobody knows how the venue calls the order. That nothing looks like it proves nothing. */
  async #searchFor(order: InFlightOrder, asked: VenueMoment, context: RequestContext): Promise<void> {
    const { clientOrderId } = order;
    if (this.#witness.isUnderWay('place', clientOrderId)) return;
    const found = await this.#search.find(order, this.#endOfValidity(order), context);
    if (found !== undefined) {
      this.#merge(found.update, found.trades);
      return;
    }
    const evidence = { askedAfterValidityEnded: false, absentFromOpenOrders: false, hasNoTrade: false, streamWasGapFree: false };
    this.#orders().apply({ kind: 'not-found', clientOrderId, nowMs: asked.venueMs, evidence });
  }

  /** The venue's time after which it cannot have taken the order up any more. */
  #endOfValidity({ clientOrderId, creationTimeMs }: InFlightOrder): number {
    const { requestValidityMs = DEFAULT_VALIDITY_MS, processingTimeMs = DEFAULT_PROCESSING_MS } = this.#services.definition.capabilities;
    return (this.#commandEnds.place.get(clientOrderId)?.venueMs ?? creationTimeMs) + requestValidityMs + processingTimeMs;
  }

  /** The venue does not know the order: gather the rest of the evidence before the tracker judges. */
  async #handleAbsence(order: InFlightOrder, asked: VenueMoment, context: RequestContext): Promise<void> {
    const { definition } = this.#services;
    const { clientOrderId } = order;
    const askedAfterValidityEnded = this.#hasLapsed('place', order, asked);
    let absentFromOpenOrders = false;
    let hasNoTrade = false;
    if (askedAfterValidityEnded) {
      const open = await definition.requestOpenOrders(context, order.tradingPair);
      absentFromOpenOrders = !open.some((row) => row.clientOrderId === clientOrderId);
      hasNoTrade = order.executedBase.isZero() && !(await this.#tradeEvidence.mayHaveTraded(order, context));
    }
    this.#orders().apply({
      kind: 'not-found',
      clientOrderId,
      nowMs: this.#services.timeSynchronizer.nowMs(),
      evidence: { askedAfterValidityEnded, absentFromOpenOrders, hasNoTrade, streamWasGapFree: this.#hasMissedNothing(order) },
    });
  }

  /** Whether a question was asked when no such command for the order could take effect any more. */
  #hasLapsed(command: OrderCommand, { clientOrderId, creationTimeMs }: InFlightOrder, asked: VenueMoment): boolean {
    if (this.#witness.isUnderWay(command, clientOrderId)) return false;
    const { requestValidityMs = DEFAULT_VALIDITY_MS, processingTimeMs = DEFAULT_PROCESSING_MS } = this.#services.definition.capabilities;
    const end = this.#commandEnds[command].get(clientOrderId);
    if (end === undefined) return asked.venueMs > creationTimeMs + requestValidityMs + processingTimeMs;
    // What the venue is working on takes its time, also when its clock has been set forward meanwhile.
    return asked.venueMs > end.venueMs + requestValidityMs + processingTimeMs && asked.monotonicMs > end.monotonicMs + processingTimeMs;
  }

  /** Without a private stream it takes a whole poll that began when the placing could not take effect any more. */
  #hasMissedNothing(order: InFlightOrder): boolean {
    if (this.#witness.isStreamWhole()) return true;
    const poll = this.#witness.lastWholePoll?.();
    return poll !== undefined && this.#hasLapsed('place', order, poll);
  }

  #now(): VenueMoment {
    return venueMoment(this.#services);
  }

  #hasEnded(): boolean {
    return this.#signal?.aborted ?? true;
  }

  #isDecided(clientOrderId: string): boolean {
    const order = this.#orders().tracker.fetchOrder({ clientOrderId });
    if (order === undefined) return true;
    if (order.hasMissingFills) return false;
    if (order.isDone) return true;
    if (this.#commandEnds.amend.has(clientOrderId)) return false;
    return order.outcome === 'known' && !order.isLost && !order.isPendingCreate && !order.isPendingCancel;
  }
}
