import { Decimal, floorToIncrement, type Random, type TradingPair } from '@venuekit/core/connector';
import { pickOne, randomInteger } from '@venuekit/core/testing';
import type { Instrument } from '../model/instrument.ts';
import type { Side } from '../model/order-kinds.ts';
import type { VenueOrder } from '../model/order.ts';
import { Refusal } from '../model/refusal.ts';
import type { World } from './world.ts';

/** A market that makers keep alive. */
export interface MakerMarketOptions {
  readonly tradingPair: TradingPair;
  /** Where the fair price begins; it walks between half and twice of it. */
  readonly fairPrice: string;
  /** The amount of the smallest quote; quotes are up to ten times as large. Default: four times the minimum notional. */
  readonly amount?: string;
}

/** How far apart quotes stand, as a fraction of the price. */
const STEP = new Decimal('0.00005');

/** What one maker does in one market; all distances are whole steps of the price grid. */
export class MakerMarket {
  readonly instrument: Instrument;
  readonly quotesPerSide: number;
  readonly #world: World;
  readonly #random: Random;
  readonly #isSparse: boolean;
  readonly #step: Decimal;
  readonly #lot: Decimal;
  readonly #startPrice: Decimal;
  readonly #reach: number;
  #fairPrice: Decimal;

  constructor(world: World, random: Random, options: MakerMarketOptions, isSparse: boolean) {
    const instrument = world.instruments.get(options.tradingPair);
    if (instrument === undefined) throw new Refusal('unknown-symbol', options.tradingPair);
    this.instrument = instrument;
    this.#world = world;
    this.#random = random;
    this.#isSparse = isSparse;
    this.quotesPerSide = isSparse ? 1 : 6;
    this.#reach = isSparse ? 40 : 12;
    this.#startPrice = floorToIncrement(new Decimal(options.fairPrice), instrument.priceIncrement);
    this.#fairPrice = this.#startPrice;
    this.#step = Decimal.max(floorToIncrement(this.#startPrice.times(STEP), instrument.priceIncrement), instrument.priceIncrement);
    this.#lot = options.amount === undefined ? defaultLot(instrument, this.#startPrice) : new Decimal(options.amount);
  }

  get fairPrice(): Decimal {
    return this.#fairPrice;
  }

  /** Moves the fair price, takes back one quote that it left behind, and then quotes, cancels or trades. */
  act(account: string): void {
    this.#walk();
    const { tradingPair } = this.instrument;
    const own = this.#world.openOrders(account, tradingPair);
    const strayed = own.find((order) => this.#hasStrayed(order));
    if (strayed !== undefined) this.#world.cancel(account, tradingPair, { orderId: strayed.orderId });
    const top = this.#world.book(tradingPair, 1);
    if (!this.#isSparse && top.bids.length === 0) return this.quote(account, 'buy', top.asks[0]?.price);
    if (!this.#isSparse && top.asks.length === 0) return this.quote(account, 'sell', top.bids[0]?.price);

    const choice = this.#random.next();
    const side: Side = this.#random.next() < 0.5 ? 'buy' : 'sell';
    if (choice < 0.15) return this.#take(account, side, (side === 'buy' ? top.asks : top.bids)[0]?.price);
    const quotes = own.filter((order) => order.side === side && order !== strayed);
    const leaves = quotes.length >= this.quotesPerSide || (choice < 0.3 && quotes.length > 0);
    if (!leaves) return this.quote(account, side);
    this.#world.cancel(account, tradingPair, { orderId: pickOne(this.#random, quotes).orderId });
    return undefined;
  }

  /**
   * Places one quote at a random distance from the fair price, or, where that is further out, from `beyond`, so that it rests.
   */
  quote(account: string, side: Side, beyond: Decimal = this.#fairPrice): void {
    const distance = this.#step.times(randomInteger(this.#random, 1, this.#reach));
    const price =
      side === 'buy' ? Decimal.min(this.#fairPrice, beyond).minus(distance) : Decimal.max(this.#fairPrice, beyond).plus(distance);
    this.#place(account, side, 'GTC', price, 10);
  }

  #take(account: string, side: Side, price: Decimal | undefined): void {
    if (price !== undefined) this.#place(account, side, 'IOC', price, 6);
  }

  #place(account: string, side: Side, timeInForce: 'GTC' | 'IOC', price: Decimal, maximumLots: number): void {
    const { tradingPair } = this.instrument;
    const amount = this.#lot.times(randomInteger(this.#random, 1, maximumLots));
    this.#world.place({ account, tradingPair, side, type: 'limit', timeInForce, amount, price });
  }

  #walk(): void {
    const moved = this.#fairPrice.plus(this.#step.times(randomInteger(this.#random, -1, 1)));
    if (moved.gte(this.#startPrice.div(2)) && moved.lte(this.#startPrice.times(2))) this.#fairPrice = moved;
  }

  #hasStrayed(order: VenueOrder): boolean {
    return order.price
      .minus(this.#fairPrice)
      .abs()
      .gt(this.#step.times(3 * this.#reach));
  }
}

function defaultLot(instrument: Instrument, price: Decimal): Decimal {
  const worth = floorToIncrement(instrument.minimumNotional.times(4).div(price), instrument.amountIncrement).plus(
    instrument.amountIncrement,
  );
  return Decimal.max(worth, instrument.minimumAmount);
}
