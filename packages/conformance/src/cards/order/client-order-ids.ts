import type { Card } from '../../card/card.ts';
import { untilCreated } from '../../stage/until-created.ts';
import { orderCard } from './order-card.ts';

export const clientIdsReachTheVenue: Card = orderCard({
  id: 'ORDER-32',
  slug: 'client-ids-reach-the-venue',
  title: "Each order has an id of ours that no other has, within the venue's length, and the venue knows the order by exactly it",
  severity: 'must',
  needs: ['trading', 'order-type:limit', 'client-order-ids'],
  scenario: 'Twenty orders are placed in one turn.',
  forbidden: ['order-failed', 'order-lost'],
  covers: ['HB-13'],
  doc: 'connector guide: The members',
  look: 'placeOrder',
  run: async (stage) => {
    await stage.start();
    const ids = Array.from({ length: 20 }, () => stage.placeResting());
    stage.equal('how many ids are different', new Set(ids).size, ids.length);
    const { clientOrderIdPrefix: prefix, clientOrderIdMaxLength: length = Number.POSITIVE_INFINITY } = stage.definition;
    stage.equal(
      'ids without the prefix',
      ids.filter((id) => !id.startsWith(prefix)),
      [],
    );
    stage.equal(
      'ids that are too long',
      ids.filter((id) => id.length > length),
      [],
    );
    await untilCreated(stage, ids);
    const known = stage.venue.world.orders(stage.account, stage.pair).map(({ clientOrderId }) => clientOrderId);
    stage.equal('the ids at the venue', known.toSorted(), ids.toSorted());
  },
});

export const eachOrderIsPlacedOnce: Card = orderCard({
  id: 'ORDER-33',
  slug: 'each-order-is-placed-once',
  title: 'An order that ends at once is placed once: the venue has one order for it',
  severity: 'must',
  needs: ['trading', 'order-type:limit'],
  scenario: "Limit orders that are filled by the time of the venue's answer are placed one after the other.",
  forbidden: ['order-failed', 'order-lost'],
  doc: 'design: nothing is ever re-sent',
  look: 'placeOrder',
  run: async (stage) => {
    await stage.start();
    for (const side of ['buy', 'sell', 'buy'] as const) {
      const before = stage.venue.world.orders(stage.account, stage.pair).length;
      const id = stage.placeResting({ side, price: stage.crossingPrice(side) });
      await stage.until('the order is completed', () => stage.orderEvents(id).includes('order-completed'));
      stage.equal('new orders at the venue', stage.venue.world.orders(stage.account, stage.pair).length - before, 1);
    }
  },
});

export const exchangeIdsAreTheOrdersOwn: Card = orderCard({
  id: 'ORDER-34',
  slug: 'exchange-ids-are-the-orders-own',
  title: 'Each order has the id that the venue gave it, also when many are placed at once',
  severity: 'must',
  needs: ['trading', 'order-type:limit'],
  scenario: 'Five orders of different amounts are placed in one turn; each is looked up at the venue by the id that was told.',
  forbidden: ['order-failed', 'order-lost'],
  covers: ['HB-13'],
  doc: 'connector guide: The members',
  look: 'placeOrder',
  run: async (stage) => {
    await stage.start();
    const amounts = [10, 11, 12, 13, 14].map((times) => stage.amount(times));
    const ids = amounts.map((amount) => stage.placeResting({ amount }));
    await untilCreated(stage, ids);
    const amountOf = new Map(
      stage.venue.world.orders(stage.account, stage.pair).map((order) => [stage.exchangeOrderId(order), order.amount.toFixed()]),
    );
    const told = ids.map((id) => stage.connector.inFlightOrders.get(id)?.exchangeOrderId ?? '');
    stage.equal(
      'the amounts at the venue behind the ids that were told',
      told.map((id) => amountOf.get(id)),
      amounts,
    );
  },
});
