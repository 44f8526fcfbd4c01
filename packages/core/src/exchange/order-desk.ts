import { withDeadline } from '../clock/with-deadline.ts';
import type { Decimal } from '../decimal/decimal.ts';
import { OrderDeniedError } from '../errors/order-denied-error.ts';
import { orderOutcome } from '../errors/outcome.ts';
import { TimeoutError } from '../errors/timeout-error.ts';
import { VenueRejection } from '../errors/venue-rejection.ts';
import type { CancellationResult } from '../model/cancellation-result.ts';
import type { OrderRequest, OrderSide, OrderType, PositionAction, TimeInForce } from '../model/order.ts';
import type { TradingPair } from '../model/trading-pair.ts';
import { InFlightOrder } from '../orders/in-flight-order.ts';
import type { ConnectorServices } from './connector-services.ts';
import { requestContext } from './connector-services.ts';
import type { PlacedOrder } from './connector-definition.ts';
import { orderReference } from './order-reference.ts';
import type { OrderCommand, OrderResolver } from './order-resolver.ts';
import type { TrackedOrders } from './tracked-orders.ts';

/** An order as the application asks for it. */
export interface OrderIntent {
  readonly tradingPair: TradingPair;
  readonly side: OrderSide;
  readonly orderType: OrderType;
  readonly amount: Decimal;
  readonly price: Decimal | undefined;
  readonly timeInForce: TimeInForce | undefined;
  readonly positionAction: PositionAction;
}

/** The parts that a desk works with. */
export interface OrderDeskParts {
  orders(): TrackedOrders;
  readonly resolver: OrderResolver;
  /** Makes the id of a new order. */
  nextClientOrderId(intent: OrderIntent): string;
  /** Validates and quantises. @throws OrderDeniedError */
  screen(intent: OrderIntent, clientOrderId: string): OrderRequest;
}

/** Sends orders and cancels, and turns each outcome into what the tracker must know. */
export class OrderDesk {
  readonly #services: ConnectorServices;
  readonly #parts: OrderDeskParts;
  /** Placements whose answer is still to come. */
  readonly #placements = new Map<string, Promise<void>>();
  readonly #cancels = new Map<string, Promise<CancellationResult>>();
  #signal: AbortSignal | undefined;

  constructor(services: ConnectorServices, parts: OrderDeskParts) {
    this.#services = services;
    this.#parts = parts;
  }

  start(signal: AbortSignal): void {
    this.#signal = signal;
  }

