import { ALL_INVARIANTS, type Card } from '../../card/card.ts';
import type { CardStage } from '../../card/card-stage.ts';
import { defineCard } from '../../card/define-card.ts';
import { isBalanceTrue } from '../../situation/balances.ts';
import { troubleOperation } from '../../situation/operation-fault.ts';
import { fillOther, isOtherOpen, placeByOther } from '../../situation/other-program.ts';

const common = {
  family: 'FOREIGN',
  severity: 'must',
  tier: 2,
  since: '2026-11-20',
  needs: ['trading', 'order-type:limit'],
  doc: 'connector guide: The members',
  look: 'userStreamEventListener',
} as const;

/** The ids of all orders that events were told of. */
function ordersToldOf({ events }: CardStage): readonly string[] {
  const ids = events.flatMap((event) => ('clientOrderId' in event ? [event.clientOrderId] : []));
  return [...new Set(ids)];
}

export const notTracked: Card = defineCard({
  ...common,
  id: 'FOREIGN-01',
  slug: 'orders-of-others-are-not-tracked',
  title: 'Orders that another program places with the same account are not ours: they are not followed, and no event tells of them',
  scenario:
    'Another program has an order before the start, places one beside ours, and cancels it. Polls and stream tell the connector of all of them.',
  forbidden: ['order-failed', 'order-lost', 'order-filled', 'order-canceled', 'order-amended', 'foreign-order-seen'],
  covers: ['MUT-20'],
  overSockets: false,
  run: async (stage) => {
    placeByOther(stage);
    await stage.start();
    const id = await stage.openOrder();
    const other = placeByOther(stage);
    await stage.advance(150_000);
    stage.venue.world.cancel(stage.account, stage.pair, { orderId: other.orderId });
    await stage.advance(150_000);
    stage.equal('orders that were told of', ordersToldOf(stage), [id]);
    stage.equal('orders in flight', [...stage.connector.inFlightOrders.keys()], [id]);
    stage.equal('orders that are followed', [...stage.connector.orderTracker.allFillableOrders.keys()], [id]);
  },
});

export const cancelAllSparesOthers: Card = defineCard({
  ...common,
  id: 'FOREIGN-02',
  slug: 'cancel-all-spares-others',
  title: 'Canceling one order of ours, and then all, leaves the orders of other programs in the market',
  scenario: 'Two programs have orders in the same market and in another. Ours cancels one order, then all of its orders.',
  setup: { followedMarkets: 2 },
  covers: ['MUT-20'],
  look: 'placeCancel',
  run: async (stage) => {
    await stage.start();
    const others = [placeByOther(stage), placeByOther(stage, { side: 'sell' }), placeByOther(stage, { pair: stage.otherPair })];
    const ids = [await stage.openOrder(), await stage.openOrder({ side: 'sell' }), await stage.openOrder({ pair: stage.otherPair })];
    const [first = ''] = ids;
    await stage.answer('the cancel is answered', stage.connector.cancel(stage.pair, first));
    await stage.answer('cancelAll answers', stage.connector.cancelAll(20_000));
    const isGone = (id: string): boolean => stage.orderEvents(id).includes('order-canceled');
    await stage.until('all of our orders are canceled', () => ids.every(isGone), 60_000);
    await stage.advance(2_000);
    stage.equal(
      'whether the orders of others are open',
      others.map((order) => isOtherOpen(stage, order)),
      [true, true, true],
    );
  },
});

export const fillsOfOthers: Card = defineCard({
  ...common,
  id: 'FOREIGN-03',
  slug: 'fills-of-others-are-no-fills-of-ours',
  title: 'Fills of orders of other programs give no event, although they are in the same market and on the same side as an order of ours',
  scenario: 'An order of another program at the same price and of the same amount as ours is filled in two parts.',
  forbidden: ['order-failed', 'order-lost', 'order-filled', 'order-filled-late', 'order-completed', 'order-canceled'],
  covers: ['MUT-20'],
  run: async (stage) => {
    await stage.start();
    const id = await stage.openOrder();
    const other = placeByOther(stage);
    fillOther(stage, other, stage.amount(1));
    await stage.advance(1_000);
    fillOther(stage, other);
    await stage.advance(150_000);
    stage.equal('what was told of our order', stage.orderEvents(id), ['order-created']);
    stage.equal('the state of our order', stage.connector.inFlightOrders.get(id)?.state, 'open');
  },
});

