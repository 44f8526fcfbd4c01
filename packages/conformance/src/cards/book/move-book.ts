import { Decimal, type OrderSide, type TradingPair } from '@venuekit/core/connector';
import type { BookLevel, VenueOrder } from '@venuekit/venue';
import type { CardStage } from '../../card/card-stage.ts';
import { instrumentOf } from '../../stage/grid-prices.ts';

/** Somebody else adds to the best level of a side, so that the top of the book changes; an empty side gets its first level. */
export function touchBook(stage: CardStage, pair: TradingPair = stage.pair, side: OrderSide = 'buy'): VenueOrder {
  const price = sideOf(stage, pair, side)[0]?.price.toFixed() ?? stage.restingPrice(side, pair);
  return stage.restByStranger(side, price, stage.amount(1, pair), pair);
}

/** Somebody else makes a level where none is, near the best price of a side. */
export function makeLevel(stage: CardStage, pair: TradingPair = stage.pair, side: OrderSide = 'buy'): VenueOrder {
  const levels = sideOf(stage, pair, side);
  const taken = new Set(levels.map(({ price }) => price.toFixed()));
  const { priceIncrement } = instrumentOf(stage, pair);
  const step = side === 'buy' ? priceIncrement.negated() : priceIncrement;
  let price = levels[0]?.price ?? new Decimal(stage.restingPrice(side, pair));
  while (taken.has(price.toFixed())) price = price.plus(step);
  return stage.restByStranger(side, price.toFixed(), stage.amount(2, pair), pair);
}

/** Somebody else takes an order back. */
export function takeBack(stage: CardStage, order: VenueOrder): void {
  stage.venue.world.cancel(order.account, order.tradingPair, { orderId: order.orderId });
}

/** The venue's levels of a side, best first. */
export function sideOf(stage: CardStage, pair: TradingPair, side: OrderSide): readonly BookLevel[] {
  const { bids, asks } = stage.venue.world.book(pair);
  return side === 'buy' ? bids : asks;
}

/** Closes or loses the sockets over which the connector follows markets. @throws CardFailure when there is none. */
export function cutMarketSockets(
  stage: CardStage,
  manner: 'close-frame' | 'without-close-frame' | 'half-open' = 'without-close-frame',
): void {
  const { control } = stage.venue;
  const sockets = marketSockets(stage);
  for (const { id } of sockets) control.cutSockets({ id }, { kind: manner });
  stage.holds('the connector follows markets over a socket', sockets.length > 0);
}

/** The sockets over which the connector follows markets now. */
export function marketSockets(stage: CardStage): ReturnType<CardStage['venue']['control']['sockets']> {
  return stage.venue.control.sockets().filter(({ topics }) => topics.length > 0);
}

/** The names of all feeds of the market that the connector follows now, sorted. */
export function followedTopics(stage: CardStage): readonly string[] {
  return marketSockets(stage)
    .flatMap(({ topics }) => topics)
    .toSorted();
}
