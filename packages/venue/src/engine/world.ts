import type { Decimal, TradingPair } from '@venuekit/core/connector';
import type { AccountBalance, ApiKey, FeePlan } from '../model/account.ts';
import type { BookChange, BookView } from '../model/book-change.ts';
import type { Instrument } from '../model/instrument.ts';
import type { ListStatus, OrderList, OrderListTicket } from '../model/order-list.ts';
import type { OrderTicket, VenueOrder } from '../model/order.ts';
import type { Refusal } from '../model/refusal.ts';
import type { Amendment, Execution, FirstFill, PreventedMatch, VenueFill, VenueTrade } from '../model/trade.ts';

/** How a request names an order. */
export interface OrderLookup {
  readonly orderId?: number;
  readonly clientOrderId?: string;
}

/** How a request names a list. */
export interface ListLookup {
  readonly listId?: number;
  readonly clientListId?: string;
}

/** Which orders a cancel is for; others are refused as `cancel-restricted`. */
export type CancelRestriction = 'new' | 'partially-filled';

/** Which fills are asked for; oldest first, at most `limit` (the newest ones when no lower bound is given). */
export interface FillQuery {
  readonly tradingPair: TradingPair;
  readonly orderId?: number;
  readonly fromTradeId?: number;
  readonly startTimeMs?: number;
  readonly endTimeMs?: number;
  readonly limit: number;
}

/** What the engine did with an accepted order. */
export interface Placement {
  readonly order: VenueOrder;
  readonly fills: readonly VenueFill[];
}

/** What the engine did with an accepted list; the placements stand in the order of the list's orders. */
export interface ListPlacement {
  readonly list: OrderList;
  readonly placements: readonly Placement[];
}

/** A list that was canceled, with those of its orders that were still open. */
export interface ListCancellation {
  readonly list: OrderList;
  readonly orders: readonly VenueOrder[];
}

/** One order instead of another. */
export interface CancelReplaceRequest {
  readonly account: string;
  readonly tradingPair: TradingPair;
  /** The order to cancel. */
  readonly lookup: OrderLookup;
  readonly cancelClientOrderId?: string;
  readonly onlyWhen?: CancelRestriction;
  /** The order to place; of the same account and market. */
  readonly ticket: OrderTicket;
  /** Whether it is placed when the cancel is refused. */
  readonly mode: 'stop-on-failure' | 'allow-failure';
}

/** What became of the two halves. */
export interface CancelReplacement {
  readonly cancel: VenueOrder | Refusal;
  /** Undefined: it was not attempted. */
  readonly placement: Placement | Refusal | undefined;
}

/** A smaller amount for an open order. */
export interface AmendRequest {
  readonly account: string;
  readonly tradingPair: TradingPair;
  readonly lookup: OrderLookup;
  /** All of it, in base, with what is executed already. */
  readonly amount: Decimal;
  /** The order's id from now on; the present one keeps it. Made by the venue when absent. */
  readonly clientOrderId?: string;
}

/** What became of an amended order. */
export interface AmendResult {
  readonly amendment: Amendment;
  readonly order: VenueOrder;
  /** The list that it belongs to. */
  readonly list: OrderList | undefined;
}

/** Told in the order in which things happened, after the whole step is done: kind by kind, in the order of these methods. */
export interface WorldListener {
  onExecution(execution: Execution): void;
  /** For budgets of unfilled orders. */
  onFirstFill?(firstFill: FirstFill): void;
  onListStatus?(status: ListStatus): void;
  /** All assets of one account that one step touched. */
  onBalances(account: string, balances: readonly AccountBalance[], timeMs: number): void;
  onTrade(trade: VenueTrade): void;
  onBookChange(change: BookChange): void;
}

/**
 * The venue's truth: markets, orders, accounts, time. Synchronous; it knows nothing of wires. Whatever it hands out is a copy,
 * but for `instruments`, whose `status` may be set. Whoever asks for an account or a market that does not exist gets a
 * `Refusal` (`not-permitted`, `unknown-symbol`).
 */
