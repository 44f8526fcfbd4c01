import { Decimal } from '@venuekit/core/connector';
import type { VenueFill } from '@venuekit/venue';
import type { ConnectorEventMap } from '@venuekit/core';
import type { Card } from '../../card/card.ts';
import { defineCard } from '../../card/define-card.ts';
import { fillInParts, fillsAtVenue, fillsTold } from '../../situation/venue-fills.ts';

const common = {
  family: 'FILL',
  severity: 'must',
  tier: 2,
  since: '2026-11-20',
  doc: 'design: fill identity is (trading pair, exchange order id, trade id)',
  forbidden: ['order-failed', 'order-lost'],
} as const;

/** How far the time of a fill may be from the venue's: some tell whole seconds. */
const TIME_TOLERANCE_MS = 1_000;

const factsTold = ({ price, amount, quoteAmount, isTaker, side }: ConnectorEventMap['order-filled']): unknown => ({
  price,
  amount,
  quoteAmount,
  isTaker,
  side,
});

const factsAtVenue = ({ trade, isMaker, side }: VenueFill): unknown => ({
  price: trade.price,
  amount: trade.amount,
  quoteAmount: trade.quoteAmount,
  isTaker: !isMaker,
  side,
});

/** Every member of a fill, as a maker. */
export const makerFacts: Card = defineCard({
  ...common,
  id: 'FILL-05',
  slug: 'facts-of-a-maker-fill',
  title: "A fill of an order that rested tells the trade's price, amounts, side and time, and that we were the maker",
  needs: ['trading', 'order-type:limit', 'trade-ids'],
  scenario:
    'A part of an order to buy and the whole of one to sell are taken. What is told of each fill is what the venue has written down.',
  covers: ['HB-30', 'NT-E85'],
  look: 'userStreamEventListener',
  overSockets: true,
  run: async (stage) => {
    await stage.start();
    for (const side of ['buy', 'sell'] as const) {
      const id = await stage.openOrder({ side });
      fillInParts(stage, id, [4]);
      await stage.until('order-filled comes', () => stage.orderEvents(id).includes('order-filled'), 30_000);
      const [told, happened] = [fillsTold(stage, id), fillsAtVenue(stage, id)];
      stage.equal(`the facts of the fill of an order to ${side}`, told.map(factsTold), happened.map(factsAtVenue));
      const early = told.map(({ eventTimeMs }, index) => Math.abs(eventTimeMs - (happened[index]?.trade.timeMs ?? 0)));
      stage.holds(
        'the time of the fill is that of the trade',
        early.every((ms) => ms <= TIME_TOLERANCE_MS),
        early,
      );
    }
  },
});

/** What trades at once, at better prices than its own. */
export const takerFacts: Card = defineCard({
  ...common,
  id: 'FILL-06',
  slug: 'facts-of-taker-fills',
  title: 'An order that trades at once through several levels tells each fill at the price of its trade, and that we were the taker',
  needs: ['trading', 'order-type:limit', 'trade-ids'],
  setup: { hasMakers: false },
  scenario:
    'Two orders of others rest at two prices. A limit order above both takes them. Two fills are told, at their prices and not at the limit.',
  expected: ['order-created', 'order-filled', 'order-filled', 'order-completed'],
  covers: ['NT-E01', 'NT-E13'],
  look: 'placeOrder',
  run: async (stage) => {
    await stage.start();
    const amount = new Decimal(stage.amount(5));
    const { priceIncrement } = stage.present('the market', stage.venue.world.instruments.get(stage.pair));
    const best = new Decimal(stage.restingPrice('sell'));
    const prices = [best, best.plus(priceIncrement.times(7))];
    for (const price of prices) stage.restByStranger('sell', price.toFixed(), amount.toFixed());
    const limit = best.plus(priceIncrement.times(20)).toFixed();
    const id = stage.placeResting({ side: 'buy', amount: amount.times(2).toFixed(), price: limit });
    await stage.until(
      'order-completed comes for an order that trades at once',
      () => stage.orderEvents(id).includes('order-completed'),
      30_000,
    );
    const [told, happened] = [fillsTold(stage, id), fillsAtVenue(stage, id)];
    stage.equal('the facts of the fills of an order that took', told.map(factsTold), happened.map(factsAtVenue));
    stage.equal(
      'the prices of the fills',
      told.map(({ price }) => price),
      prices,
    );
  },
});

/** Trade ids count for each market. */
export const sameTradeIdInTwoMarkets: Card = defineCard({
  ...common,
  id: 'FILL-07',
  slug: 'same-trade-id-in-two-markets',
  title: 'Two fills in two markets are two fills, although the venue gave both trades the same number',
  needs: ['trading', 'order-type:limit', 'trade-ids'],
  setup: { followedMarkets: 2, hasMakers: false },
  scenario: 'In each of two fresh markets the first trade fills an order of ours. Both trades have the number one; both fills count.',
  look: 'allTradeUpdatesForOrder',
  run: async (stage) => {
    await stage.start();
    const ids = [await stage.openOrder({ pair: stage.pair }), await stage.openOrder({ pair: stage.otherPair })];
    for (const id of ids) stage.fillAtVenue(id);
    const numbers = ids.flatMap((id) => fillsAtVenue(stage, id).map(({ trade }) => trade.tradeId));
    stage.equal('different numbers of the two trades', new Set(numbers).size, 1);
    const isDone = (id: string): boolean => stage.orderEvents(id).includes('order-completed');
    await stage.until('order-completed comes in both markets', () => ids.every(isDone), 30_000);
    stage.equal(
      'fills told of each order',
      ids.map((id) => fillsTold(stage, id).length),
      [1, 1],
    );
  },
});

/** One trade, two fills. */
export const ownOrdersMeet: Card = defineCard({
  ...common,
  id: 'FILL-08',
  slug: 'own-orders-meet',
  title: 'When two orders of ours meet, one trade fills both, and each is told its own fill: one as maker, one as taker',
  needs: ['trading', 'order-type:limit', 'trade-ids'],
  setup: { hasMakers: false, market: (market) => ({ ...market, selfTradePrevention: 'none' }) },
  scenario: 'An order to sell rests, and an order to buy at its price comes, both ours, in a market that does not prevent it.',
  expected: ['order-filled', 'order-filled'],
  covers: ['REC-self-trade'],
  look: 'userStreamEventListener',
  run: async (stage) => {
    await stage.start();
    const [amount, price] = [stage.amount(), stage.restingPrice('sell')];
    const resting = await stage.openOrder({ side: 'sell', amount, price });
    const taking = stage.placeResting({ side: 'buy', amount, price });
    const ids = [resting, taking];
    await stage.until('both orders are completed', () => ids.every((id) => stage.orderEvents(id).includes('order-completed')), 30_000);
    const fills = ids.map((id) => fillsTold(stage, id).map(({ isTaker, side }) => [side, isTaker]));
    stage.equal('side and role of the fills of each order', fills, [[['sell', false]], [['buy', true]]]);
    stage.equal(
      'numbers of the trades that were told',
      new Set(ids.flatMap((id) => fillsTold(stage, id).map(({ tradeId }) => tradeId))).size,
      1,
    );
  },
});
