import type { Decimal } from '../decimal/decimal.ts';
import type { DenialReason } from '../errors/order-denied-error.ts';
import type { OpenOrder } from './open-order.ts';
import type { OrderSide, OrderType, PositionAction } from './order.ts';
import type { NetworkState } from './network-status.ts';
import type { RepairPart, RepairReport, StreamGap } from './gap.ts';
import type { PublicTrade } from './public-trade.ts';
import type { TradeFee } from './trade-fee.ts';
import type { TradeUpdate } from './trade-update.ts';
import type { TradingPair } from './trading-pair.ts';

/** What all events about one of our orders have in common. */
export interface OrderEventBase {
  readonly clientOrderId: string;
  readonly exchangeOrderId: string | undefined;
  readonly tradingPair: TradingPair;
  readonly side: OrderSide;
  readonly orderType: OrderType;
  readonly positionAction: PositionAction;
  /** The venue's time where it said one, else ours, in ms. */
  readonly eventTimeMs: number;
  /** Its number in the connector's store, always growing; `events({ after })` goes on from it. Absent without a store, and when it could not be saved. */
  readonly sequence?: number;
  /** True when it is told from the store, after a restart or to a reader that resumes: it may have been told before. Else absent. */
  readonly replayed?: boolean;
}

export interface OrderCreatedEvent extends OrderEventBase {
  readonly type: 'order-created';
  readonly amount: Decimal;
  readonly price: Decimal | undefined;
  readonly creationTimeMs: number;
}

export interface OrderFilledEvent extends OrderEventBase {
  readonly type: 'order-filled';
  readonly tradeId: string;
  readonly price: Decimal;
  readonly amount: Decimal;
  readonly quoteAmount: Decimal;
  readonly fee: TradeFee;
  readonly isTaker: boolean;
  /** True when the fill was learned from a query, after the stream had missed it. */
  readonly isRecovered: boolean;
}

/**
 * A fill of an order of ours that has been forgotten since it ended; it was not told before. What is known of the order is what the
 * venue's message says.
 */
export interface OrderFilledLateEvent {
  readonly type: 'order-filled-late';
  readonly trade: TradeUpdate;
  /** True when the fill was learned from a query. */
  readonly isRecovered: boolean;
  readonly eventTimeMs: number;
  /** As `OrderEventBase.sequence` and `.replayed`. */
  readonly sequence?: number;
  readonly replayed?: boolean;
}

/** The account has an open order that this connector did not place; told once per order, by the option `foreignOrders`. */
export interface ForeignOrderSeenEvent {
  readonly type: 'foreign-order-seen';
  readonly order: OpenOrder;
  readonly eventTimeMs: number;
}

export interface OrderCompletedEvent extends OrderEventBase {
  readonly type: 'order-completed';
  readonly executedBase: Decimal;
  readonly executedQuote: Decimal;
  /** True when the venue says "filled" and not all fills have been seen; they may still follow. */
  readonly hasMissingFills: boolean;
}

/** The order's amount has been reduced, by us or by another program of the account's owner; it keeps its place in the queue. */
export interface OrderAmendedEvent extends OrderEventBase {
  readonly type: 'order-amended';
  /** In base, what has been executed included. */
  readonly amount: Decimal;
  readonly previousAmount: Decimal;
}

export interface OrderCanceledEvent extends OrderEventBase {
  readonly type: 'order-canceled';
  readonly executedBase: Decimal;
}

export interface OrderExpiredEvent extends OrderEventBase {
  readonly type: 'order-expired';
  readonly executedBase: Decimal;
  readonly reason: string | undefined;
}

export interface OrderFailedEvent extends OrderEventBase {
  readonly type: 'order-failed';
  /** `denied`: never sent; `rejected`: refused by the venue; `never-arrived`: proven not to exist there. */
  readonly cause: 'denied' | 'rejected' | 'never-arrived';
  readonly denialReason: DenialReason | undefined;
  readonly message: string;
}

export interface OrderLostEvent extends OrderEventBase {
  readonly type: 'order-lost';
  readonly message: string;
}

export interface BalanceUpdatedEvent {
  readonly type: 'balance-updated';
  readonly asset: string;
  readonly total: Decimal;
  readonly available: Decimal;
  readonly eventTimeMs: number;
}

/** The public states of a book: only `live` may be traded on. */
export type BookState = 'syncing' | 'live' | 'stale' | 'stopped';

