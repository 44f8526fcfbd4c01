export { Decimal, ONE, ZERO } from './decimal/decimal.ts';
export { parseDecimal } from './decimal/parse.ts';
export { floorToIncrement } from './decimal/quantise.ts';
export type { TradingPair, PairAssets } from './model/trading-pair.ts';
export { isTradingPair, splitTradingPair, tradingPair } from './model/trading-pair.ts';
export { AuthenticationError } from './errors/authentication-error.ts';
export { asError } from './errors/as-error.ts';
export { ClockError, isClockError } from './errors/clock-error.ts';
export { ConfigurationError } from './errors/configuration-error.ts';
export { ConnectorError } from './errors/connector-error.ts';
export type { OrderOutcome } from './errors/connector-error.ts';
export { excerpt, printable } from './errors/excerpt.ts';
export { AbortedError } from './errors/aborted-error.ts';
export { NetworkError } from './errors/network-error.ts';
export { NotImplementedError } from './errors/not-implemented-error.ts';
export { RequestNotSentError } from './errors/request-not-sent-error.ts';
export { ThrottleError } from './errors/throttle-error.ts';
export { TimeoutError } from './errors/timeout-error.ts';
export { InvalidPayloadError } from './errors/invalid-payload-error.ts';
export { OrderDeniedError } from './errors/order-denied-error.ts';
export { orderOutcome } from './errors/outcome.ts';
export { OrderWaitError } from './errors/order-wait-error.ts';
export { RateLimitError } from './errors/rate-limit-error.ts';
export { RecordingFullError } from './errors/recording-full-error.ts';
export { StreamError } from './errors/stream-error.ts';
export { UnknownTradingPairError } from './errors/unknown-trading-pair-error.ts';
export { VenueRejection, isOrderNotFound } from './errors/venue-rejection.ts';
export type { RejectionReason } from './errors/venue-rejection.ts';
export { VenueUnavailableError } from './errors/venue-unavailable-error.ts';
export type { MaybePromise } from './model/maybe-promise.ts';
export type { OpenOrder } from './model/open-order.ts';
export type { CancelReplaceMode, OrderListKind, OrderListRequest } from './model/order-list.ts';
export type { OrderConditions, SelfTradePrevention } from './model/order-conditions.ts';
export type { OrderRequest, OrderSide, OrderType, PositionAction, TimeInForce } from './model/order.ts';
export { hasLimitPrice, hasTimeInForce, isTriggered } from './model/order-type.ts';
export type { ReportedOrderState } from './model/order-state.ts';
export type { OrderUpdate } from './model/order-update.ts';
export type { PublicTrade } from './model/public-trade.ts';
export type { FeeRates, TokenAmount, TradeFee } from './model/trade-fee.ts';
export type { TradeUpdate } from './model/trade-update.ts';
export type { TradingRule } from './model/trading-rule.ts';
export type { StreamAction, StreamAdmission } from './network/stream-gate.ts';
export type { StreamPlan } from './network/stream-plan.ts';
export type { Runtime } from './runtime/runtime.ts';
export type { LimitScope, LinkedLimitWeightPair, RateLimit, ThrottleLane } from './throttle/rate-limit.ts';
export { TopicAcknowledgements } from './network/topic-acknowledgements.ts';
export type { TopicRequestKind } from './network/topic-acknowledgements.ts';
export { Throttler } from './throttle/throttler.ts';
export type { LimitChange, ThrottlerOptions } from './throttle/throttler.ts';
export type { AcquireOptions } from './throttle/admission.ts';
export type { ConnectionThrottle } from './throttle/connection-throttle.ts';
export type { LimitBan, LimitUsage } from './throttle/limit-usage.ts';
export { RateGovernor } from './throttle/rate-governor.ts';
export type { RateGovernorOptions } from './throttle/rate-governor.ts';
export type { PauseCause } from './throttle/shared-limit.ts';
export { streamAdmission } from './throttle/stream-admission.ts';
export type { StreamAdmissionOptions } from './throttle/stream-admission.ts';
export type { UsageReportOptions } from './throttle/usage-report.ts';
export type { LaneReserves } from './throttle/lanes.ts';
export type { Authenticator } from './web/authenticator.ts';
export { encodeQuery, percentEncode } from './web/encode-query.ts';
export type { RateFeedback, RestPostProcessor, RestPreProcessor, ResponseClassifier, UsageReading } from './web/processors.ts';
export { UsageFeedback } from './web/usage-feedback.ts';
export type { AnsweredCall, UsageFeedbackOptions } from './web/usage-feedback.ts';
export type { RequestContext, RestCaller, SymbolLookup } from './web/request-context.ts';
export type { RestCall, RestParameters, RestRequest } from './web/rest-request.ts';
export type { RestResponse } from './web/rest-response.ts';
export { findRowsSince, readPagesById } from './web/history-pages.ts';
export type { HistorySpan, PagedHistory, RowsSince, TimeWindow } from './web/history-pages.ts';
export { readVenueFailure, venueFailureError } from './web/venue-failure.ts';
export type { VenueErrorCodes, VenueFailure } from './web/venue-failure.ts';
export { checkedUrl } from './web/checked-url.ts';
export type { WsRequest } from './web/ws-request.ts';
export { RestAssistant } from './web/rest-assistant.ts';
export type { RateLimitScope, RestAssistantOptions } from './web/rest-assistant.ts';
export { retryAfterMs } from './web/retry-after.ts';
export type { RetryAfterOptions } from './web/retry-after.ts';
export { TimeSynchronizer } from './web/time-synchronizer.ts';
export type { ServerTimeProvider } from './web/time-synchronizer.ts';
export { WebAssistantsFactory } from './web/web-assistants-factory.ts';
export type { WebAssistantsFactoryOptions } from './web/web-assistants-factory.ts';
export { WsAssistant } from './web/ws-assistant.ts';
export type { ContinuityRule, ContinuityVerdict, DepthDiff, DepthSnapshot } from './book/depth-message.ts';
export { BookSynchronizer } from './book/book-synchronizer.ts';
export type { BookSynchronizerOptions, SynchronizerPhase } from './book/book-synchronizer.ts';
export type { BookEffect, BookEffects, BookInput, DiffInput } from './book/book-synchronizer-messages.ts';
export { previousContinuity, rangeContinuity, sequenceContinuity, unnumberedContinuity } from './book/continuity-rules.ts';
export { createDepthDiff } from './book/depth-diff.ts';
export { DepthDiffPool } from './book/diff-buffer.ts';
export { LevelBatch } from './book/level-batch.ts';
export { readLevels } from './book/read-levels.ts';
export { OrderBook } from './book/order-book.ts';
export type { MarketDataSink, OrderBookDataSource } from './book/order-book-data-source.ts';
export type { CredentialFailure, StreamCredential } from './account/stream-credential.ts';
export type { UserStreamDataSource, UserStreamSink } from './account/user-stream-data-source.ts';
export type { ClientOrderIdPolicy } from './orders/client-order-id-policy.ts';
export type { BalanceSnapshotRow, UserStreamUpdate } from './account/user-stream-update.ts';
export type { AdvancedOrderMembers, AmendedOrder, ReplacedOrder } from './definition/advanced-order-members.ts';
export type { Capabilities } from './definition/capabilities.ts';
export type {
  BatchOutcome,
  CanceledOrder,
  ConnectorDefinition,
  FactoryEnvironment,
  FeeQuestion,
  FirstFillRelease,
  OrderReference,
  PlacedOrder,
  RateLimitCorrection,
  UserStreamEnvironment,
} from './definition/connector-definition.ts';
export type { Clock, TimerHandle } from './runtime/clock.ts';
export type { Random } from './runtime/random.ts';
export { isSecretName } from './log/scrub-text.ts';
export { decorate } from './telemetry/decorate.ts';
export { createLogger } from './log/create-logger.ts';
export type { LoggerOptions, LogLevel } from './log/create-logger.ts';
export { silentLogger } from './log/silent-logger.ts';
export { inflateFrame } from './network/inflate-frame.ts';
export type { InflateOptions } from './network/inflate-frame.ts';
export { parseJson } from './network/json.ts';
export type { JsonOptions } from './network/json.ts';
export { PayloadFields, readRows } from './network/payload-fields.ts';
export {
  isPayloadObject,
  optionalArray,
  optionalBoolean,
  optionalId,
  optionalInteger,
  optionalObject,
  optionalString,
  readAmount,
  readArray,
  readBoolean,
  readCount,
  readId,
  readInteger,
  readObject,
  readString,
  readText,
} from './network/payload-reader.ts';
export type { PayloadObject } from './network/payload-reader.ts';
export { FileRecordingSink } from './recording/file-recording-sink.ts';
export type { FileRecordingOptions } from './recording/file-recording-sink.ts';
export { recordingRuntime } from './recording/recording-runtime.ts';
export type { RecordingAllowList } from './recording/recording-allow-list.ts';
export type { RecordingSourceKind } from './recording/recording-format.ts';
export type { RecordingSink } from './recording/recording-sink.ts';
export type { RecordingOptions } from './recording/recorder.ts';
export type { Logger, LogFields } from './runtime/logger.ts';
export { Secret } from './runtime/secret.ts';
export type { HttpClient, HttpRequest, HttpResponse } from './network/http-client.ts';
export { NO_FEE, buildTradeFee, feeAmounts, paidFee, tradeFeeKind } from './orders/trade-fee.ts';
export type { FeeBasis, RateSource, TradeFeeQuestion, TradeFeeSchema } from './orders/trade-fee.ts';
export type {
  RequestServer,
  ServerHandshake,
  ServerReply,
  ServerRequest,
  ServerSocket,
  ServerSocketHandlers,
  SocketRefusal,
  SocketServer,
} from './runtime/server-socket.ts';
export type { BookSideName } from './book/book-side.ts';
export type { DepthWalk } from './book/depth-walk.ts';
export type { ExactPriceLevel, OrderBookSnapshot, OrderBookView, PriceLevel } from './book/order-book-view.ts';
export type { ConnectorErrorOptions } from './errors/connector-error.ts';
export type { InvalidPayload } from './errors/invalid-payload-error.ts';
export type { DenialReason } from './errors/order-denied-error.ts';
export type { StreamProblem } from './errors/stream-error.ts';
export type { BookState } from './model/events.ts';
export type { BackoffPlan } from './network/stream-plan.ts';
export type { FetchFunction } from './runtime/fetch.ts';
export type { SocketCloseInfo, SocketConnection, SocketHandlers, SocketOpener, SocketRequest } from './runtime/socket.ts';
export type { RestMethod } from './web/rest-request.ts';
