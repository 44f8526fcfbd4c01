import { Decimal, splitTradingPair } from '@venuekit/core/connector';
import type { Card } from '../../card/card.ts';
import type { CardStage } from '../../card/card-stage.ts';
import { defineCard } from '../../card/define-card.ts';
import { instrumentOf } from '../../stage/grid-prices.ts';
import { cheapMarket, wideMarket } from './odd-markets.ts';

const NUMBER = {
  family: 'NUMBER',
  severity: 'must',
  tier: 2,
  since: '2026-11-20',
  needs: ['trading', 'order-type:limit'],
  expected: ['order-created'],
  forbidden: ['order-failed', 'order-lost'],
  doc: 'design: money and numbers',
  look: 'placeOrder',
} as const;

/** A number in exponent form, as JSON, query texts and templates of numbers write small ones. */
const EXPONENT_FORM = /(?:^|[^\w.-])\d(?:\.\d+)?[eE][-+]\d/;

/** Places an order and holds amount and price at the venue against what is expected. */
async function placeAndCompare(
  stage: CardStage,
  order: { readonly pair?: CardStage['pair']; readonly side: 'buy' | 'sell'; readonly amount: string; readonly price: string },
  expected: readonly [amount: string, price: string] = [order.amount, order.price],
): Promise<string> {
  const id = await stage.openOrder(order);
  const placed = stage.present('the venue has the order', stage.venueOrder(id));
  stage.equal('amount and price at the venue', [placed.amount.toFixed(), placed.price.toFixed()], expected);
  const told = stage.eventsOf('order-created').find(({ clientOrderId }) => clientOrderId === id);
  stage.equal('amount and price that were told', [told?.amount.toFixed(), told?.price?.toFixed()], expected);
  return id;
}

/** Gives the account as much of the first market's assets as any of these orders needs. */
function makeRich(stage: CardStage): void {
  const { base, quote } = splitTradingPair(stage.pair);
  for (const asset of [base, quote]) stage.venue.world.deposit(stage.account, asset, '900000000000000000000');
}

