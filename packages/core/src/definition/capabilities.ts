import type { SelfTradePrevention } from '../model/order-conditions.ts';
import type { OrderListKind } from '../model/order-list.ts';
import type { OrderType, TimeInForce } from '../model/order.ts';

/** What a venue and its connector can do. Every claim is checked by the conformance suite. */
export interface Capabilities {
  readonly orderTypes: readonly OrderType[];
  /** What orders that have a time in force may ask for; others are denied. */
  readonly timeInForce: readonly TimeInForce[];
  /** Whether stop-loss and take-profit orders may have a `trailingDelta`. Default false; then they are denied. */
  readonly supportsTrailing?: boolean;
  /** Whether orders with a limit price may have an `icebergAmount`. Default false; then they are denied. */
  readonly supportsIceberg?: boolean;
  /** What an order may ask for as `selfTradePrevention`. Default: nothing; then orders that ask for it are denied. */
  readonly selfTradePreventionModes?: readonly SelfTradePrevention[];
  /** Whether market orders may have their amount in quote. Default false; then they are denied. */
  readonly supportsQuoteAmount?: boolean;
  /** Whether `amendOrder` reduces an order's amount in place. Default false; then amendments are denied. */
  readonly supportsAmendKeepPriority?: boolean;
  /** Whether `cancelReplaceOrder` is implemented. Default false; then it is denied, and the old order left alone. */
  readonly supportsCancelReplace?: boolean;
  /** The kinds of lists that `placeOrderList` takes. Default: none; then each order of a list is denied. */
  readonly orderLists?: readonly OrderListKind[];
  /** Whether `testOrder` is implemented. Default false; then tests are denied. */
  readonly supportsTestOrder?: boolean;
  /**
   * Whether orders can be queried and canceled by our own id. Default true. When false, they are found by the venue's id alone; an order
   * whose placing ended without an answer is looked for among open orders and trades, and is lost where those leave a doubt.
   */
  readonly supportsClientOrderIds?: boolean;
  /** How many markets can be followed at once. Default: no limit. */
  readonly maximumTradingPairs?: number;
  /**
   * Whether the venue has a private stream. Default true. When false, `createUserStreamDataSource` and `userStreamEventListener` are never
   * called and may throw; orders, fills and balances are learned from answers and from status polls in the short interval.
   */
  readonly hasPrivateStream?: boolean;
  /** Whether balances come on the private stream. Default true; when false they are polled and estimated in between. */
  readonly streamsBalances?: boolean;
  /** Whether fills come on the private stream one by one with their trade ids. Default true; when false they are asked for after each order update. */
  readonly streamsFills?: boolean;
  /**
   * Whether the venue names each execution. Default true. When false, fills are made from the executed amounts of order updates;
   * `allTradeUpdatesForOrder` and `tradeUpdatesSince` then only tell whether there was any.
   */
  readonly hasTradeIds?: boolean;
  /** How long an asynchronous cancel's confirmation is waited for before the order is asked for. Default 5,000 ms. */
  readonly cancelConfirmationMs?: number;
  /** Whether the venue tells how much of its limits is used by everybody who shares them, and the connector reads it. Default false. */
  readonly tellsLimitUsage?: boolean;
  /** How many commands one batch takes. Default: no limit. */
  readonly maximumBatchSize?: number;
  /** Whether the commands of one batch must be of one market. Default false. */
  readonly batchesOneMarket?: boolean;
  /** Whether `tradeUpdatesSince` is implemented. Default false; then gaps are repaired order by order. */
  readonly queriesTradesSince?: boolean;
  /** Whether the venue's clock must be followed. Default true. */
  readonly needsTimeSynchronization?: boolean;
  /** How long after a request's validity the venue may still be working on it. Default 10,000 ms. */
  readonly processingTimeMs?: number;
  /** After this long without an answer an undecided order is `lost`. Default 600,000 ms. */
  readonly lostAfterMs?: number;
  /** How long a request is valid at the venue after its timestamp. Default 5,000 ms. */
  readonly requestValidityMs?: number;
}