export interface World {
  /** The venue's own clock in ms; it may be skewed against ours. */
  nowMs(): number;
  readonly instruments: ReadonlyMap<TradingPair, Instrument>;
  /** @throws Refusal; the order in which rules are checked is that of `Admissions`. */
  place(ticket: OrderTicket): Placement;
  /** Checks as `place` does and changes nothing. @throws Refusal */
  check(ticket: OrderTicket): void;
  /** @throws Refusal; see `ListAdmissions`. */
  placeList(ticket: OrderListTicket): ListPlacement;
  /**
   * Cancels an order, and with it the other open orders of its list.
   * @throws Refusal `missing-parameter`, `market-closed` (halted), `unknown-order` (also when it is not open any more), `order-ids-disagree`,
   * `cancel-restricted`.
   */
  cancel(
    account: string,
    tradingPair: TradingPair,
    lookup: OrderLookup,
    cancelClientOrderId?: string,
    onlyWhen?: CancelRestriction,
  ): VenueOrder;
  /** @throws Refusal `missing-parameter`, `market-closed` (halted), `unknown-order-list` (also when it is done). */
  cancelList(account: string, tradingPair: TradingPair, lookup: ListLookup, cancelClientOrderId?: string): ListCancellation;
  /**
   * Cancels one order and places another, at one moment. The new ticket is checked by the market's rules and counts, with the old order
   * still open, before anything is done; what is refused later is in the result.
   * @throws Refusal `feature-not-offered`, or what `Admissions` refuses up to and with the counts.
   */
  cancelReplace(request: CancelReplaceRequest): CancelReplacement;
  /**
   * Makes an open order smaller; it keeps its id and its place in the queue. The other order of a pair becomes as small. An amount that is
   * executed already ends the order.
   * @throws Refusal `feature-not-offered`, `market-closed`, as `cancel` does for the order, `too-much-precision`,
   * `amend-increases-amount`, `amend-changes-nothing`, `invalid-amount`, `below-minimum-notional`, `too-many-amendments`, `duplicate-client-order-id`.
   */
  amend(request: AmendRequest): AmendResult;
  /** Cancels all open orders of an account in a market. @throws Refusal `unknown-order` when there is none. */
  cancelAll(account: string, tradingPair: TradingPair): readonly VenueOrder[];
  /** A client id finds its newest order. @throws Refusal `missing-parameter`, `unknown-order`, `order-ids-disagree`. */
  order(account: string, tradingPair: TradingPair, lookup: OrderLookup): VenueOrder;
  openOrders(account: string, tradingPair?: TradingPair): readonly VenueOrder[];
  /** All orders ever, by id. */
  orders(account: string, tradingPair: TradingPair): readonly VenueOrder[];
  fills(account: string, query: FillQuery): readonly VenueFill[];
  /** A client id finds its newest list. @throws Refusal `missing-parameter`, `unknown-order-list`. */
  orderList(account: string, lookup: ListLookup): OrderList;
  /** All lists ever, by id. */
  orderLists(account: string): readonly OrderList[];
  /** How an order was amended, oldest first. @throws Refusal as `order`. */
  amendments(account: string, tradingPair: TradingPair, lookup: OrderLookup): readonly Amendment[];
  /** The trades with itself that an account was kept from, oldest first. */
  preventedMatches(account: string, tradingPair: TradingPair): readonly PreventedMatch[];
  balances(account: string): readonly AccountBalance[];
  feePlan(account: string, tradingPair: TradingPair): FeePlan;
  book(tradingPair: TradingPair, depth?: number): BookView;
  /** The last trade's price; before the first trade the middle of the book, then its only side, then 0. */
  lastPrice(tradingPair: TradingPair): Decimal;
  /** The price that price bands and notionals are reckoned with: what was set, otherwise the last price. */
  referencePrice(tradingPair: TradingPair): Decimal;
  /** The newest trades, oldest first; at least 1,000 are kept. */
  recentTrades(tradingPair: TradingPair, limit: number): readonly VenueTrade[];
  apiKey(key: string): ApiKey | undefined;
  /** All accounts, the house among them. */
  accounts(): readonly string[];
  /** @returns what takes the listener away again. */
  addListener(listener: WorldListener): () => void;

  // The side of the tests and of whoever sets the venue up; no wire reaches it.
  /** Default fee plan: 0.1 % as maker and as taker, from what is received. @throws ConfigurationError */
  addAccount(account: string, balances: Readonly<Record<string, string>>, feePlan?: FeePlan): void;
  addApiKey(key: ApiKey): void;
  /** Forgets this account's fills and closed orders at once: for makers that trade for months. */
  keepNoHistory(account: string): void;
  /** @throws ConfigurationError when a trade's quote amount could have more decimals than the quote asset. */
  addInstrument(instrument: Instrument): void;
  /** A deposit (or, negative, a withdrawal) of free balance. @throws Refusal `insufficient-balance`; ConfigurationError for no number. */
  deposit(account: string, asset: string, amount: string): void;
  /**
   * Fills an open order of an account, wholly or in part, by a trade with the house at the order's price. The house trades with
   * this very order, past all that stand before it, in any status of the market. Gives the order's fill.
   * @throws Refusal `unknown-order` (also when it only waits), or `invalid-amount` when `amount` is off the market's grid or more than remains; ConfigurationError for no number.
   */
  fillOrder(account: string, clientOrderId: string, amount?: string): readonly VenueFill[];
  /**
   * Prints a trade of the house with itself: it changes no balance and no book, and triggers what waits for its price.
   * @throws Refusal `unknown-symbol`, `invalid-price`, `invalid-amount`; ConfigurationError for no number.
   */
  printTrade(tradingPair: TradingPair, price: string, amount?: string): VenueTrade;
  /** Sets the price that execution bands need; undefined takes it back. @throws Refusal `unknown-symbol`; ConfigurationError for no number. */
  setReferencePrice(tradingPair: TradingPair, price: string | undefined): void;
  /** From now on the venue's clock is this far ahead of where it started against ours; 0 sets it right again. */
  skewClock(offsetMs: number): void;
  /** Uses up an update id of a book without telling anybody, as a venue that lost a message does. */
  skipUpdateId(tradingPair: TradingPair): void;
  /** Sum over all accounts, the house and the fees taken, by asset: what conservation is checked with. */
  totals(): ReadonlyMap<string, Decimal>;
}
