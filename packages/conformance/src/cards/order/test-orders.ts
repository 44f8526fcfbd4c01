import { Decimal } from '@venuekit/core/connector';
import type { Card } from '../../card/card.ts';
import { orderCard } from './order-card.ts';

export const testPlacesNothing: Card = orderCard({
  id: 'ORDER-67',
  slug: 'test-places-nothing',
  title: 'A test of an order is answered by the venue and leaves nothing there',
  severity: 'must',
  needs: ['trading', 'order-type:limit', 'test-order'],
  scenario: 'An order is tested that could be placed.',
  forbidden: ['order-created', 'order-failed', 'order-lost'],
  doc: 'connector guide: The members',
  look: 'testOrder',
  run: async (stage) => {
    await stage.start();
    const order = {
      tradingPair: stage.pair,
      side: 'buy',
      orderType: 'limit',
      amount: stage.amount(),
      price: stage.restingPrice('buy'),
    } as const;
    const { outcome } = await stage.answer('the test is answered', stage.connector.testOrder(order));
    stage.equal('the answer', outcome, 'accepted');
    stage.equal('how many orders the venue has', stage.venue.world.orders(stage.account, stage.pair).length, 0);
    stage.equal('what is in flight', stage.connector.inFlightOrders.size, 0);
  },
});

export const testTellsTheRefusal: Card = orderCard({
  id: 'ORDER-68',
  slug: 'test-tells-the-refusal',
  title: 'A test of an order that the venue would refuse says so',
  severity: 'must',
  needs: ['trading', 'order-type:limit', 'test-order'],
  scenario: 'The venue holds prices within a tenth of the last one. An order a fifth below is tested.',
  forbidden: ['order-created', 'order-failed', 'order-lost'],
  doc: 'connector guide: The members',
  look: 'testOrder',
  setup: { market: (market) => ({ ...market, priceBand: { buyUp: '1.1', buyDown: '0.9', sellUp: '1.1', sellDown: '0.9' } }) },
  run: async (stage) => {
    await stage.start();
    const [amount, price] = [stage.amount(), new Decimal(stage.restingPrice('buy'))];
    const test = stage.connector.testOrder({ tradingPair: stage.pair, side: 'buy', orderType: 'limit', amount, price });
    const { outcome, reason = '' } = await stage.answer('the test is answered', test);
    stage.equal('the answer', outcome, 'rejected');
    stage.holds("the venue's reason is told", reason.trim() !== '', reason);
  },
});
