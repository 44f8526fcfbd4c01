import type { OrderEvent, OrderFilledEvent, OrderFilledLateEvent } from '../model/events.ts';
import type { OrderRequest } from '../model/order.ts';
import type { Clock } from '../runtime/clock.ts';
import type { TelemetryAttributes } from '../telemetry/attribute-definitions.ts';
import type { Instruments } from '../telemetry/instruments.ts';
import type { OperationName } from '../telemetry/span-definitions.ts';
import type { TracedSpan, Tracing } from '../telemetry/tracing.ts';

/** One of our orders between its intent and its end. */
export interface OrderTrace {
  readonly span: TracedSpan;
  readonly intentMs: number;
  readonly metricAttributes: TelemetryAttributes;
  sentMs: number | undefined;
  acknowledgedMs: number | undefined;
  isFilledInPart: boolean;
}

/** What order traces work with. */
export interface OrderTracesParts {
  readonly connector: string;
  readonly clock: Clock;
  readonly instruments: Instruments;
  readonly tracing: Tracing;
  /** How many orders are followed at once; one more ends the oldest's span. */
  readonly maximum: number;
  /** The number of the private stream's connection. */
  readonly generation: () => number;
}

/** Follows our orders from intent to end: latencies, counts, and one span for each. Orders of an earlier run are only counted. */
export class OrderTraces {
  readonly #parts: OrderTracesParts;
  /** Oldest first. */
  readonly #traces = new Map<string, OrderTrace>();

  constructor(parts: OrderTracesParts) {
    this.#parts = parts;
  }

  find(clientOrderId: string): OrderTrace | undefined {
    return this.#traces.get(clientOrderId);
  }

  /** @param ageMs how long ago the order was asked for */
  begin({ clientOrderId, tradingPair, orderType, side }: OrderRequest, ageMs: number): OrderTrace {
    const { clock, connector, generation, maximum, tracing } = this.#parts;
    const intentMs = clock.monotonicMs() - ageMs;
    const metricAttributes = { 'venuekit.connector': connector, 'venuekit.trading_pair': tradingPair, 'venuekit.order.type': orderType };
    const span = tracing.start({
      name: 'venuekit.order',
      parent: 'active',
      startedMs: intentMs,
      attributes: {
        ...metricAttributes,
        'venuekit.order.client_id': clientOrderId,
        'venuekit.order.side': side,
        'venuekit.stream.generation': generation(),
      },
    });
    const trace: OrderTrace = { span, intentMs, metricAttributes, sentMs: undefined, acknowledgedMs: undefined, isFilledInPart: false };
    this.#traces.set(clientOrderId, trace);
    if (this.#traces.size > maximum) this.#endOldest();
    return trace;
  }

  /** A request that places the order leaves. */
  noteSent(trace: OrderTrace, nowMs: number): void {
    if (trace.sentMs !== undefined) return;
    trace.sentMs = nowMs;
    this.#parts.instruments.record('venuekit.order.intent_to_sent.duration', nowMs - trace.intentMs, trace.metricAttributes);
  }

  /** A command on the order has ended without a known outcome. */
  noteUndecided(trace: OrderTrace, operation: OperationName, nowMs: number): void {
    // The stream may have told the order's end before the command's answer failed to come.
    if (trace.span.isRecording) trace.span.addEvent('venuekit.order.undecided', nowMs, { 'venuekit.operation': operation });
  }

  take(event: OrderEvent): void {
    const trace = this.#traces.get(event.clientOrderId);
    const nowMs = this.#parts.clock.monotonicMs();
    switch (event.type) {
      case 'order-created':
        if (trace !== undefined) this.#acknowledge(trace, event.exchangeOrderId, nowMs);
        return;
      case 'order-amended':
        return;
      case 'order-filled':
        this.#fill(trace, event, nowMs);
        return;
      case 'order-completed':
        if (trace !== undefined) this.#recordSinceAcknowledged('venuekit.order.acknowledged_to_filled.duration', trace, nowMs);
        this.#end(event, 'completed', nowMs);
        return;
      case 'order-canceled':
        this.#end(event, 'canceled', nowMs);
        return;
      case 'order-expired':
        this.#end(event, 'expired', nowMs);
        return;
      case 'order-failed':
        this.#end(event, event.cause, nowMs, event.cause);
        return;
      case 'order-lost':
        this.#end(event, 'lost', nowMs, 'lost');
    }
  }

  /** A fill of an order that has been forgotten. */
  takeLateFill({ trade, isRecovered }: OrderFilledLateEvent): void {
    this.#parts.instruments.count('venuekit.fills', {
      'venuekit.connector': this.#parts.connector,
      'venuekit.trading_pair': trade.tradingPair,
      'venuekit.fill.is_recovered': isRecovered,
    });
  }

  /** Ends the spans of all orders that have not ended: nobody watches them any more. */
  close(): void {
    while (this.#traces.size > 0) this.#endOldest();
  }

  #acknowledge(trace: OrderTrace, exchangeOrderId: string | undefined, nowMs: number): void {
    const { generation, instruments } = this.#parts;
    trace.acknowledgedMs = nowMs;
    if (trace.sentMs !== undefined) {
      instruments.record('venuekit.order.sent_to_acknowledged.duration', nowMs - trace.sentMs, trace.metricAttributes);
    }
    trace.span.addEvent('venuekit.order.acknowledged', nowMs, { 'venuekit.stream.generation': generation() });
    if (exchangeOrderId !== undefined) trace.span.set({ 'venuekit.order.exchange_id': exchangeOrderId });
  }

  #fill(trace: OrderTrace | undefined, event: OrderFilledEvent, nowMs: number): void {
    const { generation, instruments } = this.#parts;
    instruments.count('venuekit.fills', { ...this.#attributesOf(event), 'venuekit.fill.is_recovered': event.isRecovered });
    if (trace === undefined) return;
    if (!trace.isFilledInPart) {
      trace.isFilledInPart = true;
      this.#recordSinceAcknowledged('venuekit.order.acknowledged_to_first_fill.duration', trace, nowMs);
    }
    trace.span.addEvent('venuekit.order.filled', nowMs, {
      'venuekit.trade.id': event.tradeId,
      'venuekit.fill.is_recovered': event.isRecovered,
      'venuekit.stream.generation': generation(),
    });
  }

  #recordSinceAcknowledged(
    name: 'venuekit.order.acknowledged_to_first_fill.duration' | 'venuekit.order.acknowledged_to_filled.duration',
    { acknowledgedMs, metricAttributes }: OrderTrace,
    nowMs: number,
  ): void {
    if (acknowledgedMs !== undefined) this.#parts.instruments.record(name, nowMs - acknowledgedMs, metricAttributes);
  }

  #end(event: OrderEvent, end: string, nowMs: number, error?: string): void {
    this.#parts.instruments.count('venuekit.orders.ended', { ...this.#attributesOf(event), 'venuekit.order.end': end });
    const trace = this.#traces.get(event.clientOrderId);
    if (trace === undefined) return;
    this.#traces.delete(event.clientOrderId);
    trace.span.set({ 'venuekit.order.end': end });
    trace.span.end(nowMs, error);
  }

  #endOldest(): void {
    for (const [clientOrderId, { span }] of this.#traces) {
      this.#traces.delete(clientOrderId);
      span.end(this.#parts.clock.monotonicMs());
      return;
    }
  }

  #attributesOf({ tradingPair, orderType }: OrderEvent): TelemetryAttributes {
    return { 'venuekit.connector': this.#parts.connector, 'venuekit.trading_pair': tradingPair, 'venuekit.order.type': orderType };
  }
}
