import type { Runtime } from '../runtime/runtime.ts';
import { PollingLoop } from '../services/polling-loop.ts';
import type { LoopIntervals } from './connector-options.ts';

/** What the loops of a connector do. */
export interface LoopActions {
  loadRules(signal: AbortSignal): Promise<void>;
  loadFees(signal: AbortSignal): Promise<void>;
  poll(signal: AbortSignal): Promise<void>;
  /** Whether the private stream tells by itself what happens. */
  isPrivateStreamAlive(): boolean;
  /** The longest pause after a status poll that has failed. */
  readonly pollRetryMaximumMs: number;
  /** Told when a loop begins to fail. `what` names what could not be loaded. */
  onFailure(what: string, error: unknown): void;
}

/** The loops of a connector. */
export interface ConnectorLoops {
  readonly rules: PollingLoop;
  readonly status: PollingLoop;
  readonly fees: PollingLoop;
}

/** The loops, none of them started. */
export function createLoops(runtime: Runtime, intervals: LoopIntervals, actions: LoopActions): ConnectorLoops {
  const { clock, random, log } = runtime;
  const shared = { clock, random, log };
  return {
    rules: new PollingLoop({
      ...shared,
      name: 'trading-rules',
      intervalMs: () => intervals.tradingRulesMs,
      run: (signal) => actions.loadRules(signal),
      onFailure: (error) => actions.onFailure('markets and trading rules', error),
    }),
    status: new PollingLoop({
      ...shared,
      name: 'status-poll',
      intervalMs: () => (actions.isPrivateStreamAlive() ? intervals.longPollMs : intervals.shortPollMs),
      run: (signal) => actions.poll(signal),
      onFailure: (error) => actions.onFailure('order states and balances', error),
      retryMaximumMs: actions.pollRetryMaximumMs,
    }),
    fees: new PollingLoop({
      ...shared,
      name: 'trading-fees',
      intervalMs: () => intervals.tradingFeesMs,
      run: (signal) => actions.loadFees(signal),
      onFailure: (error) => actions.onFailure('trading fees', error),
    }),
  };
}
