import type { Decimal, TradingPair } from '@venuekit/core/connector';
import type { AccountBalance, ApiKey, FeePlan } from '../model/account.ts';
import type { BookChange, BookView } from '../model/book-change.ts';
import type { Instrument } from '../model/instrument.ts';
import type { OrderTicket, VenueOrder } from '../model/order.ts';
import type { Execution, VenueFill, VenueTrade } from '../model/trade.ts';

/** How a request names an order. */
export interface OrderLookup {
  readonly orderId?: number;
  readonly clientOrderId?: string;
}

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

/** Told in the order in which things happened, after the whole step is done. */
export interface WorldListener {
  onExecution(execution: Execution): void;
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
  /** @throws Refusal `missing-parameter`, `market-closed` (halted), `unknown-order` (also when it is not open any more), `order-ids-disagree`. */
  cancel(account: string, tradingPair: TradingPair, lookup: OrderLookup, cancelClientOrderId?: string): VenueOrder;
  /** Cancels all open orders of an account in a market. @throws Refusal `unknown-order` when there is none. */
  cancelAll(account: string, tradingPair: TradingPair): readonly VenueOrder[];
  /** A client id finds its newest order. @throws Refusal `missing-parameter`, `unknown-order`, `order-ids-disagree`. */
  order(account: string, tradingPair: TradingPair, lookup: OrderLookup): VenueOrder;
  openOrders(account: string, tradingPair?: TradingPair): readonly VenueOrder[];
  /** All orders ever, by id. */
  orders(account: string, tradingPair: TradingPair): readonly VenueOrder[];
  fills(account: string, query: FillQuery): readonly VenueFill[];
  balances(account: string): readonly AccountBalance[];
  feePlan(account: string, tradingPair: TradingPair): FeePlan;
  book(tradingPair: TradingPair, depth?: number): BookView;
  /** The last trade's price; before the first trade the middle of the book, then its only side, then 0. */
  lastPrice(tradingPair: TradingPair): Decimal;
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
   * @throws Refusal `unknown-order`, or `invalid-amount` when `amount` is off the market's grid or more than remains; ConfigurationError for no number.
   */
  fillOrder(account: string, clientOrderId: string, amount?: string): readonly VenueFill[];
  /** From now on the venue's clock is this far ahead of where it started against ours; 0 sets it right again. */
  skewClock(offsetMs: number): void;
  /** Uses up an update id of a book without telling anybody, as a venue that lost a message does. */
  skipUpdateId(tradingPair: TradingPair): void;
  /** Sum over all accounts, the house and the fees taken, by asset: what conservation is checked with. */
  totals(): ReadonlyMap<string, Decimal>;
}
