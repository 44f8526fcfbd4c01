import { withDeadline } from '../clock/with-deadline.ts';
import type { BatchOutcome, CanceledOrder, OrderReference } from '../definition/connector-definition.ts';
import { orderReference } from '../definition/order-reference.ts';
import { hasPrivateStream } from '../definition/private-stream-claims.ts';
import { TimeoutError } from '../errors/timeout-error.ts';
import type { CancellationResult } from '../model/cancellation-result.ts';
import type { InFlightOrder } from '../orders/in-flight-order.ts';
import type { OrderResolver } from '../repair/order-resolver.ts';
import type { ConnectorServices } from '../services/connector-services.ts';
import { requestContext } from '../services/connector-services.ts';
import type { TrackedOrders } from '../tracking/tracked-orders.ts';
import { CancelResults, settledResult } from './cancel-results.ts';
import { sendBatch, splitIntoBatches } from './command-batches.ts';
import type { CommandResult } from './command-batches.ts';

/** How long a cancel waits for the venue's id of its order where orders are canceled by that alone. */
const EXCHANGE_ID_DEADLINE_MS = 10_000;
const DEFAULT_CONFIRMATION_MS = 5_000;

/** The parts that a desk for cancels works with. */
export interface CancelDeskParts {
  orders(): TrackedOrders;
  readonly resolver: OrderResolver;
  /** Resolves with the end of an order's placing; undefined when it is not under way. */
  placementOf(clientOrderId: string): Promise<void> | undefined;
}

type SendCancels = (references: readonly OrderReference[]) => Promise<readonly BatchOutcome<CanceledOrder>[]>;

/** Sends cancels, one by one or together, and says what is known of each. */
export class CancelDesk {
  readonly #services: ConnectorServices;
  readonly #parts: CancelDeskParts;
  readonly #results: CancelResults;
  readonly #underWay = new Map<string, Promise<CancellationResult>>();
  #signal: AbortSignal | undefined;

  constructor(services: ConnectorServices, parts: CancelDeskParts) {
    this.#services = services;
    this.#parts = parts;
    this.#results = new CancelResults(services, () => parts.orders(), parts.resolver);
  }

  start(signal: AbortSignal): void {
    this.#signal = signal;
  }

  /** Resolves when no cancel is under way; the signal given to `start` must have been aborted before. */
  async stop(): Promise<void> {
    await Promise.allSettled(this.#underWay.values());
    this.#signal = undefined;
  }

  isUnderWay(clientOrderId: string): boolean {
    return this.#underWay.has(clientOrderId);
  }

  /** Cancels one order. A second call while the first is under way shares its result. */
  cancel(clientOrderId: string): Promise<CancellationResult> {
    return this.#underWay.get(clientOrderId) ?? this.follow(clientOrderId, this.#cancel(clientOrderId));
  }

  /** Cancels several orders, together where the connector can. */
  cancelBatch(clientOrderIds: readonly string[]): Promise<readonly CancellationResult[]> {
    this.#beginBatches(this.#whatCanGoTogether(clientOrderIds));
    return Promise.all(clientOrderIds.map((clientOrderId) => this.cancel(clientOrderId)));
  }

  /**
   * Cancels all orders that are not done, in parallel or together. An order that is still undecided then is waited for; what is
   * undecided when the time is up is reported as not canceled.
   */
  async cancelAll(timeoutMs: number): Promise<readonly CancellationResult[]> {
    const { tracker } = this.#parts.orders();
    const orders = [...tracker.allUpdatableOrders.values()].filter((order) => !order.isDone);
    this.#beginAll(orders.map(({ clientOrderId }) => clientOrderId));
    return Promise.all(
      orders.map(async (order): Promise<CancellationResult> => {
        const { clientOrderId } = order;
        try {
          const { clock } = this.#services.runtime;
          const work = this.cancel(clientOrderId);
          return await withDeadline(clock, `cancel of ${clientOrderId}`, timeoutMs, this.#signal, (signal) =>
            this.#untilDecided(order, work, signal),
          );
        } catch (error) {
          if (order.isDone) return settledResult(order);
          const reason = error instanceof TimeoutError ? 'undecided when the time was up' : 'the connector was stopped';
          return { clientOrderId, success: false, reason };
        }
      }),
    );
  }

  async #untilDecided(order: InFlightOrder, work: Promise<CancellationResult>, signal: AbortSignal): Promise<CancellationResult> {
    const result = await work;
    if (!order.isPendingCancel) return result;
    await this.#parts.orders().waits.until(order, isDecided, signal);
    return order.isDone ? settledResult(order) : result;
  }

