import { asError, Decimal } from '@venuekit/core/connector';
import { spotInstrument } from '@venuekit/venue';
import type { VenueOrder } from '@venuekit/venue';
import type { Card } from '../../card/card.ts';
import { defineCard } from '../../card/define-card.ts';
import { fillInParts } from '../../situation/venue-fills.ts';

const common = {
  family: 'STATUS',
  severity: 'must',
  since: '2026-11-20',
  doc: 'connector guide: The members',
  look: 'requestOpenOrders',
} as const;

const STATES: Readonly<Partial<Record<VenueOrder['status'], string>>> = { new: 'open', 'partially-filled': 'partially-filled' };

export const listedWithAllFields: Card = defineCard({
  ...common,
  id: 'STATUS-22',
  slug: 'open-orders-are-listed-with-all-fields',
  title: 'The open orders are listed with market, ids, side, type, price, amount, executed amount, state and times, as the venue has them',
  tier: 2,
  needs: ['trading', 'order-type:limit'],
  setup: { followedMarkets: 2 },
  scenario:
    'Three orders are open, in two markets and on both sides, one of them partly filled. They are listed once for each market and once for all.',
  covers: ['NT-E84'],
  overSockets: true,
  run: async (stage) => {
    await stage.start();
    const ids = [await stage.openOrder(), await stage.openOrder({ side: 'sell' }), await stage.openOrder({ pair: stage.otherPair })];
    const [partly = ''] = ids;
    fillInParts(stage, partly, [4]);
    const open = stage.truth().openOrders.toSorted((left, right) => left.orderId - right.orderId);
    for (const pair of [undefined, stage.pair, stage.otherPair]) {
      const listed = await stage.answer('getOpenOrders answers', stage.connector.getOpenOrders(pair));
      const wanted = open.filter(({ tradingPair }) => pair === undefined || tradingPair === pair);
      const byId = new Map(listed.map((row) => [row.exchangeOrderId, row]));
      stage.equal(`how many open orders are listed of ${pair ?? 'all markets'}`, listed.length, wanted.length);
      for (const order of wanted) {
        const row = stage.present('an open order in the list', byId.get(stage.exchangeOrderId(order)));
        const { tradingPair, side, price, amount } = order;
        stage.equal(
          'market, side, type, price, amounts and state of an open order',
          [row.tradingPair, row.side, row.orderType, row.price, row.amount, row.executedAmount, row.state],
          [tradingPair, side, 'limit', price, amount, order.executedBase, STATES[order.status]],
        );
        const isNamed = !stage.has('client-order-ids') || row.clientOrderId === order.clientOrderId;
        stage.holds('our id of an open order is listed', isNamed, row.clientOrderId);
        const off = Math.abs(row.creationTimeMs - order.creationTimeMs);
        stage.holds('the creation time of an open order is the venue’s, in ms', off <= 1_000, row.creationTimeMs);
      }
    }
  },
});

/** A market that the connector has never heard of. */
const NEWCOMER = 'NEWCOMER';

export const unreadableRowDropsNoOther: Card = defineCard({
  ...common,
  id: 'STATUS-23',
  slug: 'a-row-that-cannot-be-read-drops-no-other',
  title: 'A row of the open orders that cannot be read drops no other row',
  tier: 3,
  needs: ['trading', 'order-type:limit'],
  scenario:
    'The venue lists a new market, and another program of the account has an open order there. Our own order is listed all the same.',
  forbidden: ['order-failed', 'order-lost'],
  run: async (stage) => {
    await stage.start();
    const id = await stage.openOrder();
    const [, quote = ''] = stage.pair.split('-');
    const instrument = spotInstrument({ base: NEWCOMER, quote });
    stage.venue.world.addInstrument(instrument);
    const ticket = { account: stage.account, tradingPair: instrument.tradingPair, side: 'buy', type: 'limit', timeInForce: 'GTC' } as const;
    stage.venue.world.place({ ...ticket, price: new Decimal(10), amount: new Decimal(10) });
    const ours = stage.exchangeOrderId(stage.present('the venue has the order', stage.venueOrder(id)));
    const listed = stage.connector.getOpenOrders().then(
      (rows) => rows.map(({ exchangeOrderId }) => exchangeOrderId),
      (error: unknown) => [`failed: ${asError(error, 'getOpenOrders').message}`],
    );
    const ids = await stage.answer('getOpenOrders answers', listed);
    stage.holds('our own order is listed', ids.includes(ours), ids);
  },
});
