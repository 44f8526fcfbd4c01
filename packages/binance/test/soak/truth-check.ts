import type { ExchangeConnector } from '@venuekit/core';
import { worldDefects } from '@venuekit/venue';
import type { Venue, VenueOrder, VenueOrderStatus } from '@venuekit/venue';
import { EventLaws, fillKey, fillText, SoakViolation, type OrderEnd } from './event-laws.ts';
import { ACCOUNT } from './soak-venue.ts';

const ENDS: Readonly<Record<VenueOrderStatus, OrderEnd | undefined>> = {
  'pending-new': undefined,
  new: undefined,
  'partially-filled': undefined,
  filled: 'order-completed',
  canceled: 'order-canceled',
  expired: 'order-expired',
  'expired-in-match': 'order-expired',
  rejected: 'order-failed',
};

/** Holds what the connector told and believes against what the venue knows. */
export class TruthCheck {
  readonly laws: EventLaws = new EventLaws();
  readonly #venue: Venue;
  /** Every order of the account, as it was last. */
  readonly #orders = new Map<string, VenueOrder>();
  /** Those of the ids that the trader was given whose end has not been seen at a quiet point. */
  readonly #undecided = new Set<string>();
  readonly #given = new Set<string>();
  readonly #happened = new Map<string, string>();
  readonly #forget: () => void;
  #violation: SoakViolation | undefined;

