import { Decimal } from '@venuekit/core/connector';
import type { OrderSide } from '@venuekit/core';
import type { Card } from '../../card/card.ts';
import type { CardStage } from '../../card/card-stage.ts';
import { orderLife } from '../../stage/order-life.ts';
import { orderCard } from './order-card.ts';

const DONE = ['order-created', 'order-filled', 'order-completed'];

async function placeMarket(stage: CardStage, side: OrderSide): Promise<void> {
  await stage.start();
  const amount = stage.amount();
  const id = side === 'buy' ? stage.connector.buy(stage.pair, amount, 'market') : stage.connector.sell(stage.pair, amount, 'market');
  await stage.until('the market order is completed', () => stage.orderEvents(id).includes('order-completed'));
  stage.equal('what was told of the order', orderLife(stage, id), DONE);
  const order = stage.present('the venue has the order', stage.venueOrder(id));
  stage.equal('the order at the venue', [order.side, order.type, order.amount.toFixed(), order.status], [side, 'market', amount, 'filled']);
  const [completed] = stage.eventsOf('order-completed');
  stage.equal('what was executed', completed && [completed.side, completed.executedBase], [side, order.executedBase]);
}

export const placeMarketBuy: Card = orderCard({
  id: 'ORDER-06',
  slug: 'market-buy-is-filled',
  title: 'A market order to buy is filled at once, and told as created, filled and completed',
  severity: 'must',
  needs: ['trading', 'order-type:market'],
  scenario: 'A market order to buy meets the sell orders of others.',
  expected: ['order-created', 'order-filled', 'order-completed'],
  forbidden: ['order-failed', 'order-lost', 'order-canceled', 'order-expired'],
  covers: ['NT-E01'],
  doc: 'connector guide: The members',
  look: 'placeOrder',
  overSockets: true,
  run: (stage) => placeMarket(stage, 'buy'),
});

export const placeMarketSell: Card = orderCard({
  id: 'ORDER-07',
  slug: 'market-sell-is-filled',
  title: 'A market order to sell is filled at once, and told as created, filled and completed',
  severity: 'must',
  needs: ['trading', 'order-type:market'],
  scenario: 'A market order to sell meets the buy orders of others.',
  expected: ['order-created', 'order-filled', 'order-completed'],
  forbidden: ['order-failed', 'order-lost', 'order-canceled', 'order-expired'],
  covers: ['NT-E02'],
  doc: 'connector guide: The members',
  look: 'placeOrder',
  run: (stage) => placeMarket(stage, 'sell'),
});

export const placeMarketInQuote: Card = orderCard({
  id: 'ORDER-08',
  slug: 'market-buy-in-quote-spends-at-most-that',
  title: 'A market order whose amount is given in quote spends nearly that and no more',
  severity: 'must',
  needs: ['trading', 'order-type:market', 'quote-amount'],
  scenario: 'A market order to buy names what it spends instead of what it brings.',
  expected: ['order-created', 'order-filled', 'order-completed'],
  forbidden: ['order-failed', 'order-lost'],
  covers: ['NT-E05'],
  doc: 'connector guide: The members',
  look: 'placeOrder',
  run: async (stage) => {
    await stage.start();
    const spent = new Decimal(stage.amount()).times(stage.restingPrice('buy')).toSignificantDigits(2, Decimal.ROUND_DOWN);
    const id = stage.connector.buy(stage.pair, spent.toFixed(), 'market', undefined, { amountIn: 'quote' });
    await stage.until('the order has ended', () => stage.connector.orderTracker.fetchOrder({ clientOrderId: id })?.isDone === true);
    const order = stage.present('the venue has the order', stage.venueOrder(id));
    stage.equal('the amount in quote at the venue', order.quoteAmount, spent);
    stage.holds('no more is spent', order.executedQuote.lte(spent), order.executedQuote);
    stage.holds('nearly all is spent', order.executedQuote.gt(spent.times('0.9')), order.executedQuote);
    const [completed] = stage.eventsOf('order-completed');
    stage.equal('what was executed', completed && [completed.executedBase, completed.executedQuote], [
      order.executedBase,
      order.executedQuote,
    ]);
  },
});
