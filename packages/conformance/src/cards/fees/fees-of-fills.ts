import { Decimal, feeAmounts } from '@venuekit/core/connector';
import type { ConnectorEventMap } from '@venuekit/core';
import { spotInstrument } from '@venuekit/venue';
import type { FeePlan, VenueFill } from '@venuekit/venue';
import type { Card } from '../../card/card.ts';
import type { CardStage } from '../../card/card-stage.ts';
import { defineCard } from '../../card/define-card.ts';
import type { StageSetup } from '../../card/stage-setup.ts';
import { silencePrivateStream } from '../../situation/private-frames.ts';
import { fillInParts, fillsAtVenue, fillsTold } from '../../situation/venue-fills.ts';

const common = {
  family: 'FEES',
  severity: 'must',
  tier: 2,
  since: '2026-11-20',
  needs: ['trading', 'order-type:limit', 'trade-ids'],
  doc: 'connector guide: The members',
  look: 'userStreamEventListener',
} as const;

const feeTold = ({ fee, tradingPair, side, amount, quoteAmount }: ConnectorEventMap['order-filled']): unknown =>
  feeAmounts(fee, { tradingPair, side, baseAmount: amount, quoteAmount }).map((part) => [part.asset, part.amount]);

const feeAtVenue = ({ feeAsset, feeAmount }: VenueFill): unknown => [[feeAsset, feeAmount]];

function plan(maker: string, taker: string, payIn: FeePlan['payIn'] = 'received'): StageSetup {
  return { feePlan: { maker: new Decimal(maker), taker: new Decimal(taker), payIn } };
}

/** Our order to buy and our order to sell are filled by others. @returns their ids. */
async function fillAsMaker(stage: CardStage): Promise<readonly string[]> {
  const ids = [await stage.openOrder({ side: 'buy' }), await stage.openOrder({ side: 'sell' })];
  for (const id of ids) fillInParts(stage, id, [7]);
  await stage.until('both fills are told', () => ids.every((id) => fillsTold(stage, id).length === 1), 30_000);
  return ids;
}

/** @throws CardFailure unless the fee of each fill of these orders is that of the venue. @returns the venue's. */
function expectFees(stage: CardStage, ids: readonly string[]): readonly VenueFill[] {
  return ids.flatMap((id) => {
    const happened = fillsAtVenue(stage, id);
    stage.equal('asset and amount of the fee of each fill', fillsTold(stage, id).map(feeTold), happened.map(feeAtVenue));
    return happened;
  });
}

export const feeOfWhatIsReceived: Card = defineCard({
  ...common,
  id: 'FEES-01',
  slug: 'fee-in-what-is-received',
  title: 'The fee of a fill is told with the asset and the amount that the venue took, for buys and for sells',
  setup: plan('0.0002', '0.0007'),
  scenario: 'An order to buy and one to sell are filled in part. The venue takes its fee from what each brings.',
  covers: ['HB-30', 'NT-E85'],
  overSockets: true,
  run: async (stage) => {
    await stage.start();
    const fees = expectFees(stage, await fillAsMaker(stage));
    stage.equal(
      'assets of the fees',
      fees.map(({ feeAsset }) => feeAsset),
      stage.pair.split('-'),
    );
  },
});

export const feeOfATaker: Card = defineCard({
  ...common,
  id: 'FEES-02',
  slug: 'fee-of-a-taker',
  title:
    'The fee of a fill that took is told as the venue charged it, at the rate of takers, also when the answer to the order tells the fill',
  setup: plan('0.0002', '0.0007'),
  scenario: 'A limit order crosses the market and is filled at once.',
  look: 'placeOrder',
  run: async (stage) => {
    await stage.start();
    const id = stage.placeResting({ price: stage.crossingPrice('buy') });
    await stage.until('order-completed comes', () => stage.orderEvents(id).includes('order-completed'), 30_000);
    expectFees(stage, [id]);
  },
});

export const feeInQuote: Card = defineCard({
  ...common,
  id: 'FEES-03',
  slug: 'fee-always-in-quote',
  title: 'A fee that is charged in quote is told in quote, also for a buy, which brings base',
  setup: plan('0.0002', '0.0007', 'quote'),
  scenario: 'The account pays all fees in quote. An order to buy and one to sell are filled in part.',
  run: async (stage) => {
    await stage.start();
    const fees = expectFees(stage, await fillAsMaker(stage));
    const [, quote] = stage.pair.split('-');
    stage.equal(
      'assets of the fees',
      fees.map(({ feeAsset }) => feeAsset),
      [quote, quote],
    );
  },
});

