import type { Decimal, TradingPair } from '@venuekit/core/connector';
import type { FillQuery, OrderLookup, Placement } from '../engine/world.ts';
import type { AccountBalance, FeePlan } from '../model/account.ts';
import type { BookView } from '../model/book-change.ts';
import type { Instrument } from '../model/instrument.ts';
import type { OrderTicket, VenueOrder } from '../model/order.ts';
import type { VenueFill, VenueTrade } from '../model/trade.ts';

/** What a request asks of the venue, free of any wire format. */
export type Operation =
  | { readonly kind: 'ping' }
  | { readonly kind: 'time' }
  | { readonly kind: 'rules'; readonly tradingPairs: readonly TradingPair[] | undefined }
  | { readonly kind: 'book'; readonly tradingPair: TradingPair; readonly depth: number }
  | { readonly kind: 'recent-trades'; readonly tradingPair: TradingPair; readonly limit: number }
  | { readonly kind: 'last-prices'; readonly tradingPairs: readonly TradingPair[] | undefined }
  | { readonly kind: 'best-quotes'; readonly tradingPairs: readonly TradingPair[] | undefined }
  | { readonly kind: 'place'; readonly ticket: OrderTicket }
  | { readonly kind: 'check'; readonly ticket: OrderTicket }
  | {
      readonly kind: 'cancel';
      readonly account: string;
      readonly tradingPair: TradingPair;
      readonly lookup: OrderLookup;
      readonly cancelClientOrderId?: string;
    }
  | { readonly kind: 'cancel-all'; readonly account: string; readonly tradingPair: TradingPair }
  | { readonly kind: 'order'; readonly account: string; readonly tradingPair: TradingPair; readonly lookup: OrderLookup }
  | { readonly kind: 'open-orders'; readonly account: string; readonly tradingPair: TradingPair | undefined }
  | { readonly kind: 'orders'; readonly account: string; readonly tradingPair: TradingPair }
  | { readonly kind: 'fills'; readonly account: string; readonly query: FillQuery }
  | { readonly kind: 'balances'; readonly account: string }
  | { readonly kind: 'fee-rates'; readonly account: string; readonly tradingPair: TradingPair }
  /** Answered by the dialect alone, from `reply`. */
  | { readonly kind: 'static'; readonly reply: unknown };

/** What the venue found or did; `kind` equals the operation's. */
export type OperationResult =
  | { readonly kind: 'ping' }
  | { readonly kind: 'time'; readonly timeMs: number }
  | { readonly kind: 'rules'; readonly instruments: readonly Instrument[] }
  | { readonly kind: 'book'; readonly book: BookView }
  | { readonly kind: 'recent-trades'; readonly trades: readonly VenueTrade[] }
  | { readonly kind: 'last-prices'; readonly prices: readonly { readonly tradingPair: TradingPair; readonly price: Decimal }[] }
  | { readonly kind: 'best-quotes'; readonly books: readonly BookView[] }
  | { readonly kind: 'place'; readonly placement: Placement }
  | { readonly kind: 'check' }
  | { readonly kind: 'cancel'; readonly order: VenueOrder; readonly cancelClientOrderId: string | undefined }
  | { readonly kind: 'cancel-all'; readonly orders: readonly VenueOrder[] }
  | { readonly kind: 'order'; readonly order: VenueOrder }
  | { readonly kind: 'open-orders'; readonly orders: readonly VenueOrder[] }
  | { readonly kind: 'orders'; readonly orders: readonly VenueOrder[] }
  | { readonly kind: 'fills'; readonly fills: readonly VenueFill[] }
  | { readonly kind: 'balances'; readonly account: string; readonly balances: readonly AccountBalance[] }
  | { readonly kind: 'fee-rates'; readonly tradingPair: TradingPair; readonly feePlan: FeePlan }
  | { readonly kind: 'static'; readonly reply: unknown };
