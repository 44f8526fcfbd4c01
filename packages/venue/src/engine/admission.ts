import type { Decimal, Random } from '@venuekit/core/connector';
import type { OrderTicket } from '../model/order.ts';
import { Refusal } from '../model/refusal.ts';
import type { Ledger } from './ledger.ts';
import type { Market, Markets } from './market.ts';
import { type MatchPlan, planMatches } from './match-plan.ts';
import { checkForm, checkPrecision, checkRules } from './order-checks.ts';
import type { OrderRegister } from './order-register.ts';

/** An order that may be placed: what it will do, and what it holds while it is matched. */
export interface Admission {
  readonly market: Market;
  readonly ticket: OrderTicket;
  readonly clientOrderId: string;
  readonly plan: MatchPlan;
  /** In base; for a market order given in quote what the plan executes. */
  readonly amount: Decimal;
}

/**
 * Decides whether an order is placed; changes nothing. A ticket that breaks several rules is refused for the first of:
 * account (`not-permitted`), `unknown-symbol`, form (`missing-`, `unexpected-`, `malformed-parameter`), `too-much-precision`,
 * `invalid-price`, `invalid-amount`, `below-minimum-notional`, `too-many-open-orders`, `market-closed`,
 * `duplicate-client-order-id`, `insufficient-balance`, `would-match`, `liquidity-below-minimum`.
 */
export class Admissions {
  readonly #markets: Markets;
  readonly #ledger: Ledger;
  readonly #register: OrderRegister;
  readonly #random: Random;

  constructor(markets: Markets, ledger: Ledger, register: OrderRegister, random: Random) {
    this.#markets = markets;
    this.#ledger = ledger;
    this.#register = register;
    this.#random = random;
  }

  /** @throws Refusal */
  admit(ticket: OrderTicket): Admission {
    if (!this.#ledger.has(ticket.account)) throw new Refusal('not-permitted', ticket.account);
    const market = this.#markets.get(ticket.tradingPair);
    const { instrument, book } = market;
    checkForm(ticket);
    checkPrecision(ticket, instrument);
    checkRules(ticket, instrument, this.#markets.lastPrice(ticket.tradingPair));
    this.#checkState(ticket, market);

    const plan = planMatches(ticket, book.opposite(ticket.side), instrument.amountIncrement);
    this.#checkBalance(ticket, market, plan);
    if (ticket.type === 'limit-maker' && (plan.matches.length > 0 || plan.end === 'self-trade')) throw new Refusal('would-match');
    if (ticket.quoteAmount !== undefined) {
      if (plan.base.lt(instrument.minimumAmount)) throw new Refusal('liquidity-below-minimum');
      if (plan.base.gt(instrument.maximumAmount)) throw new Refusal('invalid-amount', 'quoteAmount');
    }
    return {
      market,
      ticket,
      clientOrderId: ticket.clientOrderId ?? this.#madeId(ticket.account),
      plan,
      amount: ticket.amount ?? plan.base,
    };
  }

  #checkState(ticket: OrderTicket, { instrument }: Market): void {
    const mayRest = ticket.type !== 'market' && ticket.timeInForce === 'GTC';
    if (mayRest && this.#register.openCount(ticket.account, ticket.tradingPair) >= instrument.maximumOpenOrders) {
      throw new Refusal('too-many-open-orders', String(instrument.maximumOpenOrders));
    }
    if (instrument.status !== 'trading') throw new Refusal('market-closed', instrument.status);
    const { clientOrderId } = ticket;
    if (clientOrderId !== undefined && this.#register.openByClientOrderId(ticket.account, clientOrderId) !== undefined) {
      throw new Refusal('duplicate-client-order-id', clientOrderId);
    }
  }

  /** A limit order needs its whole worth; a market order what it names, or, where it names the other asset, what the plan costs. */
  #checkBalance(ticket: OrderTicket, { instrument }: Market, plan: MatchPlan): void {
    const isBuy = ticket.side === 'buy';
    const asset = isBuy ? instrument.quote : instrument.base;
    const limitCost = ticket.price === undefined ? undefined : ticket.amount?.times(ticket.price);
    const need = isBuy ? (limitCost ?? ticket.quoteAmount ?? plan.quote) : (ticket.amount ?? plan.base);
    if (!this.#ledger.canSpend(ticket.account, asset, need)) throw new Refusal('insufficient-balance', asset);
  }

  #madeId(account: string): string {
    for (;;) {
      const clientOrderId = `v${this.#random.hex(10)}`;
      if (this.#register.openByClientOrderId(account, clientOrderId) === undefined) return clientOrderId;
    }
  }
}
