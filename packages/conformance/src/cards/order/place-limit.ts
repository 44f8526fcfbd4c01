import { defineCard } from '../../card/define-card.ts';
import type { Card } from '../../card/card.ts';

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
