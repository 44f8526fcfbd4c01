import type { Card } from '../../card/card.ts';
import { messagesSent } from '../../stage/messages-sent.ts';
import { untilCreated } from '../../stage/until-created.ts';
import { cancelCard } from './cancel-card.ts';

const NEEDS = ['trading', 'order-type:limit'] as const;

export const cancelEndsTheOrder: Card = cancelCard({
  id: 'CANCEL-01',
  slug: 'cancel-ends-the-order',
  title: 'A cancel ends the order at the venue, is answered as done, and is told once',
  severity: 'must',
  needs: NEEDS,
  scenario: 'A buy and a sell order that rest are canceled.',
  expected: ['order-created', 'order-canceled', 'order-created', 'order-canceled'],
  forbidden: ['order-failed', 'order-lost', 'order-filled', 'order-expired'],
  covers: ['HB-17', 'HB-29', 'NT-E40', 'NT-E100'],
  doc: 'connector guide: The members',
  look: 'placeCancel',
  overSockets: true,
  run: async (stage) => {
    await stage.start();
    for (const side of ['buy', 'sell'] as const) {
      const id = await stage.openOrder({ side });
      const result = await stage.answer('the cancel is answered', stage.connector.cancel(stage.pair, id));
      stage.equal('the answer', result, { clientOrderId: id, success: true });
      stage.equal('the order at the venue', stage.venueOrder(id)?.status, 'canceled');
      await stage.until('the cancel is told', () => stage.orderEvents(id).includes('order-canceled'));
      stage.holds('the order is not in flight', !stage.connector.inFlightOrders.has(id));
      const event = stage.eventsOf('order-canceled').find(({ clientOrderId }) => clientOrderId === id);
      const order = stage.present('the venue has the order', stage.venueOrder(id));
      stage.equal('what was told', [event?.exchangeOrderId, event?.executedBase.toFixed()], [stage.exchangeOrderId(order), '0']);
    }
  },
});

export const cancelNamesItsOrder: Card = cancelCard({
  id: 'CANCEL-02',
  slug: 'cancel-names-its-order',
  title: 'A cancel ends the order that was named, and no other one',
  severity: 'must',
  needs: NEEDS,
  scenario: 'Of three orders in one market and one in another, the second one is canceled.',
  expected: ['order-canceled'],
  forbidden: ['order-failed', 'order-lost', 'order-filled'],
  covers: ['NT-E40', 'NT-E42'],
  doc: 'connector guide: The members',
  look: 'placeCancel',
  setup: { followedMarkets: 2 },
  run: async (stage) => {
    await stage.start();
    const [first, second, third] = [await stage.openOrder(), await stage.openOrder(), await stage.openOrder()];
    const elsewhere = await stage.openOrder({ pair: stage.otherPair });
    await stage.answer('the cancel is answered', stage.connector.cancel(stage.pair, second));
    await stage.until('a cancel is told', () => stage.eventsOf('order-canceled').length > 0);
    await stage.rest();
    stage.equal(
      'what was told of each',
      [first, second, third, elsewhere].map((id) => stage.orderEvents(id)),
      [['order-created'], ['order-created', 'order-canceled'], ['order-created'], ['order-created']],
    );
    stage.equal(
      'the orders at the venue',
      [first, second, third, elsewhere].map((id) => stage.venueOrder(id)?.status),
      ['new', 'canceled', 'new', 'new'],
    );
  },
});

export const cancelInTheOtherMarket: Card = cancelCard({
  id: 'CANCEL-03',
  slug: 'cancel-in-its-own-market',
  title: 'A cancel of an order in a second market reaches it there',
  severity: 'must',
  needs: NEEDS,
  scenario: 'An order rests in each of two markets; the one in the second market is canceled.',
  expected: ['order-canceled'],
  forbidden: ['order-failed', 'order-lost'],
  doc: 'connector guide: The members',
  look: 'placeCancel',
  setup: { followedMarkets: 2 },
  run: async (stage) => {
    await stage.start();
    const [here, there] = [await stage.openOrder(), await stage.openOrder({ pair: stage.otherPair })];
    const { success } = await stage.answer('the cancel is answered', stage.connector.cancel(stage.otherPair, there));
    stage.equal(
      'the answer, and the orders at the venue',
      [success, ...[here, there].map((id) => stage.venueOrder(id)?.status)],
      [true, 'new', 'canceled'],
    );
  },
});

