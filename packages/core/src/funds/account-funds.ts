import type { AccountBalances, BalanceRefresh } from '../account/balances.ts';
import type { BalanceSnapshotRow } from '../account/user-stream-update.ts';
import { type Decimal, ZERO } from '../decimal/decimal.ts';
import type { Balance } from '../model/balance.ts';
import type { BalanceUpdatedEvent, OrderEvent } from '../model/events.ts';
import {
  addFill,
  type BalanceFill,
  estimateAvailable,
  limitAvailable,
  lockedBy,
  type LockingOrder,
  netOfFills,
} from '../orders/balance-estimate.ts';
import type { ClientOrderTracker } from '../orders/client-order-tracker.ts';
import type { InFlightOrder } from '../orders/in-flight-order.ts';
import { FundReservations, type ReservedOrder } from './fund-reservations.ts';

/** What the funds of an account are judged with. */
export interface AccountFundsParts {
  readonly balances: AccountBalances;
  orders(): ClientOrderTracker;
  /** Whether the private stream tells balances; else they are estimated between two queries. */
  readonly streamsBalances: boolean;
  /** The most of an asset that may be used, by asset. */
  readonly assetLimits: ReadonlyMap<string, Decimal>;
  /** The fraction that a buy pays on top of its price as a maker. */
  makerFee(order: InFlightOrder): Decimal;
  /** The venue's time in ms. */
  nowMs(): number;
  /** Told of a fill of which nobody can say whether the last query contains it, so that balances are asked for soon. */
  onDoubt(): void;
}

/** A query of all balances, with what our orders held when it was begun. */
export interface FundsRefresh {
  readonly balances: BalanceRefresh;
  readonly startedMs: number;
  readonly locked: ReadonlyMap<string, Decimal>;
  /** How many events of our orders there had been. */
  readonly events: number;
}

interface Snapshot {
  readonly startedMs: number;
  readonly endedMs: number;
  readonly locked: ReadonlyMap<string, Decimal>;
}

/** A fill, with the number of the event that told of it. */
interface NotedFill extends BalanceFill {
  readonly event: number;
}

const NOTHING_LOCKED: ReadonlyMap<string, Decimal> = new Map();

/**
 * What can be spent. Where the stream tells balances: what it says, less what orders need that it cannot know of yet. Where it
 * does not: an estimate from the last query, our orders and our fills. The user's limits count in both cases.
 */
export class AccountFunds {
  readonly #parts: AccountFundsParts;
  readonly #reservations: FundReservations;
  readonly #filledSinceStart = new Map<string, Decimal>();
  /** Newer than the snapshot, or told after it. Kept only where balances are estimated. */
  #fills: NotedFill[] = [];
  #snapshot: Snapshot = { startedMs: Number.NEGATIVE_INFINITY, endedMs: Number.NEGATIVE_INFINITY, locked: NOTHING_LOCKED };
  #events = 0;