  /** Resolves when no command is under way; the signal given to `start` must have been aborted before. */
  async stop(): Promise<void> {
    await Promise.allSettled([...this.#placements.values(), ...this.#cancels.values()]);
    this.#signal = undefined;
  }

  /** Whether such a command for this order is on its way. */
  isUnderWay(command: OrderCommand, clientOrderId: string): boolean {
    return (command === 'place' ? this.#placements : this.#cancels).has(clientOrderId);
  }

  /** Tracks the order, then sends it in the background. @returns its client id; everything else is told by events. */
  place(intent: OrderIntent): string {
    const clientOrderId = this.#parts.nextClientOrderId(intent);
    const signal = this.#signal;
    let request: OrderRequest | undefined;
    let denial: OrderDeniedError | undefined;
    try {
      if (signal === undefined || signal.aborted) throw new OrderDeniedError('not-started', 'the connector is not started');
      request = this.#parts.screen(intent, clientOrderId);
    } catch (error) {
      denial =
        error instanceof OrderDeniedError
          ? error
          : new OrderDeniedError('request-not-sent', 'the order could not be checked', { cause: error });
    }
    this.#parts.orders().startTracking(
      new InFlightOrder({
        clientOrderId,
        tradingPair: intent.tradingPair,
        side: intent.side,
        orderType: intent.orderType,
        timeInForce: request?.timeInForce ?? intent.timeInForce,
        price: request?.price ?? intent.price,
        amount: request?.amount ?? intent.amount,
        positionAction: intent.positionAction,
        creationTimeMs: this.#services.timeSynchronizer.nowMs(),
      }),
    );
    const work = request === undefined || signal === undefined ? this.#deny(clientOrderId, denial) : this.#send(request, signal);
    const placement = work
      .catch((error: unknown) => this.#services.runtime.log.error({ clientOrderId, error }, 'the end of a placement could not be noted'))
      .finally(() => this.#placements.delete(clientOrderId));
    this.#placements.set(clientOrderId, placement);
    return clientOrderId;
  }

  /** Cancels one order. A second call while the first is under way shares its result. */
  cancel(clientOrderId: string): Promise<CancellationResult> {
    const underWay = this.#cancels.get(clientOrderId);
    if (underWay !== undefined) return underWay;
    const cancel = this.#cancel(clientOrderId)
      .catch((error: unknown): CancellationResult => {
        this.#services.runtime.log.error({ clientOrderId, error }, 'the end of a cancel could not be noted');
        return { clientOrderId, success: false, reason: 'the end of the cancel could not be noted' };
      })
      .finally(() => this.#cancels.delete(clientOrderId));
    this.#cancels.set(clientOrderId, cancel);
    return cancel;
  }

  /** Cancels all orders that are not done, in parallel. What is undecided when the time is up is reported as not canceled. */
  async cancelAll(timeoutMs: number): Promise<readonly CancellationResult[]> {
    const { tracker } = this.#parts.orders();
    const orders = [...tracker.allUpdatableOrders.values()].filter((order) => !order.isDone);
    return Promise.all(
      orders.map(async (order): Promise<CancellationResult> => {
        const { clientOrderId } = order;
        try {
          const work = this.cancel(clientOrderId);
          return await withDeadline(this.#services.runtime.clock, `cancel of ${clientOrderId}`, timeoutMs, this.#signal, () => work);
        } catch (error) {
          if (order.isCanceled) return { clientOrderId, success: true };
          const reason = error instanceof TimeoutError ? 'undecided when the time was up' : 'the connector was stopped';
          return { clientOrderId, success: false, reason };
        }
      }),
    );
  }

  async #deny(clientOrderId: string, denial: OrderDeniedError | undefined): Promise<void> {
    await Promise.resolve();
    this.#parts.orders().apply({
      kind: 'denied',
      clientOrderId,
      reason: denial?.reason ?? 'request-not-sent',
      message: denial?.message ?? 'the order was not sent',
      nowMs: this.#services.timeSynchronizer.nowMs(),
    });
  }

  async #send(request: OrderRequest, signal: AbortSignal): Promise<void> {
    await Promise.resolve();
    const orders = this.#parts.orders();
    const { clientOrderId } = request;
    try {
      const placed = await this.#services.definition.placeOrder(requestContext(this.#services, signal), request);
      this.#applyPlaced(request, placed);
    } catch (error) {
      const nowMs = this.#services.timeSynchronizer.nowMs();
      const message = error instanceof Error ? error.message : 'unknown error';
      switch (isDuplicate(error) ? 'unknown' : orderOutcome(error)) {
        case 'not-sent':
          orders.apply({ kind: 'denied', clientOrderId, reason: 'request-not-sent', message, nowMs });
          break;
        case 'rejected':
          orders.apply({ kind: 'rejected', clientOrderId, message, nowMs });
          break;
        case 'unknown':
          this.#services.runtime.log.warn({ clientOrderId, error }, 'whether the venue took the order is unknown');
          this.#parts.resolver.noteCommandEnded('place', clientOrderId);
          orders.apply({ kind: 'outcome-unknown', clientOrderId, command: 'place', nowMs });
          this.#parts.resolver.ask(clientOrderId);
          break;
      }
    }
  }

  #applyPlaced(request: OrderRequest, placed: PlacedOrder): void {
    const orders = this.#parts.orders();
    const nowMs = this.#services.timeSynchronizer.nowMs();
    for (const trade of placed.trades ?? []) {
      orders.apply({ kind: 'trade-update', update: { ...trade, clientOrderId: request.clientOrderId }, nowMs, isRecovered: false });
    }
    orders.apply({
      kind: 'order-update',
      nowMs,
      update: {
        tradingPair: request.tradingPair,
        clientOrderId: request.clientOrderId,
        exchangeOrderId: placed.exchangeOrderId,
        state: placed.state,
        updateTimeMs: placed.updateTimeMs,
        ...(placed.cumulativeBase === undefined ? {} : { cumulativeBase: placed.cumulativeBase }),
        ...(placed.cumulativeQuote === undefined ? {} : { cumulativeQuote: placed.cumulativeQuote }),
        ...(placed.reason === undefined ? {} : { reason: placed.reason }),
      },
    });
  }

  async #cancel(clientOrderId: string): Promise<CancellationResult> {
    await this.#placements.get(clientOrderId);
    const orders = this.#parts.orders();
    const order = orders.tracker.fetchOrder({ clientOrderId });
    const signal = this.#signal;
    if (order === undefined) return { clientOrderId, success: false, reason: 'no such order is tracked' };
    if (order.isDone) return settledResult(order);
    if (signal === undefined || signal.aborted) return { clientOrderId, success: false, reason: 'the connector is not started' };
    orders.apply({ kind: 'cancel-requested', clientOrderId, nowMs: this.#services.timeSynchronizer.nowMs() });
    try {
      const canceled = await this.#services.definition.placeCancel(requestContext(this.#services, signal), orderReference(order));
      orders.apply({
        kind: 'order-update',
        nowMs: this.#services.timeSynchronizer.nowMs(),
        update: {
          tradingPair: order.tradingPair,
          clientOrderId,
          state: canceled.state,
          updateTimeMs: canceled.updateTimeMs,
          ...(canceled.exchangeOrderId === undefined ? {} : { exchangeOrderId: canceled.exchangeOrderId }),
          ...(canceled.cumulativeBase === undefined ? {} : { cumulativeBase: canceled.cumulativeBase }),
          ...(canceled.cumulativeQuote === undefined ? {} : { cumulativeQuote: canceled.cumulativeQuote }),
        },
      });
    } catch (error) {
      return this.#applyCancelFailure(order, error);
    }
    if (order.isPendingCancel) this.#askAboutCancel(clientOrderId);
    return settledResult(order);
  }

  #askAboutCancel(clientOrderId: string): void {
    this.#parts.resolver.noteCommandEnded('cancel', clientOrderId);
    this.#parts.resolver.ask(clientOrderId);
  }

  #applyCancelFailure(order: InFlightOrder, error: unknown): CancellationResult {
    const orders = this.#parts.orders();
    const { clientOrderId } = order;
    const nowMs = this.#services.timeSynchronizer.nowMs();
    const reason = error instanceof Error ? error.message : 'unknown error';
    if (this.#services.definition.isOrderNotFoundDuringCancelationError(error)) {
      orders.apply({ kind: 'outcome-unknown', clientOrderId, command: 'cancel', nowMs });
      this.#askAboutCancel(clientOrderId);
      return order.isDone
        ? settledResult(order)
        : { clientOrderId, success: false, reason: 'the venue does not list it as open, asking what became of it' };
    }
    if (orderOutcome(error) === 'unknown') {
      this.#services.runtime.log.warn({ clientOrderId, error }, 'whether the venue canceled the order is unknown');
      orders.apply({ kind: 'outcome-unknown', clientOrderId, command: 'cancel', nowMs });
      this.#askAboutCancel(clientOrderId);
    } else {
      orders.apply({ kind: 'cancel-refused', clientOrderId, nowMs });
    }
    return order.isDone ? settledResult(order) : { clientOrderId, success: false, reason };
  }
}

/** A client id is never used twice by us, so "duplicate" means that this very order may have arrived. */
function isDuplicate(error: unknown): boolean {
  return error instanceof VenueRejection && error.reason === 'duplicate-client-order-id';
}

function settledResult(order: InFlightOrder): CancellationResult {
  const { clientOrderId } = order;
  return order.isCanceled ? { clientOrderId, success: true } : { clientOrderId, success: false, reason: `the order is ${order.state}` };
}
