import { type Decimal, type Random, ZERO } from '@venuekit/core/connector';
import { isTriggerType, type SelfTradePrevention } from '../model/order-kinds.ts';
import type { OrderListTicket } from '../model/order-list.ts';
import type { OrderTicket } from '../model/order.ts';
import { Refusal } from '../model/refusal.ts';
import type { Ledger } from './ledger.ts';
import { executionRange, type Market, type Markets } from './market.ts';
import { checkRules } from './market-rules.ts';
import { type MatchPlan, NO_MATCHES, planMatches, wouldMeet } from './match-plan.ts';
import type { OpenOrderLimits } from './open-order-limits.ts';
import { checkForm, checkOffer, checkPrecision } from './order-checks.ts';
import type { OrderRegister } from './order-register.ts';
import { reachesStop } from './trigger-rules.ts';

/** An order that may be placed: what it will do, and what it holds while it is matched. */
export interface Admission {
  readonly market: Market;
  readonly ticket: OrderTicket;
  readonly clientOrderId: string;
  readonly plan: MatchPlan;
  /** In base; for a market order given in quote what the plan executes and prevents. */
  readonly amount: Decimal;
  readonly selfTradePrevention: SelfTradePrevention;
  readonly heldPrice: Decimal;
}

/** A list that may be placed: the orders that begin at once, and those that wait for the first of them. */
export interface ListAdmission {
  readonly market: Market;
  readonly ticket: OrderListTicket;
  readonly clientListId: string;
  readonly placed: readonly [Admission, ...Admission[]];
  readonly followers: readonly Admission[];
}

/** What admissions look things up in. */
export interface AdmissionParts {
  readonly markets: Markets;
  readonly ledger: Ledger;
  readonly register: OrderRegister;
  readonly limits: OpenOrderLimits;
  /** Makes the client ids of orders that come without one. */
  readonly random: Random;
}

/**
 * Decides whether an order is placed; changes nothing. A ticket that breaks several rules is refused for the first of:
 * account (`not-permitted`), `unknown-symbol`, form (`missing-`, `unexpected-`, `malformed-parameter`), what the market offers
 * (`…-not-offered`), `too-much-precision`, `invalid-price`, `invalid-trailing-delta`, `invalid-amount`, `iceberg-exceeds-amount`,
 * `too-many-iceberg-parts`, `below-minimum-notional`, `above-maximum-notional`, `price-out-of-band`, `too-many-open-orders` (`-trigger-`,
 * `-iceberg-`), `market-closed`, `duplicate-client-order-id`, `would-trigger`, `insufficient-balance`, `would-match`,
 * `liquidity-below-minimum`, `above-maximum-position`.
 */
export class Admissions {
  readonly #parts: AdmissionParts;

  constructor(parts: AdmissionParts) {
    this.#parts = parts;
  }

  /** @throws Refusal */
  admit(ticket: OrderTicket): Admission {
    return this.admitToMarket(ticket, this.checkTicketAndCounts(ticket));
  }

  /** The rules up to and with the counts of open orders. @throws Refusal */
  checkTicketAndCounts(ticket: OrderTicket): Market {
    const market = this.checkTicket(ticket);
    this.#parts.limits.checkCounts([ticket], market);
    return market;
  }

