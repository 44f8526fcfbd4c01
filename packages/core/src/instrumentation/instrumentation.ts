import type { ConnectorDefinition } from '../definition/connector-definition.ts';
import type { ExchangeConnector } from '../exchange/exchange-connector.ts';
import type { StreamName, StreamRestoredEvent, StreamStateEvent } from '../model/events.ts';
import type { OrderRequest } from '../model/order.ts';
import type { Clock } from '../runtime/clock.ts';
import type { Instruments } from '../telemetry/instruments.ts';
import type { CounterName } from '../telemetry/metric-definitions.ts';
import { RequestMeter } from '../telemetry/request-meter.ts';
import { createInstruments, createTracing } from '../telemetry/telemetry-providers.ts';
import type { TelemetryProviders } from '../telemetry/telemetry-providers.ts';
import type { Tracing } from '../telemetry/tracing.ts';
import type { RequestContext } from '../web/request-context.ts';
import { measuredDefinition } from './measured-definition.ts';
import { OperationMeter } from './operation-meter.ts';
import { OrderTraces } from './order-traces.ts';
import { reportStatus } from './status-gauges.ts';
import type { ObservedConnector } from './status-gauges.ts';

/** What a connector's telemetry is made of. */
export interface ConnectorTelemetryOptions extends TelemetryProviders {
  /** The clock of the connector's runtime. */
  readonly clock: Clock;
  /** What the connector is called in each metric and span; two connectors of one program need two names. It is no secret. */
  readonly name: string;
  /** How many orders are followed at once from intent to end; one more ends the oldest's span. Default 10,000. */
  readonly maximumTracedOrders?: number;
}

const DEFAULT_MAXIMUM_TRACED_ORDERS = 10_000;
/** The venue's time comes in whole ms, so that two moments a hair apart may differ by one. */
const ROUNDING_MS = 1;

const ORDER_EVENTS = [
  'order-created',
  'order-filled',
  'order-completed',
  'order-canceled',
  'order-expired',
  'order-failed',
  'order-lost',
] as const;

/**
 * Metrics and traces of one connector through the OpenTelemetry API; `docs/observability.md` names them all. It listens to events
 * that are told anyway, reads public status when metrics are collected, and wraps the definition; nothing is added to the path of
 * market data. Without an SDK it does next to nothing.
 *
 * Register the SDK first: metrics that were made before go nowhere.
 */
export class ConnectorTelemetry {
  readonly #name: string;
  readonly #clock: Clock;
  readonly #instruments: Instruments;
  readonly #tracing: Tracing;
  readonly #requests: RequestMeter;
  readonly #orders: OrderTraces;
  readonly #operations: OperationMeter;
  /** How many connections each stream has had. */
  readonly #connections: Record<StreamName, number> = { market: 0, private: 0 };
  #lastPrivateFrameMs: number | undefined;
  #connector: Pick<ExchangeConnector, 'orderTracker'> | undefined;
  #endObservation: (() => void) | undefined;

  constructor(options: ConnectorTelemetryOptions) {
    const { clock, name: connector } = options;
    this.#name = connector;
    this.#clock = clock;
    const instruments = createInstruments(options);
    const tracing = createTracing(options, clock);
    this.#instruments = instruments;
    this.#tracing = tracing;
    this.#requests = new RequestMeter({ connector, clock, instruments, tracing });
    this.#orders = new OrderTraces({
      connector,
      clock,
      instruments,
      tracing,
      maximum: options.maximumTracedOrders ?? DEFAULT_MAXIMUM_TRACED_ORDERS,
      generation: () => this.#connections.private,
    });
    this.#operations = new OperationMeter({ connector, clock, instruments, tracing, requests: this.#requests, orders: this.#orders });
  }

  /** The definition to make the connector of: it does what `definition` does, and its operations and requests are measured. */
  wrap(definition: ConnectorDefinition): ConnectorDefinition {
    return measuredDefinition(definition, {
      operations: this.#operations,
      orders: this.#orders,
      requests: this.#requests,
      ageMs: (context, order) => this.#ageMs(context, order),
      onPrivateFrame: () => {
        this.#lastPrivateFrameMs = this.#clock.monotonicMs();
      },
    });
  }

  /**
   * Listens to the connector and reads its status, until the returned function is called, or another connector is observed. The
   * spans of orders that have not ended by then end without an end.
   */
  observe(connector: ObservedConnector & Pick<ExchangeConnector, 'on' | 'orderTracker'>): () => void {
    this.#endObservation?.();
    this.#connector = connector;
    const leave = [
      ...ORDER_EVENTS.map((type) => connector.on(type, (event) => this.#orders.take(event))),
      connector.on('order-filled-late', (event) => this.#orders.takeLateFill(event)),
      connector.on('stream-connected', (event) => this.#connected(event)),
      connector.on('stream-interrupted', ({ stream }) => this.#countOf('venuekit.stream.interruptions', stream)),
      connector.on('stream-restored', (event) => this.#restored(event)),
      connector.on('stream-rotated', ({ stream }) => {
        this.#connections[stream] += 1;
        this.#countOf('venuekit.stream.rotations', stream);
      }),
      connector.on('stream-degraded', ({ stream }) => this.#countOf('venuekit.stream.degradations', stream)),
      connector.on('stream-problem', ({ stream }) => this.#countOf('venuekit.problems', stream)),
      this.#instruments.observe((report) => {
        const lastMs = this.#lastPrivateFrameMs;
        reportStatus(connector, this.#name, lastMs === undefined ? undefined : this.#clock.monotonicMs() - lastMs, report);
      }),
    ];
    const end = (): void => {
      if (this.#endObservation !== end) return;
      this.#endObservation = undefined;
      this.#connector = undefined;
      for (const stopListening of leave) stopListening();
      this.#orders.close();
    };
    this.#endObservation = end;
    return end;
  }

  /** The order's creation is told by the venue's clock, and so is the time of its context. */
  #ageMs(context: RequestContext, { clientOrderId }: OrderRequest): number {
    const createdMs = this.#connector?.orderTracker.fetchOrder({ clientOrderId })?.creationTimeMs;
    const ageMs = createdMs === undefined ? 0 : context.nowMs() - createdMs;
    return ageMs > ROUNDING_MS ? ageMs : 0;
  }

  #connected({ stream }: StreamStateEvent): void {
    this.#connections[stream] += 1;
    if (this.#connections[stream] > 1) this.#countOf('venuekit.stream.reconnects', stream);
  }

  #restored({ stream, gap, repaired }: StreamRestoredEvent): void {
    if (gap.fromMs === undefined) return;
    const nowMs = this.#clock.monotonicMs();
    this.#instruments.record('venuekit.stream.gap.duration', gap.toMs - gap.fromMs, {
      'venuekit.connector': this.#name,
      'venuekit.stream': stream,
    });
    const span = this.#tracing.start({
      name: 'venuekit.stream.gap',
      parent: 'none',
      startedMs: nowMs - (this.#clock.wallMs() - gap.fromMs),
      attributes: {
        'venuekit.connector': this.#name,
        'venuekit.stream': stream,
        'venuekit.stream.generation': this.#connections[stream],
        'venuekit.recovered_fills': repaired.recoveredFills,
        'venuekit.changed_orders': repaired.changedOrders,
      },
    });
    span.end(nowMs);
  }

  #countOf(name: CounterName, stream: string): void {
    this.#instruments.count(name, { 'venuekit.connector': this.#name, 'venuekit.stream': stream });
  }
}
