import { Decimal, ZERO } from '@venuekit/core/connector';
import type { OrderTicket, VenueOrder } from '../model/order.ts';
import type { BookSide } from './book-side.ts';
import { remainingOf } from './price-level.ts';

/** One trade that an incoming order would make. */
interface PlannedMatch {
  readonly maker: VenueOrder;
  readonly amount: Decimal;
}

/** What an incoming order would trade with the book as it stands; nothing has happened yet. */
export interface MatchPlan {
  readonly matches: readonly PlannedMatch[];
  readonly base: Decimal;
  readonly quote: Decimal;
  /** `satisfied`: nothing of it remains, or, for an order given in quote, too little for one more increment. */
  readonly end: 'satisfied' | 'no-counterpart' | 'self-trade';
}

/**
 * Walks the opposite side in price-time priority and stops at the ticket's price, at its amount, or at an order of the same
 * account. Every rule that must hold before anything is changed (FOK, post-only, cost of a market order) is checked on the plan.
 */
export function planMatches(ticket: OrderTicket, opposite: BookSide, amountIncrement: Decimal): MatchPlan {
  const matches: PlannedMatch[] = [];
  let base = ZERO;
  let quote = ZERO;
  const wanted = (price: Decimal): Decimal =>
    ticket.amount === undefined
      ? wholeIncrements((ticket.quoteAmount ?? ZERO).minus(quote), price, amountIncrement)
      : ticket.amount.minus(base);

  for (const level of opposite.levels()) {
    if (ticket.price !== undefined && !reaches(ticket, level.price)) break;
    for (const maker of level.queue) {
      const want = wanted(level.price);
      if (want.isZero()) return { matches, base, quote, end: 'satisfied' };
      if (maker.account === ticket.account) return { matches, base, quote, end: 'self-trade' };
      const amount = Decimal.min(want, remainingOf(maker));
      matches.push({ maker, amount });
      base = base.plus(amount);
      quote = quote.plus(amount.times(level.price));
    }
    if (wanted(level.price).isZero()) return { matches, base, quote, end: 'satisfied' };
  }
  return { matches, base, quote, end: 'no-counterpart' };
}

function reaches(ticket: OrderTicket, price: Decimal): boolean {
  if (ticket.price === undefined) return true;
  return ticket.side === 'buy' ? ticket.price.gte(price) : ticket.price.lte(price);
}

/** How much base a quote amount buys at a price, in whole increments, by exact integer division. */
function wholeIncrements(quote: Decimal, price: Decimal, increment: Decimal): Decimal {
  return quote.divToInt(price.times(increment)).times(increment);
}
