import type { Card } from '../../card/card.ts';
import { untilCreated } from '../../stage/until-created.ts';
import { orderCard } from './order-card.ts';

export const twoMarkets: Card = orderCard({
  id: 'ORDER-69',
  slug: 'orders-of-two-markets',
  title: 'Orders of two markets go to their own market, with its own grid',
  severity: 'must',
  needs: ['trading', 'order-type:limit'],
  scenario: 'Orders are placed in two markets in one turn.',
  expected: ['order-created', 'order-created'],
  forbidden: ['order-failed', 'order-lost'],
  doc: 'connector guide: The members',
  look: 'placeOrder',
  setup: { followedMarkets: 2 },
  run: async (stage) => {
    await stage.start();
    const pairs = [stage.pair, stage.otherPair];
    const ids = pairs.map((pair) => stage.placeResting({ pair }));
    await untilCreated(stage, ids);
    const rows = ids.map((id) => {
      const order = stage.present('the venue has the order', stage.venueOrder(id));
      return [order.tradingPair, order.amount.toFixed(), order.price.toFixed()];
    });
    stage.equal(
      'the orders at the venue',
      rows,
      pairs.map((pair) => [pair, stage.amount(10, pair), stage.restingPrice('buy', pair)]),
    );
    const told = ids.map((id) => stage.eventsOf('order-created').find(({ clientOrderId }) => clientOrderId === id)?.tradingPair);
    stage.equal('the markets that were told', told, pairs);
  },
});

export const moreThanAtOnce: Card = orderCard({
  id: 'ORDER-70',
  slug: 'more-orders-than-at-once-all-arrive',
  title: 'A hundred and twenty orders that are placed at once all arrive, however long the limits of the venue hold them back',
  severity: 'must',
  needs: ['trading', 'order-type:limit'],
  scenario: 'A hundred and twenty orders are placed in one turn, in a market that takes as many.',
  forbidden: ['order-failed', 'order-lost'],
  doc: 'docs/rate-limits.md: who goes first',
  look: 'rateLimitsRules',
  setup: { market: (market) => ({ ...market, maximumOpenOrders: 200 }) },
  run: async (stage) => {
    await stage.start();
    const ids = Array.from({ length: 120 }, () => stage.placeResting());
    await untilCreated(stage, ids, 600_000);
    stage.equal('how many orders the venue has', stage.venue.world.openOrders(stage.account, stage.pair).length, ids.length);
    stage.equal(
      'orders that were told twice or not',
      ids.filter((id) => stage.orderEvents(id).length !== 1),
      [],
    );
  },
});

export const waitsEnd: Card = orderCard({
  id: 'ORDER-71',
  slug: 'waits-end-when-the-order-gets-there',
  title: 'Whoever waits for an order to be created, filled or done is answered when it is, and told when it cannot be any more',
  severity: 'must',
  needs: ['trading', 'order-type:limit'],
  scenario: 'One order is filled and one is canceled at the venue while somebody waits for both.',
  forbidden: ['order-failed', 'order-lost'],
  covers: ['HB-30'],
  doc: 'connector guide: The members',
  look: 'userStreamEventListener',
  run: async (stage) => {
    await stage.start();
    const { connector } = stage;
    const [filled, canceled] = [stage.placeResting(), stage.placeResting()];
    await stage.answer('both are created', Promise.all([filled, canceled].map((id) => connector.waitUntilCreated(id))));
    const waits = [filled, canceled].map((id) => [connector.waitUntilFilled(id), connector.waitUntilDone(id)] as const);
    for (const [whenFilled] of waits) whenFilled.catch(() => undefined);
    stage.fillAtVenue(filled);
    stage.cancelAtVenue(canceled);
    const ends = await stage.answer('both are done', Promise.all(waits.map(([, whenDone]) => whenDone)));
    stage.equal(
      'how they have ended',
      ends.map(({ state }) => state),
      ['filled', 'canceled'],
    );
    const [first, second] = waits;
    const order = await stage.answer('the wait for the fill ends', stage.present('a wait', first)[0]);
    stage.equal('the order that was filled', [order.clientOrderId, order.state], [filled, 'filled']);
    const error = await stage.errorOf('the wait for the fill of the canceled one', stage.present('a wait', second)[0]);
    stage.equal('what it ends with', error.name, 'OrderWaitError');
  },
});

export const declaredTypesAreSupported: Card = orderCard({
  id: 'ORDER-72',
  slug: 'supported-types-are-those-declared',
  title: 'The order types that are supported are those that are declared, and each market takes none but these',
  severity: 'must',
  needs: ['trading'],
  scenario: "The connector's order types are compared with its capabilities, and those of its markets with both.",
  covers: ['HB-1'],
  doc: 'connector guide: The members',
  look: 'supportedOrderTypes',
  run: async (stage) => {
    await stage.start();
    const { connector, definition } = stage;
    const declared = definition.capabilities.orderTypes.toSorted();
    stage.equal('the order types that are supported', connector.supportedOrderTypes().toSorted(), declared);
    const rule = stage.present('the rules of the market', connector.tradingRules.get(stage.pair));
    stage.equal(
      'types of the market that are not declared',
      rule.orderTypes.filter((type) => !declared.includes(type)),
      [],
    );
    const offered = stage.present('the market', stage.venue.world.instruments.get(stage.pair)).orderTypes;
    stage.equal(
      'types of the market that the venue does not offer',
      rule.orderTypes.filter((type) => !offered.has(type)),
      [],
    );
  },
});
