import { orderOutcome } from '../errors/outcome.ts';
import type { InFlightOrder } from '../orders/in-flight-order.ts';
import type { OrderUpdate } from '../model/order-update.ts';
import type { TimerHandle } from '../runtime/clock.ts';
import type { RequestContext } from '../web/request-context.ts';
import type { ConnectorServices } from './connector-services.ts';
import { requestContext } from './connector-services.ts';
import { orderReference } from './order-reference.ts';
import type { TrackedOrders } from './tracked-orders.ts';

const FIRST_DELAY_MS = 500;
const MAXIMUM_DELAY_MS = 30_000;
const DEFAULT_VALIDITY_MS = 5_000;
const DEFAULT_PROCESSING_MS = 10_000;

/** What the resolver needs to know of the private stream: whether nothing has been missed since an order was sent. */
export interface StreamWitness {
  /** Whether the private stream is live and every earlier gap of it is repaired. */
  isWhole(): boolean;
}

interface OpenQuestion {
  attempts: number;
  timer: TimerHandle | undefined;
  isAsking: boolean;
}

/**
 * Asks the venue for single orders until what was undecided is known: orders whose command ended without a result, and orders
 * whose fills are incomplete. It ends a question only when the tracker has nothing left to ask.
 */
export class OrderResolver {
  readonly #services: ConnectorServices;
  readonly #orders: () => TrackedOrders;
  readonly #stream: StreamWitness;
  readonly #questions = new Map<string, OpenQuestion>();
  /** When an order's command was last on its way, in the venue's ms. */
  readonly #sentUntilMs = new Map<string, number>();
  readonly #running = new Set<Promise<void>>();
  #signal: AbortSignal | undefined;

  constructor(services: ConnectorServices, orders: () => TrackedOrders, stream: StreamWitness) {
    this.#services = services;
    this.#orders = orders;
    this.#stream = stream;
  }

  /** Orders that are being asked for. */
  get openQuestions(): number {
    return this.#questions.size;
  }

  start(signal: AbortSignal): void {
    this.#signal = signal;
    for (const order of this.#orders().tracker.allUpdatableOrders.values()) {
      if (order.outcome === 'unknown' || order.state === 'lost') this.ask(order.clientOrderId);
    }
  }

