import type { TradingPair } from '@venuekit/core/connector';
import type { VenueOrder } from '../model/order.ts';
import type { Amendment, PreventedMatch, VenueFill } from '../model/trade.ts';
import type { FillQuery, OrderLookup } from './world.ts';
import { queryFills } from './fill-query.ts';

/** One account's orders and fills of one market. */
interface MarketRecord {
  readonly open: Map<number, VenueOrder>;
  readonly byId: Map<number, VenueOrder>;
  /** The newest order of each client id: the open one if there is one, because ids are unique among open orders. */
  readonly byClientOrderId: Map<string, VenueOrder>;
  readonly fills: VenueFill[];
  /** By order. */
  readonly amendments: Map<number, Amendment[]>;
  readonly preventedMatches: PreventedMatch[];
}

interface AccountRecord {
  readonly markets: Map<TradingPair, MarketRecord>;
  readonly openByClientOrderId: Map<string, VenueOrder>;
  keepsHistory: boolean;
}

/** All orders and fills by their owners, and the orders' ids. */
export class OrderRegister {
  readonly #accounts = new Map<string, AccountRecord>();
  readonly #lastPreventedMatchIds = new Map<TradingPair, number>();
  #lastOrderId = 0;
  #lastExecutionId = 0;

  openAccount(account: string): void {
    this.#accounts.set(account, { markets: new Map(), openByClientOrderId: new Map(), keepsHistory: true });
  }

  nextOrderId(): number {
    this.#lastOrderId += 1;
    return this.#lastOrderId;
  }

  nextExecutionId(): number {
    this.#lastExecutionId += 1;
    return this.#lastExecutionId;
  }

  nextPreventedMatchId(tradingPair: TradingPair): number {
    const id = (this.#lastPreventedMatchIds.get(tradingPair) ?? 0) + 1;
    this.#lastPreventedMatchIds.set(tradingPair, id);
    return id;
  }

  keepsHistory(account: string): boolean {
    return this.#account(account).keepsHistory;
  }

  /** From now on, this account's fills and closed orders are forgotten at once. */
  keepNoHistory(account: string): void {
    this.#account(account).keepsHistory = false;
  }

  add(order: VenueOrder): void {
    const record = this.#market(order.account, order.tradingPair);
    record.byId.set(order.orderId, order);
    record.byClientOrderId.set(order.clientOrderId, order);
    record.open.set(order.orderId, order);
    this.#account(order.account).openByClientOrderId.set(order.clientOrderId, order);
  }

  close(order: VenueOrder): void {
    const account = this.#account(order.account);
    const record = this.#market(order.account, order.tradingPair);
    record.open.delete(order.orderId);
    account.openByClientOrderId.delete(order.clientOrderId);
    if (account.keepsHistory) return;
    record.byId.delete(order.orderId);
    record.byClientOrderId.delete(order.clientOrderId);
    record.amendments.delete(order.orderId);
  }

  /** Gives an open order another client id. */
  rename(order: VenueOrder, clientOrderId: string): void {
    if (order.clientOrderId === clientOrderId) return;
    const account = this.#account(order.account);
    const record = this.#market(order.account, order.tradingPair);
    account.openByClientOrderId.delete(order.clientOrderId);
    record.byClientOrderId.delete(order.clientOrderId);
    order.clientOrderId = clientOrderId;
    account.openByClientOrderId.set(clientOrderId, order);
    record.byClientOrderId.set(clientOrderId, order);
  }

  addAmendment(order: VenueOrder, amendment: Amendment): void {
    const { amendments } = this.#market(order.account, order.tradingPair);
    amendments.set(order.orderId, [...(amendments.get(order.orderId) ?? []), amendment]);
  }

  /** Oldest first. */
  amendments({ account, tradingPair, orderId }: VenueOrder): readonly Amendment[] {
    return this.#market(account, tradingPair).amendments.get(orderId) ?? [];
  }

  addPreventedMatch(match: PreventedMatch): void {
    if (this.keepsHistory(match.account)) this.#market(match.account, match.tradingPair).preventedMatches.push(match);
  }

  /** Oldest first. */
  preventedMatches(account: string, tradingPair: TradingPair): readonly PreventedMatch[] {
    return [...this.#market(account, tradingPair).preventedMatches];
  }

  addFill(fill: VenueFill): void {
    if (this.#account(fill.account).keepsHistory) this.#market(fill.account, fill.trade.tradingPair).fills.push(fill);
  }

  openCount(account: string, tradingPair: TradingPair): number {
    return this.#market(account, tradingPair).open.size;
  }

  openByClientOrderId(account: string, clientOrderId: string): VenueOrder | undefined {
    return this.#account(account).openByClientOrderId.get(clientOrderId);
  }

  /** An order by the venue's id, or else by the client's. */
  find(account: string, tradingPair: TradingPair, lookup: OrderLookup): VenueOrder | undefined {
    const record = this.#market(account, tradingPair);
    if (lookup.orderId !== undefined) return record.byId.get(lookup.orderId);
    return lookup.clientOrderId === undefined ? undefined : record.byClientOrderId.get(lookup.clientOrderId);
  }

  /** By id. */
  open(account: string, tradingPair?: TradingPair): readonly VenueOrder[] {
    if (tradingPair !== undefined) return [...this.#market(account, tradingPair).open.values()];
    const orders: VenueOrder[] = [];
    for (const record of this.#account(account).markets.values()) orders.push(...record.open.values());
    return orders.sort((left, right) => left.orderId - right.orderId);
  }

  /** By id. */
  all(account: string, tradingPair: TradingPair): readonly VenueOrder[] {
    return [...this.#market(account, tradingPair).byId.values()];
  }

  fills(account: string, query: FillQuery): readonly VenueFill[] {
    return queryFills(this.#market(account, query.tradingPair).fills, query);
  }

  #account(account: string): AccountRecord {
    const record = this.#accounts.get(account);
    if (record === undefined) throw new Error(`the register has no account ${account}`);
    return record;
  }

  #market(account: string, tradingPair: TradingPair): MarketRecord {
    const { markets } = this.#account(account);
    let record = markets.get(tradingPair);
    if (record === undefined) {
      record = {
        open: new Map(),
        byId: new Map(),
        byClientOrderId: new Map(),
        fills: [],
        amendments: new Map(),
        preventedMatches: [],
      };
      markets.set(tradingPair, record);
    }
    return record;
  }
}
