import type { ConnectorEvent, ConnectorEventMap } from '@venuekit/core';
import type { Decimal } from '@venuekit/core/connector';

/** Something that must never be. */
export class SoakViolation extends Error {
  override readonly name = 'SoakViolation';
  /** A short name that stays the same while a plan is shrunk. */
  readonly law: string;

  constructor(law: string, detail: string) {
    super(`${law}: ${detail}`);
    this.law = law;
  }
}

export type OrderEnd = 'order-completed' | 'order-canceled' | 'order-expired' | 'order-failed';

type LateFill = Pick<ConnectorEventMap['order-filled-late'], 'trade' | 'replayed'>;
type OrderEvent = Extract<ConnectorEvent, { readonly clientOrderId: string }>;

interface OrderHistory {
  readonly told: string[];
  isCreated: boolean;
  isLost: boolean;
  end: OrderEnd | undefined;
}

/**
 * What may be told of one order, over all lives of the program: created once and first, each fill once, one end, and nothing but
 * fills after it.
 */
export class EventLaws {
  readonly #orders = new Map<string, OrderHistory>();
  readonly #fills = new Map<string, string>();

  /** The fills that were told: their identity, and what they said. */
  get fills(): ReadonlyMap<string, string> {
    return this.#fills;
  }

  /** What was told of an order; undefined when nothing was. */
  history(
    clientOrderId: string,
  ): { readonly isCreated: boolean; readonly isLost: boolean; readonly end: OrderEnd | undefined } | undefined {
    return this.#orders.get(clientOrderId);
  }

  /** A fill of an order that the connector has forgotten. @throws SoakViolation */
  noteLateFill({ trade, replayed }: LateFill): void {
    this.#noteFill(
      fillKey(trade.tradingPair, trade.exchangeOrderId, trade.tradeId),
      fillText(trade.baseAmount, trade.price),
      replayed === true,
    );
  }

  /** What is told again after a restart may have been told before. @throws SoakViolation */
  note(event: OrderEvent): void {
    const order = this.#orders.get(event.clientOrderId) ?? { told: [], isCreated: false, isLost: false, end: undefined };
    this.#orders.set(event.clientOrderId, order);
    const isReplayed = event.replayed === true;
    if (isReplayed && this.#hasTold(order, event)) return;
    order.told.push(event.type);
    const text = `${event.clientOrderId} was told ${order.told.join(', ')}`;
    switch (event.type) {
      case 'order-created':
        if (order.isCreated) throw new SoakViolation('created twice', text);
        if (order.end !== undefined) throw new SoakViolation('created after the end', text);
        order.isCreated = true;
        return;
      case 'order-filled': {
        if (!order.isCreated) throw new SoakViolation('filled before created', text);
        const key = fillKey(event.tradingPair, event.exchangeOrderId ?? '?', event.tradeId);
        this.#noteFill(key, fillText(event.amount, event.price), isReplayed);
        return;
      }
      case 'order-amended':
        if (!order.isCreated || order.end !== undefined) throw new SoakViolation('amended while it was not open', text);
        return;
      case 'order-lost':
        if (order.end !== undefined) throw new SoakViolation('lost after the end', text);
        order.isLost = true;
        return;
      default:
        if (order.end !== undefined) throw new SoakViolation('two ends', text);
        if (!order.isCreated && event.type !== 'order-failed') throw new SoakViolation('ended before created', text);
        order.end = event.type;
    }
  }

  #hasTold(order: OrderHistory, event: OrderEvent): boolean {
    if (event.type === 'order-created') return order.isCreated;
    if (event.type === 'order-filled') return this.#fills.has(fillKey(event.tradingPair, event.exchangeOrderId ?? '?', event.tradeId));
    return event.type === 'order-lost' ? order.isLost : order.end === event.type;
  }

  #noteFill(key: string, text: string, isReplayed: boolean): void {
    if (this.#fills.has(key) && !isReplayed) throw new SoakViolation('fill told twice', key);
    this.#fills.set(key, text);
  }
}

/** What makes it the same fill on every way it is told. */
export function fillKey(tradingPair: string, exchangeOrderId: string, tradeId: string): string {
  return `${tradingPair} order ${exchangeOrderId} trade ${tradeId}`;
}

export function fillText(amount: Decimal, price: Decimal): string {
  return `${amount.toFixed()} at ${price.toFixed()}`;
}