  /** Resolves when no question is on its way; the signal given to `start` must have been aborted before. */
  async stop(): Promise<void> {
    for (const question of this.#questions.values()) question.timer?.cancel();
    this.#questions.clear();
    await Promise.all(this.#running);
  }

  /** A command for this order has just ended without a result. */
  noteSent(clientOrderId: string): void {
    this.#sentUntilMs.set(clientOrderId, this.#services.timeSynchronizer.nowMs());
  }

  /** Asks for an order soon, and again until it is decided. */
  ask(clientOrderId: string): void {
    const known = this.#questions.get(clientOrderId);
    if (known !== undefined) return;
    const question: OpenQuestion = { attempts: 0, timer: undefined, isAsking: false };
    this.#questions.set(clientOrderId, question);
    this.#schedule(clientOrderId, question);
  }

  /** The order is decided: nothing more needs to be asked. */
  settle(clientOrderId: string): void {
    this.#questions.get(clientOrderId)?.timer?.cancel();
    this.#questions.delete(clientOrderId);
    this.#sentUntilMs.delete(clientOrderId);
  }

  #schedule(clientOrderId: string, question: OpenQuestion): void {
    if (this.#signal === undefined || this.#signal.aborted) return;
    const bound = Math.min(FIRST_DELAY_MS * 2 ** Math.min(question.attempts, 10), MAXIMUM_DELAY_MS);
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
    try {
      await this.#query(order, requestContext(this.#services, signal));
    } catch (error) {
      if (question.attempts === 1 && !this.#hasEnded()) {
        this.#services.runtime.log.warn({ clientOrderId, error }, 'an undecided order could not be queried, it will be asked for again');
      }
    }
    if (this.#questions.get(clientOrderId) !== question) return;
    if (this.#isDecided(clientOrderId)) this.settle(clientOrderId);
    else this.#schedule(clientOrderId, question);
  }

  async #query(order: InFlightOrder, context: RequestContext): Promise<void> {
    const { definition } = this.#services;
    const reference = orderReference(order);
    let update: OrderUpdate;
    const askedAtMs = context.nowMs();
    try {
      update = await definition.requestOrderStatus(context, reference);
    } catch (error) {
      if (!definition.isOrderNotFoundDuringStatusUpdateError(error)) throw error;
      await this.#handleAbsence(order, askedAtMs, context);
      return;
    }
    const exchangeOrderId = update.exchangeOrderId ?? order.exchangeOrderId;
    const needsFills = update.cumulativeBase === undefined ? update.state !== 'open' : update.cumulativeBase.gt(order.executedBase);
    const trades =
      needsFills && exchangeOrderId !== undefined
        ? await definition.allTradeUpdatesForOrder(context, { ...reference, exchangeOrderId })
        : [];
    const nowMs = this.#services.timeSynchronizer.nowMs();
    const orders = this.#orders();
    for (const trade of trades) orders.apply({ kind: 'trade-update', update: trade, nowMs, isRecovered: true });
    orders.apply({ kind: 'order-update', update, nowMs });
  }

  /** The venue does not know the order: gather the rest of the evidence before the tracker judges. */
  async #handleAbsence(order: InFlightOrder, askedAtMs: number, context: RequestContext): Promise<void> {
    const { definition } = this.#services;
    const { requestValidityMs, processingTimeMs } = definition.capabilities;
    const sentUntilMs = this.#sentUntilMs.get(order.clientOrderId) ?? order.creationTimeMs;
    const endedAtMs = sentUntilMs + (requestValidityMs ?? DEFAULT_VALIDITY_MS) + (processingTimeMs ?? DEFAULT_PROCESSING_MS);
    const askedAfterValidityEnded = askedAtMs > endedAtMs;
    let absentFromOpenOrders = false;
    let hasNoTrade = false;
    if (askedAfterValidityEnded) {
      const open = await definition.requestOpenOrders(context, order.tradingPair);
      absentFromOpenOrders = !open.some((row) => row.clientOrderId === order.clientOrderId);
      hasNoTrade = order.executedBase.isZero() && !(await this.#mayHaveTraded(order, context));
    }
    this.#orders().apply({
      kind: 'not-found',
      clientOrderId: order.clientOrderId,
      nowMs: this.#services.timeSynchronizer.nowMs(),
      evidence: { askedAfterValidityEnded, absentFromOpenOrders, hasNoTrade, streamWasGapFree: this.#stream.isWhole() },
    });
  }

  /** Whether the account has a fill since the order was made that could be this order's: one that belongs to no order we know. */
  async #mayHaveTraded(order: InFlightOrder, context: RequestContext): Promise<boolean> {
    const { definition } = this.#services;
    if (definition.tradeUpdatesSince === undefined) return false;
    const trades = await definition.tradeUpdatesSince(context, order.tradingPair, order.creationTimeMs);
    const orders = this.#orders();
    return trades.some(
      (trade) => (trade.side === undefined || trade.side === order.side) && !orders.isOwn(trade.tradingPair, trade.exchangeOrderId),
    );
  }

  #hasEnded(): boolean {
    return this.#signal?.aborted ?? true;
  }

  #isDecided(clientOrderId: string): boolean {
    const order = this.#orders().tracker.fetchOrder({ clientOrderId });
    if (order === undefined) return true;
    if (order.isDone) return !order.hasMissingFills;
    return order.outcome === 'known' && order.state !== 'lost' && order.state !== 'pending-create' && !order.hasMissingFills;
  }
}

/** Whether an error of a command leaves the order's fate open. */
export function isUndecided(error: unknown): boolean {
  return orderOutcome(error) === 'unknown';
}
