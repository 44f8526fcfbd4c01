import type { Card } from '../../card/card.ts';
import { orderLife } from '../../stage/order-life.ts';
import { cancelCard } from './cancel-card.ts';
import { holdBackExecutions } from './hold-back-executions.ts';

const NEEDS = ['trading', 'order-type:limit'] as const;

export const cancelOfThePartlyFilled: Card = cancelCard({
  id: 'CANCEL-08',
  slug: 'cancel-of-the-partly-filled-tells-what-was-executed',
  title: 'The cancel of an order that was partly filled tells how much of it was executed',
  severity: 'must',
  needs: NEEDS,
  scenario: 'A part of an order is filled, and that is told. Then the order is canceled.',
  expected: ['order-created', 'order-filled', 'order-canceled'],
  forbidden: ['order-failed', 'order-lost', 'order-completed'],
  covers: ['NT-E40'],
  doc: 'design: how an order ends',
  look: 'placeCancel',
  run: async (stage) => {
    await stage.start();
    const [amount, part] = [stage.amount(20), stage.amount(7)];
    const id = await stage.openOrder({ amount });
    stage.fillAtVenue(id, part);
    await stage.until('the fill is told', () => stage.orderEvents(id).includes('order-filled'));
    const { success } = await stage.answer('the cancel is answered', stage.connector.cancel(stage.pair, id));
    stage.equal('the answer, and the order at the venue', [success, stage.venueOrder(id)?.status], [true, 'canceled']);
    await stage.until('the cancel is told', () => stage.orderEvents(id).includes('order-canceled'));
    stage.equal(
      'what was executed',
      stage.eventsOf('order-canceled').map(({ executedBase }) => executedBase.toFixed()),
      [part],
    );
  },
});

export const fillWinsTheRace: Card = cancelCard({
  id: 'CANCEL-09',
  slug: 'fill-wins-against-a-cancel',
  title: 'An order that was filled while its cancel was on its way is completed, and never told as canceled',
  severity: 'must',
  tier: 3,
  needs: NEEDS,
  scenario: 'An order is filled wholly at the venue, and its message is late. The cancel that follows finds no open order.',
  expected: ['order-created', 'order-filled', 'order-completed'],
  forbidden: ['order-canceled', 'order-failed', 'order-lost', 'order-expired'],
  covers: ['NT-E44', 'NT-E75', 'HB-19'],
  doc: 'design: how an order ends',
  look: 'isOrderNotFoundDuringCancelationError',
  run: async (stage) => {
    await stage.start();
    const id = await stage.openOrder();
    const wasLate = holdBackExecutions(stage);
    stage.fillAtVenue(id);
    const { success } = await stage.answer('the cancel is answered', stage.connector.cancel(stage.pair, id));
    stage.equal('whether it is called canceled', success, false);
    await stage.until('the order is completed', () => stage.orderEvents(id).includes('order-completed'));
    await stage.rest();
    wasLate();
    stage.equal('what was told of the order', orderLife(stage, id), ['order-created', 'order-filled', 'order-completed']);
  },
});

export const partialFillBeforeTheCancel: Card = cancelCard({
  id: 'CANCEL-10',
  slug: 'fill-just-before-the-cancel-counts',
  title: 'A fill that happened just before the cancel, and is heard of after it, is told and counts',
  severity: 'must',
  tier: 3,
  needs: NEEDS,
  scenario: 'A part of an order is filled and the message is late; the order is canceled meanwhile.',
  expected: ['order-created'],
  forbidden: ['order-failed', 'order-lost', 'order-completed', 'order-expired'],
  doc: 'design: late fills count',
  look: 'placeCancel',
  run: async (stage) => {
    await stage.start();
    const [amount, part] = [stage.amount(20), stage.amount(7)];
    const id = await stage.openOrder({ amount });
    const wasLate = holdBackExecutions(stage);
    stage.fillAtVenue(id, part);
    await stage.answer('the cancel is answered', stage.connector.cancel(stage.pair, id));
    await stage.until('cancel and fill are told', () =>
      ['order-canceled', 'order-filled'].every((type) => stage.orderEvents(id).some((told) => told === type)),
    );
    await stage.rest();
    wasLate();
    stage.equal(
      'the fills that were told',
      stage.eventsOf('order-filled').map((fill) => fill.amount.toFixed()),
      [part],
    );
    const order = stage.connector.orderTracker.fetchOrder({ clientOrderId: id });
    stage.equal('how the order ended', [order?.state, order?.executedBase.toFixed()], ['canceled', part]);
  },
});

export const canceledByAPerson: Card = cancelCard({
  id: 'CANCEL-11',
  slug: 'cancel-by-somebody-else-is-told',
  title: "An order that a person cancels on the venue's site is told as canceled, with what was executed",
  severity: 'must',
  needs: NEEDS,
  scenario: 'A part of an order is filled; then it is canceled at the venue, not by the connector.',
  expected: ['order-created', 'order-filled', 'order-canceled'],
  forbidden: ['order-failed', 'order-lost', 'order-completed', 'order-expired'],
  covers: ['HB-23', 'HB-29'],
  doc: 'connector guide: The members',
  look: 'userStreamEventListener',
  overSockets: true,
  run: async (stage) => {
    await stage.start();
    const part = stage.amount(7);
    const [id, other] = [await stage.openOrder({ amount: stage.amount(20) }), await stage.openOrder()];
    stage.fillAtVenue(id, part);
    await stage.until('the fill is told', () => stage.orderEvents(id).includes('order-filled'));
    stage.cancelAtVenue(id);
    await stage.until('the cancel is told', () => stage.orderEvents(id).includes('order-canceled'));
    const [event] = stage.eventsOf('order-canceled');
    const order = stage.present('the venue has the order', stage.venueOrder(id));
    stage.equal('what was told', [event?.exchangeOrderId, event?.executedBase.toFixed()], [stage.exchangeOrderId(order), part]);
    stage.equal('what was told of another order', stage.orderEvents(other), ['order-created']);
  },
});

export const expiryIsNoFailure: Card = cancelCard({
  id: 'CANCEL-12',
  slug: 'expiry-by-the-venue-is-no-failure',
  title: 'An order that the venue ends by itself is told as expired or canceled, not as failed',
  severity: 'must',
  needs: NEEDS,
  scenario:
    'A person trades from the same account against a resting order of ours, and the venue ends ours to keep the account from trading with itself.',
  expected: ['order-created'],
  forbidden: ['order-failed', 'order-lost', 'order-filled', 'order-completed'],
  covers: ['NT-E18'],
  doc: 'design: how an order ends',
  look: 'userStreamEventListener',
  setup: { hasMakers: false },
  run: async (stage) => {
    await stage.start();
    const id = await stage.openOrder({ side: 'buy' });
    const ours = stage.present('the venue has the order', stage.venueOrder(id));
    const ticket = { account: stage.account, tradingPair: stage.pair, side: 'sell', amount: ours.amount, price: ours.price } as const;
    stage.venue.world.place({ ...ticket, type: 'limit', timeInForce: 'IOC', selfTradePrevention: 'expire-maker' });
    stage.equal('our order at the venue', stage.venueOrder(id)?.status, 'expired-in-match');
    await stage.until('its end is told', () => stage.orderEvents(id).length > 1);
    const [, end, ...others] = stage.orderEvents(id);
    stage.holds(
      'its end is an expiry or a cancel',
      (end === 'order-expired' || end === 'order-canceled') && others.length === 0,
      stage.orderEvents(id),
    );
  },
});
