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

/** The venue's truth: markets, orders, accounts, time. Synchronous; it knows nothing of wires. */
export interface World {
  /** The venue's own clock in ms; it may be skewed against ours. */
  nowMs(): number;
  readonly instruments: ReadonlyMap<TradingPair, Instrument>;
  /** @throws Refusal */
  place(ticket: OrderTicket): Placement;
  /** Checks as `place` does and changes nothing. @throws Refusal */
  check(ticket: OrderTicket): void;
  /** @throws Refusal */
  cancel(account: string, tradingPair: TradingPair, lookup: OrderLookup, cancelClientOrderId?: string): VenueOrder;
  /** Cancels all open orders of an account in a market. @throws Refusal `unknown-order` when there is none. */
  cancelAll(account: string, tradingPair: TradingPair): readonly VenueOrder[];
  /** @throws Refusal */
  order(account: string, tradingPair: TradingPair, lookup: OrderLookup): VenueOrder;
  openOrders(account: string, tradingPair?: TradingPair): readonly VenueOrder[];
  /** All orders ever, by id. */
  orders(account: string, tradingPair: TradingPair): readonly VenueOrder[];
  fills(account: string, query: FillQuery): readonly VenueFill[];
  balances(account: string): readonly AccountBalance[];
  feePlan(account: string, tradingPair: TradingPair): FeePlan;
  book(tradingPair: TradingPair, depth?: number): BookView;
  lastPrice(tradingPair: TradingPair): Decimal;
  recentTrades(tradingPair: TradingPair, limit: number): readonly VenueTrade[];
  apiKey(key: string): ApiKey | undefined;
  addListener(listener: WorldListener): () => void;

  // The side of the tests and of whoever sets the venue up; no wire reaches it.
  addAccount(account: string, balances: Readonly<Record<string, string>>, feePlan?: FeePlan): void;
  addApiKey(key: ApiKey): void;
  addInstrument(instrument: Instrument): void;
  /** A deposit (or, negative, a withdrawal) of free balance. */
  deposit(account: string, asset: string, amount: string): void;
  /** Fills an open order of an account, wholly or in part, by a trade with the house at the order's price. */
  fillOrder(account: string, clientOrderId: string, amount?: string): readonly VenueFill[];
  /** Moves the venue's clock against ours. */
  skewClock(offsetMs: number): void;
  /** Uses up an update id of a book without telling anybody, as a venue that lost a message does. */
  skipUpdateId(tradingPair: TradingPair): void;
  /** Sum over all accounts, the house and the fees taken, by asset: what conservation is checked with. */
  totals(): ReadonlyMap<string, Decimal>;
}
