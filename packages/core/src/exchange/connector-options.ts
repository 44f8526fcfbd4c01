import type { Runtime } from '../runtime/runtime.ts';
import type { RateGovernor } from '../throttle/rate-governor.ts';
import type { ConnectorDefinition } from './connector-definition.ts';

/** How often the loops of a connector run, in ms. */
export interface LoopIntervals {
  /** Status poll while the private stream is silent or down. Default 5,000. */
  readonly shortPollMs: number;
  /** Status poll while the private stream is alive. Default 120,000. */
  readonly longPollMs: number;
  /** A private stream without any sign of life (data, ping or pong) for this long counts as silent. Default 60,000. */
  readonly privateStreamSilenceMs: number;
  /** Default 1,800,000 (30 min). */
  readonly tradingRulesMs: number;
  /** Default 43,200,000 (12 h). */
  readonly tradingFeesMs: number;
}

export const DEFAULT_LOOP_INTERVALS: LoopIntervals = {
  shortPollMs: 5_000,
  longPollMs: 120_000,
  privateStreamSilenceMs: 60_000,
  tradingRulesMs: 1_800_000,
  tradingFeesMs: 43_200_000,
};

/** What an `ExchangeConnector` is made of. */
export interface ExchangeConnectorOptions {
  readonly definition: ConnectorDefinition;
  readonly runtime: Runtime;
  /**
   * Shares the venue's rate limits with the other connectors that are given the same one. It has the runtime's clock; share and
   * safety margin are its own. Default: the connector keeps its limits for itself.
   */
  readonly rateGovernor?: RateGovernor;
  /**
   * A label of the account, never a key: connectors on one governor share the limits of an account only where they name the same
   * one. Default: the empty label, so that those without one count as one account.
   */
  readonly account?: string;
  /** Our share of the venue's rate limits in percent, where several programs use one address. Default 100; not with a governor. */
  readonly sharePercent?: number;
  /** How much the windows of the rate limits are stretched, in percent. Default 5; not with a governor. */
  readonly safetyMarginPercent?: number;
  /** How far above the market's minimum notional an order must be, limit and market orders alike, in percent from 0. Default 1. */
  readonly notionalMarginPercent?: number;
  /**
   * How long after an acknowledged order or cancel the private stream must tell of it, in ms; else the stream counts as silently dead
   * and is recovered. 0: never. Default 10,000.
   */
  readonly privateEventWithinMs?: number;
  readonly intervals?: Partial<LoopIntervals>;
}
