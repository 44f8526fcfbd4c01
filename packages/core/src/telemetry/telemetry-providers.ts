import { metrics, trace } from '@opentelemetry/api';
import type { MeterProvider, TracerProvider } from '@opentelemetry/api';
import type { Clock } from '../runtime/clock.ts';
import { Instruments } from './instruments.ts';
import { Tracing } from './tracing.ts';

/** The name of the instrumentation scope of all metrics and spans. */
export const INSTRUMENTATION_SCOPE = '@venuekit/core';

/** Where metrics and spans go. */
export interface TelemetryProviders {
  /** Default: the one that an SDK has registered globally; it must have been registered before. */
  readonly meterProvider?: MeterProvider;
  /** Default: the one that an SDK has registered, or registers later, globally. */
  readonly tracerProvider?: TracerProvider;
}

export function createInstruments({ meterProvider }: TelemetryProviders): Instruments {
  return new Instruments((meterProvider ?? metrics).getMeter(INSTRUMENTATION_SCOPE));
}

export function createTracing({ tracerProvider }: TelemetryProviders, clock: Clock): Tracing {
  return new Tracing((tracerProvider ?? trace).getTracer(INSTRUMENTATION_SCOPE), clock);
}
