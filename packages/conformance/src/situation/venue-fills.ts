import type { ConnectorEventMap } from '@venuekit/core';
import type { VenueFill } from '@venuekit/venue';
import type { CardStage } from '../card/card-stage.ts';

/** The venue's fills of one of our orders, oldest first. @throws CardFailure when it does not know the order. */
export function fillsAtVenue(stage: CardStage, clientOrderId: string): readonly VenueFill[] {
  const { tradingPair, orderId } = stage.present(`the venue knows the order ${clientOrderId}`, stage.venueOrder(clientOrderId));
  return stage.venue.world.fills(stage.account, { tradingPair, orderId, limit: Number.POSITIVE_INFINITY });
}

/** The fills of one of our orders that were told, in order. */
export function fillsTold(stage: CardStage, clientOrderId: string): readonly ConnectorEventMap['order-filled'][] {
  return stage.eventsOf('order-filled').filter((event) => event.clientOrderId === clientOrderId);
}

/**
 * Fills one of our orders at the venue in parts, of these tenths of its amount, without time between.
 * @returns the amounts, on the market's grid; what they leave of the order is left.
 */
export function fillInParts(stage: CardStage, clientOrderId: string, tenths: readonly number[]): readonly string[] {
  const { tradingPair, amount } = stage.present(`the venue knows the order ${clientOrderId}`, stage.venueOrder(clientOrderId));
  const { amountIncrement } = stage.present('the market', stage.venue.world.instruments.get(tradingPair));
  const tenth = amount.div(10).div(amountIncrement).floor().times(amountIncrement);
  const amounts = tenths.map((count) => tenth.times(count).toFixed());
  for (const part of amounts) stage.fillAtVenue(clientOrderId, part);
  return amounts;
}

/** Checks that the fills which were told of an order are those of the venue: their amounts, in this order. */
export function expectFillsTold(stage: CardStage, clientOrderId: string): void {
  stage.equal(
    'the amounts and prices of the fills that were told, in order',
    fillsTold(stage, clientOrderId).map(({ amount, price }) => [amount, price]),
    fillsAtVenue(stage, clientOrderId).map(({ trade }) => [trade.amount, trade.price]),
  );
}
