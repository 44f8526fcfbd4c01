import type { BookLevel, BookView } from '../model/book-change.ts';

/** What a client that keeps so many levels of each side has been told of a book. */
export class DepthView {
  readonly #depth: number;
  #told: BookView;

  constructor(told: BookView, depth: number) {
    this.#told = told;
    this.#depth = depth;
  }

  /** What has changed among the levels that the client keeps. A level that fell out of them is not mentioned, one that came in is. */
  changesTo(view: BookView): { readonly bids: readonly BookLevel[]; readonly asks: readonly BookLevel[] } {
    const told = this.#told;
    this.#told = view;
    return { bids: this.#changes(told.bids, view.bids, 1), asks: this.#changes(told.asks, view.asks, -1) };
  }

  /** @param sign 1 where a higher price is the better one, otherwise -1. */
  #changes(before: readonly BookLevel[], after: readonly BookLevel[], sign: 1 | -1): readonly BookLevel[] {
    const amountsBefore = new Map(before.map(({ price, amount }) => [price.toFixed(), amount]));
    const pricesAfter = new Set(after.map(({ price }) => price.toFixed()));
    const worst = after.length < this.#depth ? undefined : after.at(-1)?.price;
    const gone = before
      .filter(({ price }) => !pricesAfter.has(price.toFixed()) && (worst === undefined || price.cmp(worst) === sign))
      .map(({ price, amount }) => ({ price, amount: amount.minus(amount) }));
    const set = after.filter(({ price, amount }) => amountsBefore.get(price.toFixed())?.eq(amount) !== true);
    return [...gone, ...set];
  }
}
