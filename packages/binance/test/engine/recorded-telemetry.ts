import { trace, TraceFlags } from '@opentelemetry/api';
import type {
  Attributes,
  AttributeValue,
  BatchObservableCallback,
  Context,
  Link,
  Meter,
  MeterProvider,
  Observable,
  Span,
  SpanContext,
  SpanOptions,
  SpanStatus,
  TimeInput,
  Tracer,
  TracerProvider,
} from '@opentelemetry/api';

/** One value of a metric. */
export interface RecordedValue {
  readonly name: string;
  readonly value: number;
  readonly attributes: Attributes;
}

/** One event on a span. */
export interface RecordedSpanEvent {
  readonly name: string;
  readonly attributes: Attributes;
  readonly timeMs: number;
}

/** A span as a tracing SDK would export it; refuses what a real one warns of. */
export class RecordedSpan implements Span {
  readonly name: string;
  readonly kind: number;
  readonly parent: Span | undefined;
  readonly attributes: Attributes;
  readonly startMs: number;
  readonly links: readonly SpanContext[];
  readonly events: RecordedSpanEvent[] = [];
  status: SpanStatus | undefined;
  endMs: number | undefined;
  readonly #context: SpanContext;

  constructor(
    name: string,
    { attributes = {}, kind = 0, links = [], startTime }: SpanOptions,
    place: { parent: Span | undefined; number: number },
  ) {
    this.name = name;
    this.kind = kind;
    this.parent = place.parent;
    this.attributes = { ...attributes };
    this.startMs = inMs(startTime);
    this.links = links.map((link) => link.context);
    const digits = place.number.toString(16);
    const traceId = place.parent?.spanContext().traceId ?? digits.padStart(32, '0');
    this.#context = { traceId, spanId: digits.padStart(16, '0'), traceFlags: TraceFlags.SAMPLED };
  }

  spanContext(): SpanContext {
    return this.#context;
  }

  setAttribute(name: string, value: AttributeValue): this {
    return this.setAttributes({ [name]: value });
  }

  setAttributes(attributes: Attributes): this {
    this.#requireOpen();
    Object.assign(this.attributes, attributes);
    return this;
  }

  addEvent(name: string, attributes?: Attributes | TimeInput, time?: TimeInput): this {
    this.#requireOpen();
    if (typeof attributes !== 'object' || Array.isArray(attributes) || attributes instanceof Date) throw new Error('attributes come first');
    this.events.push({ name, attributes, timeMs: inMs(time) });
    return this;
  }

  addLink(_link: Link): this {
    throw new Error('links are given at the start');
  }

  addLinks(_links: Link[]): this {
    throw new Error('links are given at the start');
  }

  setStatus(status: SpanStatus): this {
    this.#requireOpen();
    this.status = status;
    return this;
  }

  updateName(_name: string): this {
    throw new Error('a span keeps its name');
  }

  end(time?: TimeInput): void {
    this.#requireOpen();
    this.endMs = inMs(time);
    if (this.endMs < this.startMs) throw new Error(`${this.name} ends before it starts`);
  }

  isRecording(): boolean {
    return this.endMs === undefined;
  }

  recordException(): void {
    throw new Error('an exception has a message, and that may quote what a venue wrote');
  }

  #requireOpen(): void {
    if (this.endMs !== undefined) throw new Error(`${this.name} has ended`);
  }
}

/** Stands in for the SDKs of metrics and traces: keeps everything in memory. */
export class RecordedTelemetry {
  readonly recorded: RecordedValue[] = [];
  readonly spans: RecordedSpan[] = [];
  readonly instruments: string[] = [];
  readonly meterProvider: MeterProvider = { getMeter: () => this.#meter() };
  readonly tracerProvider: TracerProvider = { getTracer: () => this.#tracer() };
  readonly #callbacks = new Set<BatchObservableCallback>();
  readonly #names = new Map<Observable, string>();

  /** What observed metrics say now. */
  collect(): RecordedValue[] {
    const collected: RecordedValue[] = [];
    for (const callback of this.#callbacks) {
      void callback({
        observe: (observable, value, attributes = {}) => {
          collected.push({ name: this.#names.get(observable) ?? 'unknown', value, attributes });
        },
      });
    }
    return collected;
  }

  /** The values of one metric whose attributes have what is given. */
  values(name: string, wanted: Attributes = {}): number[] {
    return valuesOf(this.recorded, name, wanted);
  }

  /** As `values`, of an observed metric. */
  observed(name: string, wanted: Attributes = {}): number[] {
    return valuesOf(this.collect(), name, wanted);
  }

  /** The spans of one name whose attributes have what is given. */
  spansOf(name: string, wanted: Attributes = {}): RecordedSpan[] {
    return this.spans.filter((span) => span.name === name && hasAll(span.attributes, wanted));
  }

  #meter(): Meter {
    const record =
      (name: string) =>
      (value: number, attributes: Attributes = {}): void => {
        this.recorded.push({ name, value, attributes });
      };
    const made = (name: string): string => {
      this.instruments.push(name);
      return name;
    };
    const observable = (name: string): Observable => {
      const handle: Observable = { addCallback: () => undefined, removeCallback: () => undefined };
      this.#names.set(handle, made(name));
      return handle;
    };
    return {
      createGauge: (name) => ({ record: record(made(name)) }),
      createHistogram: (name) => ({ record: record(made(name)) }),
      createCounter: (name) => ({ add: record(made(name)) }),
      createUpDownCounter: (name) => ({ add: record(made(name)) }),
      createObservableGauge: observable,
      createObservableCounter: observable,
      createObservableUpDownCounter: observable,
      addBatchObservableCallback: (callback: BatchObservableCallback) => this.#callbacks.add(callback),
      removeBatchObservableCallback: (callback: BatchObservableCallback) => this.#callbacks.delete(callback),
    };
  }

  #tracer(): Tracer {
    return {
      startSpan: (name: string, options: SpanOptions = {}, context?: Context) => {
        const parent = context === undefined ? undefined : trace.getSpan(context);
        const span = new RecordedSpan(name, options, { parent, number: this.spans.length + 1 });
        this.spans.push(span);
        return span;
      },
      startActiveSpan: () => {
        throw new Error('spans are started with their context');
      },
    };
  }
}

function valuesOf(among: readonly RecordedValue[], name: string, wanted: Attributes): number[] {
  return among.flatMap((entry) => (entry.name === name && hasAll(entry.attributes, wanted) ? [entry.value] : []));
}

function hasAll(attributes: Attributes, wanted: Attributes): boolean {
  return Object.entries(wanted).every(([name, value]) => attributes[name] === value);
}

function inMs(time: TimeInput | undefined): number {
  if (!Array.isArray(time)) throw new Error('every moment comes from the injected clock, in seconds and nanoseconds');
  return time[0] * 1_000 + time[1] / 1_000_000;
}
