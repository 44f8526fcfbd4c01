import { Decimal, type OrderSide } from '@venuekit/core/connector';
import { defineCard } from '../../card/define-card.ts';
import type { Card } from '../../card/card.ts';
import type { CardStage } from '../../card/card-stage.ts';
import { instrumentOf } from '../../stage/grid-prices.ts';
import { sideOf, touchBook } from './move-book.ts';
import { untilBookEquals } from './book-watch.ts';

/** What an order of this amount meets in the venue's book: its cost, and the last price. */
function venueWalk(stage: CardStage, side: OrderSide, amount: Decimal): { readonly cost: Decimal; readonly last: Decimal } {
  let [left, cost, last] = [amount, new Decimal(0), new Decimal(0)];
  for (const level of sideOf(stage, stage.pair, side === 'buy' ? 'sell' : 'buy')) {
    if (left.isZero()) break;
    const taken = Decimal.min(left, level.amount);
    [left, cost, last] = [left.minus(taken), cost.plus(taken.times(level.price)), level.price];
  }
  return { cost, last };
}

/** What is asked of a live book. */
export const bookPrices: readonly Card[] = [
  defineCard({
    id: 'BOOK-07',
    slug: 'prices-come-from-the-book',
    title: 'Best prices, middle, and what an amount would cost are what the venue’s book gives',
    family: 'BOOK',
    severity: 'must',
    tier: 1,
    since: '2026-11-20',
    scenario:
      'The connector is asked for best prices, the middle, and the cost and the limit price of an amount of two and a half levels, for both sides.',
    covers: ['NT-D20'],
    doc: 'connector guide: Data sources',
    look: 'formatTradingRules',
    overSockets: true,
    run: async (stage) => {
      await stage.start();
      touchBook(stage, stage.pair, 'buy');
      touchBook(stage, stage.pair, 'sell');
      await untilBookEquals(stage);
      const { connector, pair } = stage;
      const [bid, ask] = [sideOf(stage, pair, 'buy')[0], sideOf(stage, pair, 'sell')[0]].map((level) =>
        stage.present('a best level', level),
      );
      const best = [stage.present('a best bid', bid).price, stage.present('a best ask', ask).price] as const;
      stage.equal('the prices to sell and to buy at', [connector.getPrice(pair, 'sell'), connector.getPrice(pair, 'buy')], best);
      stage.equal('the middle of the book', connector.getPriceByType(pair, 'mid'), best[0].plus(best[1]).dividedBy(2));
      const { amountIncrement } = instrumentOf(stage, pair);
      for (const side of ['buy', 'sell'] as const) {
        const [first, second, third] = sideOf(stage, pair, side === 'buy' ? 'sell' : 'buy').map(({ amount }) => amount);
        const half = stage.present('a third level', third).dividedBy(2).div(amountIncrement).floor().times(amountIncrement);
        const amount = stage.present('a first level', first).plus(stage.present('a second level', second)).plus(half);
        const { cost, last } = venueWalk(stage, side, amount);
        stage.equal(`the limit price to ${side} ${amount.toFixed()} at`, connector.getOrderPrice(pair, side, amount), last);
        const average = stage.present('an average price', connector.getQuotePrice(pair, side, amount));
        stage.equal(
          `the average price to ${side} ${amount.toFixed()} at`,
          average.toSignificantDigits(16),
          cost.dividedBy(amount).toSignificantDigits(16),
        );
      }
    },
  }),
];
