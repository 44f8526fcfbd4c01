import type { ConnectorDefinition } from '../definition/connector-definition.ts';
import type { EventHub } from '../events/event-hub.ts';
import type { StreamProblemEvent } from '../model/events.ts';
import type { FeeRates } from '../model/trade-fee.ts';
import type { TradingPair } from '../model/trading-pair.ts';
import type { TradingRule } from '../model/trading-rule.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { decorate } from '../telemetry/decorate.ts';
import type { Throttler } from '../throttle/throttler.ts';
import type { RequestContext, RestCaller } from '../web/request-context.ts';
import type { TimeSynchronizer } from '../web/time-synchronizer.ts';
import type { SymbolMap } from './symbol-map.ts';

/** What the parts of a running connector share. */
export interface ConnectorServices {
  readonly definition: ConnectorDefinition;
  readonly runtime: Runtime;
  readonly throttler: Throttler;
  readonly timeSynchronizer: TimeSynchronizer;
  readonly rest: RestCaller;
  readonly symbols: SymbolMap;
  readonly tradingRules: ReadonlyMap<TradingPair, TradingRule>;
  readonly feeRates: ReadonlyMap<TradingPair, FeeRates>;
  readonly hub: EventHub;
  /** The number of the private stream's line, for logs; undefined without a private stream. */
  privateGeneration?(): number | undefined;
}

/** A runtime whose log says which connector it is about: programs have several. */
export function namedRuntime(runtime: Runtime, connector: string): Runtime {
  return decorate(runtime, { log: runtime.log.child({ connector }) });
}

/** The context that a member of the definition is called with. */
export function requestContext(services: ConnectorServices, signal: AbortSignal): RequestContext {
  return {
    rest: {
      execute: (call) => services.rest.execute(call.signal === undefined ? { ...call, signal } : call),
    },
    symbols: services.symbols,
    tradingRule: (pair) => services.tradingRules.get(pair),
    nowMs: () => services.timeSynchronizer.nowMs(),
    log: services.runtime.log,
    signal,
  };
}

/** Reports something that was skipped: an event for the application, a line for the log. */
export function reportProblem(services: ConnectorServices, stream: StreamProblemEvent['stream'], message: string, error?: unknown): void {
  const generation = stream === 'private' ? services.privateGeneration?.() : undefined;
  services.runtime.log.warn(generation === undefined ? { stream, error } : { stream, generation, error }, message);
  services.hub.emit({
    type: 'stream-problem',
    stream,
    message,
    error: error instanceof Error ? error : undefined,
    eventTimeMs: services.runtime.clock.wallMs(),
  });
}