  /** Form, offer, precision and the market's rules: what does not change with what the account or the book does. @throws Refusal */
  checkTicket(ticket: OrderTicket): Market {
    if (!this.#parts.ledger.has(ticket.account)) throw new Refusal('not-permitted', ticket.account);
    const market = this.#parts.markets.get(ticket.tradingPair);
    checkForm(ticket);
    checkOffer(ticket, market.instrument);
    checkPrecision(ticket, market.instrument);
    checkRules(ticket, market.instrument, this.#parts.markets.referencePrice(ticket.tradingPair));
    return market;
  }

  /** The rest of the rules for a ticket that begins at once. @throws Refusal */
  admitToMarket(ticket: OrderTicket, market: Market): Admission {
    const { instrument } = market;
    this.#checkState(ticket, market);
    const waits = isTriggerType(ticket.type);
    const last = market.tape.last;
    if (waits && last !== undefined && reachesStop(termsOf(ticket), last.price)) throw new Refusal('would-trigger');

    const admission = this.#admission(ticket, market, waits ? NO_MATCHES : this.#plan(ticket, market));
    const { plan } = admission;
    this.#checkBalance(admission);
    if (ticket.type === 'limit-maker' && wouldMeet(plan)) throw new Refusal('would-match');
    if (ticket.quoteAmount !== undefined) {
      if (plan.base.lt(instrument.minimumAmount)) throw new Refusal('liquidity-below-minimum');
      if (plan.base.gt(instrument.maximumAmount)) throw new Refusal('invalid-amount', 'quoteAmount');
    }
    if (ticket.side === 'buy') this.#parts.limits.checkPosition(ticket.account, market, admission.amount);
    return admission;
  }

  /** A ticket that will begin when another order is filled: what it then needs and meets is looked at then. @throws Refusal */
  admitFollower(ticket: OrderTicket, market: Market): Admission {
    this.#checkState(ticket, market);
    return this.#admission(ticket, market, NO_MATCHES);
  }

  /** A client id that no open order of the account has. */
  madeId(account: string): string {
    for (;;) {
      const clientOrderId = `v${this.#parts.random.hex(10)}`;
      if (this.#parts.register.openByClientOrderId(account, clientOrderId) === undefined) return clientOrderId;
    }
  }

  #admission(ticket: OrderTicket, market: Market, plan: MatchPlan): Admission {
    return {
      market,
      ticket,
      clientOrderId: ticket.clientOrderId ?? this.madeId(ticket.account),
      plan,
      amount: ticket.amount ?? plan.base.plus(plan.prevented).plus(plan.obstacle?.wanted ?? ZERO),
      selfTradePrevention: preventionOf(ticket, market),
      heldPrice: heldPriceOf(ticket, this.#parts.markets),
    };
  }

  #plan(ticket: OrderTicket, market: Market): MatchPlan {
    const { account, side, price, amount, quoteAmount } = ticket;
    return planMatches(
      { account, side, price, amount, quoteAmount, selfTradePrevention: preventionOf(ticket, market) },
      market.book.opposite(side),
      market.instrument.amountIncrement,
      executionRange(market, side),
    );
  }

  #checkState(ticket: OrderTicket, { instrument }: Market): void {
    if (instrument.status !== 'trading') throw new Refusal('market-closed', instrument.status);
    const { clientOrderId } = ticket;
    if (clientOrderId !== undefined && this.#parts.register.openByClientOrderId(ticket.account, clientOrderId) !== undefined) {
      throw new Refusal('duplicate-client-order-id', clientOrderId);
    }
  }

  /** What rests or waits needs its whole worth; a market order what it names, or, where it names the other asset, what the plan costs. */
  #checkBalance({ ticket, market, plan, heldPrice }: Admission): void {
    const { instrument } = market;
    const isBuy = ticket.side === 'buy';
    const asset = isBuy ? instrument.quote : instrument.base;
    const heldCost = ticket.type === 'market' ? undefined : ticket.amount?.times(heldPrice);
    const need = isBuy ? (heldCost ?? ticket.quoteAmount ?? plan.quote) : (ticket.amount ?? plan.base);
    if (!this.#parts.ledger.canSpend(ticket.account, asset, need)) throw new Refusal('insufficient-balance', asset);
  }
}

function preventionOf({ selfTradePrevention }: OrderTicket, { instrument }: Market): SelfTradePrevention {
  return selfTradePrevention ?? instrument.selfTradePrevention.default;
}

function heldPriceOf(ticket: OrderTicket, markets: Markets): Decimal {
  if (ticket.type === 'market') return ZERO;
  return ticket.price ?? ticket.stopPrice ?? markets.lastPrice(ticket.tradingPair);
}

function termsOf({ side, type, stopPrice, trailingDelta }: OrderTicket): Parameters<typeof reachesStop>[0] {
  return { side, type, stopPrice, trailingDelta };
}
