import { type Decimal, ZERO } from '../decimal/decimal.ts';
import type { InFlightOrder } from '../orders/in-flight-order.ts';

/** An order that is about to be sent. */
export interface ReservedOrder {
  readonly clientOrderId: string;
  /** What it gives away. */
  readonly spentAsset: string;
  /** Everything that it needs, by asset. */
  readonly costs: ReadonlyMap<string, Decimal>;
  /** The price that was counted with. */
  readonly price: Decimal | undefined;
}

/** What reservations are judged with. */
export interface ReservationWitness {
  find(clientOrderId: string): InFlightOrder | undefined;
  /** Up to which venue time the balance of an asset is known. */
  knownUntilMs(asset: string): number | undefined;
  /** The venue's time in ms. */
  nowMs(): number;
}

interface Reservation extends ReservedOrder {
  readonly reservedMs: number;
  /** The venue's time when it first knew the order. */
  seenMs: number | undefined;
}

/** How long an order may take from its check to the tracker. */
const MAXIMUM_UNTRACKED_MS = 1_000;
/** A venue that has known an order for this long has told of its balances, whatever time it gave them. */
const MAXIMUM_SEEN_MS = 5_000;
/** When so many are kept, those that are not needed any more are looked for. */
const TIDY_ABOVE = 256;

/**
 * The needs of orders that the venue's balances do not show yet: from the check of an order until a balance of the asset that it
 * spends is as new as the venue's first word of the order. So two orders of one turn cannot spend the same funds.
 */
export class FundReservations {
  readonly #witness: ReservationWitness;
  readonly #reservations = new Map<string, Reservation>();
  #tidyAbove = TIDY_ABOVE;

  constructor(witness: ReservationWitness) {
    this.#witness = witness;
  }

  get size(): number {
    return this.#reservations.size;
  }

  add(order: ReservedOrder): void {
    this.#reservations.set(order.clientOrderId, { ...order, reservedMs: this.#witness.nowMs(), seenMs: undefined });
    if (this.#reservations.size <= this.#tidyAbove) return;
    this.#tidy();
    this.#tidyAbove = Math.max(TIDY_ABOVE, this.#reservations.size * 2);
  }

  /** The venue has told of the order for the first time. */
  noteSeen(clientOrderId: string, eventTimeMs: number): void {
    const reservation = this.#reservations.get(clientOrderId);
    if (reservation !== undefined) reservation.seenMs ??= eventTimeMs;
  }

  /** What is held of an asset. */
  of(asset: string): Decimal {
    if (this.#reservations.size === 0) return ZERO;
    this.#tidy();
    let sum = ZERO;
    for (const { costs } of this.#reservations.values()) sum = sum.plus(costs.get(asset) ?? ZERO);
    return sum;
  }

  /** The price that an order was counted with; undefined once nobody asks any more. */
  priceOf(clientOrderId: string): Decimal | undefined {
    return this.#reservations.get(clientOrderId)?.price;
  }

  #tidy(): void {
    const nowMs = this.#witness.nowMs();
    for (const [clientOrderId, reservation] of this.#reservations) {
      if (this.#isOver(reservation, nowMs)) this.#reservations.delete(clientOrderId);
    }
  }

  #isOver(reservation: Reservation, nowMs: number): boolean {
    const order = this.#witness.find(reservation.clientOrderId);
    if (order === undefined) return nowMs - reservation.reservedMs > MAXIMUM_UNTRACKED_MS;
    if (order.isPendingCreate) return false;
    const hasSpentNothing = order.isDone && order.executedBase.isZero() && !order.hasMissingFills;
    if (hasSpentNothing || order.isLost) return true;
    const seenMs = (reservation.seenMs ??= order.lastUpdateTimeMs);
    const knownUntilMs = this.#witness.knownUntilMs(reservation.spentAsset);
    return (knownUntilMs !== undefined && knownUntilMs >= seenMs) || nowMs - seenMs > MAXIMUM_SEEN_MS;
  }
}
