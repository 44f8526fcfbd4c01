import type { Card } from '../../card/card.ts';
import { orderLife } from '../../stage/order-life.ts';
import { orderCard } from './order-card.ts';

export const filledByTheAnswer: Card = orderCard({
  id: 'ORDER-35',
  slug: 'filled-by-the-answer',
  title: 'An order that is filled when the venue answers is told as created, then filled, then completed',
  severity: 'must',
  needs: ['trading', 'order-type:limit'],
  scenario: 'A limit order to buy crosses the sell orders of others and is filled wholly at once.',
  expected: ['order-created', 'order-filled', 'order-completed'],
  forbidden: ['order-failed', 'order-lost', 'order-canceled', 'order-expired'],
  covers: ['HB-22'],
  doc: 'design: created comes before filled',
  look: 'placeOrder',
  overSockets: true,
  run: async (stage) => {
    await stage.start();
    const id = stage.placeResting({ price: stage.crossingPrice('buy') });
    await stage.until('the order is completed', () => stage.orderEvents(id).includes('order-completed'));
    stage.equal('what was told of the order', orderLife(stage, id), ['order-created', 'order-filled', 'order-completed']);
    const order = stage.present('the venue has the order', stage.venueOrder(id));
    const [completed] = stage.eventsOf('order-completed');
    stage.equal('what was executed', completed?.executedBase, order.executedBase);
    stage.equal('whether fills are missing', completed?.hasMissingFills, false);
    // Where the venue names no executions, nobody says who was there first.
    if (!stage.has('trade-ids')) return;
    stage.equal("whether the fills are a taker's", [...new Set(stage.eventsOf('order-filled').map(({ isTaker }) => isTaker))], [true]);
  },
});

export const partlyFilledByTheAnswer: Card = orderCard({
  id: 'ORDER-36',
  slug: 'partly-filled-by-the-answer',
  title: 'An order that is partly filled when the venue answers is told as created and filled, and its rest is open',
  severity: 'must',
  needs: ['trading', 'order-type:limit'],
  scenario: 'A limit order to buy finds less than it wants; its rest stays in the book, and is filled later.',
  expected: ['order-created', 'order-filled', 'order-filled', 'order-completed'],
  forbidden: ['order-failed', 'order-lost', 'order-canceled', 'order-expired'],
  covers: ['HB-26'],
  doc: 'design: created comes before filled',
  look: 'placeOrder',
  setup: { hasMakers: false },
  run: async (stage) => {
    const [price, offered, wanted] = [stage.restingPrice('sell'), stage.amount(7), stage.amount(20)];
    stage.restByStranger('sell', price, offered);
    await stage.start();
    const id = stage.placeResting({ price, amount: wanted });
    await stage.until('a fill is told', () => stage.orderEvents(id).includes('order-filled'));
    await stage.until('the order is open for its rest', () => stage.connector.inFlightOrders.get(id)?.state === 'partially-filled');
    stage.equal('what was told of the order', stage.orderEvents(id), ['order-created', 'order-filled']);
    const ours = stage.connector.inFlightOrders.get(id);
    stage.equal('what is executed of it', [ours?.executedBase.toFixed(), ours?.amount.toFixed()], [offered, wanted]);
    stage.fillAtVenue(id);
    await stage.until('the order is completed', () => stage.orderEvents(id).includes('order-completed'));
    stage.equal('what was executed in all', stage.eventsOf('order-completed')[0]?.executedBase.toFixed(), wanted);
  },
});