  /** Notes that a cancel is on its way. */
  follow(clientOrderId: string, work: Promise<CancellationResult>): Promise<CancellationResult> {
    const cancel = work
      .catch((error: unknown): CancellationResult => {
        this.#services.runtime.log.error({ clientOrderId, error }, 'the end of a cancel could not be noted');
        return { clientOrderId, success: false, reason: 'the end of the cancel could not be noted' };
      })
      .finally(() => this.#underWay.delete(clientOrderId));
    this.#underWay.set(clientOrderId, cancel);
    return cancel;
  }

  #whatCanGoTogether(clientOrderIds: readonly string[]): readonly InFlightOrder[] {
    const orders = new Set<InFlightOrder>();
    for (const clientOrderId of clientOrderIds) {
      if (this.#underWay.has(clientOrderId) || this.#parts.placementOf(clientOrderId) !== undefined) continue;
      const order = this.#parts.orders().tracker.fetchOrder({ clientOrderId });
      if (order !== undefined && !order.isDone && this.#canBeNamed(order)) orders.add(order);
    }
    return [...orders];
  }

  /** Batches of one are left to the single command. */
  #beginBatches(orders: readonly InFlightOrder[]): void {
    const { definition } = this.#services;
    const signal = this.#signal;
    const placeCancels = definition.placeCancels?.bind(definition);
    if (placeCancels === undefined || signal === undefined || signal.aborted) return;
    const send: SendCancels = (references) => placeCancels(requestContext(this.#services, signal), references);
    for (const batch of splitIntoBatches(orders, definition.capabilities)) if (batch.length > 1) this.#beginTogether(batch, send, signal);
  }

  #beginAll(clientOrderIds: readonly string[]): void {
    const { definition } = this.#services;
    const signal = this.#signal;
    const orders = this.#whatCanGoTogether(clientOrderIds);
    const cancelAllOrders = definition.cancelAllOrders?.bind(definition);
    if (cancelAllOrders === undefined || signal === undefined || signal.aborted) {
      this.#beginBatches(orders);
      return;
    }
    for (const [pair, ofMarket] of Map.groupBy(orders, ({ tradingPair }) => tradingPair)) {
      const send: SendCancels = (references) => cancelAllOrders(requestContext(this.#services, signal), pair, references);
      this.#beginTogether(ofMarket, send, signal);
    }
  }

  #beginTogether(orders: readonly InFlightOrder[], send: SendCancels, signal: AbortSignal): void {
    const nowMs = this.#services.timeSynchronizer.nowMs();
    for (const { clientOrderId } of orders) this.#parts.orders().apply({ kind: 'cancel-requested', clientOrderId, nowMs });
    const sending = sendBatch(this.#services, orders.length, async () => {
      await this.#untilSaved(orders.map(({ clientOrderId }) => clientOrderId));
      return send(orders.map(orderReference));
    });
    for (const [index, order] of orders.entries()) {
      const work = sending.then((results) => this.#conclude(order, results[index], signal));
      void this.follow(order.clientOrderId, work);
    }
  }

  async #conclude(
    order: InFlightOrder,
    result: CommandResult<CanceledOrder> | undefined,
    signal: AbortSignal,
  ): Promise<CancellationResult> {
    if (result === undefined || !('value' in result)) return this.#results.fail(order, result?.error, result?.outcome);
    try {
      this.#results.accept(order, result.value);
    } catch (error) {
      return this.#results.fail(order, error);
    }
    return this.#untilConfirmed(order, signal);
  }

  async #cancel(clientOrderId: string): Promise<CancellationResult> {
    await this.#parts.placementOf(clientOrderId);
    const orders = this.#parts.orders();
    const order = orders.tracker.fetchOrder({ clientOrderId });
    const signal = this.#signal;
    if (order === undefined) return { clientOrderId, success: false, reason: 'no such order is tracked' };
    if (order.isDone) return settledResult(order);
    if (signal === undefined || signal.aborted) return { clientOrderId, success: false, reason: 'the connector is not started' };
    if (!this.#canBeNamed(order) && !(await this.#waitFor(order, EXCHANGE_ID_DEADLINE_MS, signal, () => this.#canBeNamed(order)))) {
      return { clientOrderId, success: false, reason: 'the venue has not told its id of the order, so that no cancel can name it' };
    }
    if (hasEnded(order)) return settledResult(order);
    orders.apply({ kind: 'cancel-requested', clientOrderId, nowMs: this.#services.timeSynchronizer.nowMs() });
    await this.#untilSaved([clientOrderId]);
    try {
      const canceled = await this.#services.definition.placeCancel(requestContext(this.#services, signal), orderReference(order));
      this.#results.accept(order, canceled);
    } catch (error) {
      return this.#results.fail(order, error);
    }
    return this.#untilConfirmed(order, signal);
  }

  /** A cancel that cannot be saved is sent nevertheless: after a restart the venue is asked for the order anyway. */
  async #untilSaved(clientOrderIds: readonly string[]): Promise<void> {
    try {
      await this.#parts.orders().whenSaved();
    } catch (error) {
      this.#services.runtime.log.warn({ clientOrderIds, error }, 'a cancel could not be saved before it was sent');
    }
  }

  /** An asynchronous venue has its time to confirm; then the order is asked for. Where no stream can confirm, it is asked for at once. */
  async #untilConfirmed(order: InFlightOrder, signal: AbortSignal): Promise<CancellationResult> {
    const { isCancelRequestInExchangeSynchronous, capabilities } = this.#services.definition;
    if (order.isPendingCancel && !isCancelRequestInExchangeSynchronous) {
      if (!hasPrivateStream(capabilities)) this.#parts.resolver.ask(order.clientOrderId);
      await this.#waitFor(order, capabilities.cancelConfirmationMs ?? DEFAULT_CONFIRMATION_MS, signal, isDecided);
    }
    if (order.isPendingCancel) this.#parts.resolver.ask(order.clientOrderId);
    return settledResult(order);
  }

  /** @returns whether it was reached, or the order has ended, in time. */
  async #waitFor(
    order: InFlightOrder,
    timeoutMs: number,
    signal: AbortSignal,
    isReached: (order: InFlightOrder) => boolean,
  ): Promise<boolean> {
    try {
      await withDeadline(this.#services.runtime.clock, `order ${order.clientOrderId}`, timeoutMs, signal, (deadline) =>
        this.#parts.orders().waits.until(order, (changed) => changed.isDone || isReached(changed), deadline),
      );
      return true;
    } catch {
      return false;
    }
  }

  #canBeNamed(order: InFlightOrder): boolean {
    return order.exchangeOrderId !== undefined || this.#services.definition.capabilities.supportsClientOrderIds !== false;
  }
}

/** By a call, because it may have ended while something was waited for. */
function hasEnded(order: InFlightOrder): boolean {
  return order.isDone;
}

function isDecided(order: InFlightOrder): boolean {
  return !order.isPendingCancel;
}