export interface BookStateEvent {
  readonly type: 'book-live' | 'book-stale' | 'book-resynced';
  readonly tradingPair: TradingPair;
  readonly state: BookState;
  readonly reason: string | undefined;
  readonly eventTimeMs: number;
}

export interface BookUpdatedEvent {
  readonly type: 'book-updated';
  readonly tradingPair: TradingPair;
  readonly updateId: number;
  readonly eventTimeMs: number;
}

export interface PublicTradeEvent {
  readonly type: 'book-trade';
  readonly trade: PublicTrade;
}

/** Which of a connector's streams. */
export type StreamName = 'market' | 'private';

export interface StreamStateEvent {
  readonly type: 'stream-connected' | 'stream-interrupted';
  readonly stream: StreamName;
  readonly reason: string | undefined;
  readonly eventTimeMs: number;
}

/** The private stream is whole again: what was missed has been asked for and merged. */
export interface StreamRestoredEvent {
  readonly type: 'stream-restored';
  readonly stream: StreamName;
  readonly gap: StreamGap;
  /** Summed over all attempts. */
  readonly repaired: RepairReport;
  /** How many attempts the repair took. */
  readonly attempts: number;
  readonly eventTimeMs: number;
}

/**
 * A gap of the private stream could not be repaired wholly; what is missing is asked for again and again until `stream-restored`.
 * Told when the stream becomes degraded and when what is missing changes, not once per attempt.
 */
export interface StreamDegradedEvent {
  readonly type: 'stream-degraded';
  readonly stream: StreamName;
  readonly gap: StreamGap;
  /** The parts that are missing; empty when the repair as a whole failed. */
  readonly missing: readonly RepairPart[];
  /** True while events are held back, because what we know of our orders is not whole; false when they flow. */
  readonly isHolding: boolean;
  /** Failed attempts so far. */
  readonly attempt: number;
  readonly error: Error;
  readonly eventTimeMs: number;
}

/** The private stream has moved to a new connection while the old one still delivered: nothing was missed. */
export interface StreamRotatedEvent {
  readonly type: 'stream-rotated';
  readonly stream: StreamName;
  readonly reason: string;
  /** The number of the new connection. */
  readonly generation: number;
  readonly repaired: RepairReport;
  readonly eventTimeMs: number;
}

/** The venue can be reached again, or cannot be any more, or nobody asks. */
export interface NetworkStatusChangedEvent {
  readonly type: 'network-status-changed';
  readonly state: NetworkState;
  readonly previous: NetworkState;
  /** Why the venue is not connected; undefined when it is. */
  readonly reason: string | undefined;
  /** By our wall clock. */
  readonly eventTimeMs: number;
}

/** Something that was reported and skipped: a malformed frame, an unknown event, a row without a needed field. */
export interface StreamProblemEvent {
  readonly type: 'stream-problem';
  readonly stream: StreamName | 'rest' | 'storage';
  readonly message: string;
  readonly error: Error | undefined;
  readonly eventTimeMs: number;
}

/** The connector cannot work and has stopped: its store cannot be had, or was taken over by another process. `start` tries again. */
export interface ConnectorFailedEvent {
  readonly type: 'connector-failed';
  readonly error: Error;
  readonly eventTimeMs: number;
}

export type OrderEvent =
  | OrderCreatedEvent
  | OrderFilledEvent
  | OrderAmendedEvent
  | OrderCompletedEvent
  | OrderCanceledEvent
  | OrderExpiredEvent
  | OrderFailedEvent
  | OrderLostEvent;

export type BookEvent = BookStateEvent | BookUpdatedEvent | PublicTradeEvent;

/** Everything that a connector tells an application. */
export type ConnectorEvent =
  | OrderEvent
  | OrderFilledLateEvent
  | ForeignOrderSeenEvent
  | BalanceUpdatedEvent
  | BookEvent
  | StreamStateEvent
  | StreamRestoredEvent
  | StreamRotatedEvent
  | StreamDegradedEvent
  | StreamProblemEvent
  | NetworkStatusChangedEvent
  | ConnectorFailedEvent;

type OfType<Event, Type> = Event extends { readonly type: infer Types }
  ? Type extends Types
    ? Event & { readonly type: Type }
    : never
  : never;

/** The events by their name. */
export type ConnectorEventMap = { [Type in ConnectorEvent['type']]: OfType<ConnectorEvent, Type> };
