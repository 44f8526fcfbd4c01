export type { AccountBalance, ApiKey, FeePlan } from './model/account.ts';
export type { BookChange, BookLevel, BookView } from './model/book-change.ts';
export type { Instrument, InstrumentFeatures, PriceMultipliers } from './model/instrument.ts';
export { isPriceless, isTriggerType } from './model/order-kinds.ts';
export type { ExpiryReason, SelfTradePrevention, Side, VenueOrderStatus, VenueOrderType, VenueTimeInForce } from './model/order-kinds.ts';
export type { ListStatus, OrderList, OrderListKind, OrderListTicket } from './model/order-list.ts';
export { isOpen, remainingOf } from './model/order.ts';
export type { OrderTicket, VenueOrder } from './model/order.ts';
export { Refusal } from './model/refusal.ts';
export type { RefusalReason } from './model/refusal.ts';
export { spotInstrument } from './model/spot-instrument.ts';
export type { MultiplierTexts, SpotInstrumentOptions } from './model/spot-instrument.ts';
export type { Amendment, Execution, ExecutionKind, FirstFill, PreventedMatch, VenueFill, VenueTrade } from './model/trade.ts';
export { createWorld } from './engine/create-world.ts';
export type { WorldOptions } from './engine/create-world.ts';
export type { MakerMarketOptions } from './engine/maker-market.ts';
export { createMarketMakers } from './engine/market-makers.ts';
export type { MarketMakers, MarketMakersOptions } from './engine/market-makers.ts';
export { accountTruth, worldDefects } from './engine/truth.ts';
export type { AccountTruth, FillSum, OwnLevels } from './engine/truth.ts';
export type {
  AmendRequest,
  AmendResult,
  CancelReplacement,
  CancelReplaceRequest,
  CancelRestriction,
  FillQuery,
  ListCancellation,
  ListLookup,
  ListPlacement,
  OrderLookup,
  Placement,
  World,
  WorldListener,
} from './engine/world.ts';
export type { DecodedRequest, Dialect, DialectDesk, DialectSession, Notice, SocketAction, SocketTerms, Topic } from './dialect/dialect.ts';
export { isSignedBy, requireFreshTime, requireKey } from './dialect/authentication.ts';
export type { SignatureEncoding } from './dialect/authentication.ts';
export type { Charge, LimitKind, Usage, VenueLimit } from './dialect/limit.ts';
export type { CancelItem, Operation, OperationResult } from './dialect/operation.ts';
export { NumberText, parseExactJson } from './dialect/exact-json.ts';
export { readForm } from './dialect/form-fields.ts';
export { decimal, given, members, oneOf, ownWordOf, readObject, required, texts, whole } from './dialect/request-fields.ts';
export type { Parameters } from './dialect/request-fields.ts';
export { memoryOf } from './dialect/socket-memory.ts';
export { TrackedParameters } from './dialect/tracked-parameters.ts';
export type { DialectTrait } from './dialect/trait.ts';
export { pickFields } from './dialect/wire-fields.ts';
export { readWebToken } from './dialect/web-token.ts';
export type { WebToken } from './dialect/web-token.ts';
export type { WireReply, WireRequest } from './dialect/wire.ts';
export type { AppliedFault, FaultPlan, FaultSource } from './faults/fault-plan.ts';
export type {
  FaultMatch,
  FaultRule,
  FrameCorruption,
  FrameFaultAction,
  FrameKind,
  FrameSubject,
  HandshakeFaultAction,
  HandshakeSubject,
  HttpFaultAction,
  HttpSubject,
  InjectedRefusal,
  RawAnswer,
  SocketRequestFaultAction,
  SocketRequestSubject,
} from './faults/fault-rule.ts';
export { createRandomFaults } from './faults/random-faults.ts';
export type { FaultRates } from './faults/random-faults.ts';
export { plainDialect } from './plain/plain-dialect.ts';
export type { PlainShape } from './plain/shape.ts';
export type { InternalFault } from './server/fault-record.ts';
export type { BanPolicy } from './server/limit-ledger.ts';
export type { Handshake, HandshakeOutcome, HttpOutcome, SocketIntake, SocketPeer } from './server/transport-contract.ts';
export type { CutManner, SocketInfo, SocketSelection, VenueControl } from './server/venue-control.ts';
export { createVenue } from './server/venue.ts';
export type { Venue, VenueAccount, VenueOptions } from './server/venue.ts';
export { ListenError } from './transport/listen-error.ts';
export { serveOnLoopback } from './transport/serve-on-loopback.ts';
export type { LoopbackOptions, LoopbackVenue, ServiceUrls } from './transport/serve-on-loopback.ts';
export { serveInProcess } from './transport/serve-in-process.ts';
export type { InProcessVenue } from './transport/serve-in-process.ts';
