import type { ConnectorEvent } from '@venuekit/core';
import type { CardStage } from '../card/card-stage.ts';

/** The types of events about one order, in order; fills that follow one another count as one. */
export function orderLife(stage: Pick<CardStage, 'orderEvents'>, clientOrderId: string): readonly ConnectorEvent['type'][] {
  return stage
    .orderEvents(clientOrderId)
    .filter((type, index, all) => type !== 'order-filled' || (index > 0 && all[index - 1]) !== 'order-filled');
}
