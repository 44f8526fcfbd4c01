import { Decimal } from '@venuekit/core/connector';
import type { Card } from '../../card/card.ts';
import { defineCard } from '../../card/define-card.ts';
import { placeByOther } from '../../situation/other-program.ts';

const common = {
  family: 'FOREIGN',
  severity: 'must',
  tier: 2,
  since: '2026-11-20',
  needs: ['trading', 'order-type:limit'],
  doc: 'connector guide: The members',
} as const;

export const canceledByHand: Card = defineCard({
  ...common,
  id: 'FOREIGN-05',
  slug: 'our-order-canceled-by-hand',
  title: 'An order of ours that a person cancels on the site of the venue is told as canceled, once and at once',
  scenario: 'A person cancels one of our two orders. It is told within two seconds, by polls within six; the other one stays.',
  expected: ['order-created', 'order-created', 'order-canceled'],
  forbidden: ['order-failed', 'order-lost', 'order-expired', 'order-completed'],
  covers: ['HB-29'],
  look: 'userStreamEventListener',
  overSockets: true,
  run: async (stage) => {
    await stage.start();
    const [canceled, kept] = [await stage.openOrder(), await stage.openOrder({ side: 'sell' })];
    stage.cancelAtVenue(canceled);
    const withinMs = stage.has('private-stream') ? 2_000 : 6_000;
    await stage.until('order-canceled comes', () => stage.orderEvents(canceled).includes('order-canceled'), withinMs);
    stage.equal(
      'what was told of the orders',
      [canceled, kept].map((id) => stage.orderEvents(id)),
      [['order-created', 'order-canceled'], ['order-created']],
    );
  },
});

export const amendedByHand: Card = defineCard({
  ...common,
  id: 'FOREIGN-06',
  slug: 'our-order-amended-by-hand',
  title:
    'An order of ours that a person makes smaller on the site of the venue is told as amended, stays ours, and is completed by the smaller amount',
  needs: ['trading', 'order-type:limit', 'amend'],
  scenario: 'A person reduces an order of ours; the venue gives it a new client id. Then the whole of what is left is filled.',
  expected: ['order-created', 'order-amended', 'order-filled', 'order-completed'],
  forbidden: ['order-failed', 'order-lost', 'order-expired', 'order-canceled'],
  look: 'userStreamEventListener',
  run: async (stage) => {
    await stage.start();
    const id = await stage.openOrder();
    const { tradingPair, orderId, amount } = stage.present('the venue has the order', stage.venueOrder(id));
    const smaller = new Decimal(stage.amount(4));
    stage.venue.world.amend({ account: stage.account, tradingPair, lookup: { orderId }, amount: smaller });
    await stage.until('order-amended comes', () => stage.orderEvents(id).includes('order-amended'), 30_000);
    stage.equal(
      'the amounts of the amendment',
      stage.eventsOf('order-amended').map((event) => [event.previousAmount, event.amount]),
      [[amount, smaller]],
    );
    stage.fillAtVenue(id);
    await stage.until('order-completed comes', () => stage.orderEvents(id).includes('order-completed'), 30_000);
    stage.equal(
      'the executed amount',
      stage.eventsOf('order-completed').map(({ executedBase }) => executedBase),
      [smaller],
    );
  },
});

export const openOrdersOfAll: Card = defineCard({
  ...common,
  id: 'FOREIGN-09',
  slug: 'the-open-orders-are-those-of-the-account',
  title: 'The list of open orders shows those of other programs too',
  scenario: 'Another program has an order beside ours. The application asks for the open orders.',
  look: 'requestOpenOrders',
  run: async (stage) => {
    await stage.start();
    const other = placeByOther(stage, { side: 'sell' });
    const ours = stage.present('the venue has the order', stage.venueOrder(await stage.openOrder()));
    const listed = await stage.answer('getOpenOrders answers', stage.connector.getOpenOrders());
    const ids = listed.map(({ exchangeOrderId }) => exchangeOrderId).toSorted();
    stage.equal('the open orders', ids, [other, ours].map((order) => stage.exchangeOrderId(order)).toSorted());
  },
});

export const otherKinds: Card = defineCard({
  ...common,
  id: 'FOREIGN-11',
  slug: 'orders-of-other-kinds-are-listed',
  title: 'Open orders of kinds that the connector does not offer are listed as well, and drop none of ours',
  scenario: 'A person has placed a stop order with a limit on the site of the venue, beside an order of ours.',
  look: 'requestOpenOrders',
  run: async (stage) => {
    await stage.start();
    const id = await stage.openOrder();
    const price = new Decimal(stage.restingPrice('sell'));
    const ticket = { account: stage.account, tradingPair: stage.pair, side: 'buy', type: 'stop-loss-limit', timeInForce: 'GTC' } as const;
    const { order } = stage.venue.world.place({ ...ticket, amount: new Decimal(stage.amount(2)), price, stopPrice: price });
    const listed = await stage.answer('getOpenOrders answers', stage.connector.getOpenOrders());
    const ours = stage.exchangeOrderId(stage.present('the venue has the order', stage.venueOrder(id)));
    stage.holds(
      'our order is listed',
      listed.some(({ exchangeOrderId }) => exchangeOrderId === ours),
      listed.length,
    );
    const row = stage.present(
      'the stop order in the list',
      listed.find(({ exchangeOrderId }) => exchangeOrderId === stage.exchangeOrderId(order)),
    );
    stage.holds('a stop order is not told as a limit order', row.orderType !== 'limit' && row.orderType !== 'market', row.orderType);
    await stage.advance(150_000);
    stage.equal('what was told of our order', stage.orderEvents(id), ['order-created']);
  },
});
