import { Decimal, ZERO } from '@venuekit/core/connector';
import { isPriceless } from '../model/order-kinds.ts';
import { remainingOf, type VenueOrder } from '../model/order.ts';
import type { Ledger } from './ledger.ts';
import type { Markets } from './market.ts';
import type { OrderLists } from './order-lists.ts';

/**
 * What open orders hold of the balances of their owners. The two orders of a pair hold together what the dearer one needs, because
 * only one of them can go ahead.
 */
export class Holds {
  readonly #ledger: Ledger;
  readonly #markets: Markets;
  readonly #lists: OrderLists;

  constructor(ledger: Ledger, markets: Markets, lists: OrderLists) {
    this.#ledger = ledger;
    this.#markets = markets;
    this.#lists = lists;
  }

  /** The asset that an order pays with. */
  assetOf({ tradingPair, side }: Pick<VenueOrder, 'tradingPair' | 'side'>): string {
    const { base, quote } = this.#markets.get(tradingPair).instrument;
    return side === 'buy' ? quote : base;
  }

  /** Locks what orders that begin together need: one order, or both of a pair. */
  take(orders: readonly VenueOrder[]): void {
    const [first] = orders;
    if (first === undefined) return;
    const need = orders.length === 1 ? needOf(first) : Decimal.max(...orders.map(needOf));
    this.#ledger.lock(first.account, this.assetOf(first), need);
  }

  /** Releases what an order holds and its open partner does not need. */
  release(order: VenueOrder): void {
    const partner = this.#lists.partnerOf(order);
    this.free(order, partner === undefined ? needOf(order) : this.heldWith(order).minus(needOf(partner)));
  }

  /** What an order and its open partner hold together. */
  heldWith(order: VenueOrder): Decimal {
    const partner = this.#lists.partnerOf(order);
    return partner === undefined ? needOf(order) : Decimal.max(needOf(order), needOf(partner));
  }

  /** Releases an amount of the asset that an order pays with. */
  free(order: VenueOrder, amount: Decimal): void {
    if (!amount.isZero()) this.#ledger.release(order.account, this.assetOf(order), amount);
  }
}

/** What an open order needs by itself. One without a price that works holds exactly what its trades cost, so nothing is left of it. */
export function needOf(order: VenueOrder): Decimal {
  if (order.status === 'pending-new' || (isPriceless(order.type) && order.workingTimeMs !== undefined)) return ZERO;
  const remaining = remainingOf(order);
  return order.side === 'sell' ? remaining : remaining.times(order.heldPrice);
}
