import type { ConnectorDefinition } from '../definition/connector-definition.ts';
import type { FundsOptions } from '../funds/connector-funds.ts';
import type { ForeignOrderRule } from '../repair/foreign-order-audit.ts';
import type { RecordingOptions } from '../recording/recorder.ts';
import type { RecordingSink } from '../recording/recording-sink.ts';
import type { Runtime } from '../runtime/runtime.ts';
import type { RetentionPolicy } from '../storage/retention.ts';
import type { TrackingStore } from '../storage/tracking-store.ts';
import type { RateGovernor } from '../throttle/rate-governor.ts';

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
  /** A status poll asks for one order again only after this time; questions about what is undecided do not wait for it. Default 10,000. */
  readonly orderStatusMs: number;
  /** Between two checks of the network. Default 10,000. */
  readonly networkCheckMs: number;
  /** How long the answer to a check may take, from the moment of sending. Default 5,000. */
  readonly networkDeadlineMs: number;
  /** Before the next check, when one has failed for a reason that is not the network's. Default 60,000. */
  readonly networkRetryMs: number;
  /** A market without a public trade for this long is asked for its last price. Default 180,000 (3 min). */
  readonly tradeSilenceMs: number;
  /** Such a market is asked for again after this time. Default 5,000. */
  readonly lastPriceMs: number;
}

export const DEFAULT_LOOP_INTERVALS: LoopIntervals = {
  shortPollMs: 5_000,
  longPollMs: 120_000,
  privateStreamSilenceMs: 60_000,
  tradingRulesMs: 1_800_000,
  tradingFeesMs: 43_200_000,
  orderStatusMs: 10_000,
  networkCheckMs: 10_000,
  networkDeadlineMs: 5_000,
  networkRetryMs: 60_000,
  tradeSilenceMs: 180_000,
  lastPriceMs: 5_000,
};

/** How a connector's traffic is recorded. Without `allowed`, the definition's allow-list is used. */
export interface ConnectorRecording extends Omit<RecordingOptions, 'connector'> {
  readonly sink: RecordingSink;
  /** The version of the connector's package. */
  readonly version?: string;
}

/** What an `ExchangeConnector` is made of. */
export interface ExchangeConnectorOptions extends FundsOptions {
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
  /** Whether markets without trades are asked for their last price, as `intervals` says. Default true. */
  readonly refreshesLastPrices?: boolean;
  readonly intervals?: Partial<LoopIntervals>;
  /**
   * What is done about open orders of the account that this connector did not place: nothing, or one event for each when a status poll
   * meets it, for which polls then always ask for the open orders. They are never touched. Default `ignore`.
   */
  readonly foreignOrders?: ForeignOrderRule | undefined;
  /** Where orders, fills and owed events are saved, so that nothing is lost with the program: one store for this account. Default: nowhere. */
  readonly store?: TrackingStore;
  /** What the store keeps of what is over. */
  readonly retention?: Partial<RetentionPolicy>;
  /**
   * Writes all REST requests and sockets of this connector down as one timeline, scrubbed of secrets, for as long as the connector is used.
   * Default: nothing is recorded.
   */
  readonly recording?: ConnectorRecording;
}
