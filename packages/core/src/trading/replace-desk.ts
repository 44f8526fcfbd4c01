import type { ReplacedOrder } from '../definition/advanced-order-members.ts';
import { orderReference } from '../definition/order-reference.ts';
import { OrderDeniedError } from '../errors/order-denied-error.ts';
import type { CancellationResult } from '../model/cancellation-result.ts';
import type { CancelReplaceResult, OrderCommandResult } from '../model/order-command-result.ts';
import type { CancelReplaceMode } from '../model/order-list.ts';
import type { OrderRequest } from '../model/order.ts';
import type { InFlightOrder } from '../orders/in-flight-order.ts';
import type { ConnectorServices } from '../services/connector-services.ts';
import { CancelResults, settledResult } from './cancel-results.ts';
import { deniedCommand, failedCommand } from './command-outcome.ts';
import type { OrderEntry } from './order-entry.ts';
import type { OrderIntent } from './order-intent.ts';
import { PlacementResults } from './placement-results.ts';

type CancelReplaceOrder = (order: InFlightOrder, request: OrderRequest) => Promise<ReplacedOrder>;

/** Cancels an order and places another by one request of the venue. */
export class ReplaceDesk {
  readonly #services: ConnectorServices;
  readonly #entry: OrderEntry;
  readonly #cancels: CancelResults;
  readonly #placements: PlacementResults;

  constructor(services: ConnectorServices, entry: OrderEntry) {
    this.#services = services;
    this.#entry = entry;
    this.#cancels = new CancelResults(services, () => entry.orders(), entry.resolver);
    this.#placements = new PlacementResults(services, () => entry.orders(), entry.resolver);
  }

  /** Never throws for what the venue says. When the new order is denied, the old one is left alone. */
  async replace(clientOrderId: string, intent: OrderIntent, mode: CancelReplaceMode): Promise<CancelReplaceResult> {
    await this.#entry.placementOf(clientOrderId);
    const { definition } = this.#services;
    const order = this.#entry.orders().tracker.fetchOrder({ clientOrderId });
    const obstacle = this.#obstacle(order, intent);
    const begun = this.#entry.begin(intent, (newId) => {
      if (obstacle !== undefined) throw obstacle;
      return this.#entry.screen(intent, newId, 'unfunded');
    });
    const cancelReplaceOrder = definition.cancelReplaceOrder?.bind(definition);
    if (begun.request === undefined || order === undefined || cancelReplaceOrder === undefined) {
      const reason = begun.denial?.message ?? 'the new order was denied';
      return { canceled: deniedCommand(clientOrderId, reason), placed: deniedCommand(begun.clientOrderId, reason) };
    }
    this.#entry.orders().apply({ kind: 'cancel-requested', clientOrderId, nowMs: this.#services.timeSynchronizer.nowMs() });
    const working = this.#send(order, begun.request, (old, request) =>
      cancelReplaceOrder(this.#entry.context(), orderReference(old), request, mode),
    );
    this.#entry.followPlacement(
      begun.clientOrderId,
      working.then(() => undefined),
    );
    this.#entry.followCancel(
      clientOrderId,
      working.then(({ canceled }) => cancellation(order, canceled)),
    );
    return working;
  }

  #obstacle(order: InFlightOrder | undefined, { tradingPair }: OrderIntent): OrderDeniedError | undefined {
    const { definition } = this.#services;
    if (definition.capabilities.supportsCancelReplace !== true || definition.cancelReplaceOrder === undefined) {
      return new OrderDeniedError('unsupported-command', 'the venue replaces no orders');
    }
    if (order === undefined || order.tradingPair !== tradingPair) {
      return new OrderDeniedError('not-replaceable', `no such order of ${tradingPair} is tracked`);
    }
    if (order.isDone) return new OrderDeniedError('not-replaceable', `the order is ${order.state}`);
    if (!this.#entry.isBeingCanceled(order.clientOrderId)) return undefined;
    return new OrderDeniedError('not-replaceable', 'the order is being canceled already');
  }

  async #send(order: InFlightOrder, request: OrderRequest, cancelReplace: CancelReplaceOrder): Promise<CancelReplaceResult> {
    let answer: ReplacedOrder;
    try {
      await this.#entry.orders().whenSaved();
      answer = await cancelReplace(order, request);
    } catch (error) {
      answer = { canceled: { error }, placed: { error } };
    }
    return { canceled: this.#concludeCancel(order, answer.canceled), placed: this.#concludePlacement(request, answer.placed) };
  }

  #concludeCancel(order: InFlightOrder, outcome: ReplacedOrder['canceled']): OrderCommandResult {
    const { clientOrderId } = order;
    try {
      if ('value' in outcome) this.#cancels.accept(order, outcome.value);
      else this.#cancels.fail(order, outcome.error);
      return 'value' in outcome ? { clientOrderId, outcome: 'accepted' } : failedCommand(clientOrderId, outcome.error);
    } catch (error) {
      this.#cancels.fail(order, error);
      return failedCommand(clientOrderId, error);
    }
  }

  #concludePlacement(request: OrderRequest, outcome: ReplacedOrder['placed']): OrderCommandResult {
    const { clientOrderId } = request;
    let failure: unknown;
    if ('value' in outcome) {
      try {
        this.#placements.accept(request, outcome.value);
        return { clientOrderId, outcome: 'accepted' };
      } catch (error) {
        failure = error;
      }
    } else failure = outcome.error;
    return failedCommand(clientOrderId, failure, this.#placements.fail(clientOrderId, failure));
  }
}

function cancellation(order: InFlightOrder, { clientOrderId, outcome, reason }: OrderCommandResult): CancellationResult {
  if (outcome === 'accepted' || order.isDone) return settledResult(order);
  return { clientOrderId, success: false, reason: reason ?? outcome };
}
