import type { PlacedOrder } from '../definition/connector-definition.ts';
import { InvalidPayloadError } from '../errors/invalid-payload-error.ts';
import { OrderDeniedError } from '../errors/order-denied-error.ts';
import type { OrderListKind, OrderListRequest } from '../model/order-list.ts';
import type { OrderRequest } from '../model/order.ts';
import { fundedOrder, listObstacle } from '../orders/order-list-check.ts';
import type { ConnectorServices } from '../services/connector-services.ts';
import type { OrderEntry, OrderFunding } from './order-entry.ts';
import type { OrderIntent } from './order-intent.ts';
import { PlacementResults } from './placement-results.ts';

type SendList = (list: OrderListRequest) => Promise<readonly PlacedOrder[]>;

/** Places orders that the venue takes together or not at all. */
export class ListDesk {
  readonly #services: ConnectorServices;
  readonly #entry: OrderEntry;
  readonly #results: PlacementResults;

  constructor(services: ConnectorServices, entry: OrderEntry) {
    this.#services = services;
    this.#entry = entry;
    this.#results = new PlacementResults(services, () => entry.orders(), entry.resolver);
  }

  /** Tracks the orders, then sends them in the background. @returns their client ids; when one of them is denied, all are */
  place(kind: OrderListKind, intents: readonly OrderIntent[]): readonly string[] {
    const { definition } = this.#services;
    const placeOrderList = definition.placeOrderList?.bind(definition);
    const denials = this.#denials(kind, intents);
    const begun = intents.map((intent, index) =>
      this.#entry.begin(intent, (clientOrderId) => {
        const denial = denials[index];
        if (denial !== undefined) throw denial;
        return this.#entry.screen(intent, clientOrderId, fundingOf(kind, intents, index, 'reserve'));
      }),
    );
    const orders = begun.flatMap(({ request }) => request ?? []);
    if (orders.length === intents.length && placeOrderList !== undefined) {
      const sending = this.#send({ kind, orders }, (list) => placeOrderList(this.#entry.context(), list));
      for (const { clientOrderId } of orders) this.#entry.followPlacement(clientOrderId, sending);
    }
    return begun.map(({ clientOrderId }) => clientOrderId);
  }

  /** Of each order; all are denied or none. */
  #denials(kind: OrderListKind, intents: readonly OrderIntent[]): readonly (OrderDeniedError | undefined)[] {
    const ofAll = this.#denialOfList(kind, intents);
    if (ofAll !== undefined) return intents.map(() => ofAll);
    const found = intents.map((intent, index) => {
      try {
        this.#entry.screen(intent, '', fundingOf(kind, intents, index, 'check'));
        return undefined;
      } catch (error) {
        if (error instanceof OrderDeniedError) return error;
        return new OrderDeniedError('request-not-sent', 'the order could not be checked', { cause: error });
      }
    });
    const first = found.find((denial) => denial !== undefined);
    if (first === undefined) return found;
    const withOthers = new OrderDeniedError('list-member-denied', `another order of the list was denied: ${first.message}`);
    return found.map((denial) => denial ?? withOthers);
  }

  #denialOfList(kind: OrderListKind, intents: readonly OrderIntent[]): OrderDeniedError | undefined {
    const { definition } = this.#services;
    if (definition.placeOrderList === undefined || definition.capabilities.orderLists?.includes(kind) !== true) {
      return new OrderDeniedError('unsupported-command', `the venue takes no ${kind} lists`);
    }
    const obstacle = listObstacle(kind, intents);
    return obstacle === undefined ? undefined : new OrderDeniedError('invalid-order-list', obstacle);
  }

  async #send(list: OrderListRequest, send: SendList): Promise<void> {
    let placed: readonly PlacedOrder[];
    try {
      await this.#entry.orders().whenSaved();
      placed = await send(list);
      if (placed.length !== list.orders.length) throw wrongLength(list.orders.length, placed.length);
    } catch (error) {
      for (const { clientOrderId } of list.orders) this.#results.fail(clientOrderId, error);
      return;
    }
    for (const [index, request] of list.orders.entries()) this.#accept(request, placed[index]);
  }

  #accept(request: OrderRequest, placed: PlacedOrder | undefined): void {
    try {
      if (placed !== undefined) this.#results.accept(request, placed);
    } catch (error) {
      this.#results.fail(request.clientOrderId, error);
    }
  }
}

/** The others take their funds from the funded order: what it holds, or what it brings. */
function fundingOf(kind: OrderListKind, intents: readonly OrderIntent[], index: number, funding: OrderFunding): OrderFunding {
  return index === fundedOrder(kind, intents) ? funding : 'unfunded';
}

function wrongLength(expected: number, received: number): InvalidPayloadError {
  return new InvalidPayloadError({ field: 'orders', origin: 'the answer to an order list', expected: `${expected} answers`, received });
}
