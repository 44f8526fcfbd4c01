import type { Decimal, TradingPair } from '@venuekit/core/connector';
import type {
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
} from '../engine/world.ts';
import type { AccountBalance, FeePlan } from '../model/account.ts';
import type { BookView } from '../model/book-change.ts';
import type { Instrument } from '../model/instrument.ts';
import type { OrderList, OrderListTicket } from '../model/order-list.ts';
import type { OrderTicket, VenueOrder } from '../model/order.ts';
import type { Refusal } from '../model/refusal.ts';
import type { Amendment, PreventedMatch, VenueFill, VenueTrade } from '../model/trade.ts';

/** One order that is to be canceled. */
export interface CancelItem {
  readonly account: string;
  readonly tradingPair: TradingPair;
  readonly lookup: OrderLookup;
}

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
      readonly onlyWhen?: CancelRestriction;
    }
  /** Takes a cancel that is carried out later, if the order is open then. */
  | ({ readonly kind: 'request-cancel'; readonly delayMs: number } & CancelItem)
  /** What could not be read of an item stands in its place. */
  | { readonly kind: 'place-many'; readonly tickets: readonly (OrderTicket | Refusal)[] }
  /** With `delayMs` each is a `request-cancel`. */
  | { readonly kind: 'cancel-many'; readonly items: readonly (CancelItem | Refusal)[]; readonly delayMs?: number }
  | { readonly kind: 'place-list'; readonly ticket: OrderListTicket }
  | {
      readonly kind: 'cancel-list';
      readonly account: string;
      readonly tradingPair: TradingPair;
      readonly lookup: ListLookup;
      readonly cancelClientOrderId?: string;
    }
  | { readonly kind: 'cancel-replace'; readonly request: CancelReplaceRequest }
  | { readonly kind: 'amend'; readonly request: AmendRequest }
  | { readonly kind: 'amendments'; readonly account: string; readonly tradingPair: TradingPair; readonly lookup: OrderLookup }
  | { readonly kind: 'order-list'; readonly account: string; readonly lookup: ListLookup }
  /** All lists of an account, also those that are done. */
  | { readonly kind: 'order-lists'; readonly account: string }
  | { readonly kind: 'open-order-lists'; readonly account: string }
  | { readonly kind: 'prevented-matches'; readonly account: string; readonly tradingPair: TradingPair }
  | { readonly kind: 'cancel-all'; readonly account: string; readonly tradingPair: TradingPair }
  | { readonly kind: 'order'; readonly account: string; readonly tradingPair: TradingPair; readonly lookup: OrderLookup }
  | { readonly kind: 'open-orders'; readonly account: string; readonly tradingPair: TradingPair | undefined }
  | { readonly kind: 'orders'; readonly account: string; readonly tradingPair: TradingPair }
  | { readonly kind: 'fills'; readonly account: string; readonly query: FillQuery }
  | { readonly kind: 'balances'; readonly account: string }
  | { readonly kind: 'fee-rates'; readonly account: string; readonly tradingPair: TradingPair }
  /** A key by which an account's private stream is opened: valid for `validityMs`, or longer where it is extended. */
  | { readonly kind: 'make-stream-key'; readonly account: string; readonly validityMs: number }
  /** From now on for `validityMs`. Refused as `not-found` when the account has no such key. */
  | { readonly kind: 'extend-stream-key'; readonly account: string; readonly streamKey: string; readonly validityMs: number }
  /** Refused as `not-found` when the account has no such key. */
  | { readonly kind: 'end-stream-key'; readonly account: string; readonly streamKey: string }
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
  /** The order as it is when the cancel is taken. */
  | { readonly kind: 'request-cancel'; readonly order: VenueOrder }
  | { readonly kind: 'place-many'; readonly placements: readonly (Placement | Refusal)[] }
  | { readonly kind: 'cancel-many'; readonly orders: readonly (VenueOrder | Refusal)[] }
  | { readonly kind: 'place-list'; readonly placement: ListPlacement }
  | { readonly kind: 'cancel-list'; readonly cancellation: ListCancellation; readonly cancelClientOrderId: string | undefined }
  /** Also when a half of it, or both, was refused. */
  | { readonly kind: 'cancel-replace'; readonly replacement: CancelReplacement; readonly cancelClientOrderId: string | undefined }
  | { readonly kind: 'amend'; readonly result: AmendResult }
  | { readonly kind: 'amendments'; readonly amendments: readonly Amendment[] }
  | { readonly kind: 'order-list'; readonly list: OrderList }
  | { readonly kind: 'order-lists'; readonly lists: readonly OrderList[] }
  | { readonly kind: 'open-order-lists'; readonly lists: readonly OrderList[] }
  | { readonly kind: 'prevented-matches'; readonly matches: readonly PreventedMatch[] }
  /** `lists` are those that ended with the orders. */
  | { readonly kind: 'cancel-all'; readonly orders: readonly VenueOrder[]; readonly lists: readonly OrderList[] }
  | { readonly kind: 'order'; readonly order: VenueOrder }
  | { readonly kind: 'open-orders'; readonly orders: readonly VenueOrder[] }
  | { readonly kind: 'orders'; readonly orders: readonly VenueOrder[] }
  | { readonly kind: 'fills'; readonly fills: readonly VenueFill[] }
  | { readonly kind: 'balances'; readonly account: string; readonly balances: readonly AccountBalance[] }
  | { readonly kind: 'fee-rates'; readonly tradingPair: TradingPair; readonly feePlan: FeePlan }
  | { readonly kind: 'make-stream-key' | 'extend-stream-key' | 'end-stream-key'; readonly streamKey: string }
  | { readonly kind: 'static'; readonly reply: unknown };
