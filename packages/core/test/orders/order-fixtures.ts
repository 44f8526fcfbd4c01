import { Decimal, ZERO } from '../../src/decimal/decimal.ts';
import type { OrderEvent } from '../../src/model/events.ts';
import type { ReportedOrderState } from '../../src/model/order-state.ts';
import type { OrderUpdate } from '../../src/model/order-update.ts';
import type { TradeFee } from '../../src/model/trade-fee.ts';
import type { TradeUpdate } from '../../src/model/trade-update.ts';
import type { ClientOrderTrackerOptions } from '../../src/orders/client-order-tracker-options.ts';
import { ClientOrderTracker } from '../../src/orders/client-order-tracker.ts';
import type { InFlightOrderOptions } from '../../src/orders/in-flight-order-options.ts';
import { InFlightOrder } from '../../src/orders/in-flight-order.ts';
import type { TrackerEffect } from '../../src/orders/tracker-effect.ts';
import type { NotFoundEvidence, TrackerInput } from '../../src/orders/tracker-input.ts';

export const START_MS = 1_000_000;
export const PAIR = 'BTC-USDT';

export const FEE: TradeFee = {
  kind: 'added-to-cost',
  percent: ZERO,
  flatFees: [{ asset: 'USDT', amount: new Decimal('0.01') }],
};

const PROOF: NotFoundEvidence = {
  askedAfterValidityEnded: true,
  absentFromOpenOrders: true,
  hasNoTrade: true,
  streamWasGapFree: true,
};

/** A buy of 10 BTC at 100 USDT. */
export function anOrder(options: Partial<InFlightOrderOptions> = {}): InFlightOrder {
  return new InFlightOrder({
    clientOrderId: 'c1',
    tradingPair: PAIR,
    side: 'buy',
    orderType: 'limit',
    timeInForce: 'GTC',
    price: new Decimal(100),
    amount: new Decimal(10),
    creationTimeMs: START_MS,
    ...options,
  });
}

export function report(state: ReportedOrderState, details: Partial<OrderUpdate> = {}): OrderUpdate {
  return { tradingPair: PAIR, clientOrderId: 'c1', exchangeOrderId: 'e1', state, updateTimeMs: START_MS + 10, ...details };
}

export function fill(tradeId: string, amount: string | number, details: Partial<TradeUpdate> = {}): TradeUpdate {
  const baseAmount = new Decimal(amount);
  const price = details.price ?? new Decimal(100);
  return {
    tradingPair: PAIR,
    tradeId,
    clientOrderId: 'c1',
    exchangeOrderId: 'e1',
    fillTimeMs: START_MS + 20,
    price,
    baseAmount,
    quoteAmount: price.times(baseAmount),
    fee: FEE,
    isTaker: false,
    ...details,
  };
}

/** A tracker with its effects collected, and a clock that only the test moves. */
export class TrackerBench {
  tracker: ClientOrderTracker;
  readonly effects: TrackerEffect[] = [];
  nowMs: number = START_MS;
  readonly #options: ClientOrderTrackerOptions;

  constructor(options: ClientOrderTrackerOptions = {}) {
    this.#options = options;
    this.tracker = new ClientOrderTracker(options);
  }

  /** Starts to track an order. */
  track(options: Partial<InFlightOrderOptions> = {}): InFlightOrder {
    const order = anOrder(options);
    this.tracker.startTrackingOrder(order);
    return order;
  }

  step(input: TrackerInput): this {
    this.tracker.step(input, this.effects);
    return this;
  }

  report(state: ReportedOrderState, details: Partial<OrderUpdate> = {}): this {
    return this.step({ kind: 'order-update', update: report(state, details), nowMs: this.nowMs });
  }

  fill(tradeId: string, amount: string | number, details: Partial<TradeUpdate> = {}, isRecovered = false): this {
    return this.step({ kind: 'trade-update', update: fill(tradeId, amount, details), nowMs: this.nowMs, isRecovered });
  }

  signal(kind: 'cancel-requested' | 'cancel-refused' | 'seen', clientOrderId = 'c1'): this {
    return this.step({ kind, clientOrderId, nowMs: this.nowMs });
  }

  unknown(command: 'place' | 'cancel', clientOrderId = 'c1'): this {
    return this.step({ kind: 'outcome-unknown', clientOrderId, nowMs: this.nowMs, command });
  }

  notFound(evidence: Partial<NotFoundEvidence> = {}, clientOrderId = 'c1'): this {
    return this.step({ kind: 'not-found', clientOrderId, nowMs: this.nowMs, evidence: { ...PROOF, ...evidence } });
  }

  rejected(message = 'no', clientOrderId = 'c1'): this {
    return this.step({ kind: 'rejected', clientOrderId, message, nowMs: this.nowMs });
  }

  denied(clientOrderId = 'c1'): this {
    return this.step({ kind: 'denied', clientOrderId, reason: 'below-minimum-size', message: 'too small', nowMs: this.nowMs });
  }

  /** Lets time go on and ticks once. */
  pass(ms: number): this {
    this.nowMs += ms;
    return this.step({ kind: 'tick', nowMs: this.nowMs });
  }

  /** As a restart does: saves, and takes up the saved text with a new tracker. */
  restart(): this {
    const saved: unknown = JSON.parse(JSON.stringify(this.tracker.trackingStates()));
    this.tracker = new ClientOrderTracker(this.#options);
    if (typeof saved !== 'object' || saved === null) throw new Error('the saved state is no object');
    this.tracker.restoreTrackingStates(Object.fromEntries(Object.entries(saved)), this.nowMs, this.effects);
    return this;
  }

  get events(): OrderEvent[] {
    return this.effects.flatMap((effect) => (effect.kind === 'event' ? [effect.event] : []));
  }

  /** The events in short: `created`, `filled 4`, `completed 10`, `completed 10 missing` … */
  get trace(): string[] {
    return this.events.map((event) => {
      const name = event.type.slice('order-'.length);
      if (event.type === 'order-filled') return `${name} ${event.amount.toString()}`;
      if (event.type === 'order-completed') return `${name} ${event.executedBase.toString()}${event.hasMissingFills ? ' missing' : ''}`;
      if (event.type === 'order-failed') return `${name} ${event.cause}`;
      return name;
    });
  }

  get problems(): string[] {
    return this.effects.flatMap((effect) => (effect.kind === 'problem' ? [effect.message] : []));
  }

  get queries(): string[] {
    return this.effects.flatMap((effect) => (effect.kind === 'query-order' ? [effect.clientOrderId] : []));
  }

  kinds(kind: TrackerEffect['kind']): TrackerEffect[] {
    return this.effects.filter((effect) => effect.kind === kind);
  }
}
