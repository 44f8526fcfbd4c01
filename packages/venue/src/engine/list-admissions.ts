import type { OrderListTicket } from '../model/order-list.ts';
import type { OrderTicket } from '../model/order.ts';
import { Refusal } from '../model/refusal.ts';
import type { Admission, Admissions, ListAdmission } from './admission.ts';
import type { Market } from './market.ts';
import type { OpenOrderLimits } from './open-order-limits.ts';
import { requireFeature } from './order-checks.ts';
import type { OrderLists } from './order-lists.ts';
import { checkPair, checkWorking } from './pair-checks.ts';

/**
 * Decides whether a list is placed; changes nothing. Its orders are checked as single orders are (`Admissions`), each by the market's
 * rules first; then follow whether the market offers such lists, `bad-list-types`, `bad-list-prices`, the counts of all orders together,
 * `too-many-order-lists`, and the client ids; then the state of account and book for the orders that begin at once. What the others need
 * and meet is looked at when they begin.
 */
export class ListAdmissions {
  readonly #admissions: Admissions;
  readonly #limits: OpenOrderLimits;
  readonly #lists: OrderLists;

  constructor(admissions: Admissions, limits: OpenOrderLimits, lists: OrderLists) {
    this.#admissions = admissions;
    this.#limits = limits;
    this.#lists = lists;
  }

  /** @throws Refusal */
  admit(ticket: OrderListTicket): ListAdmission {
    const tickets = ticketsOf(ticket);
    const [first] = tickets;
    const market = this.#admissions.checkTicket(first);
    for (const other of tickets.slice(1)) this.#admissions.checkTicket(other);
    if (ticket.kind !== 'oto') requireFeature(market.instrument, 'oco');
    if (ticket.kind !== 'oco') requireFeature(market.instrument, 'oto');
    if (tickets.some(({ account, tradingPair }) => account !== first.account || tradingPair !== first.tradingPair)) {
      throw new Refusal('malformed-parameter', 'account');
    }
    if (ticket.kind !== 'oco') checkWorking(ticket.working);
    if (ticket.kind === 'oto' && ticket.pending.quoteAmount !== undefined) throw new Refusal('bad-list-types', 'pending');
    if (ticket.kind !== 'oto') checkPair(ticket.above, ticket.below, ticket.kind === 'oco' ? market.tape.last?.price : undefined);
    this.#limits.checkCounts(tickets, market);
    this.#limits.checkListCount(first.account, market);
    checkIds(tickets);
    const { clientListId } = ticket;
    if (clientListId !== undefined && this.#lists.isOpenId(first.account, clientListId)) {
      throw new Refusal('duplicate-client-order-id', clientListId);
    }
    return { market, ticket, clientListId: clientListId ?? this.#admissions.madeId(first.account), ...this.#parts(ticket, market) };
  }

  #parts(ticket: OrderListTicket, market: Market): Pick<ListAdmission, 'placed' | 'followers'> {
    const begin = (one: OrderTicket): Admission => this.#admissions.admitToMarket(one, market);
    const follow = (one: OrderTicket): Admission => this.#admissions.admitFollower(one, market);
    switch (ticket.kind) {
      case 'oco':
        return { placed: [begin(ticket.above), begin(ticket.below)], followers: [] };
      case 'oto':
        return { placed: [begin(ticket.working)], followers: [follow(ticket.pending)] };
      default:
        return { placed: [begin(ticket.working)], followers: [follow(ticket.above), follow(ticket.below)] };
    }
  }
}

function ticketsOf(ticket: OrderListTicket): readonly [OrderTicket, ...OrderTicket[]] {
  if (ticket.kind === 'oco') return [ticket.above, ticket.below];
  if (ticket.kind === 'oto') return [ticket.working, ticket.pending];
  return [ticket.working, ticket.above, ticket.below];
}

/** The ids must differ within the list too. */
function checkIds(tickets: readonly OrderTicket[]): void {
  const ids = new Set<string>();
  for (const { clientOrderId } of tickets) {
    if (clientOrderId === undefined) continue;
    if (ids.has(clientOrderId)) throw new Refusal('duplicate-client-order-id', clientOrderId);
    ids.add(clientOrderId);
  }
}
