import type { ConnectorDefinition, PlacedOrder } from '../definition/connector-definition.ts';
import { OrderDeniedError } from '../errors/order-denied-error.ts';
import type { CancellationResult } from '../model/cancellation-result.ts';
import type { OrderCommandResult } from '../model/order-command-result.ts';
import type { OrderRequest } from '../model/order.ts';
import { InFlightOrder } from '../orders/in-flight-order.ts';
import { conditionsOf } from '../orders/order-conditions-json.ts';
import type { OrderCommand, OrderResolver } from '../repair/order-resolver.ts';
import type { ConnectorServices } from '../services/connector-services.ts';
import { requestContext } from '../services/connector-services.ts';
import type { TrackedOrders } from '../tracking/tracked-orders.ts';
import type { RequestContext } from '../web/request-context.ts';
import { AmendDesk } from './amend-desk.ts';
import { CancelDesk } from './cancel-desk.ts';
import { sendBatch, splitIntoBatches } from './command-batches.ts';
import type { CommandResult } from './command-batches.ts';
import { ListDesk } from './list-desk.ts';
import type { BegunOrder, OrderEntry, OrderFunding } from './order-entry.ts';
import type { OrderIntent } from './order-intent.ts';
import { PlacementResults } from './placement-results.ts';
import { ReplaceDesk } from './replace-desk.ts';
import { testOrder } from './test-order.ts';

/** The parts that a desk works with. */
export interface OrderDeskParts {
  orders(): TrackedOrders;
  readonly resolver: OrderResolver;
  /** Makes the id of a new order. */
  nextClientOrderId(intent: OrderIntent): string;
  /** Validates and quantises. @throws OrderDeniedError */
  screen(intent: OrderIntent, clientOrderId: string, funding: OrderFunding): OrderRequest;
}

/** Sends orders and cancels, and turns each outcome into what the tracker must know. */
export class OrderDesk {
  readonly #services: ConnectorServices;
  readonly #parts: OrderDeskParts;
  readonly #results: PlacementResults;
  readonly #cancels: CancelDesk;
  readonly #entry: OrderEntry;
  readonly amendments: AmendDesk;
  readonly replacements: ReplaceDesk;
  readonly lists: ListDesk;
  /** Placements whose answer is still to come. */
  readonly #placements = new Map<string, Promise<void>>();
  #signal: AbortSignal | undefined;

