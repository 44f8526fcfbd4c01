import type { BatchOrder, OrderSide } from '@venuekit/core';
import type { Card } from '../../card/card.ts';
import type { CardStage } from '../../card/card-stage.ts';
import { priceTimes } from '../../stage/grid-prices.ts';
import { orderLife } from '../../stage/order-life.ts';
import { untilCreated } from '../../stage/until-created.ts';
import { orderCard } from './order-card.ts';

const FORBIDDEN = ['order-failed', 'order-lost'] as const;

/** Two orders to close a position: one to gain, one to stop a loss; both wait beyond where an entry would rest. */
function pairOf(stage: CardStage, side: OrderSide): readonly [BatchOrder, BatchOrder] {
  const order = { tradingPair: stage.pair, side, amount: stage.amount() } as const;
  const [above, below] = [priceTimes(stage, stage.restingPrice('sell'), '1.1'), priceTimes(stage, stage.restingPrice('buy'), '0.9')];
  return [
    { ...order, orderType: 'limit-maker', price: side === 'sell' ? above : below },
    { ...order, orderType: 'stop-loss', stopPrice: side === 'sell' ? below : above },
  ];
}

function entryOf(stage: CardStage, side: OrderSide, orderType: 'limit' | 'limit-maker' = 'limit'): BatchOrder {
  return { tradingPair: stage.pair, side, orderType, amount: stage.amount(), price: stage.restingPrice(side) };
}

/** Side, type and prices of orders at the venue, with whether they belong to one list. */
function rowsAtVenue(stage: CardStage, ids: readonly string[]): unknown {
  const orders = ids.map((id) => stage.present('the venue has each order of the list', stage.venueOrder(id)));
  return {
    lists: new Set(orders.flatMap(({ listId }) => listId ?? [])).size,
    orders: orders.map((order) => [order.side, order.type, order.price.toFixed(), order.stopPrice?.toFixed(), order.amount.toFixed()]),
  };
}

function rowsOf(orders: readonly BatchOrder[]): unknown {
  return {
    lists: 1,
    orders: orders.map(({ side, orderType, price = '0', stopPrice, amount }) => [side, orderType, price, stopPrice, amount]),
  };
}

function endOf(stage: CardStage, id: string): string | undefined {
  return stage.orderEvents(id)[1];
}

export const ocoLives: Card = orderCard({
  id: 'ORDER-53',
  slug: 'oco-lives-and-one-ends-the-other',
  title: 'Of two orders that end each other, each is at the venue under its own id, and the fill of one ends the other',
  severity: 'must',
  needs: ['trading', 'order-list:oco', 'order-type:limit-maker', 'order-type:stop-loss'],
  scenario: 'An order to gain and one to stop a loss are placed as a pair. The first is filled; the venue ends the second.',
  expected: ['order-created', 'order-created', 'order-filled', 'order-completed'],
  forbidden: FORBIDDEN,
  covers: ['NT-E50', 'NT-E51'],
  doc: 'connector guide: The members',
  look: 'placeOrderList',
  run: async (stage) => {
    await stage.start();
    const orders = pairOf(stage, 'sell');
    const ids = stage.connector.placeOrderList('oco', orders);
    await untilCreated(stage, ids);
    stage.equal('the orders at the venue', rowsAtVenue(stage, ids), rowsOf(orders));
    const [gain = '', stop = ''] = ids;
    stage.fillAtVenue(gain);
    await stage.until('the other one has ended', () => endOf(stage, stop) !== undefined);
    await stage.until('the filled one is completed', () => stage.orderEvents(gain).includes('order-completed'));
    stage.equal('what was told of the filled one', orderLife(stage, gain), ['order-created', 'order-filled', 'order-completed']);
    stage.holds(
      'the other one is canceled or expired',
      /^order-(canceled|expired)$/.test(endOf(stage, stop) ?? ''),
      stage.orderEvents(stop),
    );
  },
});

export const ocoIsCanceledWhole: Card = orderCard({
  id: 'ORDER-54',
  slug: 'cancel-of-one-ends-its-pair',
  title: 'When one order of a pair is canceled, the other one has ended too, and both are told',
  severity: 'must',
  needs: ['trading', 'order-list:oco', 'order-type:limit-maker', 'order-type:stop-loss'],
  scenario: 'A pair of orders is placed, and one of them is canceled.',
  forbidden: [...FORBIDDEN, 'order-filled'],
  doc: 'connector guide: The members',
  look: 'userStreamEventListener',
  run: async (stage) => {
    await stage.start();
    const ids = stage.connector.placeOrderList('oco', pairOf(stage, 'buy'));
    await untilCreated(stage, ids);
    await stage.answer('the cancel is answered', stage.connector.cancel(stage.pair, ids[1] ?? ''));
    await stage.until('both have ended', () => ids.every((id) => endOf(stage, id) !== undefined));
    stage.equal(
      'the ends',
      ids.map((id) => /^order-(canceled|expired)$/.test(endOf(stage, id) ?? '')),
      [true, true],
    );
    stage.equal('what is in flight', stage.connector.inFlightOrders.size, 0);
  },
});

