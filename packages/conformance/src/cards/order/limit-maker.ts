import type { Card } from '../../card/card.ts';
import { untilCreated } from '../../stage/until-created.ts';
import { orderCard } from './order-card.ts';

export const makerRests: Card = orderCard({
  id: 'ORDER-15',
  slug: 'limit-maker-rests',
  title: 'A limit-maker order that does not meet another one rests at the venue as what it is',
  severity: 'must',
  needs: ['trading', 'order-type:limit-maker'],
  scenario: 'A limit-maker order is placed far below the market.',
  expected: ['order-created'],
  forbidden: ['order-failed', 'order-lost', 'order-filled'],
  covers: ['NT-E60'],
  doc: 'connector guide: The members',
  look: 'placeOrder',
  run: async (stage) => {
    await stage.start();
    const [amount, price] = [stage.amount(), stage.restingPrice('buy')];
    const id = stage.connector.buy(stage.pair, amount, 'limit-maker', price);
    await untilCreated(stage, [id]);
    const order = stage.present('the venue has the order', stage.venueOrder(id));
    stage.equal('the order at the venue', [order.type, order.amount.toFixed(), order.price.toFixed()], ['limit-maker', amount, price]);
    stage.equal(
      'the type that was told',
      stage.eventsOf('order-created').map(({ orderType }) => orderType),
      ['limit-maker'],
    );
  },
});

export const makerNeverTakes: Card = orderCard({
  id: 'ORDER-16',
  slug: 'limit-maker-never-takes',
  title: 'A limit-maker order that would trade at once is refused with a reason, and never trades',
  severity: 'must',
  needs: ['trading', 'order-type:limit-maker'],
  scenario: 'A limit-maker order to buy is placed above the best sell order. The venue says no to it.',
  expected: ['order-failed'],
  forbidden: ['order-created', 'order-filled', 'order-completed', 'order-lost'],
  covers: ['NT-E70'],
  doc: 'design: how an order ends',
  look: 'placeOrder',
  run: async (stage) => {
    await stage.start();
    const id = stage.connector.buy(stage.pair, stage.amount(), 'limit-maker', stage.crossingPrice('buy'));
    await stage.until('the order has ended', () => stage.orderEvents(id).length > 0);
    const [failed] = stage.eventsOf('order-failed');
    stage.equal('why the order failed', failed?.cause, 'rejected');
    stage.holds("the venue's reason is told", (failed?.message ?? '').trim() !== '', failed?.message);
  },
});
