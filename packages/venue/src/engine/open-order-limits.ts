import { type Decimal, ZERO } from '@venuekit/core/connector';
import { isPriceless, isTriggerType } from '../model/order-kinds.ts';
import { type OrderTicket, remainingOf } from '../model/order.ts';
import { Refusal } from '../model/refusal.ts';
import type { Ledger } from './ledger.ts';
import type { Market } from './market.ts';
import type { OrderLists } from './order-lists.ts';
import type { OrderRegister } from './order-register.ts';

/** How much an account may have open in one market. */
export class OpenOrderLimits {
  readonly #register: OrderRegister;
  readonly #lists: OrderLists;
  readonly #ledger: Ledger;

  constructor(register: OrderRegister, lists: OrderLists, ledger: Ledger) {
    this.#register = register;
    this.#lists = lists;
    this.#ledger = ledger;
  }

  /** @param tickets that would be open together. @throws Refusal `too-many-open-orders`, `too-many-trigger-orders`, `too-many-iceberg-orders` */
  checkCounts(tickets: readonly OrderTicket[], { instrument }: Market): void {
    const [first] = tickets;
    if (first === undefined) return;
    const { account, tradingPair } = first;
    const resting = tickets.filter(mayStayOpen).length;
    if (resting > 0 && this.#register.openCount(account, tradingPair) + resting > instrument.maximumOpenOrders) {
      throw new Refusal('too-many-open-orders', String(instrument.maximumOpenOrders));
    }
    const triggers = tickets.filter(({ type }) => isTriggerType(type)).length;
    if (triggers > 0) {
      const open = this.#register.open(account, tradingPair).filter(({ type }) => isTriggerType(type)).length;
      if (open + triggers > instrument.maximumTriggerOrders) {
        throw new Refusal('too-many-trigger-orders', String(instrument.maximumTriggerOrders));
      }
    }
    const icebergs = tickets.filter(({ icebergAmount }) => icebergAmount !== undefined).length;
    if (icebergs > 0) {
      const open = this.#register.open(account, tradingPair).filter(({ icebergAmount }) => icebergAmount !== undefined).length;
      if (open + icebergs > instrument.maximumIcebergOrders) {
        throw new Refusal('too-many-iceberg-orders', String(instrument.maximumIcebergOrders));
      }
    }
  }

  /** @throws Refusal `too-many-order-lists` */
  checkListCount(account: string, { instrument }: Market): void {
    if (this.#lists.openCount(account, instrument.tradingPair) >= instrument.maximumOrderLists) {
      throw new Refusal('too-many-order-lists', String(instrument.maximumOrderLists));
    }
  }

  /** Of two orders of which only one can go ahead, the larger counts. @throws Refusal `above-maximum-position` */
  checkPosition(account: string, { instrument }: Market, bought: Decimal): void {
    if (instrument.maximumPosition === undefined) return;
    let position = bought.plus(this.#ledger.free(account, instrument.base)).plus(this.#ledger.locked(account, instrument.base));
    for (const order of this.#register.open(account, instrument.tradingPair)) {
      const mate = this.#lists.mateOf(order);
      const isCounted = mate === undefined || mate.orderId > order.orderId;
      position = position.plus(order.side === 'buy' && isCounted ? remainingOf(order) : ZERO);
    }
    if (position.gt(instrument.maximumPosition)) throw new Refusal('above-maximum-position', position.toString());
  }
}

/** Whether an order may outlive the step that places it. */
function mayStayOpen({ type, timeInForce }: OrderTicket): boolean {
  return isTriggerType(type) || (!isPriceless(type) && timeInForce === 'GTC');
}
