export { createRuntime } from './network/create-runtime.ts';
export type { CountingRuntime, RuntimeOptions } from './network/create-runtime.ts';
export type { BookSideName } from './book/book-side.ts';
export type { BookUpdates } from './book/book-updates.ts';
export type { DepthWalk } from './book/depth-walk.ts';
export type { BookStatus } from './book/order-book-tracker-options.ts';
export type { ExactPriceLevel, OrderBookSnapshot, OrderBookView, PriceLevel } from './book/order-book-view.ts';
export { AbortedError } from './errors/aborted-error.ts';
export { AuthenticationError } from './errors/authentication-error.ts';
export { ClockError } from './errors/clock-error.ts';
export { ConfigurationError } from './errors/configuration-error.ts';
export { ConnectorError } from './errors/connector-error.ts';
export type { ConnectorErrorOptions, OrderOutcome } from './errors/connector-error.ts';
export { EventsPrunedError } from './errors/events-pruned-error.ts';
export { InvalidPayloadError } from './errors/invalid-payload-error.ts';
export type { InvalidPayload } from './errors/invalid-payload-error.ts';
export { NetworkError } from './errors/network-error.ts';
export { NotImplementedError } from './errors/not-implemented-error.ts';
export { OrderDeniedError } from './errors/order-denied-error.ts';
export type { DenialReason } from './errors/order-denied-error.ts';
export { orderOutcome } from './errors/outcome.ts';
export { OrderWaitError } from './errors/order-wait-error.ts';
export { RateLimitError } from './errors/rate-limit-error.ts';
export { RecordingFullError } from './errors/recording-full-error.ts';
export { RequestNotSentError } from './errors/request-not-sent-error.ts';
export { StorageError } from './errors/storage-error.ts';
export type { StorageProblem } from './errors/storage-error.ts';
export { StreamError } from './errors/stream-error.ts';
export type { StreamProblem } from './errors/stream-error.ts';
export { ThrottleError } from './errors/throttle-error.ts';
export { TimeoutError } from './errors/timeout-error.ts';
export { UnknownTradingPairError } from './errors/unknown-trading-pair-error.ts';
export { VenueRejection } from './errors/venue-rejection.ts';
export type { RejectionReason } from './errors/venue-rejection.ts';
export { VenueUnavailableError } from './errors/venue-unavailable-error.ts';
export { ExchangeConnector } from './exchange/exchange-connector.ts';
export type { BatchOrder, OrderOptions, StatusDict } from './exchange/exchange-connector.ts';
export { MarketQueries } from './exchange/market-queries.ts';
export type { DecimalInput } from './exchange/market-queries.ts';
export type { ConnectorRecording, ExchangeConnectorOptions, LoopIntervals } from './exchange/connector-options.ts';
export type { ForeignOrderRule } from './repair/foreign-order-audit.ts';
export type { EventListener, EventStreamOptions } from './events/event-hub.ts';
export type { EventStream } from './events/event-stream.ts';
export type { ConnectorEvent, ConnectorEventMap } from './model/events.ts';
export { SystemClock } from './clock/system-clock.ts';
export { createLogger } from './log/create-logger.ts';
export type { LoggerOptions, LogLevel } from './log/create-logger.ts';
export { silentLogger } from './log/silent-logger.ts';
export { InFlightOrder } from './orders/in-flight-order.ts';
export type { InFlightOrderJson } from './orders/in-flight-order-json.ts';
export type { InFlightOrderOptions, OrderTrackingNotes } from './orders/in-flight-order-options.ts';
export { ClientOrderTracker } from './orders/client-order-tracker.ts';
export type { ClientOrderIdPolicy } from './orders/client-order-id-policy.ts';
export type { ClientOrderTrackerOptions } from './orders/client-order-tracker-options.ts';
export { FillLedger } from './orders/fill-ledger.ts';
export type { OrderLookup } from './orders/order-registry.ts';
export type { TrackerEffect } from './orders/tracker-effect.ts';
export type { NotFoundEvidence, TrackerInput } from './orders/tracker-input.ts';
export { BudgetChecker } from './orders/budget-checker.ts';
export type { BudgetAdjustment, BudgetedOrder, BudgetSources, OrderCandidate } from './orders/budget-checker.ts';
export type { FeeOverride } from './orders/fee-override.ts';
export { feeAmountInAsset, feeCostImpact, feeReturnImpact } from './orders/trade-fee.ts';
export { MemoryDisk, MemoryTrackingStore } from './storage/memory-tracking-store.ts';
export type { MemoryTrackingStoreOptions } from './storage/memory-tracking-store.ts';
export type { PruneReport, PruneRequest, RetentionPolicy } from './storage/retention.ts';
export type {
  DamagedRow,
  DeliveredChange,
  EventChange,
  FillChange,
  NoteChange,
  OrderChange,
  StoredEvent,
  StoredEventPage,
  StoredOrder,
  StoredTracking,
  TrackingChange,
  TrackingStore,
} from './storage/tracking-store.ts';
export type { UserStreamState, UserStreamStatus } from './account/user-stream-options.ts';
export { FileRecordingSink } from './recording/file-recording-sink.ts';
export type { FileRecordingOptions } from './recording/file-recording-sink.ts';
export { recordingRuntime } from './recording/recording-runtime.ts';
export type { RecordingAllowList } from './recording/recording-allow-list.ts';
export type { RecordingSourceKind } from './recording/recording-format.ts';
export type { RecordingSink } from './recording/recording-sink.ts';
export type { RecordingOptions } from './recording/recorder.ts';
export type { Logger, LogFields } from './runtime/logger.ts';
export type { Runtime } from './runtime/runtime.ts';
export { RateGovernor } from './throttle/rate-governor.ts';
export type { RateGovernorOptions } from './throttle/rate-governor.ts';
export type { LimitBan, LimitUsage } from './throttle/limit-usage.ts';
export type { LaneReserves } from './throttle/lanes.ts';
export type { LimitScope, ThrottleLane } from './throttle/rate-limit.ts';
export { Secret } from './runtime/secret.ts';
export { Decimal, ONE, ZERO } from './decimal/decimal.ts';
export { parseDecimal } from './decimal/parse.ts';
export { floorToIncrement } from './decimal/quantise.ts';
export type { Capabilities } from './definition/capabilities.ts';
export type { ConnectorDefinition, FeeQuestion } from './definition/connector-definition.ts';
export type { Balance } from './model/balance.ts';
export type { CancellationResult } from './model/cancellation-result.ts';
export type {
  BalanceUpdatedEvent,
  BookEvent,
  BookState,
  BookStateEvent,
  BookUpdatedEvent,
  ConnectorFailedEvent,
  ForeignOrderSeenEvent,
  NetworkStatusChangedEvent,
  OrderAmendedEvent,
  OrderCanceledEvent,
  OrderCompletedEvent,
  OrderCreatedEvent,
  OrderEvent,
  OrderEventBase,
  OrderExpiredEvent,
  OrderFailedEvent,
  OrderFilledEvent,
  OrderFilledLateEvent,
  OrderLostEvent,
  PublicTradeEvent,
  StreamName,
  StreamDegradedEvent,
  StreamProblemEvent,
  StreamRestoredEvent,
  StreamRotatedEvent,
  StreamStateEvent,
} from './model/events.ts';
export type { NetworkState, NetworkStatus } from './model/network-status.ts';
export type { PriceType } from './model/price-type.ts';
export type { RepairPart, RepairReport, StreamGap } from './model/gap.ts';
export type { MaybePromise } from './model/maybe-promise.ts';
export type { OpenOrder } from './model/open-order.ts';
export type { OrderState, OutcomeKnowledge, ReportedOrderState } from './model/order-state.ts';
export type { OrderUpdate } from './model/order-update.ts';
export type { CancelReplaceMode, OrderListKind, OrderListRequest } from './model/order-list.ts';
export type { CancelReplaceResult, OrderCommandResult } from './model/order-command-result.ts';
export type { OrderConditions, SelfTradePrevention } from './model/order-conditions.ts';
export type { OrderRequest, OrderSide, OrderType, PositionAction, TimeInForce } from './model/order.ts';
export type { PublicTrade } from './model/public-trade.ts';
export type { FeeRates, TokenAmount, TradeFee } from './model/trade-fee.ts';
export type { TradeUpdate } from './model/trade-update.ts';
export { isTradingPair, splitTradingPair, tradingPair } from './model/trading-pair.ts';
export type { PairAssets, TradingPair } from './model/trading-pair.ts';
export type { TradingRule } from './model/trading-rule.ts';
export type { FeeBasis, RateSource } from './orders/trade-fee.ts';
export type { TradeFeeJson, TradeUpdateJson } from './orders/trade-update-json.ts';
export type {
  DeniedInput,
  NotFoundInput,
  OrderInput,
  OrderSignalInput,
  OrderUpdateInput,
  OutcomeUnknownInput,
  RejectedInput,
  TickInput,
  TradeUpdateInput,
} from './orders/tracker-input.ts';
export type { Clock, TimerHandle } from './runtime/clock.ts';
export type { FetchFunction } from './runtime/fetch.ts';
export type { Random } from './runtime/random.ts';
export type { SocketCloseInfo, SocketConnection, SocketHandlers, SocketOpener, SocketRequest } from './runtime/socket.ts';
