import type { UserStreamDataSource } from '../account/user-stream-data-source.ts';
import type { BalanceSnapshotRow, UserStreamUpdate } from '../account/user-stream-update.ts';
import type { OrderBookDataSource } from '../book/order-book-data-source.ts';
import type { Decimal } from '../decimal/decimal.ts';
import type { MaybePromise } from '../model/maybe-promise.ts';
import type { OpenOrder } from '../model/open-order.ts';
import type { OrderUpdate } from '../model/order-update.ts';
import type { OrderRequest, OrderSide, OrderType, PositionAction } from '../model/order.ts';
import type { FeeRates, TradeFee } from '../model/trade-fee.ts';
import type { TradeUpdate } from '../model/trade-update.ts';
import type { TradingPair } from '../model/trading-pair.ts';
import type { TradingRule } from '../model/trading-rule.ts';
import type { ClientOrderIdPolicy } from '../orders/client-order-id-policy.ts';
import type { RecordingAllowList } from '../recording/recording-allow-list.ts';
import type { Runtime } from '../runtime/runtime.ts';
import type { RateLimit } from '../throttle/rate-limit.ts';
import type { LimitChange, Throttler } from '../throttle/throttler.ts';
import type { Authenticator } from '../web/authenticator.ts';
import type { RequestContext, RestCaller } from '../web/request-context.ts';
import type { TimeSynchronizer } from '../web/time-synchronizer.ts';
import type { WebAssistantsFactory } from '../web/web-assistants-factory.ts';
import type { AdvancedOrderMembers } from './advanced-order-members.ts';
import type { Capabilities } from './capabilities.ts';

/** What core hands to the factories. */
export interface FactoryEnvironment {
  readonly runtime: Runtime;
  readonly throttler: Throttler;
  readonly timeSynchronizer: TimeSynchronizer;
}

/** What core hands to the factory of the private stream. */
export interface UserStreamEnvironment extends FactoryEnvironment {
  /** For tokens and keys that the venue hands out by REST. It can be used from the first login on. */
  readonly rest: RestCaller;
}

/** What is needed to find one order at the venue. */
export interface OrderReference {
  readonly tradingPair: TradingPair;
  readonly clientOrderId: string;
  /** Undefined while the venue has not told it. */
  readonly exchangeOrderId: string | undefined;
  readonly side: OrderSide;
  readonly orderType: OrderType;
  readonly price: Decimal | undefined;
  readonly amount: Decimal;
  readonly creationTimeMs: number;
}

/** A venue's yes to an order. */
export interface PlacedOrder {
  readonly exchangeOrderId: string;
  /** The state in the venue's answer: `open`, or already `filled`, `expired` … */
  readonly state: OrderUpdate['state'];
  /** The venue's time in ms. */
  readonly updateTimeMs: number;
  /** Fills that the answer lists. */
  readonly trades?: readonly TradeUpdate[];
  readonly cumulativeBase?: Decimal;
  readonly cumulativeQuote?: Decimal;
  readonly reason?: string;
}

/** A venue's yes to a cancel. */
export interface CanceledOrder {
  /** `canceled` on synchronous venues; `pending-cancel` where the confirmation follows; or what the order had become. */
  readonly state: OrderUpdate['state'];
  readonly updateTimeMs: number;
  readonly exchangeOrderId?: string;
  readonly cumulativeBase?: Decimal;
  readonly cumulativeQuote?: Decimal;
}

/** How one command of a batch has ended: with the venue's yes, or with the error that the command alone would have ended with. */
export type BatchOutcome<Value> = { readonly value: Value } | { readonly error: unknown };

/** What the fee of an order is asked with. */
export interface FeeQuestion {
  readonly tradingPair: TradingPair;
  readonly orderType: OrderType;
  readonly side: OrderSide;
  readonly positionAction: PositionAction;
  readonly amount: Decimal;
  readonly price: Decimal | undefined;
  /** Undefined: decided by the order type. */
  readonly isMaker: boolean | undefined;
  /** The account's own rates from `updateTradingFees`, once known. */
  readonly rates: FeeRates | undefined;
}

/** What the venue says of one of its rate limits; an absent member stays as it is. */
export interface RateLimitCorrection extends LimitChange {
  readonly limitId: string;
}

/** How much of one limit a venue gives back when an order is filled for the first time, partially or wholly. */
export interface FirstFillRelease {
  readonly limitId: string;
  /** When that fill was a taker's. */
  readonly taker: number;
  /** When it was a maker's. */
  readonly maker: number;
}

/**
 * What a connector's author writes. Core does everything else: loops, sequence checks, retries, reconciliation, events.
 * Members are given what they need, own no loop or timer, and emit nothing; none is called before the connector's constructor
 * has returned, except for the data members.
 */
export interface ConnectorDefinition extends AdvancedOrderMembers {
  // Data.
  readonly name: string;
  /** Undefined when no keys were given: public data only. */
  readonly authenticator: Authenticator | undefined;
  readonly rateLimitsRules: readonly RateLimit[];
  /** Connectors on one governor share limits where this is the same; what the venue meters apart has another. Default: name and domain. */
  readonly rateLimitVenue?: string;
  /** What an order's first fill gives back of the limits that its placing was charged to. Default: nothing. */
  readonly firstFillReleases?: readonly FirstFillRelease[];
  readonly domain: string;
  /** Undefined: no limit. */
  readonly clientOrderIdMaxLength: number | undefined;
  readonly clientOrderIdPrefix: string;
  /** What the venue takes as our id of an order. Default: text. */
  readonly clientOrderIdPolicy?: ClientOrderIdPolicy;
  readonly tradingRulesRequestPath: string;
  readonly tradingPairsRequestPath: string;
  readonly checkNetworkRequestPath: string;
  /** The pairs that are followed from the start. */
  readonly tradingPairs: readonly TradingPair[];
  /** False: the venue's yes to a cancel only says that it has been taken; the stream or a query tells what becomes of it. */
  readonly isCancelRequestInExchangeSynchronous: boolean;
  readonly isTradingRequired: boolean;
  readonly capabilities: Capabilities;
  /** What of private traffic a recording keeps with its value. Default: what prices, amounts, states and times are usually called. */
  readonly recordingAllowList?: RecordingAllowList;

