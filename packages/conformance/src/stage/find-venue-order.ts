import type { VenueOrder } from '@venuekit/venue';
import type { VenueStage } from './venue-stage.ts';

/** The venue's order behind one of ours: by our id where venues are told it, else by the venue's, as far as the connector knows it. */
export function findVenueOrder(stage: VenueStage, clientOrderId: string): VenueOrder | undefined {
  const orders = stage.venue.world.instruments
    .keys()
    .flatMap((pair) => stage.venue.world.orders(stage.account, pair))
    .toArray();
  const byClientId = orders.findLast((order) => order.clientOrderId === clientOrderId);
  if (byClientId !== undefined) return byClientId;
  const told = stage.connector.orderTracker.fetchOrder({ clientOrderId })?.exchangeOrderId ?? exchangeIdTold(stage, clientOrderId);
  const spell = stage.subject.spelling?.orderId ?? String;
  return told === undefined ? undefined : orders.findLast((order) => spell(order.orderId) === told);
}

function exchangeIdTold({ events }: VenueStage, clientOrderId: string): string | undefined {
  for (const event of events.toReversed()) {
    if ('clientOrderId' in event && event.clientOrderId === clientOrderId && event.exchangeOrderId !== undefined)
      return event.exchangeOrderId;
  }
  return undefined;
}
