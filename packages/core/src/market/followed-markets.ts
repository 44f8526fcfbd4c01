import type { OrderBookTracker } from '../book/order-book-tracker.ts';
import { ConfigurationError } from '../errors/configuration-error.ts';
import { UnknownTradingPairError } from '../errors/unknown-trading-pair-error.ts';
import type { TradingPair } from '../model/trading-pair.ts';
import type { ConnectorServices } from '../services/connector-services.ts';
import { reportProblem } from '../services/connector-services.ts';
import type { TrackedOrders } from '../tracking/tracked-orders.ts';
import type { LastPrices } from './last-prices.ts';
import type { MarketRules } from './market-rules.ts';

/** What goes along with the markets that are followed. */
export interface FollowedMarketsParts {
  readonly rules: MarketRules;
  orders(): TrackedOrders;
  books(): OrderBookTracker;
  prices(): LastPrices;
  /** A market has been added, or is listed at last: its fees are not known. */
  onFeesMissing(): void;
}

/** The markets that are followed: what is added brings its book, subscriptions, prices and fees; what is removed takes them away. */
export class FollowedMarkets {
  readonly pairs: Set<TradingPair>;
  readonly #services: ConnectorServices;
  readonly #parts: FollowedMarketsParts;
  /** Reported as not listed in this run. */
  readonly #missing = new Set<TradingPair>();

  constructor(services: ConnectorServices, parts: FollowedMarketsParts) {
    this.pairs = new Set(services.definition.tradingPairs);
    this.#services = services;
    this.#parts = parts;
  }

  /** Those that the venue is known to list. */
  get listed(): readonly TradingPair[] {
    return [...this.pairs].filter((pair) => this.#services.symbols.has(pair));
  }

  /** Markets whose names we need, also when the venue has taken them off its list. */
  get held(): ReadonlySet<TradingPair> {
    const held = new Set(this.pairs);
    for (const order of this.#parts.orders().tracker.allFillableOrders.values()) held.add(order.tradingPair);
    return held;
  }

  /** A new run: what is not listed is reported again. */
  begin(): void {
    this.#missing.clear();
  }

  /** @throws UnknownTradingPairError when the symbols are loaded and lack it; ConfigurationError when no more can be followed. */
  add(pair: TradingPair): void {
    const { symbols, definition } = this.#services;
    const { maximumTradingPairs = Number.POSITIVE_INFINITY } = definition.capabilities;
    if (!this.pairs.has(pair) && this.pairs.size >= maximumTradingPairs) {
      throw new ConfigurationError('tradingPairs', 'addTradingPair', `cannot be more than ${maximumTradingPairs}`);
    }
    if (symbols.size > 0 && !symbols.has(pair)) throw new UnknownTradingPairError(pair, 'the symbol map');
    this.pairs.add(pair);
    if (symbols.size === 0) return;
    this.#parts.books().addTradingPair(pair);
    this.#parts.prices().loop.hasten(1);
    this.#parts.onFeesMissing();
  }

  remove(pair: TradingPair): void {
    this.pairs.delete(pair);
    this.#parts.books().removeTradingPair(pair);
    this.#parts.prices().forget(pair);
    this.#parts.rules.feeRates.delete(pair);
  }

  /** Takes up what the venue lists by now, and reports what it does not. @returns whether something reported is listed at last. */
  takeUp(): boolean {
    let isNewlyListed = false;
    for (const pair of this.pairs) {
      if (this.#services.symbols.has(pair)) {
        this.#parts.books().addTradingPair(pair);
        if (this.#missing.delete(pair)) isNewlyListed = true;
      } else if (!this.#missing.has(pair)) {
        this.#missing.add(pair);
        reportProblem(this.#services, 'rest', `the venue does not list ${pair}`, new UnknownTradingPairError(pair, 'the venue'));
      }
    }
    return isNewlyListed;
  }
}