export const otoGoesOn: Card = orderCard({
  id: 'ORDER-55',
  slug: 'oto-goes-on-when-the-first-is-filled',
  title: 'An order that waits for another is ours from the start, and lives when the first one is filled',
  severity: 'must',
  needs: ['trading', 'order-list:oto', 'order-type:limit', 'order-type:limit-maker'],
  scenario: 'An order to buy is placed with one that sells what it brings. The first is filled, then the second.',
  expected: ['order-created', 'order-created', 'order-completed', 'order-completed'],
  forbidden: [...FORBIDDEN, 'order-canceled', 'order-expired'],
  covers: ['NT-E52'],
  doc: 'connector guide: The members',
  look: 'placeOrderList',
  run: async (stage) => {
    await stage.start();
    const orders = [entryOf(stage, 'buy'), pairOf(stage, 'sell')[0]];
    const ids = stage.connector.placeOrderList('oto', orders);
    await untilCreated(stage, ids);
    const [entry = '', pending = ''] = ids;
    stage.equal('the orders at the venue', rowsAtVenue(stage, ids), rowsOf(orders));
    stage.equal('the one that waits', stage.venueOrder(pending)?.status, 'pending-new');
    stage.fillAtVenue(entry);
    await stage.until('the first is completed', () => stage.orderEvents(entry).includes('order-completed'));
    stage.equal(
      'the one that waited',
      [stage.venueOrder(pending)?.status, stage.connector.inFlightOrders.get(pending)?.state],
      ['new', 'open'],
    );
    stage.fillAtVenue(pending);
    await stage.until('the second is completed', () => stage.orderEvents(pending).includes('order-completed'));
    stage.equal('what was told of the second', orderLife(stage, pending), ['order-created', 'order-filled', 'order-completed']);
  },
});

/** [id, side, type of the entry, known cards elsewhere] */
const BRACKETS: readonly (readonly [Card['id'], OrderSide, 'limit' | 'limit-maker', readonly string[]])[] = [
  ['ORDER-56', 'buy', 'limit', ['NT-E50', 'NT-E52']],
  ['ORDER-57', 'sell', 'limit', ['NT-E51', 'NT-E52']],
  ['ORDER-58', 'buy', 'limit-maker', ['NT-E53']],
];

/** An entry with two ways out. */
export const brackets: readonly Card[] = BRACKETS.map(([id, side, entryType, covers]) =>
  orderCard({
    id,
    slug: `bracket-${side}-${entryType}`,
    title: `A bracket whose entry is a ${entryType} order to ${side} has three orders; the fill of the entry lets the other two live, and one of them ends the other`,
    severity: 'must',
    needs: ['trading', 'order-list:otoco', `order-type:${entryType}`, 'order-type:limit-maker', 'order-type:stop-loss'],
    scenario: 'An entry is placed with an order to gain and one to stop a loss. The entry is filled, then the order to gain.',
    expected: ['order-created', 'order-created', 'order-created', 'order-completed', 'order-completed'],
    forbidden: FORBIDDEN,
    covers,
    doc: 'connector guide: The members',
    look: 'placeOrderList',
    run: async (stage) => {
      await stage.start();
      const [gainOrder, stopOrder] = pairOf(stage, side === 'buy' ? 'sell' : 'buy');
      const orders = [entryOf(stage, side, entryType), stopOrder, gainOrder];
      const ids = stage.connector.placeOrderList('otoco', orders);
      await untilCreated(stage, ids);
      stage.equal('the orders at the venue', rowsAtVenue(stage, ids), rowsOf(orders));
      const [entry = '', stop = '', gain = ''] = ids;
      const states = (): unknown => [stop, gain].map((one) => stage.venueOrder(one)?.status);
      stage.equal('the ways out while the entry rests', states(), ['pending-new', 'pending-new']);
      stage.fillAtVenue(entry);
      await stage.until('the entry is completed', () => stage.orderEvents(entry).includes('order-completed'));
      stage.equal('the ways out when the entry is filled', states(), ['new', 'new']);
      stage.fillAtVenue(gain);
      await stage.until('the order to gain is completed', () => stage.orderEvents(gain).includes('order-completed'));
      await stage.until('the other one has ended', () => endOf(stage, stop) !== undefined);
      stage.holds(
        'the other one is canceled or expired',
        /^order-(canceled|expired)$/.test(endOf(stage, stop) ?? ''),
        stage.orderEvents(stop),
      );
    },
  }),
);