export const reportedOnce: Card = defineCard({
  ...common,
  id: 'FOREIGN-04',
  slug: 'orders-of-others-are-reported-once',
  title: 'Where it is asked for, each open order of others is reported once, with its facts, and none of ours is',
  setup: { connector: { foreignOrders: 'report', intervals: { longPollMs: 5_000 } } },
  scenario: 'One order of others is there at the start, another comes later, beside one of ours. Polls see them again and again.',
  expected: ['foreign-order-seen', 'foreign-order-seen'],
  look: 'requestOpenOrders',
  run: async (stage) => {
    const others = [placeByOther(stage)];
    await stage.start();
    await stage.openOrder();
    await stage.advance(20_000);
    others.push(placeByOther(stage, { side: 'sell', amount: stage.amount(3) }));
    await stage.advance(30_000);
    const told = stage.eventsOf('foreign-order-seen').map(({ order }) => order);
    stage.equal(
      'the orders of others that were reported',
      told.map(({ exchangeOrderId, tradingPair, side, amount, price }) => [exchangeOrderId, tradingPair, side, amount, price]),
      others.map((order) => [stage.exchangeOrderId(order), order.tradingPair, order.side, order.amount, order.price]),
    );
  },
});

export const lookAlike: Card = defineCard({
  ...common,
  id: 'FOREIGN-07',
  slug: 'a-look-alike-id-is-of-others',
  title: 'An order whose client id differs from ours in the last letter only is of another program',
  needs: ['trading', 'order-type:limit', 'client-order-ids'],
  scenario:
    'Another copy of the program uses the same prefix: its order has nearly the id of ours. It is filled; then we cancel all of ours.',
  forbidden: ['order-failed', 'order-lost', 'order-filled', 'order-filled-late', 'order-completed'],
  covers: ['MUT-20'],
  run: async (stage) => {
    await stage.start();
    const id = await stage.openOrder();
    const ours = stage.present('the venue has the order', stage.venueOrder(id)).clientOrderId;
    const clientOrderId = `${ours.slice(0, -1)}${ours.endsWith('1') ? '2' : '1'}`;
    const other = placeByOther(stage, { clientOrderId });
    fillOther(stage, other, stage.amount(1));
    await stage.advance(10_000);
    stage.equal('what was told of our order', stage.orderEvents(id), ['order-created']);
    await stage.answer('cancelAll answers', stage.connector.cancelAll(20_000));
    await stage.until('our order is canceled', () => stage.orderEvents(id).includes('order-canceled'), 60_000);
    await stage.advance(2_000);
    stage.holds('the order of the other program is open', isOtherOpen(stage, other));
    stage.equal('orders that were told of', ordersToldOf(stage), [id]);
  },
});

export const balancesFollow: Card = defineCard({
  ...common,
  id: 'FOREIGN-08',
  slug: 'balances-follow-the-trades-of-others',
  title: 'Balances follow what other programs do with the account',
  scenario: 'Another program places an order, which locks, and is filled, which moves both assets. We have no order.',
  expected: ['balance-updated'],
  covers: ['MUT-20'],
  run: async (stage) => {
    await stage.start();
    const maximumMs = stage.has('streams-balances') ? 3_000 : 300_000;
    const assets = stage.pair.split('-');
    const areTrue = (): boolean => assets.every((asset) => isBalanceTrue(stage, asset));
    const other = placeByOther(stage);
    await stage.until('what the order of another locks is known', areTrue, maximumMs);
    fillOther(stage, other, stage.amount(2));
    await stage.until('what the fill of another moves is known', areTrue, maximumMs);
  },
});

export const undecidedAmongOthers: Card = defineCard({
  ...common,
  id: 'FOREIGN-10',
  slug: 'an-undecided-order-takes-no-fill-of-others',
  title: 'An order that never came to the venue is not mistaken for an order of another program which looks the same',
  tier: 3,
  needs: ['trading', 'order-type:limit', 'client-order-ids'],
  scenario:
    'The request of an order is lost on its way. Another program has placed an order of the same side, amount and price, and it is filled.',
  forbidden: ['order-created', 'order-filled', 'order-completed', 'order-canceled', 'order-filled-late'],
  // Where nobody can say whose the fills are, the order stays lost, which is no order at the venue.
  invariants: ALL_INVARIANTS.filter((invariant) => invariant !== 'orders-equal'),
  covers: ['MUT-20'],
  look: 'requestOrderStatus',
  run: async (stage) => {
    await stage.start();
    const other = placeByOther(stage);
    const fault = troubleOperation(stage, 'place', 'broken-connection', 1);
    const id = stage.placeResting();
    await stage.advance(2_000);
    fillOther(stage, other, stage.amount(1));
    await stage.advance(100_000);
    fault.expectStruck(stage);
    const told = stage.orderEvents(id);
    stage.holds(
      'at most the failure of our order was told',
      told.every((type) => type === 'order-failed'),
      told,
    );
    await stage.until('our order is decided or lost', () => stage.orderEvents(id).length > 0, 900_000);
  },
});
