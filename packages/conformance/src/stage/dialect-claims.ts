import { ZERO, type Decimal } from '@venuekit/core/connector';
import type { AccountBalance, BookLevel, DialectTrait, Execution, OperationResult, VenueFill, VenueOrder } from '@venuekit/venue';
import type { ConformanceSubject } from '../subject/conformance-subject.ts';
import type { ToldNumbers } from './told-numbers.ts';

/** Something that an encoded message must tell, because it is the venue's truth. */
export interface DialectClaim {
  readonly what: string;
  readonly isTold: (told: ToldNumbers) => boolean;
}

/** How the dialect spells numbers of orders and trades, and what its traits excuse it from. */
export interface ClaimTerms {
  readonly spelling: ConformanceSubject['spelling'];
  readonly traits: ReadonlySet<DialectTrait>;
}

/** What a reply must tell. Only what every venue tells: none of what a short form of the reply may leave out. */
export function claimsOfResult(result: OperationResult, terms: ClaimTerms): readonly DialectClaim[] {
  switch (result.kind) {
    case 'place':
      return [orderId(result.placement.order.orderId, terms)];
    case 'order':
      return claimsOfOrder(result.order, terms);
    case 'open-orders':
      return result.orders.flatMap((order) => claimsOfOrder(order, terms));
    case 'fills':
      return result.fills.flatMap((fill) => claimsOfFill(fill, terms));
    case 'balances':
      return claimsOfBalances(result.balances);
    case 'book':
      return claimsOfLevels([...result.book.bids.slice(0, 1), ...result.book.asks.slice(0, 1)], terms);
    default:
      return [];
  }
}

export function claimsOfExecution({ order, fill }: Execution, terms: ClaimTerms): readonly DialectClaim[] {
  const id = orderId(order.orderId, terms);
  if (fill === undefined) return [id];
  return [id, ...(terms.traits.has('cumulative-fills') ? amount('executed amount', order.executedBase, terms) : claimsOfFill(fill, terms))];
}

/** What is free, or else all and what is locked of it. */
export function claimsOfBalances(balances: readonly AccountBalance[]): readonly DialectClaim[] {
  return balances
    .filter(({ free, locked }) => !free.isZero() || !locked.isZero())
    .map(({ asset, free, locked }) => ({
      what: `the ${free.toFixed()} ${asset} that are free`,
      isTold: (told) => told.hasValue(free) || (told.hasValue(free.plus(locked)) && told.hasValue(locked)),
    }));
}

/** Levels that are gone may be told in other ways than by an amount of 0. */
export function claimsOfLevels(levels: readonly BookLevel[], terms: ClaimTerms): readonly DialectClaim[] {
  return levels.flatMap((level) => [value('level at', level.price), ...amount('amount of a level,', level.amount, terms)]);
}

export function claimsOfTrade(trade: VenueFill['trade'], terms: ClaimTerms): readonly DialectClaim[] {
  return [value('price of the trade,', trade.price), ...amount('amount of the trade,', trade.amount, terms)];
}

function claimsOfOrder(order: VenueOrder, terms: ClaimTerms): readonly DialectClaim[] {
  const price = order.price.isZero() ? [] : [value('price of the order,', order.price)];
  const size = order.quoteAmount === undefined ? amount('amount of the order,', order.amount, terms) : [];
  return [orderId(order.orderId, terms), ...price, ...size];
}

function claimsOfFill(fill: VenueFill, terms: ClaimTerms): readonly DialectClaim[] {
  if (terms.traits.has('cumulative-fills')) return [];
  const text = (terms.spelling?.tradeId ?? String)(fill.trade.tradeId);
  return [{ what: `the trade id ${text}`, isTold: (told) => told.hasText(text) }, ...claimsOfTrade(fill.trade, terms)];
}

function orderId(id: number, { spelling }: ClaimTerms): DialectClaim {
  const text = (spelling?.orderId ?? String)(id);
  return { what: `the order id ${text}`, isTold: (told) => told.hasText(text) };
}

function value(what: string, wanted: Decimal): DialectClaim {
  return { what: `the ${what} ${wanted.toFixed()}`, isTold: (told) => told.hasValue(wanted) };
}

/** Amounts in other units than base are the connector's to convert. */
function amount(what: string, wanted: Decimal, { traits }: ClaimTerms): readonly DialectClaim[] {
  const isInOtherUnits = traits.has('amounts-in-contracts') || traits.has('amounts-in-quote');
  return isInOtherUnits || wanted.eq(ZERO) ? [] : [value(what, wanted)];
}