/** Numbers that are sent. */
export const exactOrders: readonly Card[] = [
  defineCard({
    ...NUMBER,
    id: 'NUMBER-07',
    slug: 'orders-keep-every-digit',
    title: 'An order of seventeen digits arrives at the venue with all of them',
    scenario: 'Orders of amounts such as 1234567890123.4567 are placed at prices of nine digits.',
    setup: { market: wideMarket },
    covers: ['MUT-13'],
    run: async (stage) => {
      makeRich(stage);
      await stage.start();
      const price = new Decimal(stage.restingPrice('buy')).plus('0.1235').toFixed();
      await placeAndCompare(stage, { side: 'buy', amount: '12345678.1235', price });
      await placeAndCompare(stage, { side: 'buy', amount: '1234567890123.4567', price });
    },
  }),
  defineCard({
    ...NUMBER,
    id: 'NUMBER-08',
    slug: 'small-numbers-without-exponent',
    title: 'Prices and amounts such as 0.00000012 are sent as such, not as 1.2e-7',
    scenario:
      'A coin is bought for 0.00000012 apiece, and 0.00000012 of another one. The venue has exactly these orders, and nothing that was sent has an exponent.',
    setup: { hasMakers: false, followedMarkets: 2, market: cheapMarket },
    run: async (stage) => {
      await stage.start();
      await placeAndCompare(stage, { side: 'buy', amount: '123456', price: '0.00000012' });
      const { pair, otherPair } = stage;
      await placeAndCompare(stage, { pair: otherPair, side: 'buy', amount: '0.00000012', price: stage.restingPrice('buy', otherPair) });
      const sent = [
        ...stage.wire.requests.flatMap(({ url, body }) => [decodeURIComponent(url.search), decodeURIComponent(body)]),
        ...stage.wire.sockets.flatMap(({ frames }) => frames.map(({ text }) => text)),
      ];
      stage.equal(
        `what was sent about ${pair} and ${otherPair} with an exponent`,
        sent.filter((text) => EXPONENT_FORM.test(text)).length,
        0,
      );
    },
  }),
  defineCard({
    ...NUMBER,
    id: 'NUMBER-09',
    slug: 'huge-amounts-are-whole',
    title: 'An amount of seventeen digits before the point is sent, filled and told whole',
    scenario: 'Of a coin that costs 0.00000012, 12345678901234567 are bought and filled in two parts.',
    expected: ['order-created', 'order-filled', 'order-filled', 'order-completed'],
    setup: { hasMakers: false, market: cheapMarket },
    run: async (stage) => {
      makeRich(stage);
      await stage.start();
      const amount = '12345678901234567';
      const id = await placeAndCompare(stage, { side: 'buy', amount, price: '0.00000012' });
      stage.fillAtVenue(id, '2345678901234567');
      await stage.until('the first part is told', () => stage.orderEvents(id).includes('order-filled'));
      stage.fillAtVenue(id);
      await stage.until('the order is completed', () => stage.orderEvents(id).includes('order-completed'));
      const [completed] = stage.eventsOf('order-completed');
      stage.equal('what was executed', completed?.executedBase.toFixed(), amount);
    },
  }),
  defineCard({
    ...NUMBER,
    id: 'NUMBER-10',
    slug: 'numbers-are-floored-only',
    title: 'Amount and price are brought onto the grid downwards on both sides, and a number on the grid stays what it is',
    scenario: 'Orders to buy and to sell are placed almost a step above the grid, and on it.',
    covers: ['MUT-13'],
    run: async (stage) => {
      await stage.start();
      const { priceIncrement, amountIncrement } = instrumentOf(stage);
      for (const side of ['buy', 'sell'] as const) {
        const [amount, price] = [stage.amount(), stage.restingPrice(side)];
        await placeAndCompare(stage, { side, amount, price });
        const above = {
          amount: new Decimal(amount).plus(amountIncrement.times('0.999999')).toFixed(),
          price: new Decimal(price).plus(priceIncrement.times('0.999999')).toFixed(),
        };
        await placeAndCompare(stage, { side, ...above }, [amount, price]);
      }
    },
  }),
  defineCard({
    ...NUMBER,
    id: 'NUMBER-11',
    slug: 'whole-balance-can-be-sold',
    title: 'All that the account has of a coin can be offered, although its last digits are below the grid',
    scenario:
      'The account has some units that no order can have. An order for the whole balance rests, floored, and is not refused for lack of funds.',
    setup: {
      prepare: ({ world }, { account, tradingPairs }) =>
        world.deposit(account, splitTradingPair(tradingPairs[0] ?? 'A-B').base, '0.00000789'),
    },
    covers: ['MUT-13'],
    run: async (stage) => {
      await stage.start();
      const balance = stage.connector.getAvailableBalance(splitTradingPair(stage.pair).base);
      const { amountIncrement } = instrumentOf(stage);
      const floored = balance.div(amountIncrement).floor().times(amountIncrement);
      stage.holds('the balance is between two steps of the grid', floored.lt(balance), balance);
      const price = stage.restingPrice('sell');
      await placeAndCompare(stage, { side: 'sell', amount: balance.toFixed(), price }, [floored.toFixed(), price]);
    },
  }),
  defineCard({
    ...NUMBER,
    id: 'NUMBER-12',
    slug: 'fills-and-fees-keep-every-digit',
    title: 'Price, amount, value and fee of a fill are told to the last digit',
    scenario: 'An order of many digits is filled in two parts, at a fee of 0.0725 %.',
    needs: ['trading', 'order-type:limit', 'trade-ids'],
    setup: {
      market: wideMarket,
      feePlan: { maker: new Decimal('0.000725'), taker: new Decimal('0.000725'), payIn: 'quote' },
    },
    expected: ['order-created', 'order-filled', 'order-filled', 'order-completed'],
    look: 'userStreamEventListener',
    run: async (stage) => {
      await stage.start();
      const price = new Decimal(stage.restingPrice('buy')).plus('0.0013').toFixed();
      const id = await placeAndCompare(stage, { side: 'buy', amount: '0.9877', price });
      const order = stage.present('the venue has the order', stage.venueOrder(id));
      stage.fillAtVenue(id, '0.1235');
      stage.fillAtVenue(id);
      await stage.until('the order is completed', () => stage.orderEvents(id).includes('order-completed'));
      const told = stage.eventsOf('order-filled').map(({ amount, price: at, quoteAmount, fee }) => [amount, at, quoteAmount, fee.flatFees]);
      const fills = stage.venue.world.fills(stage.account, { tradingPair: stage.pair, orderId: order.orderId, limit: 10 });
      const truth = fills.map(({ trade, feeAsset, feeAmount }) => [
        trade.amount,
        trade.price,
        trade.quoteAmount,
        [{ asset: feeAsset, amount: feeAmount }],
      ]);
      stage.equal('amount, price, value and fee of each fill', told, truth);
    },
  }),
  defineCard({
    ...NUMBER,
    id: 'NUMBER-13',
    slug: 'a-number-may-be-written-in-many-ways',
    title: 'The same number written in other ways makes the same order',
    severity: 'should',
    scenario: 'Amount and price are given with zeros behind them, and in exponent form.',
    run: async (stage) => {
      await stage.start();
      const [amount, price] = [new Decimal(stage.amount()), new Decimal(stage.restingPrice('buy'))];
      const expected = [amount.toFixed(), price.toFixed()] as const;
      for (const [given, at] of [
        [`${amount.toFixed(12)}0`, price.toFixed(14)],
        [amount.toExponential(), price.toExponential()],
      ] as const) {
        await placeAndCompare(stage, { side: 'buy', amount: given, price: at }, expected);
      }
    },
  }),
];
