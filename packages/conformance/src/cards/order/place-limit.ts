import { defineCard } from '../../card/define-card.ts';
import type { Card } from '../../card/card.ts';
import { untilCreated } from '../../stage/until-created.ts';
import { orderCard } from './order-card.ts';

/** A limit order that rests. */
export const placeLimitBuy: Card = defineCard({
  id: 'ORDER-01',
  slug: 'limit-buy-rests',
  title: 'A limit order to buy rests at the venue with the amount, the price and the id that were asked for',
  family: 'ORDER',
  severity: 'must',
  tier: 2,
  needs: ['trading', 'order-type:limit'],
  since: '2026-11-20',
  scenario: 'A limit order is placed far below the market. The venue has exactly this order, and one created event tells of it.',
  expected: ['order-created'],
  forbidden: ['order-failed', 'order-lost', 'order-filled'],
  covers: ['HB-13', 'NT-E10'],
  doc: 'connector guide: trading',
  look: 'placeOrder',
  overSockets: true,
  run: async (stage) => {
    await stage.start();
    const [amount, price] = [stage.amount(), stage.restingPrice('buy')];
    const id = await stage.openOrder({ side: 'buy', amount, price });
    const order = stage.present('the venue has the order', stage.venueOrder(id));
    stage.equal(
      'the order at the venue',
      [order.side, order.type, order.amount.toFixed(), order.price.toFixed(), order.timeInForce],
      ['buy', 'limit', amount, price, 'GTC'],
    );
    const created = stage.eventsOf('order-created');
    stage.equal(
      'the amounts and ids that were told',
      created.map((event) => [event.clientOrderId, event.amount.toFixed(), event.price?.toFixed()]),
      [[id, amount, price]],
    );
  },
});

export const placeLimitSell: Card = orderCard({
  id: 'ORDER-02',
  slug: 'limit-sell-rests',
  title: 'A limit order to sell rests at the venue with the amount, the price and the id that were asked for',
  severity: 'must',
  needs: ['trading', 'order-type:limit'],
  scenario: 'A limit order is placed far above the market. The venue has exactly this order, and one created event tells of it.',
  expected: ['order-created'],
  forbidden: ['order-failed', 'order-lost', 'order-filled'],
  covers: ['HB-14', 'NT-E11'],
  doc: 'connector guide: The members',
  look: 'placeOrder',
  overSockets: true,
  run: async (stage) => {
    await stage.start();
    const [amount, price] = [stage.amount(), stage.restingPrice('sell')];
    const id = await stage.openOrder({ side: 'sell', amount, price });
    const order = stage.present('the venue has the order', stage.venueOrder(id));
    stage.equal(
      'the order at the venue',
      [order.tradingPair, order.side, order.type, order.amount.toFixed(), order.price.toFixed(), order.timeInForce],
      [stage.pair, 'sell', 'limit', amount, price, 'GTC'],
    );
  },
});

export const placeBothSides: Card = orderCard({
  id: 'ORDER-03',
  slug: 'both-sides-at-once',
  title: 'A buy and a sell that are placed at the same moment live independently of each other',
  severity: 'must',
  needs: ['trading', 'order-type:limit'],
  scenario:
    'A buy and a sell order are placed in one turn, with different amounts and prices. Both rest; then the sell order is filled and the buy order still rests.',
  forbidden: ['order-failed', 'order-lost', 'order-canceled', 'order-expired'],
  covers: ['NT-E12'],
  doc: 'connector guide: The members',
  look: 'placeOrder',
  run: async (stage) => {
    await stage.start();
    const [bid, ask] = [
      stage.placeResting({ side: 'buy', amount: stage.amount(10) }),
      stage.placeResting({ side: 'sell', amount: stage.amount(12) }),
    ];
    await untilCreated(stage, [bid, ask]);
    const told = [bid, ask].map((id) => {
      const order = stage.present('the venue has the order', stage.venueOrder(id));
      return [order.side, order.amount.toFixed(), order.price.toFixed()];
    });
    stage.equal('the orders at the venue', told, [
      ['buy', stage.amount(10), stage.restingPrice('buy')],
      ['sell', stage.amount(12), stage.restingPrice('sell')],
    ]);
    stage.fillAtVenue(ask);
    await stage.until('the sell order is completed', () => stage.orderEvents(ask).includes('order-completed'));
    stage.equal('what was told of the buy order', stage.orderEvents(bid), ['order-created']);
  },
});

export const createdEventTells: Card = orderCard({
  id: 'ORDER-04',
  slug: 'created-event-tells-all',
  title: 'The created event tells market, side, type, amount, price, both ids and the time of the order, in milliseconds',
  severity: 'must',
  needs: ['trading', 'order-type:limit'],
  scenario: 'A limit order is placed. Each field of its created event is what was asked for, or what the venue knows.',
  expected: ['order-created'],
  covers: ['HB-13', 'HB-28'],
  doc: 'connector guide: The members',
  look: 'placeOrder',
  run: async (stage) => {
    await stage.start();
    const id = await stage.openOrder();
    const order = stage.present('the venue has the order', stage.venueOrder(id));
    const [event] = stage.eventsOf('order-created');
    stage.equal(
      'what the created event tells',
      event && [event.clientOrderId, event.exchangeOrderId, event.tradingPair, event.side, event.orderType, event.amount, event.price],
      [id, stage.exchangeOrderId(order), stage.pair, 'buy', 'limit', order.amount, order.price],
    );
    const isNear = (timeMs = 0): boolean => Math.abs(timeMs - order.creationTimeMs) < 5_000;
    stage.holds('the time of the event is the one at the venue, in ms', isNear(event?.eventTimeMs), event?.eventTimeMs);
    stage.holds('the time of creation is the one at the venue, in ms', isNear(event?.creationTimeMs), event?.creationTimeMs);
  },
});

export const placingReturnsAtOnce: Card = orderCard({
  id: 'ORDER-05',
  slug: 'placing-returns-at-once',
  title: 'An order has its id and is in flight before the venue has answered, and is not called created until then',
  severity: 'must',
  needs: ['trading', 'order-type:limit'],
  scenario:
    'An order is placed. In the same turn it is in flight as pending; nothing is told of it yet. Then the venue answers, and it is open.',
  expected: ['order-created'],
  covers: ['HB-13'],
  doc: 'design: a command has four outcomes',
  look: 'placeOrder',
  run: async (stage) => {
    await stage.start();
    const id = stage.placeResting();
    stage.equal('the state before the venue has answered', stage.connector.inFlightOrders.get(id)?.state, 'pending-create');
    stage.equal('what is told before the venue has answered', stage.orderEvents(id), []);
    await untilCreated(stage, [id]);
    stage.equal('the state after the venue has answered', stage.connector.inFlightOrders.get(id)?.state, 'open');
    stage.present('the venue has the order when it is called created', stage.venueOrder(id));
  },
});
