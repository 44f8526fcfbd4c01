import { context, ROOT_CONTEXT, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import type { Context, HrTime, Link, Span, Tracer } from '@opentelemetry/api';
import type { Clock } from '../runtime/clock.ts';
import type { TelemetryAttributes } from './attribute-definitions.ts';
import type { SpanEventName, SpanName } from './span-definitions.ts';

/** How a span begins. */
export interface SpanStart {
  readonly name: SpanName;
  readonly attributes: TelemetryAttributes;
  /** `active`: the span that the application is in; `none`: a trace of its own. */
  readonly parent: TracedSpan | 'active' | 'none';
  /** Spans of other traces that it has to do with. Default none. */
  readonly links?: readonly TracedSpan[];
  /** By the monotonic clock. Default: now. */
  readonly startedMs?: number;
  /** Whether it stands for a request to another system. Default false. */
  readonly isRequest?: boolean;
}

/** Makes spans whose times come from the injected clock. */
export class Tracing {
  readonly #tracer: Tracer;
  readonly #clock: Clock;

  constructor(tracer: Tracer, clock: Clock) {
    this.#tracer = tracer;
    this.#clock = clock;
  }

  start({ name, attributes, parent, startedMs, links = [], isRequest = false }: SpanStart): TracedSpan {
    const nowMs = this.#clock.monotonicMs();
    const offsetMs = this.#clock.wallMs() - nowMs;
    const surroundings = parentContext(parent);
    const span = this.#tracer.startSpan(
      name,
      {
        kind: isRequest ? SpanKind.CLIENT : SpanKind.INTERNAL,
        attributes,
        links: links.map((linked) => linked.asLink()),
        startTime: hrTime((startedMs ?? nowMs) + offsetMs),
      },
      surroundings,
    );
    return new TracedSpan(span, trace.setSpan(surroundings, span), offsetMs);
  }
}

/** One span. Its moments are those of the monotonic clock, so that a wall clock that is set meanwhile bends no duration. */
export class TracedSpan {
  /** Parents other spans. */
  readonly context: Context;
  readonly #span: Span;
  readonly #offsetMs: number;

  constructor(span: Span, inside: Context, offsetMs: number) {
    this.context = inside;
    this.#span = span;
    this.#offsetMs = offsetMs;
  }

  /** False when nobody will see it: no tracing SDK is registered, or the trace was not sampled. */
  get isRecording(): boolean {
    return this.#span.isRecording();
  }

  set(attributes: TelemetryAttributes): void {
    this.#span.setAttributes(attributes);
  }

  addEvent(name: SpanEventName, atMs: number, attributes: TelemetryAttributes): void {
    this.#span.addEvent(name, attributes, hrTime(atMs + this.#offsetMs));
  }

  /** @param error the value of `error.type`; undefined when nothing failed */
  end(atMs: number, error?: string): void {
    if (error !== undefined) {
      this.#span.setAttribute('error.type', error);
      this.#span.setStatus({ code: SpanStatusCode.ERROR });
    }
    this.#span.end(hrTime(atMs + this.#offsetMs));
  }

  /** How another span refers to this one. */
  asLink(): Link {
    return { context: this.#span.spanContext() };
  }

  /** Runs `act` with this span as the active one, so that spans which others make inside belong to it. */
  activate<Result>(act: () => Result): Result {
    return context.with(this.context, act);
  }
}

function parentContext(parent: SpanStart['parent']): Context {
  if (parent === 'none') return ROOT_CONTEXT;
  return parent === 'active' ? context.active() : parent.context;
}

/** Seconds and nanoseconds: a plain number would be taken for a time since the program's start where it is small. */
function hrTime(wallMs: number): HrTime {
  const seconds = Math.floor(wallMs / 1_000);
  return [seconds, Math.round((wallMs - seconds * 1_000) * 1_000_000)];
}
