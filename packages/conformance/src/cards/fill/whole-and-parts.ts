import { ZERO } from '@venuekit/core/connector';
import type { Card } from '../../card/card.ts';
import { defineCard } from '../../card/define-card.ts';
import { expectFillsTold, fillInParts, fillsAtVenue, fillsTold } from '../../situation/venue-fills.ts';

const common = {
  family: 'FILL',
  severity: 'must',
  tier: 2,
  since: '2026-11-20',
  doc: 'connector guide: The members',
  look: 'userStreamEventListener',
  forbidden: ['order-failed', 'order-lost', 'order-canceled', 'order-expired'],
} as const;

/** One fill takes the whole order. */
export const filledAtOnce: Card = defineCard({
  ...common,
  id: 'FILL-01',
  slug: 'filled-at-once',
  title: 'An order that is filled as a whole is told as created, filled and completed, once each, with its sums',
  needs: ['trading', 'order-type:limit'],
  scenario:
    'Somebody takes the whole of an order that rests. One fill and one completion are told, and the order is not in flight any more.',
  expected: ['order-created', 'order-filled', 'order-completed'],
  covers: ['HB-30', 'NT-E01'],
  overSockets: true,
  run: async (stage) => {
    await stage.start();
    const id = await stage.openOrder();
    stage.fillAtVenue(id);
    await stage.until('order-completed comes for a filled order', () => stage.orderEvents(id).includes('order-completed'), 30_000);
    const order = stage.present('the venue has the order', stage.venueOrder(id));
    stage.equal('what was told of the order', stage.orderEvents(id), ['order-created', 'order-filled', 'order-completed']);
    stage.equal(
      'the sums at the end, and whether fills are missing',
      stage
        .eventsOf('order-completed')
        .map(({ executedBase, executedQuote, hasMissingFills }) => [executedBase, executedQuote, hasMissingFills]),
      [[order.executedBase, order.executedQuote, false]],
    );
    stage.holds('a filled order is not in flight', !stage.connector.inFlightOrders.has(id));
  },
});

/** A part, then the rest. */
export const partThenRest: Card = defineCard({
  ...common,
  id: 'FILL-02',
  slug: 'a-part-then-the-rest',
  title: 'A partial fill leaves the order open as partially filled, with what was executed; the rest completes it',
  needs: ['trading', 'order-type:limit'],
  scenario: 'Three tenths of a resting order to sell are taken; some time later the rest is.',
  expected: ['order-created', 'order-filled', 'order-filled', 'order-completed'],
  covers: ['HB-26', 'HB-30'],
  run: async (stage) => {
    await stage.start();
    const id = await stage.openOrder({ side: 'sell' });
    const [part] = fillInParts(stage, id, [3]);
    await stage.until('order-filled comes for a part', () => stage.orderEvents(id).includes('order-filled'), 30_000);
    await stage.advance(1_000);
    const order = stage.present('the order is in flight', stage.connector.inFlightOrders.get(id));
    stage.equal('state and executed amount after a part', [order.state, order.executedBase.toFixed()], ['partially-filled', part]);
    stage.fillAtVenue(id);
    await stage.until('order-completed comes after the rest', () => stage.orderEvents(id).includes('order-completed'), 30_000);
    stage.equal('what was told of the order', stage.orderEvents(id), ['order-created', 'order-filled', 'order-filled', 'order-completed']);
  },
});

/** More parts than a connector could mistake for one. */
export const manyParts: Card = defineCard({
  ...common,
  id: 'FILL-03',
  slug: 'many-parts',
  title: 'Each of many partial fills is told once and for its own amount, in the order in which they happened',
  needs: ['trading', 'order-type:limit', 'trade-ids'],
  scenario: 'An order is filled by ten trades within one second. There are ten fills, and their sum completes the order.',
  covers: ['HB-30', 'HB-26'],
  run: async (stage) => {
    await stage.start();
    const id = await stage.openOrder({ amount: stage.amount(20) });
    for (let part = 0; part < 9; part += 1) {
      fillInParts(stage, id, [1]);
      await stage.advance(100);
    }
    stage.fillAtVenue(id);
    await stage.until('order-completed comes after ten parts', () => stage.orderEvents(id).includes('order-completed'), 30_000);
    expectFillsTold(stage, id);
    stage.equal('fills that were told', fillsTold(stage, id).length, 10);
  },
});

/** What was filled last and what was filled in all are different numbers. */
export const ownAmountNotTheSum: Card = defineCard({
  ...common,
  id: 'FILL-04',
  slug: 'own-amount-not-the-sum',
  title: "A fill tells the amount of its own trade, not the order's sum so far, nor the amount of the order",
  needs: ['trading', 'order-type:limit'],
  scenario:
    'An order is filled by three trades of unequal amounts, one after the other. After each the sum of the fills that were told is that of the venue.',
  run: async (stage) => {
    await stage.start();
    const id = await stage.openOrder({ side: 'sell' });
    for (const tenths of [1, 4, 2]) {
      const before = fillsTold(stage, id).length;
      fillInParts(stage, id, [tenths]);
      await stage.until('order-filled comes for a part', () => fillsTold(stage, id).length > before, 30_000);
      const told = fillsTold(stage, id).reduce((sum, { amount }) => sum.plus(amount), ZERO);
      const happened = fillsAtVenue(stage, id).reduce((sum, { trade }) => sum.plus(trade.amount), ZERO);
      stage.equal('the sum of the fills that were told', told, happened);
    }
    expectFillsTold(stage, id);
  },
});
