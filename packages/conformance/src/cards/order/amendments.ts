import type { Card } from '../../card/card.ts';
import { orderCard } from './order-card.ts';

export const amendReduces: Card = orderCard({
  id: 'ORDER-59',
  slug: 'amend-reduces-in-place',
  title: 'An amendment reduces the order at the venue and here; it stays the same order, under the same ids',
  severity: 'must',
  needs: ['trading', 'order-type:limit', 'amend'],
  scenario: 'The amounts of a buy and of a sell order are reduced.',
  expected: ['order-created', 'order-amended', 'order-created', 'order-amended'],
  forbidden: ['order-failed', 'order-lost', 'order-canceled', 'order-expired'],
  doc: 'connector guide: The members',
  look: 'amendOrder',
  run: async (stage) => {
    await stage.start();
    for (const side of ['buy', 'sell'] as const) {
      const [before, after] = [stage.amount(20), stage.amount(10)];
      const id = await stage.openOrder({ side, amount: before });
      const number = stage.venueOrder(id)?.orderId;
      const result = await stage.answer('the amendment is answered', stage.connector.amend(stage.pair, id, after));
      stage.equal('the answer', result, { clientOrderId: id, outcome: 'accepted' });
      await stage.until('the amendment is told', () => stage.orderEvents(id).includes('order-amended'));
      const order = stage.venueOrder(id);
      stage.equal('the order at the venue', [order?.orderId, order?.clientOrderId, order?.amount.toFixed()], [number, id, after]);
      stage.equal('the amount here', stage.connector.inFlightOrders.get(id)?.amount.toFixed(), after);
      const amended = stage.eventsOf('order-amended').find(({ clientOrderId }) => clientOrderId === id);
      stage.equal('what was told', [amended?.amount.toFixed(), amended?.previousAmount.toFixed()], [after, before]);
    }
  },
});

export const amendKeepsThePlace: Card = orderCard({
  id: 'ORDER-60',
  slug: 'amend-keeps-the-place-in-the-queue',
  title: 'An amended order is still before those that came after it',
  severity: 'must',
  needs: ['trading', 'order-type:limit', 'amend'],
  scenario: 'Somebody else places an order behind ours at the same price. Ours is reduced; then a small sell order comes.',
  expected: ['order-created', 'order-amended', 'order-filled'],
  forbidden: ['order-failed', 'order-lost', 'order-canceled', 'order-expired'],
  doc: 'connector guide: The members',
  look: 'amendOrder',
  setup: { hasMakers: false },
  run: async (stage) => {
    await stage.start();
    const price = stage.restingPrice('buy');
    const id = await stage.openOrder({ price, amount: stage.amount(20) });
    stage.restByStranger('buy', price, stage.amount(20));
    await stage.answer('the amendment is answered', stage.connector.amend(stage.pair, id, stage.amount(10)));
    stage.tradeByStranger('sell', stage.amount(4));
    await stage.until('the fill is told', () => stage.orderEvents(id).includes('order-filled'));
    stage.equal('what is executed of ours', stage.venueOrder(id)?.executedBase.toFixed(), stage.amount(4));
  },
});

export const refusedAmendChangesNothing: Card = orderCard({
  id: 'ORDER-61',
  slug: 'refused-amendment-changes-nothing',
  title: 'When the venue refuses an amendment, the order is as it was',
  severity: 'must',
  needs: ['trading', 'order-type:limit', 'amend'],
  scenario: 'In a market that lets an order be amended once, an order is amended twice.',
  expected: ['order-created', 'order-amended'],
  forbidden: ['order-failed', 'order-lost', 'order-canceled', 'order-expired'],
  covers: ['NT-E36'],
  doc: 'design: a command has four outcomes',
  look: 'amendOrder',
  setup: { market: (market) => ({ ...market, maximumAmendments: 1 }) },
  run: async (stage) => {
    await stage.start();
    const id = await stage.openOrder({ amount: stage.amount(30) });
    const first = await stage.answer('the first amendment is answered', stage.connector.amend(stage.pair, id, stage.amount(20)));
    const second = await stage.answer('the second amendment is answered', stage.connector.amend(stage.pair, id, stage.amount(10)));
    stage.equal('the answers', [first.outcome, second.outcome], ['accepted', 'rejected']);
    stage.holds("the venue's reason is told", (second.reason ?? '').trim() !== '', second.reason);
    stage.equal('the amount at the venue', stage.venueOrder(id)?.amount.toFixed(), stage.amount(20));
    stage.equal('the amount here', stage.connector.inFlightOrders.get(id)?.amount.toFixed(), stage.amount(20));
    await stage.rest();
    stage.equal('what was told of the order', stage.orderEvents(id), ['order-created', 'order-amended']);
  },
});

export const amendBelowTheExecuted: Card = orderCard({
  id: 'ORDER-62',
  slug: 'amend-of-what-is-filled-is-refused',
  title: 'An amendment of an order that has just been filled is refused; the order is completed',
  severity: 'must',
  needs: ['trading', 'order-type:limit', 'amend'],
  scenario: 'An order is filled wholly in the moment in which its amendment is on its way.',
  expected: ['order-created', 'order-filled', 'order-completed'],
  forbidden: ['order-failed', 'order-lost', 'order-canceled', 'order-expired', 'order-amended'],
  covers: ['NT-E36', 'NT-E76'],
  doc: 'design: how an order ends',
  look: 'amendOrder',
  run: async (stage) => {
    await stage.start();
    const id = await stage.openOrder({ amount: stage.amount(20) });
    const amending = stage.connector.amend(stage.pair, id, stage.amount(10));
    stage.fillAtVenue(id);
    const { outcome } = await stage.answer('the amendment is answered', amending);
    stage.holds('the amendment is not called accepted', outcome !== 'accepted', outcome);
    await stage.until('the order is completed', () => stage.orderEvents(id).includes('order-completed'));
    stage.equal('what was executed', stage.eventsOf('order-completed')[0]?.executedBase.toFixed(), stage.amount(20));
  },
});