export const cancelOfTheClosed: Card = cancelCard({
  id: 'CANCEL-04',
  slug: 'cancel-of-a-closed-order',
  title: 'A cancel of an order that is known to have ended is answered with why, and is not sent',
  severity: 'should',
  needs: NEEDS,
  scenario:
    'An order is filled, and that is told; then it is canceled. So is one that was never placed, and one in a market that is not its own.',
  expected: ['order-completed'],
  forbidden: ['order-canceled', 'order-failed', 'order-lost'],
  covers: ['NT-E44'],
  doc: 'design: how an order ends',
  look: 'userStreamEventListener',
  run: async (stage) => {
    await stage.start();
    const [filled, open] = [await stage.openOrder(), await stage.openOrder()];
    stage.fillAtVenue(filled);
    await stage.until('the order is completed', () => stage.orderEvents(filled).includes('order-completed'));
    await stage.rest();
    const sent = messagesSent(stage);
    const results = await stage.answer(
      'the cancels are answered',
      Promise.all([
        stage.connector.cancel(stage.pair, filled),
        stage.connector.cancel(stage.pair, 'no-such-order'),
        stage.connector.cancel(stage.otherPair, open),
      ]),
    );
    stage.equal('how many messages have left', messagesSent(stage) - sent, 0);
    stage.equal(
      'the answers',
      results.map(({ success, reason = '' }) => [success, reason !== '']),
      [
        [false, true],
        [false, true],
        [false, true],
      ],
    );
  },
});

export const cancelTwice: Card = cancelCard({
  id: 'CANCEL-05',
  slug: 'cancel-twice-is-once',
  title: 'Two cancels of one order at the same time end it once, and both are answered so',
  severity: 'should',
  needs: NEEDS,
  scenario: 'An order is canceled twice in one turn, and once more when it has ended.',
  expected: ['order-created', 'order-canceled'],
  forbidden: ['order-failed', 'order-lost'],
  covers: ['NT-E40'],
  doc: 'design: a command has four outcomes',
  look: 'placeCancel',
  run: async (stage) => {
    await stage.start();
    const id = await stage.openOrder();
    const cancel = () => stage.connector.cancel(stage.pair, id);
    const results = await stage.answer('both are answered', Promise.all([cancel(), cancel()]));
    stage.equal(
      'the answers',
      results.map(({ success }) => success),
      [true, true],
    );
    await stage.rest();
    const sent = messagesSent(stage);
    const { success } = await stage.answer('the third is answered', cancel());
    stage.equal('the answer to the third, and what was sent for it', [success, messagesSent(stage) - sent], [true, 0]);
    stage.equal('what was told of the order', stage.orderEvents(id), ['order-created', 'order-canceled']);
  },
});

export const cancelBeforeTheAnswer: Card = cancelCard({
  id: 'CANCEL-06',
  slug: 'cancel-before-the-placing-is-answered',
  title: 'A cancel of an order whose placing is not answered yet ends it when it is there',
  severity: 'must',
  needs: NEEDS,
  scenario: 'An order is placed and canceled in the same turn.',
  expected: ['order-created', 'order-canceled'],
  forbidden: ['order-failed', 'order-lost', 'order-filled'],
  covers: ['NT-E40'],
  doc: 'design: created comes before all else',
  look: 'placeCancel',
  run: async (stage) => {
    await stage.start();
    const id = stage.placeResting();
    const result = await stage.answer('the cancel is answered', stage.connector.cancel(stage.pair, id));
    stage.equal('the answer', result, { clientOrderId: id, success: true });
    stage.equal('the order at the venue', stage.venueOrder(id)?.status, 'canceled');
    await stage.until('the cancel is told', () => stage.orderEvents(id).includes('order-canceled'));
    stage.equal('what was told of the order', stage.orderEvents(id), ['order-created', 'order-canceled']);
  },
});

export const cancelOfTheWaiting: Card = cancelCard({
  id: 'CANCEL-07',
  slug: 'cancel-of-an-order-that-waits',
  title: 'An order that waits for its stop price can be canceled as any other',
  severity: 'must',
  needs: ['trading', 'order-type:stop-loss-limit'],
  scenario: 'A stop order waits below the market and is canceled; then the market falls to its stop price.',
  expected: ['order-created', 'order-canceled'],
  forbidden: ['order-failed', 'order-lost', 'order-filled'],
  covers: ['NT-E40'],
  doc: 'connector guide: The members',
  look: 'placeCancel',
  run: async (stage) => {
    await stage.start();
    const stopPrice = stage.crossingPrice('sell');
    const id = stage.connector.sell(stage.pair, stage.amount(), 'stop-loss-limit', stage.restingPrice('buy'), { stopPrice });
    await untilCreated(stage, [id]);
    const { success } = await stage.answer('the cancel is answered', stage.connector.cancel(stage.pair, id));
    stage.equal('the answer, and the order at the venue', [success, stage.venueOrder(id)?.status], [true, 'canceled']);
    stage.venue.world.printTrade(stage.pair, stopPrice);
  },
});