  constructor(parts: AccountFundsParts) {
    this.#parts = parts;
    this.#reservations = new FundReservations({
      find: (clientOrderId) => parts.orders().fetchOrder({ clientOrderId }),
      knownUntilMs: (asset) => parts.balances.knownUntilMs(asset),
      nowMs: () => parts.nowMs(),
    });
  }

  /** What is owned of an asset; 0 when nothing is known. */
  total(asset: string): Decimal {
    const total = this.#parts.balances.get(asset)?.total ?? ZERO;
    return this.#parts.streamsBalances ? total : total.plus(this.#filledSince().get(asset) ?? ZERO);
  }

  /** What can be spent of an asset; 0 when nothing is known. */
  available(asset: string): Decimal {
    const { balances, streamsBalances, assetLimits } = this.#parts;
    const told = balances.get(asset)?.available ?? ZERO;
    const limit = assetLimits.get(asset);
    const lockedNow = streamsBalances && limit === undefined ? ZERO : (this.#locked().get(asset) ?? ZERO);
    const free = streamsBalances
      ? told.minus(this.#reservations.of(asset))
      : estimateAvailable({
          snapshotAvailable: told,
          lockedThen: this.#snapshot.locked.get(asset) ?? ZERO,
          lockedNow,
          filledSince: this.#filledSince().get(asset) ?? ZERO,
        });
    const available = free.isNegative() && !told.isNegative() ? ZERO : free;
    return limit === undefined ? available : limitAvailable(available, limit, lockedNow, this.#filledSinceStart.get(asset) ?? ZERO);
  }

  /** All balances, by asset; a copy. */
  all(): Map<string, Balance> {
    const all = new Map<string, Balance>();
    const assets = new Set(this.#parts.balances.all().keys());
    if (!this.#parts.streamsBalances) for (const asset of this.#filledSince().keys()) assets.add(asset);
    for (const asset of assets) all.set(asset, { total: this.total(asset), available: this.available(asset) });
    return all;
  }

  /** An order is about to be sent: what it needs is not available to others from now on. */
  reserve(order: ReservedOrder): void {
    this.#reservations.add(order);
  }

  /** To be told of every event of our orders before anybody else. */
  note(event: OrderEvent): void {
    this.#events += 1;
    if (event.type === 'order-created') this.#reservations.noteSeen(event.clientOrderId, event.eventTimeMs);
    if (event.type !== 'order-filled') return;
    const { tradingPair, side, amount: baseAmount, quoteAmount, eventTimeMs: fillTimeMs } = event;
    const fill = { tradingPair, side, baseAmount, quoteAmount, fillTimeMs };
    addFill(this.#filledSinceStart, fill);
    if (this.#parts.streamsBalances) return;
    this.#fills.push({ ...fill, event: this.#events });
    if (fillTimeMs > this.#snapshot.startedMs && fillTimeMs <= this.#snapshot.endedMs) this.#parts.onDoubt();
  }

  /** To be called before all balances are asked for. */
  beginRefresh(): FundsRefresh {
    const { balances } = this.#parts;
    const startedMs = this.#parts.nowMs();
    return { balances: balances.beginRefresh(startedMs), startedMs, locked: this.#lockedAtVenue(), events: this.#events };
  }

  /**
   * Whether an answer cannot be told from what our orders have done since it was asked for. Always false where the stream tells
   * balances, because it also tells of these.
   */
  isBlurred(refresh: FundsRefresh): boolean {
    return !this.#parts.streamsBalances && refresh.events !== this.#events;
  }

  /** Takes the answer over as a whole, together with what our orders held when it was asked for. @returns what to announce. */
  completeRefresh(refresh: FundsRefresh, rows: readonly BalanceSnapshotRow[]): BalanceUpdatedEvent[] {
    const { balances } = this.#parts;
    const endedMs = this.#parts.nowMs();
    if (refresh.startedMs >= this.#snapshot.startedMs) {
      this.#snapshot = { startedMs: refresh.startedMs, endedMs, locked: refresh.locked };
      // What we knew before we asked is in the answer, whatever the two clocks say.
      this.#fills = this.#fills.filter(({ fillTimeMs, event }) => event > refresh.events && fillTimeMs > refresh.startedMs);
    }
    return balances.completeRefresh(refresh.balances, rows, endedMs);
  }

  #filledSince(): Map<string, Decimal> {
    return netOfFills(this.#fills.filter(({ fillTimeMs }) => fillTimeMs > this.#snapshot.startedMs));
  }

  #locked(): Map<string, Decimal> {
    return lockedBy(this.#lockingOrders(), ({ order }) => this.#parts.makerFee(order));
  }

  /** Without orders that the venue may not have had: an answer without their hold would make their funds look free twice. */
  #lockedAtVenue(): ReadonlyMap<string, Decimal> {
    if (this.#parts.streamsBalances) return NOTHING_LOCKED;
    const known = this.#lockingOrders().filter(({ order }) => order.exchangeOrderId !== undefined);
    return lockedBy(known, ({ order }) => this.#parts.makerFee(order));
  }

  #lockingOrders(): (LockingOrder & { readonly order: InFlightOrder })[] {
    const locking: (LockingOrder & { readonly order: InFlightOrder })[] = [];
    for (const order of this.#parts.orders().allFillableOrders.values()) {
      // Balances have been asked for since such an order was sent: if the venue has it, they are without what it holds.
      if (order.isLost && order.exchangeOrderId === undefined) continue;
      // What the venue has reported as executed is spent, but the fills that say at which price are still to come.
      const remainingBase = order.isDone ? order.missingBase : order.amount.minus(order.executedBase);
      if (!remainingBase.gt(0)) continue;
      const price = order.price ?? this.#reservations.priceOf(order.clientOrderId);
      locking.push({ order, tradingPair: order.tradingPair, side: order.side, price, remainingBase });
    }
    return locking;
  }
}
