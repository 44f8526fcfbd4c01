import { type Decimal, type Random, type TradingPair, ZERO } from '@venuekit/core/connector';
import { isOpen, remainingOf, type VenueOrder } from '../model/order.ts';
import { Refusal } from '../model/refusal.ts';
import type { VenueFill } from '../model/trade.ts';
import type { Accounts } from './accounts.ts';
import type { Admission, Admissions } from './admission.ts';
import { checkAmend } from './amend-checks.ts';
import { readAmount } from './amount-text.ts';
import type { Market, Markets } from './market.ts';
import { NO_MATCHES } from './match-plan.ts';
import type { MatchingEngine } from './matching-engine.ts';
import { requireFeature } from './order-checks.ts';
import { type ListRecord, type OrderLists, listView } from './order-lists.ts';
import type { OrderRegister } from './order-register.ts';
import type {
  AmendRequest,
  AmendResult,
  CancelReplacement,
  CancelReplaceRequest,
  CancelRestriction,
  ListCancellation,
  ListLookup,
  OrderLookup,
} from './world.ts';

/** What a desk works with. */
export interface OrderDeskParts {
  readonly accounts: Accounts;
  readonly admissions: Admissions;
  readonly engine: MatchingEngine;
  readonly house: string;
  readonly lists: OrderLists;
  readonly markets: Markets;
  readonly random: Random;
  readonly register: OrderRegister;
}

/** What is done with orders that exist: finds them by what requests call them, and says no where that is not possible. */
export class OrderDesk {
  readonly #parts: OrderDeskParts;

  constructor(parts: OrderDeskParts) {
    this.#parts = parts;
  }

  find(account: string, tradingPair: TradingPair, lookup: OrderLookup): VenueOrder {
    const { markets, register, accounts } = this.#parts;
    markets.get(tradingPair);
    if (lookup.orderId === undefined && lookup.clientOrderId === undefined) throw new Refusal('missing-parameter', 'orderId');
    const order = register.find(accounts.require(account), tradingPair, lookup);
    if (order === undefined) throw new Refusal('unknown-order');
    const disagrees = lookup.clientOrderId !== undefined && order.clientOrderId !== lookup.clientOrderId;
    if (disagrees) throw new Refusal('order-ids-disagree');
    return order;
  }

  findList(account: string, lookup: ListLookup): ListRecord {
    if (lookup.listId === undefined && lookup.clientListId === undefined) throw new Refusal('missing-parameter', 'listId');
    const record = this.#parts.lists.find(this.#parts.accounts.require(account), lookup);
    if (record === undefined) throw new Refusal('unknown-order-list');
    return record;
  }

  cancel(
    account: string,
    tradingPair: TradingPair,
    lookup: OrderLookup,
    cancelClientOrderId: string | undefined,
    onlyWhen: CancelRestriction | undefined,
  ): VenueOrder {
    const market = this.#openForCancel(tradingPair);
    const order = this.#findOpen(account, tradingPair, lookup, onlyWhen);
    const canceled = this.#parts.engine.cancel(market, [order], cancelClientOrderId);
    return canceled.find(({ orderId }) => orderId === order.orderId) ?? order;
  }

  cancelAll(account: string, tradingPair: TradingPair): readonly VenueOrder[] {
    const market = this.#openForCancel(tradingPair);
    const orders = this.#parts.register.open(this.#parts.accounts.require(account), tradingPair);
    if (orders.length === 0) throw new Refusal('unknown-order');
    return this.#parts.engine.cancel(market, orders, undefined);
  }

  cancelList(account: string, tradingPair: TradingPair, lookup: ListLookup, cancelClientOrderId: string | undefined): ListCancellation {
    const market = this.#openForCancel(tradingPair);
    const record = this.findList(account, lookup);
    if (record.tradingPair !== tradingPair || !record.orders.some(isOpen)) throw new Refusal('unknown-order-list');
    const orders = this.#parts.engine.cancel(market, record.orders, cancelClientOrderId);
    return { list: listView(record), orders };
  }