  // Factories.
  createWebAssistantsFactory(environment: FactoryEnvironment): WebAssistantsFactory;
  createOrderBookDataSource(environment: FactoryEnvironment): OrderBookDataSource;
  /** Never called where the capability `hasPrivateStream` is false. */
  createUserStreamDataSource(environment: UserStreamEnvironment): UserStreamDataSource;

  // Judgements.
  supportedOrderTypes(): readonly OrderType[];
  isRequestExceptionRelatedToTimeSynchronizer(error: unknown): boolean;
  isOrderNotFoundDuringStatusUpdateError(error: unknown): boolean;
  isOrderNotFoundDuringCancelationError(error: unknown): boolean;
  getFee(question: FeeQuestion): TradeFee;

  // Trading.
  placeOrder(context: RequestContext, order: OrderRequest): Promise<PlacedOrder>;
  placeCancel(context: RequestContext, order: OrderReference): Promise<CanceledOrder>;
  /**
   * Places several orders by one request, at most `maximumBatchSize`. Default: one request each. What is thrown is of the whole batch:
   * unless it says that nothing was carried out, each order is asked for.
   * @returns one outcome per order, in their order.
   */
  placeOrders?(context: RequestContext, orders: readonly OrderRequest[]): Promise<readonly BatchOutcome<PlacedOrder>[]>;
  /** Cancels several orders by one request; as `placeOrders`. */
  placeCancels?(context: RequestContext, orders: readonly OrderReference[]): Promise<readonly BatchOutcome<CanceledOrder>[]>;
  /**
   * Cancels all our orders of one market by one command; as `placeCancels`, without a limit of size. Only for venues whose command can
   * spare the orders of others in the same account, such as by a label or session of ours.
   */
  cancelAllOrders?(
    context: RequestContext,
    pair: TradingPair,
    orders: readonly OrderReference[],
  ): Promise<readonly BatchOutcome<CanceledOrder>[]>;
  requestOrderStatus(context: RequestContext, order: OrderReference): Promise<OrderUpdate>;
  allTradeUpdatesForOrder(context: RequestContext, order: OrderReference): Promise<readonly TradeUpdate[]>;
  /** All open orders of the account, of one pair where the venue needs it; foreign ones too. */
  requestOpenOrders(context: RequestContext, pair: TradingPair | undefined): Promise<readonly OpenOrder[]>;
  /** The account's fills of one pair since a venue time in ms, oldest first; only with the capability `queriesTradesSince`. */
  tradeUpdatesSince?(context: RequestContext, pair: TradingPair, sinceMs: number): Promise<readonly TradeUpdate[]>;
  /**
   * The client id of an order that is known by the venue's own id alone; undefined when the venue does not say. Worth writing where
   * the fills of `tradeUpdatesSince` name no client id: without it any fill of a stranger may keep an undecided order undecided.
   */
  requestClientOrderId?(context: RequestContext, pair: TradingPair, exchangeOrderId: string): Promise<string | undefined>;

  // Account and market.
  /** Parses the reply of `tradingRulesRequestPath`; a row that cannot be used goes to `onProblem` and drops nothing else. */
  formatTradingRules(context: RequestContext, reply: unknown, onProblem: (error: Error) => void): readonly TradingRule[];
  /**
   * Reads the venue's rate limits out of the reply of `tradingRulesRequestPath`; they correct those of `rateLimitsRules`. What cannot
   * be used goes to `onProblem` and drops nothing else. Default: the venue tells none there.
   */
  formatRateLimits?(reply: unknown, onProblem: (error: Error) => void): readonly RateLimitCorrection[];
  /** Parses the reply of `tradingPairsRequestPath` into pairs of names. */
  initializeTradingPairSymbolsFromExchangeInfo(
    reply: unknown,
    onProblem: (error: Error) => void,
  ): readonly { readonly exchangeSymbol: string; readonly tradingPair: TradingPair }[];
  updateBalances(context: RequestContext): Promise<readonly BalanceSnapshotRow[]>;
  /** The account's own fee rates; an empty map where the venue does not tell. */
  updateTradingFees(context: RequestContext, pairs: readonly TradingPair[]): Promise<ReadonlyMap<TradingPair, FeeRates>>;
  getLastTradedPrice(context: RequestContext, pair: TradingPair): Promise<Decimal>;
  /** The last prices of several markets with one request. Default: one request for each. */
  getLastTradedPrices?(context: RequestContext, pairs: readonly TradingPair[]): Promise<ReadonlyMap<TradingPair, Decimal>>;
  /** One private event → what it tells. May throw InvalidPayloadError: it is reported and skipped. */
  userStreamEventListener(event: unknown, context: RequestContext): MaybePromise<readonly UserStreamUpdate[]>;
  /** What a status poll does; default: core's (balances and order states). */
  statusPollingLoopFetchUpdates?(context: RequestContext, fallback: () => Promise<void>): Promise<void>;
}
