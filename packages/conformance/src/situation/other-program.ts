import { Decimal } from '@venuekit/core/connector';
import type { OrderSide } from '@venuekit/core';
import type { TradingPair } from '@venuekit/core/connector';
import type { VenueOrder } from '@venuekit/venue';
import type { CardStage } from '../card/card-stage.ts';

/** An order that another program, or a person, places with the same account; absent members as for an order of ours that rests. */
export interface ForeignOrder {
  readonly side?: OrderSide;
  readonly pair?: TradingPair;
  readonly amount?: string;
  readonly price?: string;
  /** Default: the venue makes one. */
  readonly clientOrderId?: string;
}

/** Places an order of the account past the connector. @returns the venue's order. */
export function placeByOther(stage: CardStage, order: ForeignOrder = {}): VenueOrder {
  const { side = 'buy', pair: tradingPair = stage.pair, clientOrderId } = order;
  const [amount, price] = [order.amount ?? stage.amount(10, tradingPair), order.price ?? stage.restingPrice(side, tradingPair)];
  return stage.venue.world.place({
    account: stage.account,
    tradingPair,
    side,
    type: 'limit',
    timeInForce: 'GTC',
    amount: new Decimal(amount),
    price: new Decimal(price),
    ...(clientOrderId === undefined ? {} : { clientOrderId }),
  }).order;
}

/** Fills such an order at the venue, wholly or by an amount. */
export function fillOther(stage: CardStage, { clientOrderId }: VenueOrder, amount?: string): void {
  stage.venue.control.fillOrder(stage.account, clientOrderId, amount);
}

/** Whether such an order is open at the venue. */
export function isOtherOpen(stage: CardStage, { orderId }: VenueOrder): boolean {
  return stage.truth().openOrders.some((order) => order.orderId === orderId);
}
