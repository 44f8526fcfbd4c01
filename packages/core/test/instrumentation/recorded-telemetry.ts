import { createNoopMeter, ROOT_CONTEXT, trace, TraceFlags } from '@opentelemetry/api';
import type {
  Attributes,
  BatchObservableCallback,
  Context,
  Link,
  Meter,
  Observable,
  Span,
  SpanContext,
  SpanOptions,
  SpanStatus,
  TimeInput,
  Tracer,
} from '@opentelemetry/api';
import { decorate } from '../../src/telemetry/decorate.ts';
import type { TelemetryProviders } from '../../src/telemetry/telemetry-providers.ts';

/** One value of a metric, in the metric's unit. */
export interface RecordedValue {
  readonly name: string;
  readonly value: number;
  readonly attributes: Attributes;
}

/** A span that keeps what it is told. Its moments are wall times in ms. */
export class RecordedSpan implements Span {
  readonly name: string;
  readonly parent: RecordedSpan | undefined;
  readonly links: readonly Link[];
  readonly startedMs: number;
  readonly attributes: Attributes;
  readonly events: { readonly name: string; readonly atMs: number; readonly attributes: Attributes }[] = [];
  endedMs: number | undefined;
  status: SpanStatus | undefined;
  readonly #spanContext: SpanContext;

  constructor(name: string, options: SpanOptions, parent: Span | undefined, spanId: string) {
    this.name = name;
    this.parent = parent instanceof RecordedSpan ? parent : undefined;
    this.links = options.links ?? [];
    this.startedMs = msOf(options.startTime);
    this.attributes = { ...options.attributes };
    this.#spanContext = { traceId: '1'.repeat(32), spanId, traceFlags: TraceFlags.SAMPLED };
  }

  get eventNames(): string[] {
    return this.events.map(({ name }) => name);
  }

  spanContext(): SpanContext {
    return this.#spanContext;
  }

  setAttribute(key: string, value: NonNullable<Attributes[string]>): this {
    this.attributes[key] = value;
    return this;
  }

  setAttributes(attributes: Attributes): this {
    Object.assign(this.attributes, attributes);
    return this;
  }

  addEvent(name: string, attributes?: Attributes | TimeInput, time?: TimeInput): this {
    if (typeof attributes !== 'object' || Array.isArray(attributes) || attributes instanceof Date) throw new Error('attributes come first');
    this.events.push({ name, atMs: msOf(time), attributes });
    return this;
  }

  addLink(): this {
    throw new Error('links are given at the start');
  }

  addLinks(): this {
    throw new Error('links are given at the start');
  }

  setStatus(status: SpanStatus): this {
    this.status = status;
    return this;
  }

  updateName(): this {
    throw new Error('spans keep their names');
  }

  end(time?: TimeInput): void {
    if (this.endedMs !== undefined) throw new Error(`${this.name} ends twice`);
    this.endedMs = msOf(time);
  }

  isRecording(): boolean {
    return this.endedMs === undefined;
  }

  recordException(): void {
    throw new Error('exceptions may quote what a venue wrote');
  }
}

/** An SDK that keeps everything. */
export class RecordedTelemetry {
  readonly values: RecordedValue[] = [];
  readonly spans: RecordedSpan[] = [];
  readonly providers: TelemetryProviders;
  readonly #callbacks = new Set<BatchObservableCallback>();
  readonly #names = new Map<Observable, string>();

  constructor() {
    const meter = this.#createMeter();
    const tracer: Tracer = {
      startSpan: (name, options = {}, inside = ROOT_CONTEXT) => this.#startSpan(name, options, inside),
      startActiveSpan: () => {
        throw new Error('spans are started with their context');
      },
    };
    this.providers = { meterProvider: { getMeter: () => meter }, tracerProvider: { getTracer: () => tracer } };
  }

  /** Those of one name, in the order in which they were recorded. */
  valuesOf(name: string): RecordedValue[] {
    return this.values.filter((value) => value.name === name);
  }

  spansOf(name: string): RecordedSpan[] {
    return this.spans.filter((span) => span.name === name);
  }

  /** The only span of a name. */
  spanOf(name: string): RecordedSpan {
    const [span, ...others] = this.spansOf(name);
    if (span === undefined || others.length > 0) throw new Error(`there are ${others.length + (span === undefined ? 0 : 1)} spans ${name}`);
    return span;
  }

  /** What is observed at this moment. */
  async collect(): Promise<RecordedValue[]> {
    const observed: RecordedValue[] = [];
    for (const callback of this.#callbacks) {
      await callback({
        observe: (metric, value, attributes = {}) => observed.push({ name: this.#names.get(metric) ?? 'unknown', value, attributes }),
      });
    }
    return observed;
  }

  #startSpan(name: string, options: SpanOptions, inside: Context): RecordedSpan {
    const span = new RecordedSpan(name, options, trace.getSpan(inside), String(this.spans.length + 1).padStart(16, '0'));
    this.spans.push(span);
    return span;
  }

  #createMeter(): Meter {
    const keep =
      (name: string) =>
      (value: number, attributes: Attributes = {}) =>
        void this.values.push({ name, value, attributes });
    const observable = (name: string): Observable => {
      const created: Observable = { addCallback: () => undefined, removeCallback: () => undefined };
      this.#names.set(created, name);
      return created;
    };
    return decorate(createNoopMeter(), {
      createCounter: (name) => ({ add: keep(name) }),
      createHistogram: (name) => ({ record: keep(name) }),
      createObservableCounter: observable,
      createObservableGauge: observable,
      addBatchObservableCallback: (callback) => void this.#callbacks.add(callback),
      removeBatchObservableCallback: (callback) => void this.#callbacks.delete(callback),
    });
  }
}

function msOf(time: TimeInput | undefined): number {
  if (!Array.isArray(time)) throw new Error('times are given in seconds and nanoseconds');
  return time[0] * 1_000 + time[1] / 1_000_000;
}
