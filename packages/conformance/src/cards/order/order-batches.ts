import type { BatchOrder } from '@venuekit/core';
import type { Card } from '../../card/card.ts';
import type { CardStage } from '../../card/card-stage.ts';
import { priceTimes } from '../../stage/grid-prices.ts';
import { messagesSent } from '../../stage/messages-sent.ts';
import { untilCreated } from '../../stage/until-created.ts';
import { orderCard } from './order-card.ts';

/** Orders of one market that differ in their amounts, so that each can be told from the others. */
function differentOrders(stage: CardStage, count: number): readonly BatchOrder[] {
  return Array.from({ length: count }, (_, index) => ({
    tradingPair: stage.pair,
    side: 'buy',
    orderType: 'limit',
    amount: stage.amount(10 + index),
    price: stage.restingPrice('buy'),
  }));
}

/** No rule of a connector knows a price band, so an order far below passes its own checks. */
const BAND = { buyUp: '1.1', buyDown: '0.75', sellUp: '1.1', sellDown: '0.75' };

export const batchArrives: Card = orderCard({
  id: 'ORDER-37',
  slug: 'orders-of-a-batch-all-arrive',
  title: 'Orders that are placed together have their ids in their order, and each is at the venue as it was asked for',
  severity: 'must',
  needs: ['trading', 'order-type:limit'],
  scenario: 'Four orders of different amounts are placed by one call.',
  expected: ['order-created', 'order-created', 'order-created', 'order-created'],
  forbidden: ['order-failed', 'order-lost'],
  covers: ['NT-E78'],
  doc: 'connector guide: The members',
  look: 'placeOrders',
  run: async (stage) => {
    await stage.start();
    const orders = differentOrders(stage, 4);
    const ids = stage.connector.placeBatch(orders);
    await untilCreated(stage, ids);
    const known = new Map(
      stage.venue.world.orders(stage.account, stage.pair).map((order) => [stage.exchangeOrderId(order), order.amount.toFixed()]),
    );
    stage.equal(
      'the amounts at the venue behind the orders',
      ids.map((id) => known.get(stage.connector.inFlightOrders.get(id)?.exchangeOrderId ?? '')),
      orders.map(({ amount }) => amount),
    );
    stage.equal('how many orders the venue has', known.size, orders.length);
  },
});

export const batchIsOneRequest: Card = orderCard({
  id: 'ORDER-38',
  slug: 'batch-is-one-request',
  title: 'Orders that are placed together leave by one message where the connector can place several',
  severity: 'should',
  needs: ['trading', 'order-type:limit', 'batch-place'],
  scenario: 'Two orders are placed by one call.',
  forbidden: ['order-failed', 'order-lost'],
  doc: 'connector guide: The members',
  look: 'placeOrders',
  run: async (stage) => {
    await stage.start();
    await stage.rest();
    const sent = messagesSent(stage);
    const ids = stage.connector.placeBatch(differentOrders(stage, 2));
    await stage.until('both are at the venue', () => stage.venue.world.orders(stage.account, stage.pair).length === 2);
    stage.equal('how many messages have left', messagesSent(stage) - sent, 1);
    await untilCreated(stage, ids);
  },
});

export const refusalInABatchIsOfOne: Card = orderCard({
  id: 'ORDER-39',
  slug: 'refusal-in-a-batch-is-of-one-order',
  title: 'When the venue refuses one order of a batch, that one has failed and the others live',
  severity: 'must',
  needs: ['trading', 'order-type:limit'],
  scenario: "Three orders are placed by one call; the price of the second is out of the venue's band.",
  expected: ['order-failed'],
  forbidden: ['order-lost'],
  covers: ['NT-E78'],
  doc: 'design: a command has four outcomes',
  look: 'placeOrders',
  setup: { market: (market) => ({ ...market, priceBand: BAND }) },
  run: async (stage) => {
    await stage.start();
    const [first, ...others] = differentOrders(stage, 2);
    const near = stage.present('an order', first);
    const far = { ...near, price: priceTimes(stage, stage.restingPrice('buy'), '0.6'), amount: stage.amount(40) };
    const ids = stage.connector.placeBatch([near, far, ...others]);
    await stage.until('each has an answer', () => ids.every((id) => stage.orderEvents(id).length > 0));
    stage.equal(
      'what was told of each',
      ids.map((id) => stage.orderEvents(id)),
      [['order-created'], ['order-failed'], ['order-created']],
    );
    stage.equal(
      'why one failed',
      stage.eventsOf('order-failed').map(({ cause }) => cause),
      ['rejected'],
    );
    stage.equal('how many orders are at the venue', stage.venue.world.orders(stage.account, stage.pair).length, 2);
  },
});

export const failedBatchDecidesNothing: Card = orderCard({
  id: 'ORDER-40',
  slug: 'failed-batch-refuses-no-order',
  title: 'When the answer to a batch is lost, no order of it has failed: each is asked for and found',
  severity: 'must',
  needs: ['trading', 'order-type:limit', 'batch-place', 'client-order-ids'],
  scenario: 'Three orders are placed by one call. The venue takes them, and its answer gets lost.',
  expected: ['order-created', 'order-created', 'order-created'],
  forbidden: ['order-failed', 'order-lost'],
  covers: ['NT-E77'],
  doc: 'design: a command has four outcomes',
  look: 'placeOrders',
  run: async (stage) => {
    await stage.start();
    const { faults } = stage.venue.control;
    faults.add({ on: 'http', match: { operation: 'place-many' }, action: { kind: 'execute-then-reset' } });
    faults.add({ on: 'socket-request', match: { operation: 'place-many' }, action: { kind: 'execute-then-ignore' } });
    const ids = stage.connector.placeBatch(differentOrders(stage, 3));
    await untilCreated(stage, ids);
    stage.equal('how often an answer got lost', faults.applied.length, 1);
    await stage.rest();
    stage.equal(
      'what was told of each',
      ids.map((id) => stage.orderEvents(id)),
      ids.map(() => ['order-created']),
    );
  },
});