/** An asset that is of no market which the connector follows. */
const FEE_ASSET = 'FEECOIN';

export const feeInThirdAsset: Card = defineCard({
  ...common,
  id: 'FEES-04',
  slug: 'fee-in-a-third-asset',
  title: 'A fee that is charged in an asset which the order neither spends nor brings is told in that asset',
  setup: {
    ...plan('0.0002', '0.0007', { asset: FEE_ASSET }),
    prepare: ({ world }, { account, tradingPairs: [pair = 'BTC-USDT'] }) => {
      const market = spotInstrument({ base: FEE_ASSET, quote: pair.split('-')[1] ?? '' });
      world.addInstrument(market);
      world.printTrade(market.tradingPair, '5');
      world.deposit(account, FEE_ASSET, '100');
    },
  },
  scenario: `The account pays its fees in ${FEE_ASSET}. An order to buy and one to sell are filled in part.`,
  run: async (stage) => {
    await stage.start();
    const fees = expectFees(stage, await fillAsMaker(stage));
    stage.equal(
      'assets of the fees',
      fees.map(({ feeAsset }) => feeAsset),
      [FEE_ASSET, FEE_ASSET],
    );
  },
});

export const rebate: Card = defineCard({
  ...common,
  id: 'FEES-05',
  slug: 'a-rebate-is-negative',
  title: 'What the venue pays for a fill is told as a negative fee',
  setup: plan('-0.0001', '0.0005'),
  scenario: 'Makers are paid. An order to buy and one to sell rest and are filled in part.',
  run: async (stage) => {
    await stage.start();
    const fees = expectFees(stage, await fillAsMaker(stage));
    stage.holds(
      'the scenario was provoked: makers are paid',
      fees.every(({ feeAmount }) => feeAmount.isNegative()),
    );
  },
});

export const noFee: Card = defineCard({
  ...common,
  id: 'FEES-06',
  slug: 'a-fee-of-zero-is-zero',
  title: 'A fee of 0 is told as 0, and no usual fee in its place',
  setup: plan('0', '0'),
  scenario: 'The account trades without fees. An order to buy and one to sell are filled in part.',
  run: async (stage) => {
    await stage.start();
    const ids = await fillAsMaker(stage);
    const told = ids.flatMap((id) =>
      fillsTold(stage, id).flatMap(({ fee, tradingPair, side, amount, quoteAmount }) =>
        feeAmounts(fee, { tradingPair, side, baseAmount: amount, quoteAmount }).map((part) => part.amount),
      ),
    );
    stage.holds(
      'no fee is told',
      told.every((amount) => amount.isZero()),
      told,
    );
  },
});

export const feeOfARecoveredFill: Card = defineCard({
  ...common,
  id: 'FEES-07',
  slug: 'fee-of-a-fill-learned-by-query',
  title: 'A fill that is learned by a query has the same fee as the stream would have told',
  tier: 3,
  setup: plan('0.0002', '0.0007'),
  scenario: 'Two orders are filled in part while no private message arrives. The next poll tells the fills with their fees.',
  look: 'allTradeUpdatesForOrder',
  run: async (stage) => {
    await stage.start();
    const ids = [await stage.openOrder({ side: 'buy' }), await stage.openOrder({ side: 'sell' })];
    silencePrivateStream(stage);
    for (const id of ids) fillInParts(stage, id, [7]);
    await stage.until('both fills are told', () => ids.every((id) => fillsTold(stage, id).length === 1), 300_000);
    expectFees(stage, ids);
  },
});

export const feesAddUp: Card = defineCard({
  ...common,
  id: 'FEES-08',
  slug: 'fees-of-parts-add-up',
  title: 'The fees of the parts of an order add up to what the venue has taken for it',
  setup: plan('0.00013', '0.0007'),
  scenario: 'An order is filled in four parts of unequal amounts, so that each fee is rounded.',
  run: async (stage) => {
    await stage.start();
    const id = await stage.openOrder({ side: 'sell', amount: stage.amount(23) });
    fillInParts(stage, id, [1, 2, 3]);
    const order = stage.present('the order is in flight', stage.connector.inFlightOrders.get(id));
    stage.fillAtVenue(id);
    await stage.until('order-completed comes', () => stage.orderEvents(id).includes('order-completed'), 30_000);
    const { orderId } = stage.present('the venue has the order', stage.venueOrder(id));
    const sum = stage.present('the sums of the order’s fills', stage.truth().fillSums.get(orderId));
    stage.equal('the fees of the order', new Map(order.cumulativeFees), new Map(sum.fees));
  },
});
