import { Decimal, type OrderSide, type TradingPair } from '@venuekit/core/connector';
import type { Instrument } from '@venuekit/venue';

/** Prices and amounts on the grid of the venue's markets. */
export class PriceDesk {
  readonly #instruments: ReadonlyMap<TradingPair, Instrument>;
  readonly #fairPrices: ReadonlyMap<TradingPair, Decimal>;

  constructor(instruments: ReadonlyMap<TradingPair, Instrument>, fairPrices: ReadonlyMap<TradingPair, Decimal>) {
    this.#instruments = instruments;
    this.#fairPrices = fairPrices;
  }

  /** Far from the market, on the side on which it rests. */
  resting(side: OrderSide, pair: TradingPair): string {
    return this.#near(pair, side === 'buy' ? '0.8' : '1.25');
  }

  /** Beyond the market, so that it trades at once. */
  crossing(side: OrderSide, pair: TradingPair): string {
    return this.#near(pair, side === 'buy' ? '1.1' : '0.9');
  }

  /** `times` the smallest amount that the market takes at its resting prices. */
  amount(times: number, pair: TradingPair): string {
    const { minimumAmount, minimumNotional, amountIncrement } = this.#instrument(pair);
    // A tenth more than the least, because connectors keep a margin.
    const least = Decimal.max(minimumAmount, minimumNotional.times('1.1').div(this.resting('buy', pair)));
    return least.times(times).div(amountIncrement).ceil().times(amountIncrement).toFixed();
  }

  #near(pair: TradingPair, factor: string): string {
    const { priceIncrement } = this.#instrument(pair);
    const fair = this.#fairPrices.get(pair);
    if (fair === undefined) throw new RangeError(`no price is known of ${pair}`);
    return fair.times(factor).div(priceIncrement).floor().times(priceIncrement).toFixed();
  }

  #instrument(pair: TradingPair): Instrument {
    const instrument = this.#instruments.get(pair);
    if (instrument === undefined) throw new RangeError(`the venue has no market ${pair}`);
    return instrument;
  }
}
