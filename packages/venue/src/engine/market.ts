import { type Decimal, floorToIncrement, type TradingPair } from '@venuekit/core/connector';
import type { Instrument } from '../model/instrument.ts';
import type { Side } from '../model/order-kinds.ts';
import { Refusal } from '../model/refusal.ts';
import { LimitOrderBook } from './limit-order-book.ts';
import { type PriceRange, bandOf } from './price-bands.ts';
import { TradeTape } from './trade-tape.ts';
import { TriggerDesk } from './trigger-desk.ts';

/** One market: its rules, its book and its trades. */
export interface Market {
  readonly instrument: Instrument;
  readonly book: LimitOrderBook;
  readonly tape: TradeTape;
  readonly triggers: TriggerDesk;
  /** Set from outside; undefined where the venue has none. */
  referencePrice: Decimal | undefined;
}

/** Within which prices an incoming order of this side may trade; undefined for all. */
export function executionRange({ instrument, referencePrice }: Market, side: Side): PriceRange | undefined {
  return bandOf(instrument.executionBand, side, referencePrice);
}

/** The markets of a venue and what their prices say. */
export class Markets {
  readonly #markets = new Map<TradingPair, Market>();
  readonly #precisions = new Map<string, number>();
  /** A live view. */
  readonly instruments: Map<TradingPair, Instrument> = new Map();

  add(instrument: Instrument): void {
    const { tradingPair } = instrument;
    this.instruments.set(tradingPair, instrument);
    this.#markets.set(tradingPair, {
      instrument,
      book: new LimitOrderBook(tradingPair),
      tape: new TradeTape(tradingPair),
      triggers: new TriggerDesk(),
      referencePrice: undefined,
    });
    this.#refine(instrument.base, instrument.basePrecision);
    this.#refine(instrument.quote, instrument.quotePrecision);
  }

  /** @throws Refusal `unknown-symbol` */
  get(tradingPair: TradingPair): Market {
    const market = this.#markets.get(tradingPair);
    if (market === undefined) throw new Refusal('unknown-symbol', tradingPair);
    return market;
  }

  /** The last trade's price; before the first trade the middle of the book, then its only side, then 0. */
  lastPrice(tradingPair: TradingPair): Decimal {
    const { instrument, book, tape } = this.get(tradingPair);
    const bid = book.bids.best?.price;
    const ask = book.asks.best?.price;
    if (tape.last !== undefined || (bid === undefined && ask === undefined)) return tape.lastPrice;
    if (bid === undefined || ask === undefined) return bid ?? ask ?? tape.lastPrice;
    return floorToIncrement(bid.plus(ask).div(2), instrument.priceIncrement);
  }

  /** What the venue set; otherwise the last price. */
  referencePrice(tradingPair: TradingPair): Decimal {
    return this.get(tradingPair).referencePrice ?? this.lastPrice(tradingPair);
  }

  /** What one unit of an asset costs in another, from their market or from the reverse one; undefined where no trade or order tells. */
  priceOf(asset: string, quote: string): Decimal | undefined {
    const direct: TradingPair = `${asset}-${quote}`;
    if (this.#markets.has(direct)) {
      const price = this.lastPrice(direct);
      if (!price.isZero()) return price;
    }
    const reverse: TradingPair = `${quote}-${asset}`;
    if (this.#markets.has(reverse)) {
      const price = this.lastPrice(reverse);
      if (!price.isZero()) return price.pow(-1);
    }
    return undefined;
  }

  /** The finest that any market of the asset uses; 8 for an asset without a market. */
  precisionOf(asset: string): number {
    return this.#precisions.get(asset) ?? 8;
  }

  #refine(asset: string, precision: number): void {
    this.#precisions.set(asset, Math.max(precision, this.#precisions.get(asset) ?? 0));
  }
}
