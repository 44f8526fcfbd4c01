import { Decimal } from '@venuekit/core/connector';
import type { FeeQuestion, FeeRates, TradingPair } from '@venuekit/core/connector';
import type { Card } from '../../card/card.ts';
import type { CardStage } from '../../card/card-stage.ts';
import { defineCard } from '../../card/define-card.ts';
import { troubleOperation } from '../../situation/operation-fault.ts';

const RATES = { maker: new Decimal('0.0003'), taker: new Decimal('0.0011') };

const common = {
  family: 'FEES',
  since: '2026-11-20',
  needs: ['trading'],
  setup: { followedMarkets: 2, feePlan: { ...RATES, payIn: 'received' } },
  doc: 'connector guide: The members',
  look: 'updateTradingFees',
} as const;

type Asked = Pick<FeeQuestion, 'orderType' | 'isMaker'> & { readonly pair?: TradingPair; readonly side?: FeeQuestion['side'] };

function percentOf(stage: CardStage, { orderType, isMaker, pair = stage.pair, side = 'buy' }: Asked): Decimal {
  const [amount, price] = [new Decimal(stage.amount(10, pair)), new Decimal(stage.restingPrice(side, pair))];
  return stage.connector.getFee({ tradingPair: pair, orderType, side, positionAction: 'nil', amount, price, isMaker }).percent;
}

/** The rates that the connector reads of its venue; empty where the venue tells none. */
function ratesRead(stage: CardStage, pairs: readonly TradingPair[]): Promise<ReadonlyMap<TradingPair, FeeRates>> {
  return stage.answer('updateTradingFees answers', stage.definition.updateTradingFees(stage.requestContext(), pairs));
}

export const accountRates: Card = defineCard({
  ...common,
  id: 'FEES-09',
  slug: 'rates-of-the-account',
  title: "The fee to expect of an order is reckoned with the account's own rates, in each followed market, once the venue has told them",
  severity: 'must',
  tier: 2,
  scenario:
    'The account has rates of its own. Both followed markets are asked for; maker and taker are told as the venue has them, as fractions.',
  run: async (stage) => {
    const { faults } = stage.venue.control;
    // Changes nothing, and is noted.
    faults.add({ on: 'http', match: { operation: 'fee-rates' }, action: { kind: 'delay', delayMs: 1 } });
    await stage.start();
    const pairs = [stage.pair, stage.otherPair];
    const told = await ratesRead(stage, pairs);
    if (told.size === 0) {
      // A venue may tell no rates; then the usual ones count, which nobody can check. Who asks for them reads them.
      stage.equal('how often rates were asked for and not read', faults.applied.length, 0);
      return;
    }
    for (const pair of pairs) {
      const { maker, taker } = stage.present(`the rates of ${pair}`, told.get(pair));
      stage.equal(`maker and taker of ${pair}`, [maker, taker], [RATES.maker, RATES.taker]);
      const isMakerKnown = (): boolean => percentOf(stage, { orderType: 'limit', isMaker: true, pair }).eq(RATES.maker);
      await stage.until('the fee of a maker is that of the account', isMakerKnown, 30_000);
      stage.equal('the fee of a taker', percentOf(stage, { orderType: 'limit', isMaker: false, pair }), RATES.taker);
    }
  },
});

export const estimateByOrderType: Card = defineCard({
  ...common,
  id: 'FEES-10',
  slug: 'fee-to-expect-by-order-type',
  title: 'A market order is expected to pay as a taker and a limit-maker order as a maker; who says which it is gets that',
  severity: 'must',
  tier: 2,
  scenario: 'The fee of orders of several types is asked for, without and with the word whether they are makers.',
  look: 'getFee',
  run: async (stage) => {
    await stage.start();
    const told = await ratesRead(stage, [stage.pair]);
    const { maker, taker } = told.get(stage.pair) ?? {
      maker: percentOf(stage, { orderType: 'limit', isMaker: true }),
      taker: percentOf(stage, { orderType: 'limit', isMaker: false }),
    };
    await stage.until('the rates are known', () => percentOf(stage, { orderType: 'market', isMaker: undefined }).eq(taker), 30_000);
    const questions = [
      { orderType: 'market', isMaker: undefined, is: taker },
      { orderType: 'limit-maker', isMaker: undefined, is: maker },
      { orderType: 'limit', isMaker: true, is: maker },
      { orderType: 'limit', isMaker: false, is: taker },
    ] as const;
    for (const side of ['buy', 'sell'] as const) {
      for (const { is, ...question } of questions) {
        const percent = percentOf(stage, { ...question, side });
        stage.equal(`the fee of a ${question.orderType} order to ${side}, maker: ${String(question.isMaker)}`, percent, is);
      }
    }
  },
});

export const failedRates: Card = defineCard({
  ...common,
  id: 'FEES-11',
  slug: 'failed-rates-are-asked-for-again',
  title: 'When the rates cannot be asked for, the connector becomes ready with the usual ones, and asks again until it knows them',
  severity: 'should',
  tier: 3,
  scenario:
    'The first two queries of rates fail. The connector becomes ready nevertheless; a minute later the rates of all markets are known.',
  run: async (stage) => {
    const fault = troubleOperation(stage, 'fee-rates', 'server-error', 2);
    await stage.start();
    await stage.advance(60_000);
    const told = await ratesRead(stage, [stage.pair, stage.otherPair]);
    if (told.size === 0 && fault.struck === 0) return;
    fault.expectStruck(stage);
    for (const pair of [stage.pair, stage.otherPair]) {
      stage.equal(`the fee of a maker in ${pair}`, percentOf(stage, { orderType: 'limit', isMaker: true, pair }), RATES.maker);
    }
  },
});
