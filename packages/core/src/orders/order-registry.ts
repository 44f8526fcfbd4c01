import type { TradeUpdate } from '../model/trade-update.ts';
import type { TradingPair } from '../model/trading-pair.ts';
import type { ClientOrderTrackerOptions } from './client-order-tracker-options.ts';
import { DeadlineQueue } from './deadline-queue.ts';
import { FillLedger } from './fill-ledger.ts';
import type { InFlightOrder } from './in-flight-order.ts';

/** How an order is looked for: by client order id first, then by the venue's id. */
export interface OrderLookup {
  readonly clientOrderId?: string | undefined;
  readonly exchangeOrderId?: string | undefined;
  /** Where the venue's ids are unique per market only. Without it all markets are looked through. */
  readonly tradingPair?: TradingPair | undefined;
}

/** How many fills of forgotten orders are remembered. */
const LEDGER_CAPACITY = 10_000;

/** Which orders are known, where each stands (active, cached, lost), and how it is found by either id without a search. */
export class OrderRegistry {
  readonly active: Map<string, InFlightOrder> = new Map();
  readonly cached: Map<string, InFlightOrder> = new Map();
  readonly lost: Map<string, InFlightOrder> = new Map();
  readonly #byExchangeId = new Map<TradingPair, Map<string, InFlightOrder>>();
  readonly #evictions = new DeadlineQueue();
  readonly #forgottenFills: FillLedger;
  /** Cached orders that are kept longer, because fills of theirs are missing. */
  readonly #incomplete = new Set<string>();
  readonly #cacheTtlMs: number;
  readonly #cacheSize: number;
  readonly #missingFillsRetentionMs: number;

  constructor(options: Pick<ClientOrderTrackerOptions, 'cacheTtlMs' | 'cacheSize' | 'missingFillsRetentionMs' | 'forgottenFills'>) {
    this.#forgottenFills = options.forgottenFills ?? new FillLedger(LEDGER_CAPACITY);
    this.#cacheTtlMs = options.cacheTtlMs ?? 30_000;
    this.#cacheSize = options.cacheSize ?? 1_000;
    this.#missingFillsRetentionMs = Math.max(this.#cacheTtlMs, options.missingFillsRetentionMs ?? 86_400_000);
  }

  /** When an order is to be forgotten next; undefined while none is cached. */
  get nextEvictionMs(): number | undefined {
    return this.#evictions.nextMs;
  }

  get(clientOrderId: string): InFlightOrder | undefined {
    return this.active.get(clientOrderId) ?? this.cached.get(clientOrderId) ?? this.lost.get(clientOrderId);
  }

  getByExchangeId(pair: TradingPair, exchangeOrderId: string): InFlightOrder | undefined {
    return this.#byExchangeId.get(pair)?.get(exchangeOrderId);
  }

  find(lookup: OrderLookup): InFlightOrder | undefined {
    const { clientOrderId, exchangeOrderId, tradingPair } = lookup;
    const order = clientOrderId === undefined ? undefined : this.get(clientOrderId);
    if (order !== undefined && (tradingPair === undefined || order.tradingPair === tradingPair)) return order;
    if (exchangeOrderId === undefined) return undefined;
    if (tradingPair !== undefined) return this.getByExchangeId(tradingPair, exchangeOrderId);
    for (const orders of this.#byExchangeId.values()) {
      const found = orders.get(exchangeOrderId);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  activate(order: InFlightOrder): void {
    this.#remove(order);
    this.active.set(order.clientOrderId, order);
    this.index(order, undefined);
  }

  setLost(order: InFlightOrder): void {
    this.#remove(order);
    this.lost.set(order.clientOrderId, order);
    this.index(order, undefined);
  }

  /** Keeps a finished order for late fills, longer while some are known to be missing. @returns the order that had to go for it, if one had. */
  cache(order: InFlightOrder, nowMs: number): InFlightOrder | undefined {
    this.#remove(order);
    this.cached.set(order.clientOrderId, order);
    this.#setEviction(order, nowMs);
    this.index(order, undefined);
    return this.cached.size > this.#cacheSize ? this.#evict(this.#evictions.take()) : undefined;
  }

  /** A cached order has changed: it is kept longer from now on if it has begun to miss fills, and shorter if it has got them. */
  noteCachedChange(order: InFlightOrder, nowMs: number): void {
    if (!this.cached.has(order.clientOrderId) || this.#incomplete.has(order.clientOrderId) === order.hasMissingFills) return;
    this.#setEviction(order, nowMs);
  }

  /** Forgets one order whose time in the cache is over. @returns it, or undefined when there is none. */
  evictDue(nowMs: number): InFlightOrder | undefined {
    return this.#evict(this.#evictions.take(nowMs));
  }

  /** Whether the fill belongs to an order that was forgotten, and had been counted. */
  isForgottenFill(fill: TradeUpdate): boolean {
    return this.#forgottenFills.has(fill);
  }

  /**
   * Makes an order findable by its exchange id.
   * @param previousId the id that it had before.
   * @returns another order that has claimed the same id before; it stays the one that is found by it.
   */
  index(order: InFlightOrder, previousId: string | undefined): InFlightOrder | undefined {
    const { exchangeOrderId, tradingPair } = order;
    if (previousId !== undefined) this.#unindex(order, previousId);
    if (exchangeOrderId === undefined) return undefined;
    let orders = this.#byExchangeId.get(tradingPair);
    if (orders === undefined) this.#byExchangeId.set(tradingPair, (orders = new Map<string, InFlightOrder>()));
    const holder = orders.get(exchangeOrderId);
    if (holder !== undefined && holder !== order) return holder;
    orders.set(exchangeOrderId, order);
    return undefined;
  }

  #remove(order: InFlightOrder): void {
    const { clientOrderId } = order;
    this.active.delete(clientOrderId);
    this.lost.delete(clientOrderId);
    if (!this.cached.delete(clientOrderId)) return;
    this.#evictions.delete(clientOrderId);
    this.#incomplete.delete(clientOrderId);
  }

  #setEviction(order: InFlightOrder, nowMs: number): void {
    if (order.hasMissingFills) this.#incomplete.add(order.clientOrderId);
    else this.#incomplete.delete(order.clientOrderId);
    this.#evictions.set(order.clientOrderId, nowMs + (order.hasMissingFills ? this.#missingFillsRetentionMs : this.#cacheTtlMs));
  }

  #evict(clientOrderId: string | undefined): InFlightOrder | undefined {
    const order = clientOrderId === undefined ? undefined : this.cached.get(clientOrderId);
    if (order === undefined) return undefined;
    this.#remove(order);
    if (order.exchangeOrderId !== undefined) this.#unindex(order, order.exchangeOrderId);
    for (const fill of order.fills.values()) this.#forgottenFills.add(fill);
    return order;
  }

  #unindex(order: InFlightOrder, exchangeOrderId: string): void {
    const orders = this.#byExchangeId.get(order.tradingPair);
    if (orders?.get(exchangeOrderId) !== order) return;
    orders.delete(exchangeOrderId);
    if (orders.size === 0) this.#byExchangeId.delete(order.tradingPair);
  }
}
