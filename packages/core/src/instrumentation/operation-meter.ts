import { orderOutcome } from '../errors/outcome.ts';
import type { Clock } from '../runtime/clock.ts';
import type { TelemetryAttributes } from '../telemetry/attribute-definitions.ts';
import { errorType } from '../telemetry/error-type.ts';
import type { Instruments } from '../telemetry/instruments.ts';
import type { RequestMeter } from '../telemetry/request-meter.ts';
import type { OperationName } from '../telemetry/span-definitions.ts';
import type { TracedSpan, Tracing } from '../telemetry/tracing.ts';
import type { RequestContext } from '../web/request-context.ts';
import type { OrderTrace, OrderTraces } from './order-traces.ts';

/** What an operation meter works with. */
export interface OperationMeterParts {
  readonly connector: string;
  readonly clock: Clock;
  readonly instruments: Instruments;
  readonly tracing: Tracing;
  readonly requests: RequestMeter;
  readonly orders: OrderTraces;
}

/** One use of a member of the definition. */
export interface MeasuredOperation {
  readonly name: OperationName;
  /** Beside the connector's name. */
  readonly attributes: TelemetryAttributes;
  /** The orders that it is about, as far as they are followed. */
  readonly orders?: readonly OrderTrace[];
  /** Whether it is about several orders, and so belongs to the trace of none. Default false. */
  readonly isBatch?: boolean;
  /** Whether it changes something at the venue, so that its outcome may stay unknown. */
  readonly isCommand?: boolean;
}

/** With these a new order is sent for the first time; one that was sent before keeps its time. */
const PLACINGS: ReadonlySet<OperationName> = new Set(['placeOrder', 'placeOrders', 'cancelReplaceOrder', 'placeOrderList']);

/** Measures the members of a definition that ask the venue, each with the requests that it makes. */
export class OperationMeter {
  readonly #parts: OperationMeterParts;

  constructor(parts: OperationMeterParts) {
    this.#parts = parts;
  }

  /** @throws what `act` throws */
  async run<Result>(
    operation: MeasuredOperation,
    context: RequestContext,
    act: (context: RequestContext) => Promise<Result>,
  ): Promise<Result> {
    const { clock, connector, instruments, tracing } = this.#parts;
    const startedMs = clock.monotonicMs();
    const spans = operation.orders?.map((order) => order.span) ?? [];
    const isBatch = operation.isBatch === true;
    const span = tracing.start({
      name: `venuekit.${operation.name}`,
      parent: (isBatch ? undefined : spans[0]) ?? 'none',
      links: isBatch ? spans : [],
      attributes: { 'venuekit.connector': connector, ...operation.attributes },
    });
    if (!instruments.isMetered && !span.isRecording) return act(context);
    try {
      const result = await span.activate(() => act(this.#measuredContext(context, operation, span)));
      this.#end(operation, span, startedMs, operation.isCommand === true ? { 'venuekit.outcome': 'accepted' } : {});
      return result;
    } catch (error) {
      const outcome = operation.isCommand === true ? { 'venuekit.outcome': orderOutcome(error) } : {};
      this.#end(operation, span, startedMs, { ...outcome, 'error.type': errorType(error) });
      throw error;
    }
  }

  #measuredContext(context: RequestContext, { name, orders: traces = [] }: MeasuredOperation, parent: TracedSpan): RequestContext {
    const { orders, requests } = this.#parts;
    const onLeft = PLACINGS.has(name)
      ? (nowMs: number): void => {
          for (const trace of traces) orders.noteSent(trace, nowMs);
        }
      : undefined;
    return {
      ...context,
      rest: {
        execute: (call) =>
          requests.call({ operation: name, lane: call.lane ?? 'query', parent, onLeft }, (onNumbered) =>
            context.rest.execute({
              ...call,
              onNumbered: (requestId) => {
                onNumbered(requestId);
                call.onNumbered?.(requestId);
              },
            }),
          ),
      },
    };
  }

  #end({ name, orders: traces = [] }: MeasuredOperation, span: TracedSpan, startedMs: number, found: TelemetryAttributes): void {
    const { clock, connector, instruments, orders } = this.#parts;
    const nowMs = clock.monotonicMs();
    instruments.record('venuekit.operation.duration', nowMs - startedMs, {
      'venuekit.connector': connector,
      'venuekit.operation': name,
      ...found,
    });
    span.set(found);
    span.end(nowMs, typeof found['error.type'] === 'string' ? found['error.type'] : undefined);
    if (found['venuekit.outcome'] !== 'unknown') return;
    for (const trace of traces) orders.noteUndecided(trace, name, nowMs);
  }
}
