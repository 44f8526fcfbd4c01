import type { Decimal } from '../decimal/decimal.ts';
import type { OrderConditions } from '../model/order-conditions.ts';
import type { OrderSide, OrderType, PositionAction, TimeInForce } from '../model/order.ts';
import type { TradingPair } from '../model/trading-pair.ts';

/** What an order is made of at its start. */
export interface InFlightOrderOptions {
  readonly clientOrderId: string;
  readonly exchangeOrderId?: string | undefined;
  readonly tradingPair: TradingPair;
  readonly side: OrderSide;
  readonly orderType: OrderType;
  readonly timeInForce?: TimeInForce | undefined;
  /** Absent for types without a limit price. */
  readonly price?: Decimal | undefined;
  readonly amount: Decimal;
  /** Default: none. */
  readonly conditions?: OrderConditions;
  readonly creationTimeMs: number;
  /** Default 1. */
  readonly leverage?: number;
  /** Default `nil`. */
  readonly positionAction?: PositionAction;
}

/** What a tracker notes about an order. Saved with it. */
export interface OrderTrackingNotes {
  /** The venue has told of this order. */
  isSeenAtVenue: boolean;
  hasAnnouncedCreation: boolean;
  hasAnnouncedEnd: boolean;
  hasAnnouncedLoss: boolean;
  /** Since when it is open whether the order, or a command on it, has reached the venue; undefined when decided. */
  undecidedSinceMs: number | undefined;
  /** "No such order" answers since the last sighting. */
  notFoundCount: number;
}
