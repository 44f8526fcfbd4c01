import type { OrderBookView } from '../book/order-book-view.ts';
import { Decimal } from '../decimal/decimal.ts';
import type { ConnectorDefinition } from '../definition/connector-definition.ts';
import type { OrderEvent } from '../model/events.ts';
import type { TradingPair } from '../model/trading-pair.ts';
import type { ConnectorServices } from '../services/connector-services.ts';
import { reportProblem, requestContext } from '../services/connector-services.ts';
import { PollingLoop } from '../services/polling-loop.ts';
import type { RequestContext } from '../web/request-context.ts';

/** When a market's last price is asked for; all times in ms. */
export interface LastPriceIntervals {
  /** After so long without a public trade. */
  readonly tradeSilenceMs: number;
  /** Not again before so much time has passed since it was asked for. */
  readonly lastPriceMs: number;
}

/** What last prices are learned from. */
export interface LastPriceSources {
  /** The markets that are followed and that the venue knows. */
  pairs(): readonly TradingPair[];
  book(pair: TradingPair): OrderBookView | undefined;
}

interface AskedPrice {
  /** Our monotonic time of the question. */
  readonly askedMs: number;
  /** The venue's time of the question. */
  readonly venueMs: number;
  /** Undefined when the venue told none. */
  readonly price: Decimal | undefined;
}

interface OwnPrice {
  readonly price: Decimal;
  readonly fillTimeMs: number;
}

/** The markets are not looked at more often than this. */
const SHORTEST_PAUSE_MS = 1_000;
const LONGEST_RETRY_MS = 30_000;

/** The last prices of markets: from their trades, from our fills, and from the venue's answer where nobody trades. */
export class LastPrices {
  /** Asks for the prices of quiet markets. Not started: the connector's owner may not want it. */
  readonly loop: PollingLoop;
  readonly #services: ConnectorServices;
  readonly #sources: LastPriceSources;
  readonly #intervals: LastPriceIntervals;
  readonly #asked = new Map<TradingPair, AskedPrice>();
  readonly #own = new Map<TradingPair, OwnPrice>();

  constructor(services: ConnectorServices, sources: LastPriceSources, intervals: LastPriceIntervals) {
    const { clock, random, log } = services.runtime;
    this.#services = services;
    this.#sources = sources;
    this.#intervals = intervals;
    this.loop = new PollingLoop({
      name: 'last-prices',
      clock,
      random,
      log,
      intervalMs: () => this.#pauseMs(),
      run: (signal) => this.#refresh(signal),
      onFailure: (error) => reportProblem(services, 'rest', 'last prices could not be asked for, trying again', error),
      retryMaximumMs: LONGEST_RETRY_MS,
    });
  }

  /** The price of the last public trade that is known of, or what the venue has answered since; undefined before both. */
  lastTrade(pair: TradingPair): Decimal | undefined {
    const asked = this.#asked.get(pair);
    const book = this.#sources.book(pair);
    const { lastTradePrice, lastTradeTimeMs } = book ?? {};
    if (lastTradePrice === undefined || lastTradeTimeMs === undefined) return asked?.price;
    return asked?.price !== undefined && asked.venueMs > lastTradeTimeMs ? asked.price : new Decimal(lastTradePrice);
  }

  /** The price of the last fill of our own orders in this market; undefined before the first. */
  lastOwnTrade(pair: TradingPair): Decimal | undefined {
    return this.#own.get(pair)?.price;
  }

  /** To be told of every event of our orders. */
  note(event: OrderEvent): void {
    if (event.type !== 'order-filled') return;
    const { tradingPair, price, eventTimeMs: fillTimeMs } = event;
    const before = this.#own.get(tradingPair);
    if (before === undefined || fillTimeMs >= before.fillTimeMs) this.#own.set(tradingPair, { price, fillTimeMs });
  }

  /** A market is not followed any more. Our own last price there stays known. */
  forget(pair: TradingPair): void {
    this.#asked.delete(pair);
  }

  async #refresh(signal: AbortSignal): Promise<void> {
    const { clock } = this.#services.runtime;
    const askedMs = clock.monotonicMs();
    const venueMs = this.#services.timeSynchronizer.nowMs();
    const quiet = this.#sources.pairs().filter((pair) => this.#dueInMs(pair, askedMs, venueMs) <= 0);
    if (quiet.length === 0) return;
    const prices = await lastTradedPrices(this.#services.definition, requestContext(this.#services, signal), quiet);
    const followed = new Set(this.#sources.pairs());
    for (const pair of quiet) if (followed.has(pair)) this.#asked.set(pair, { askedMs, venueMs, price: prices.get(pair) });
  }

  /** Until the first market is due. */
  #pauseMs(): number {
    const nowMs = this.#services.runtime.clock.monotonicMs();
    const venueMs = this.#services.timeSynchronizer.nowMs();
    let pauseMs = this.#intervals.tradeSilenceMs;
    for (const pair of this.#sources.pairs()) pauseMs = Math.min(pauseMs, this.#dueInMs(pair, nowMs, venueMs));
    return Math.max(SHORTEST_PAUSE_MS, pauseMs);
  }

  #dueInMs(pair: TradingPair, nowMs: number, venueMs: number): number {
    const { tradeSilenceMs, lastPriceMs } = this.#intervals;
    const lastTradeMs = this.#sources.book(pair)?.lastTradeTimeMs;
    const askedMs = this.#asked.get(pair)?.askedMs;
    const silenceEndsInMs = lastTradeMs === undefined ? 0 : lastTradeMs + tradeSilenceMs - venueMs;
    return Math.max(silenceEndsInMs, askedMs === undefined ? 0 : askedMs + lastPriceMs - nowMs);
  }
}

/** The last prices of markets, with one request where the connector can. @throws whatever a request throws */
export async function lastTradedPrices(
  definition: ConnectorDefinition,
  context: RequestContext,
  pairs: readonly TradingPair[],
): Promise<ReadonlyMap<TradingPair, Decimal>> {
  if (definition.getLastTradedPrices !== undefined && pairs.length > 1) return definition.getLastTradedPrices(context, pairs);
  const prices = new Map<TradingPair, Decimal>();
  await Promise.all(pairs.map(async (pair) => prices.set(pair, await definition.getLastTradedPrice(context, pair))));
  return prices;
}