  constructor(services: ConnectorServices, parts: OrderDeskParts) {
    this.#services = services;
    this.#parts = parts;
    this.#results = new PlacementResults(services, () => parts.orders(), parts.resolver);
    this.#cancels = new CancelDesk(services, {
      orders: () => parts.orders(),
      resolver: parts.resolver,
      placementOf: (clientOrderId) => this.#placements.get(clientOrderId),
    });
    this.#entry = this.#createEntry();
    this.amendments = new AmendDesk(services, this.#entry);
    this.replacements = new ReplaceDesk(services, this.#entry);
    this.lists = new ListDesk(services, this.#entry);
  }

  start(signal: AbortSignal): void {
    this.#signal = signal;
    this.#cancels.start(signal);
  }

  /** Resolves when no command is under way; the signal given to `start` must have been aborted before. */
  async stop(): Promise<void> {
    await Promise.all([Promise.allSettled(this.#placements.values()), this.#cancels.stop(), this.amendments.stop()]);
    this.#signal = undefined;
  }

  /** Whether such a command for this order is on its way. */
  isUnderWay(command: OrderCommand, clientOrderId: string): boolean {
    if (command === 'place') return this.#placements.has(clientOrderId);
    return command === 'amend' ? this.amendments.isUnderWay(clientOrderId) : this.#cancels.isUnderWay(clientOrderId);
  }

  /** Tracks the order, then sends it in the background. @returns its client id; everything else is told by events. */
  place(intent: OrderIntent): string {
    const { clientOrderId, request } = this.#begin(intent);
    if (request !== undefined) this.#follow(clientOrderId, this.#send(request));
    return clientOrderId;
  }

  /** Tracks the orders, then sends them in the background, together where the connector can. @returns their client ids, in their order. */
  placeBatch(intents: readonly OrderIntent[]): readonly string[] {
    const begun = intents.map((intent) => this.#begin(intent));
    const requests = begun.flatMap(({ request }) => (request === undefined ? [] : [request]));
    const { definition } = this.#services;
    const placeOrders = definition.placeOrders?.bind(definition);
    for (const batch of splitIntoBatches(requests, definition.capabilities)) {
      const together = placeOrders === undefined || batch.length === 1 ? undefined : this.#sendTogether(batch, placeOrders);
      for (const request of batch) this.#follow(request.clientOrderId, together ?? this.#send(request));
    }
    return begun.map(({ clientOrderId }) => clientOrderId);
  }

  /** Has an order checked without placing it. */
  test(intent: OrderIntent): Promise<OrderCommandResult> {
    return testOrder(this.#services, this.#entry, intent, this.#parts.nextClientOrderId(intent));
  }

  /** Cancels one order. A second call while the first is under way shares its result. */
  cancel(clientOrderId: string): Promise<CancellationResult> {
    return this.#cancels.cancel(clientOrderId);
  }

  /** Cancels several orders, together where the connector can. */
  cancelBatch(clientOrderIds: readonly string[]): Promise<readonly CancellationResult[]> {
    return this.#cancels.cancelBatch(clientOrderIds);
  }

  /** Cancels all orders that are not done. What is undecided when the time is up is reported as not canceled. */
  cancelAll(timeoutMs: number): Promise<readonly CancellationResult[]> {
    return this.#cancels.cancelAll(timeoutMs);
  }

  /** Gives the order its id, checks and tracks it. Without a request it has been denied. */
  #begin(
    intent: OrderIntent,
    check = (clientOrderId: string): OrderRequest => this.#parts.screen(intent, clientOrderId, 'reserve'),
  ): BegunOrder {
    const clientOrderId = this.#parts.nextClientOrderId(intent);
    let request: OrderRequest | undefined;
    let denial: OrderDeniedError | undefined;
    try {
      if (this.#signal?.aborted ?? true) throw new OrderDeniedError('not-started', 'the connector is not started');
      request = check(clientOrderId);
    } catch (error) {
      denial =
        error instanceof OrderDeniedError
          ? error
          : new OrderDeniedError('request-not-sent', 'the order could not be checked', { cause: error });
    }
    const order = new InFlightOrder({
      clientOrderId,
      tradingPair: intent.tradingPair,
      side: intent.side,
      orderType: intent.orderType,
      timeInForce: request?.timeInForce ?? intent.timeInForce,
      price: request?.price ?? intent.price,
      amount: request?.amount ?? intent.amount,
      conditions: conditionsOf(request ?? intent),
      positionAction: intent.positionAction,
      creationTimeMs: this.#services.timeSynchronizer.nowMs(),
    });
    this.#parts.orders().startTracking(order);
    if (request !== undefined) this.#parts.orders().saveIntent(order);
    if (denial !== undefined) this.#follow(clientOrderId, this.#deny(clientOrderId, denial));
    return { clientOrderId, request, denial };
  }

  #createEntry(): OrderEntry {
    return {
      orders: () => this.#parts.orders(),
      resolver: this.#parts.resolver,
      isStarted: () => this.#signal?.aborted === false,
      screen: (intent, clientOrderId, funding) => this.#parts.screen(intent, clientOrderId, funding),
      begin: (intent, check) => this.#begin(intent, check),
      followPlacement: (clientOrderId, work) => this.#follow(clientOrderId, work),
      placementOf: (clientOrderId) => this.#placements.get(clientOrderId),
      followCancel: (clientOrderId, work) => void this.#cancels.follow(clientOrderId, work),
      isBeingCanceled: (clientOrderId) => this.#cancels.isUnderWay(clientOrderId),
      context: () => this.#context(),
    };
  }

  #follow(clientOrderId: string, work: Promise<void>): void {
    const placement = work
      .catch((error: unknown) => this.#services.runtime.log.error({ clientOrderId, error }, 'the end of a placement could not be noted'))
      .finally(() => this.#placements.delete(clientOrderId));
    this.#placements.set(clientOrderId, placement);
  }

  async #deny(clientOrderId: string, denial: OrderDeniedError): Promise<void> {
    await Promise.resolve();
    const nowMs = this.#services.timeSynchronizer.nowMs();
    this.#parts.orders().apply({ kind: 'denied', clientOrderId, reason: denial.reason, message: denial.message, nowMs });
  }

  async #send(request: OrderRequest): Promise<void> {
    try {
      await this.#parts.orders().whenSaved();
      const placed = await this.#services.definition.placeOrder(this.#context(), request);
      this.#results.accept(request, placed);
    } catch (error) {
      this.#results.fail(request.clientOrderId, error);
    }
  }

  async #sendTogether(requests: readonly OrderRequest[], placeOrders: NonNullable<ConnectorDefinition['placeOrders']>): Promise<void> {
    const results = await sendBatch(this.#services, requests.length, async () => {
      await this.#parts.orders().whenSaved();
      return placeOrders(this.#context(), requests);
    });
    for (const [index, result] of results.entries()) {
      const request = requests[index];
      if (request !== undefined) this.#conclude(request, result);
    }
  }

  #conclude(request: OrderRequest, result: CommandResult<PlacedOrder>): void {
    try {
      if ('value' in result) this.#results.accept(request, result.value);
      else this.#results.fail(request.clientOrderId, result.error, result.outcome);
    } catch (error) {
      this.#results.fail(request.clientOrderId, error);
    }
  }

  #context(): RequestContext {
    return requestContext(this.#services, this.#signal ?? AbortSignal.abort());
  }
}
