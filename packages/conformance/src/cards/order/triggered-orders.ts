import type { OrderSide } from '@venuekit/core';
import { Decimal } from '@venuekit/core/connector';
import type { Card } from '../../card/card.ts';
import type { CardStage } from '../../card/card-stage.ts';
import { orderLife } from '../../stage/order-life.ts';
import { priceTimes } from '../../stage/grid-prices.ts';
import { untilCreated } from '../../stage/until-created.ts';
import { orderCard } from './order-card.ts';

type TriggeredType = 'stop-loss' | 'stop-loss-limit' | 'take-profit' | 'take-profit-limit';

/** [id, type, side, known card elsewhere] */
const ROWS: readonly (readonly [Card['id'], TriggeredType, OrderSide, string])[] = [
  ['ORDER-41', 'stop-loss', 'buy', 'NT-E20'],
  ['ORDER-42', 'stop-loss', 'sell', 'NT-E21'],
  ['ORDER-43', 'stop-loss-limit', 'buy', 'NT-E22'],
  ['ORDER-44', 'stop-loss-limit', 'sell', 'NT-E23'],
  ['ORDER-45', 'take-profit', 'buy', 'NT-E24'],
  ['ORDER-46', 'take-profit', 'sell', 'NT-E25'],
  ['ORDER-47', 'take-profit-limit', 'buy', 'NT-E26'],
  ['ORDER-48', 'take-profit-limit', 'sell', 'NT-E27'],
];

const isLimit = (type: TriggeredType): boolean => type.endsWith('-limit');

/** The side of the market on which an order of this kind waits: stops go with the price, profits are taken against it. */
function stopPriceOf(stage: CardStage, type: TriggeredType, side: OrderSide): string {
  const isAbove = type.startsWith('stop-loss') === (side === 'buy');
  return stage.crossingPrice(isAbove ? 'buy' : 'sell');
}

async function waitAndTrigger(stage: CardStage, type: TriggeredType, side: OrderSide): Promise<void> {
  await stage.start();
  const [amount, stopPrice] = [stage.amount(), stopPriceOf(stage, type, side)];
  // Once it is triggered it trades at once, wherever the market stands.
  const price = isLimit(type) ? stage.restingPrice(side === 'buy' ? 'sell' : 'buy') : undefined;
  const [id = ''] = stage.connector.placeBatch([
    { tradingPair: stage.pair, side, orderType: type, amount, stopPrice, ...(price === undefined ? {} : { price }) },
  ]);
  await untilCreated(stage, [id]);
  const waiting = stage.present('the venue has the order', stage.venueOrder(id));
  stage.equal(
    'the order that waits at the venue',
    [waiting.side, waiting.type, waiting.amount.toFixed(), waiting.stopPrice?.toFixed(), waiting.price.toFixed(), waiting.status],
    [side, type, amount, stopPrice, price ?? '0', 'new'],
  );
  await stage.advance(2_000);
  stage.equal('what was told while it waits', stage.orderEvents(id), ['order-created']);
  stage.venue.world.printTrade(stage.pair, stopPrice);
  await stage.until('the order is completed', () => stage.orderEvents(id).includes('order-completed'));
  stage.equal('what was told of the order', orderLife(stage, id), ['order-created', 'order-filled', 'order-completed']);
  stage.equal('the order at the venue', stage.venueOrder(id)?.status, 'filled');
}

/** Orders that wait for a price. */
export const triggeredOrders: readonly Card[] = ROWS.map(([id, type, side, known]) =>
  orderCard({
    id,
    slug: `${type}-${side}-waits-and-trades`,
    title: `A ${type} order to ${side} waits at the venue for its stop price, and trades when the market reaches it`,
    severity: 'must',
    needs: ['trading', `order-type:${type}`],
    scenario: `A ${type} order to ${side} is placed. The venue has it with its stop price; then somebody trades at that price, and the order is filled.`,
    expected: ['order-created', 'order-filled', 'order-completed'],
    forbidden: ['order-failed', 'order-lost', 'order-canceled', 'order-expired'],
    covers: [known],
    doc: 'connector guide: The members',
    look: 'placeOrder',
    run: (stage) => waitAndTrigger(stage, type, side),
  }),
);

export const trailingOrder: Card = orderCard({
  id: 'ORDER-49',
  slug: 'trailing-order-follows-the-price',
  title: 'A trailing order follows the market and trades when the price has turned back by its distance',
  severity: 'must',
  needs: ['trading', 'trailing', 'order-type:stop-loss'],
  scenario:
    'A trailing stop-loss order to sell with a distance of 2 %. The market rises by a tenth, turns back by 1 %, which is too little, then by 3 %.',
  expected: ['order-created', 'order-filled', 'order-completed'],
  forbidden: ['order-failed', 'order-lost', 'order-canceled', 'order-expired'],
  doc: 'connector guide: The members',
  look: 'placeOrder',
  run: async (stage) => {
    await stage.start();
    const id = stage.connector.sell(stage.pair, stage.amount(), 'stop-loss', undefined, { trailingDelta: 200 });
    await untilCreated(stage, [id]);
    stage.equal('its distance at the venue, in basis points', stage.venueOrder(id)?.trailingDelta, 200);
    const peak = stage.crossingPrice('buy');
    stage.venue.world.printTrade(stage.pair, peak);
    stage.venue.world.printTrade(stage.pair, priceTimes(stage, peak, '0.99'));
    await stage.advance(2_000);
    stage.equal('what was told before it turned back', stage.orderEvents(id), ['order-created']);
    stage.venue.world.printTrade(stage.pair, priceTimes(stage, peak, '0.97'));
    await stage.until('the order is completed', () => stage.orderEvents(id).includes('order-completed'));
  },
});

export const icebergOrder: Card = orderCard({
  id: 'ORDER-50',
  slug: 'iceberg-shows-only-its-part',
  title: 'An iceberg order shows the book only the part that was asked for, and is ours with all of its amount',
  severity: 'must',
  needs: ['trading', 'iceberg', 'order-type:limit'],
  scenario: 'An order is placed of which the book may show a third.',
  expected: ['order-created'],
  forbidden: ['order-failed', 'order-lost'],
  covers: ['NT-E62'],
  doc: 'connector guide: The members',
  look: 'placeOrder',
  run: async (stage) => {
    await stage.start();
    const [amount, shown, price] = [stage.amount(30), stage.amount(10), stage.restingPrice('buy')];
    const id = stage.connector.buy(stage.pair, amount, 'limit', price, { icebergAmount: shown });
    await untilCreated(stage, [id]);
    const order = stage.present('the venue has the order', stage.venueOrder(id));
    stage.equal('its amounts at the venue', [order.amount.toFixed(), order.icebergAmount?.toFixed()], [amount, shown]);
    const level = stage.venue.world.book(stage.pair).bids.find((bid) => bid.price.eq(price));
    stage.equal('what the book shows of it', level?.amount, new Decimal(shown));
    stage.equal('the amount that was told', stage.eventsOf('order-created')[0]?.amount.toFixed(), amount);
  },
});