  cancelReplace(request: CancelReplaceRequest): CancelReplacement {
    const { account, tradingPair, lookup, ticket } = request;
    const { admissions, engine, markets } = this.#parts;
    requireFeature(markets.get(tradingPair).instrument, 'cancelReplace');
    if (ticket.account !== account || ticket.tradingPair !== tradingPair) throw new Refusal('malformed-parameter', 'tradingPair');
    const market = admissions.checkTicketAndCounts(ticket);
    let order: VenueOrder;
    try {
      this.#openForCancel(tradingPair);
      order = this.#findOpen(account, tradingPair, lookup, request.onlyWhen);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      if (request.mode === 'stop-on-failure') return { cancel: error, placement: undefined };
      return { cancel: error, placement: attempt(() => engine.place(admissions.admitToMarket(ticket, market))) };
    }
    const { canceled, placement } = engine.cancelThenPlace(market, order, request.cancelClientOrderId, () =>
      admissions.admitToMarket(ticket, market),
    );
    return { cancel: canceled, placement };
  }

  amend(request: AmendRequest): AmendResult {
    const { account, tradingPair, amount } = request;
    const { admissions, engine, lists, markets, register } = this.#parts;
    const market = markets.get(tradingPair);
    requireFeature(market.instrument, 'amend');
    if (market.instrument.status !== 'trading') throw new Refusal('market-closed', market.instrument.status);
    const order = this.#findOpen(account, tradingPair, request.lookup, undefined);
    checkAmend(order, amount, market.instrument, markets.referencePrice(tradingPair));
    if (register.amendments(order).length >= market.instrument.maximumAmendments) {
      throw new Refusal('too-many-amendments', String(market.instrument.maximumAmendments));
    }
    const clientOrderId = request.clientOrderId ?? admissions.madeId(account);
    const holder = register.openByClientOrderId(account, clientOrderId);
    if (holder !== undefined && holder !== order) throw new Refusal('duplicate-client-order-id', clientOrderId);
    const record = lists.of(order);
    const amendment = engine.amend(market, order, { amount, clientOrderId });
    return { amendment, order: { ...order }, list: record === undefined ? undefined : listView(record) };
  }

  /** Only what stands in the book can be filled. */
  fillOrder(account: string, clientOrderId: string, amountText: string | undefined): VenueFill {
    const { accounts, engine, markets, register } = this.#parts;
    const order = register.openByClientOrderId(accounts.require(account), clientOrderId);
    if (order === undefined || order.visibleAmount.isZero()) throw new Refusal('unknown-order');
    const market = markets.get(order.tradingPair);
    const amount = amountText === undefined ? remainingOf(order) : readAmount(amountText, 'amount', `fill of ${clientOrderId}`);
    return engine.fillDirectly(this.#houseOrder(market, order, amount), order);
  }

  #openForCancel(tradingPair: TradingPair): Market {
    const market = this.#parts.markets.get(tradingPair);
    if (market.instrument.status === 'halted') throw new Refusal('market-closed', 'halted');
    return market;
  }

  #findOpen(account: string, tradingPair: TradingPair, lookup: OrderLookup, onlyWhen: CancelRestriction | undefined): VenueOrder {
    const order = this.find(account, tradingPair, lookup);
    if (!isOpen(order)) throw new Refusal('unknown-order');
    if (onlyWhen !== undefined && order.status !== onlyWhen) throw new Refusal('cancel-restricted', onlyWhen);
    return order;
  }

  /** The house's order that trades with `order` alone. */
  #houseOrder(market: Market, order: VenueOrder, amount: Decimal): Admission {
    const isOnGrid = amount.gt(ZERO) && amount.lte(remainingOf(order)) && amount.mod(market.instrument.amountIncrement).isZero();
    if (!isOnGrid) throw new Refusal('invalid-amount', 'amount');
    const { tradingPair, price } = order;
    const side = order.side === 'buy' ? 'sell' : 'buy';
    return {
      market,
      ticket: { account: this.#parts.house, tradingPair, side, type: 'limit', timeInForce: 'IOC', amount, price },
      clientOrderId: `v${this.#parts.random.hex(10)}`,
      plan: NO_MATCHES,
      amount,
      selfTradePrevention: 'none',
      heldPrice: price,
    };
  }
}

function attempt<Result>(action: () => Result): Result | Refusal {
  try {
    return action();
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}
