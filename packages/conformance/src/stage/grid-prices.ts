import { Decimal, floorToIncrement, type TradingPair } from '@venuekit/core/connector';
import type { Instrument } from '@venuekit/venue';
import type { CardStage } from '../card/card-stage.ts';

/** The venue's rules of a market. Default: the first one. @throws CardFailure when the venue has no such market */
export function instrumentOf(stage: CardStage, pair: TradingPair = stage.pair): Instrument {
  return stage.present(`the venue has the market ${pair}`, stage.venue.world.instruments.get(pair));
}

/** A price times a factor, brought down onto the grid of the first market. */
export function priceTimes(stage: CardStage, price: string, factor: string): string {
  return floorToIncrement(new Decimal(price).times(factor), instrumentOf(stage).priceIncrement).toFixed();
}

/** An amount of the first market, moved by a number of its increments. */
export function amountPlus(stage: CardStage, amount: string, increments: number | string): string {
  return new Decimal(amount).plus(instrumentOf(stage).amountIncrement.times(increments)).toFixed();
}
