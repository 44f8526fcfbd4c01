import type { OrderReference, TradeUpdate } from '@venuekit/core/connector';
import type { VenueOrder } from '@venuekit/venue';
import type { Card } from '../../card/card.ts';
import type { CardStage } from '../../card/card-stage.ts';
import { defineCard } from '../../card/define-card.ts';
import { placeByOther } from '../../situation/other-program.ts';
import { fillsAtVenue } from '../../situation/venue-fills.ts';

const common = {
  family: 'FILL',
  severity: 'must',
  tier: 2,
  since: '2026-11-20',
  doc: 'connector guide: The members',
} as const;

/** More than venues give on a page. */
const MANY = 1_003;
/** How many of them happen in one millisecond. */
const AT_ONCE = 150;

const amountsOf = (trades: readonly TradeUpdate[]): readonly string[] => trades.map(({ baseAmount }) => baseAmount.toFixed());

/** A history that is longer than a page. */
export const historyHasPages: Card = defineCard({
  ...common,
  id: 'FILL-14',
  slug: 'fills-since-a-time-are-all-there',
  title: 'The fills since a time are all of them, oldest first and each once, also when there are more than a page holds',
  needs: ['trading', 'trade-ids', 'trades-since'],
  scenario: `The account has ${MANY} fills in a market, many of them in the same millisecond. All are asked for, then those since the middle.`,
  covers: ['NT-E85'],
  look: 'tradeUpdatesSince',
  run: async (stage) => {
    const fromMs = stage.venue.world.nowMs();
    await fillManyTimes(stage, otherOrder(stage));
    await stage.start();
    const all = await tradesSince(stage, fromMs - 60_000);
    const happened = stage.venue.world.fills(stage.account, { tradingPair: stage.pair, limit: Number.POSITIVE_INFINITY });
    stage.equal('how many fills the query tells', all.length, happened.length);
    stage.equal(
      'the amounts of the fills, oldest first',
      amountsOf(all),
      happened.map(({ trade }) => trade.amount.toFixed()),
    );
    stage.equal('different fills', new Set(all.map(({ tradeId, exchangeOrderId }) => `${exchangeOrderId} ${tradeId}`)).size, all.length);
    const middleMs = happened[Math.floor(MANY / 2)]?.trade.timeMs ?? 0;
    const later = await tradesSince(stage, middleMs);
    const wanted = happened.filter(({ trade }) => trade.timeMs >= middleMs).length;
    stage.holds('no fill since the middle is missing', later.length >= wanted && later.length < all.length, [later.length, wanted]);
  },
});

/** Every fill of one order. */
export const fillsOfOneOrder: Card = defineCard({
  ...common,
  id: 'FILL-15',
  slug: 'fills-of-an-order-are-all-and-only-its-own',
  title: 'The fills of an order are all of its fills and none of another order, also when there are more than a page holds',
  needs: ['trading', 'order-type:limit', 'trade-ids'],
  scenario: `Two orders of one market are filled, one of them ${MANY} times, before anybody asks. Each is asked for its fills.`,
  look: 'allTradeUpdatesForOrder',
  run: async (stage) => {
    const [many, few] = [otherOrder(stage), otherOrder(stage)];
    await fillManyTimes(stage, many);
    stage.venue.control.fillOrder(stage.account, few.clientOrderId);
    await stage.start();
    // A connector that knows orders by the venue's id alone learns how that is spelled from an order of its own.
    const own = await stage.openOrder();
    stage.fillAtVenue(own);
    await stage.until('order-completed comes', () => stage.orderEvents(own).includes('order-completed'), 30_000);
    const context = stage.requestContext();
    for (const order of [many, few, stage.present('our order', stage.venueOrder(own))]) {
      const query = stage.definition.allTradeUpdatesForOrder(context, referenceTo(stage, order));
      const told = await stage.answer('allTradeUpdatesForOrder answers', query);
      const happened = stage.venue.world.fills(stage.account, {
        tradingPair: stage.pair,
        orderId: order.orderId,
        limit: Number.POSITIVE_INFINITY,
      });
      stage.equal('how many fills the query tells of an order', told.length, happened.length);
      stage.equal(
        'the amounts of the fills of an order',
        amountsOf(told).toSorted(),
        happened.map(({ trade }) => trade.amount.toFixed()).toSorted(),
      );
    }
    stage.equal('fills of our own order', fillsAtVenue(stage, own).length, 1);
  },
});

/** An order of the account that another program has placed, large enough for many fills. */
function otherOrder(stage: CardStage): VenueOrder {
  const { amountIncrement, base } = stage.present('the market', stage.venue.world.instruments.get(stage.pair));
  const amount = amountIncrement
    .times(MANY * 2)
    .plus(stage.amount(1))
    .toFixed();
  stage.venue.world.deposit(stage.account, base, amount);
  return placeByOther(stage, { side: 'sell', amount });
}

async function fillManyTimes(stage: CardStage, { clientOrderId }: VenueOrder): Promise<void> {
  const { amountIncrement } = stage.present('the market', stage.venue.world.instruments.get(stage.pair));
  for (let count = 1; count <= MANY; count += 1) {
    // Neighbours differ in amount, so that an answer in a wrong order, or one that repeats, is seen.
    stage.venue.control.fillOrder(stage.account, clientOrderId, amountIncrement.times(1 + (count % 2)).toFixed());
    if (count % AT_ONCE === 0) await stage.advance(1);
  }
}

function tradesSince(stage: CardStage, sinceMs: number): Promise<readonly TradeUpdate[]> {
  const query = stage.definition.tradeUpdatesSince?.(stage.requestContext(), stage.pair, sinceMs);
  return stage.answer('tradeUpdatesSince answers', stage.present('the member tradeUpdatesSince', query));
}

function referenceTo(stage: CardStage, order: VenueOrder): OrderReference {
  return {
    tradingPair: order.tradingPair,
    clientOrderId: order.clientOrderId,
    exchangeOrderId: stage.exchangeOrderId(order),
    side: order.side,
    orderType: 'limit',
    price: order.price,
    amount: order.amount,
    creationTimeMs: order.creationTimeMs,
  };
}