  constructor(venue: Venue) {
    this.#venue = venue;
    this.#forget = venue.world.addListener({
      onExecution: ({ kind, order, fill }) => {
        if (order.account !== ACCOUNT) return;
        const known = this.#orders.get(order.clientOrderId);
        if (kind === 'new' && known !== undefined && known.orderId !== order.orderId) {
          this.#violation ??= new SoakViolation('placed twice', `${order.clientOrderId} is order ${known.orderId} and ${order.orderId}`);
        }
        this.#orders.set(order.clientOrderId, order);
        if (fill === undefined) return;
        const { trade } = fill;
        const key = fillKey(order.tradingPair, String(order.orderId), String(trade.tradeId));
        this.#happened.set(key, fillText(trade.amount, trade.price));
      },
      onBalances: () => {},
      onTrade: () => {},
      onBookChange: () => {},
    });
  }

  get orders(): number {
    return this.#orders.size;
  }

  get fills(): number {
    return this.#happened.size;
  }

  close(): void {
    this.#forget();
  }

  /** The trader was given this id. */
  noteGiven(clientOrderId: string): void {
    if (this.#given.has(clientOrderId)) throw new SoakViolation('id given twice', clientOrderId);
    this.#given.add(clientOrderId);
    this.#undecided.add(clientOrderId);
  }

  /** What may never be, at no moment. @throws SoakViolation */
  checkAlways(): void {
    if (this.#violation !== undefined) throw this.#violation;
    const faults = [...this.#venue.dialectFaults, ...this.#venue.engineFaults];
    for (const { where, error } of faults) throw new SoakViolation('the venue itself failed', `${where}: ${String(error)}`);
  }

  /** An order that failed must not exist at the venue. @throws SoakViolation */
  checkFailed(clientOrderId: string, message: string): void {
    const order = this.#orders.get(clientOrderId);
    if (order !== undefined && order.status !== 'rejected') {
      throw new SoakViolation('failed although the venue knows it', `${clientOrderId} is ${order.status}: ${message}`);
    }
  }

  /** A cancel that is told as done must be done. @throws SoakViolation */
  checkCanceled(clientOrderId: string): void {
    const status = this.#orders.get(clientOrderId)?.status;
    if (status !== 'canceled')
      throw new SoakViolation('canceled without being so', `${clientOrderId} is ${status ?? 'unknown'} at the venue`);
  }

  /** Everything must be true now. @throws SoakViolation */
  checkQuiet(connector: ExchangeConnector): void {
    this.checkAlways();
    const { world } = this.#venue;
    for (const defect of worldDefects(world)) throw new SoakViolation('the world itself is wrong', defect);
    if (!connector.ready) throw new SoakViolation('not ready', JSON.stringify(connector.statusDict));
    this.#checkFills();
    this.#checkOrders(connector);
    for (const { asset, free, locked } of world.balances(ACCOUNT)) {
      requireEqual('available balances', asset, connector.getAvailableBalance(asset).toFixed(), free.toFixed());
      requireEqual('total balances', asset, connector.getBalance(asset).toFixed(), free.plus(locked).toFixed());
    }
    checkBooks(connector, this.#venue);
  }

  #checkOrders(connector: ExchangeConnector): void {
    const ours = [...connector.inFlightOrders.values()];
    for (const order of ours) {
      if (order.outcome !== 'known' || order.isPendingCreate || order.isPendingCancel || order.isLost)
        throw new SoakViolation('still undecided', `${order.clientOrderId} is ${order.state}, its outcome ${order.outcome}`);
    }
    const open = this.#venue.world.openOrders(ACCOUNT);
    const here = new Set(
      ours.map((order) => `${order.clientOrderId} #${order.exchangeOrderId ?? '?'} executed ${order.executedBase.toFixed()}`),
    );
    const there = new Set(open.map((order) => `${order.clientOrderId} #${order.orderId} executed ${order.executedBase.toFixed()}`));
    requireEqual('open orders', 'all', missingIn(there, here), missingIn(here, there));
    for (const clientOrderId of this.#orders.keys()) {
      if (!this.#given.has(clientOrderId)) throw new SoakViolation('an order of nobody', clientOrderId);
    }
    for (const clientOrderId of this.#undecided) this.#checkEnd(clientOrderId);
  }

  #checkEnd(clientOrderId: string): void {
    const order = this.#orders.get(clientOrderId);
    const told = this.laws.history(clientOrderId);
    if (order === undefined) {
      requireEqual('ends', clientOrderId, told?.end ?? 'no end', 'order-failed');
    } else {
      if (told?.isCreated !== true) throw new SoakViolation('never created', `${clientOrderId} is ${order.status} at the venue`);
      requireEqual('ends', clientOrderId, told.end ?? 'open', ENDS[order.status] ?? 'open');
      if (ENDS[order.status] === undefined) return;
    }
    this.#undecided.delete(clientOrderId);
  }

  #checkFills(): void {
    const told = this.laws.fills;
    for (const [key, text] of this.#happened) requireEqual('fills', key, told.get(key) ?? 'never told', text);
    for (const key of told.keys()) requireEqual('fills', key, told.get(key) ?? '', this.#happened.get(key) ?? 'never happened');
  }
}

function checkBooks(connector: ExchangeConnector, venue: Venue): void {
  for (const pair of connector.tradingPairs) {
    const book = connector.getOrderBook(pair);
    const view = venue.world.book(pair);
    requireEqual('books', `the state of ${pair}`, book.state, 'live');
    requireEqual('books', `the update id of ${pair}`, String(book.updateId), String(view.lastUpdateId));
    for (const [side, levels] of [
      ['bid', view.bids],
      ['ask', view.asks],
    ] as const) {
      requireEqual('books', `${side}s of ${pair}`, String(book.depth(side)), String(levels.length));
      levels.forEach((level, index) => {
        const ours = book.exactLevel(side, index);
        const text = ours === undefined ? 'none' : `${ours.price.toFixed()} x ${ours.quantity.toFixed()}`;
        requireEqual('books', `${side} ${index} of ${pair}`, text, `${level.price.toFixed()} x ${level.amount.toFixed()}`);
      });
    }
  }
}

function requireEqual(law: string, what: string, ours: string, truth: string): void {
  if (ours !== truth) throw new SoakViolation(`${law} differ`, `${what}: here ${ours}; at the venue ${truth}`);
}

/** The lines that are not in `others`. */
function missingIn(others: ReadonlySet<string>, lines: ReadonlySet<string>): string {
  return [...lines].filter((line) => !others.has(line)).join(', ');
}
