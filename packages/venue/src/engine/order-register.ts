import type { TradingPair } from '@venuekit/core/connector';
import type { VenueOrder } from '../model/order.ts';
import type { VenueFill } from '../model/trade.ts';
import type { FillQuery, OrderLookup } from './world.ts';
import { queryFills } from './fill-query.ts';

/** One account's orders and fills of one market. */
interface MarketRecord {
  readonly open: Map<number, VenueOrder>;
  readonly byId: Map<number, VenueOrder>;
  /** The newest order of each client id: the open one if there is one, because ids are unique among open orders. */
  readonly byClientOrderId: Map<string, VenueOrder>;
  readonly fills: VenueFill[];
}

interface AccountRecord {
  readonly markets: Map<TradingPair, MarketRecord>;
  readonly openByClientOrderId: Map<string, VenueOrder>;
  keepsHistory: boolean;
}

/** All orders and fills by their owners, and the orders' ids. */
export class OrderRegister {
  readonly #accounts = new Map<string, AccountRecord>();
  #lastOrderId = 0;

  openAccount(account: string): void {
    this.#accounts.set(account, { markets: new Map(), openByClientOrderId: new Map(), keepsHistory: true });
  }

  nextOrderId(): number {
    this.#lastOrderId += 1;
    return this.#lastOrderId;
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
      record = { open: new Map(), byId: new Map(), byClientOrderId: new Map(), fills: [] };
      markets.set(tradingPair, record);
    }
    return record;
  }
}
