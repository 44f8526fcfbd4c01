import { AsyncLocalStorage } from 'node:async_hooks';
import { scrubPath } from '../log/scrub-text.ts';
import type { Clock } from '../runtime/clock.ts';
import type { FetchFunction } from '../runtime/fetch.ts';
import { errorType } from './error-type.ts';
import type { Instruments } from './instruments.ts';
import type { OperationName } from './span-definitions.ts';
import type { TracedSpan, Tracing } from './tracing.ts';

/** What is known of a call before it is made. */
export interface AskedRequest {
  readonly operation: OperationName;
  readonly lane: string;
  readonly parent: TracedSpan;
  /** Told when the request leaves, by the monotonic clock. */
  readonly onLeft: ((nowMs: number) => void) | undefined;
}

interface OngoingRequest {
  readonly asked: AskedRequest;
  readonly span: TracedSpan;
  readonly askedAtMs: number;
  hasLeft: boolean;
}

/** What a request meter works with. */
export interface RequestMeterParts {
  /** The value of `venuekit.connector`. */
  readonly connector: string;
  readonly clock: Clock;
  readonly instruments: Instruments;
  readonly tracing: Tracing;
}

/**
 * Measures REST calls: how long each waits before it leaves, and how long the venue takes. The call and the `fetch` that it ends
 * in find each other by the asynchronous context, because what lies between them knows nothing of telemetry.
 */
export class RequestMeter {
  readonly #parts: RequestMeterParts;
  readonly #ongoing = new AsyncLocalStorage<OngoingRequest>();

  constructor(parts: RequestMeterParts) {
    this.#parts = parts;
  }

  /** Makes a call, with a span around it; `act` is given what is to be told the number of the request. */
  async call<Result>(asked: AskedRequest, act: (onNumbered: (requestId: number) => void) => Promise<Result>): Promise<Result> {
    const { clock, connector, tracing } = this.#parts;
    const { operation, lane, parent } = asked;
    const span = tracing.start({
      name: 'venuekit.request',
      parent,
      isRequest: true,
      attributes: {
        'venuekit.connector': connector,
        'venuekit.operation': operation,
        'venuekit.rate_limit.lane': lane,
      },
    });
    const ongoing: OngoingRequest = { asked, span, askedAtMs: clock.monotonicMs(), hasLeft: false };
    const onNumbered = (requestId: number): void => span.set({ 'venuekit.request.id': requestId });
    try {
      const result = await this.#ongoing.run(ongoing, () => span.activate(() => act(onNumbered)));
      span.end(clock.monotonicMs());
      return result;
    } catch (error) {
      span.end(clock.monotonicMs(), errorType(error));
      throw error;
    }
  }

  /** A `fetch` that is measured; also for requests that were made by no measured call. */
  measured(fetch: FetchFunction): FetchFunction {
    return (request) => {
      const ongoing = this.#ongoing.getStore();
      if (ongoing === undefined && !this.#parts.instruments.isMetered) return fetch(request);
      return this.#send(fetch, request, ongoing);
    };
  }

  async #send(fetch: FetchFunction, request: Request, ongoing: OngoingRequest | undefined): Promise<Response> {
    const { clock, connector, instruments } = this.#parts;
    const leftAtMs = clock.monotonicMs();
    if (ongoing !== undefined) this.#leave(ongoing, request, leftAtMs);
    const operation = ongoing?.asked.operation ?? 'other';
    try {
      const response = await fetch(request);
      const { status } = response;
      ongoing?.span.set({ 'http.response.status_code': status });
      instruments.record('venuekit.request.duration', clock.monotonicMs() - leftAtMs, {
        'venuekit.connector': connector,
        'venuekit.operation': operation,
        'http.response.status_code': status,
      });
      return response;
    } catch (error) {
      instruments.record('venuekit.request.duration', clock.monotonicMs() - leftAtMs, {
        'venuekit.connector': connector,
        'venuekit.operation': operation,
        'error.type': errorType(error),
      });
      throw error;
    }
  }

  #leave(ongoing: OngoingRequest, request: Request, nowMs: number): void {
    const { asked, span, askedAtMs, hasLeft } = ongoing;
    if (span.isRecording) {
      const { host, pathname } = new URL(request.url);
      span.set({ 'http.request.method': request.method, 'server.address': host, 'url.path': scrubPath(pathname) });
      span.addEvent('venuekit.request.left', nowMs, {});
    }
    if (hasLeft) return;
    ongoing.hasLeft = true;
    this.#parts.instruments.record('venuekit.request.queue.duration', nowMs - askedAtMs, {
      'venuekit.connector': this.#parts.connector,
      'venuekit.operation': asked.operation,
      'venuekit.rate_limit.lane': asked.lane,
    });
    asked.onLeft?.(nowMs);
  }
}
