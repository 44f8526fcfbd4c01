import type { Decimal, TradingPair } from '@venuekit/core/connector';
import type { ExpiryReason, SelfTradePrevention, Side, VenueOrderStatus, VenueOrderType, VenueTimeInForce } from './order-kinds.ts';

/** What somebody asks the engine to do. */
export interface OrderTicket {
  readonly account: string;
  readonly tradingPair: TradingPair;
  readonly side: Side;
  readonly type: VenueOrderType;
  /** Without meaning for types that never rest. */
  readonly timeInForce: VenueTimeInForce;
  /** In base; absent only for market orders given in quote. */
  readonly amount?: Decimal;
  /** Market orders only, instead of `amount`. */
  readonly quoteAmount?: Decimal;
  /** Absent for types that have none. */
  readonly price?: Decimal;
  /** Trigger orders: the trade price that triggers them, or, with `trailingDelta`, from which on they follow the price. */
  readonly stopPrice?: Decimal;
  /** Trigger orders, with or instead of `stopPrice`: how far the price must turn back from its best, in hundredths of a percent. */
  readonly trailingDelta?: number;
  /** How much of it the book shows at a time; GTC orders with a price only. */
  readonly icebergAmount?: Decimal;
  /** Default: the market's. */
  readonly selfTradePrevention?: SelfTradePrevention;
  /** Made by the venue when absent. */
  readonly clientOrderId?: string;
}

/** The venue's own record of an order: the truth. */
export interface VenueOrder {
  /** Grows by one over all markets; never reused. */
  readonly orderId: number;
  /** Changes when the order is amended. */
  clientOrderId: string;
  readonly account: string;
  readonly tradingPair: TradingPair;
  readonly side: Side;
  readonly type: VenueOrderType;
  readonly timeInForce: VenueTimeInForce;
  /** 0 for types without a price. */
  readonly price: Decimal;
  /** For market orders given in quote: what was executed or prevented in the end. */
  amount: Decimal;
  readonly quoteAmount: Decimal | undefined;
  readonly stopPrice: Decimal | undefined;
  readonly trailingDelta: number | undefined;
  readonly icebergAmount: Decimal | undefined;
  readonly selfTradePrevention: SelfTradePrevention;
  /** The list that it belongs to. */
  readonly listId: number | undefined;
  /**
   * What one unit of a buy order is held at while it is open: its price, or, for types without one, the stop price, else the market's last
   * price when it was placed. 0 for market orders, which hold what they cost.
   */
  readonly heldPrice: Decimal;
  executedBase: Decimal;
  executedQuote: Decimal;
  /** What self-trade prevention took away, in base: amount − executed − prevented is what the order still wants. */
  preventedBase: Decimal;
  /** What the book shows of it now, in base; 0 while it is not in the book. */
  visibleAmount: Decimal;
  status: VenueOrderStatus;
  expiryReason: ExpiryReason | undefined;
  /** Venue time in ms. */
  readonly creationTimeMs: number;
  updateTimeMs: number;
  /** Since when it may trade; undefined while it waits for its trigger or for the working order of its list. */
  workingTimeMs: number | undefined;
  /** Since when a trailing order follows the price; undefined until then. */
  trailingTimeMs: number | undefined;
}

/** Whether it may still trade, now or when what it waits for comes. */
export function isOpen({ status }: VenueOrder): boolean {
  return status === 'new' || status === 'partially-filled' || status === 'pending-new';
}

/** What an order still wants, in base. */
export function remainingOf(order: VenueOrder): Decimal {
  const { amount, executedBase, preventedBase } = order;
  const unexecuted = executedBase.isZero() ? amount : amount.minus(executedBase);
  return preventedBase.isZero() ? unexecuted : unexecuted.minus(preventedBase);
}
