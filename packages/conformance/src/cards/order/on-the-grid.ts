import { Decimal } from '@venuekit/core/connector';
import type { Card } from '../../card/card.ts';
import { amountPlus, instrumentOf } from '../../stage/grid-prices.ts';
import { orderCard } from './order-card.ts';

export const sentOnTheGrid: Card = orderCard({
  id: 'ORDER-31',
  slug: 'sent-on-the-grid',
  title: 'Price and amount are brought onto the grid of the market, downwards, and not further than that',
  severity: 'must',
  needs: ['trading', 'order-type:limit'],
  scenario: 'Orders are placed whose price and amount lie between two steps of the grid.',
  expected: ['order-created', 'order-created'],
  forbidden: ['order-failed', 'order-lost'],
  covers: ['HB-13'],
  doc: 'design: money and numbers',
  look: 'formatTradingRules',
  run: async (stage) => {
    await stage.start();
    const { priceIncrement } = instrumentOf(stage);
    const [amount, price] = [stage.amount(), stage.restingPrice('buy')];
    for (const steps of [1, 2]) {
      const asked = {
        amount: amountPlus(stage, amount, `${steps}.7`),
        price: new Decimal(price).plus(priceIncrement.times(`${steps}.9`)).toFixed(),
      };
      const id = await stage.openOrder(asked);
      const order = stage.present('the venue has the order', stage.venueOrder(id));
      const expected = [amountPlus(stage, amount, steps), new Decimal(price).plus(priceIncrement.times(steps)).toFixed()];
      stage.equal('amount and price at the venue', [order.amount.toFixed(), order.price.toFixed()], expected);
      const told = stage.eventsOf('order-created').find(({ clientOrderId }) => clientOrderId === id);
      stage.equal('amount and price that were told', [told?.amount.toFixed(), told?.price?.toFixed()], expected);
    }
  },
});
