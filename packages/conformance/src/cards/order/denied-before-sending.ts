import type { OrderType } from '@venuekit/core';
import { Decimal, splitTradingPair } from '@venuekit/core/connector';
import type { Card } from '../../card/card.ts';
import type { CardStage } from '../../card/card-stage.ts';
import type { StageSetup } from '../../card/stage-setup.ts';
import { amountPlus, instrumentOf } from '../../stage/grid-prices.ts';
import { messagesSent } from '../../stage/messages-sent.ts';
import type { SubjectMarket } from '../../subject/conformance-subject.ts';
import { orderCard } from './order-card.ts';

const increments = (market: SubjectMarket, times: number): string =>
  new Decimal(market.amountIncrement ?? '0.00001').times(times).toFixed();

/** Places an order that must not be sent, and proves that it was not. */
async function expectDenial(stage: CardStage, place: () => string, reason: string): Promise<void> {
  const [sent, orders] = [messagesSent(stage), stage.venue.world.orders(stage.account, stage.pair).length];
  const id = place();
  await stage.until('the order has ended', () => stage.orderEvents(id).length > 0);
  stage.equal('how many messages have left for it', messagesSent(stage) - sent, 0);
  stage.equal('what was told of the order', stage.orderEvents(id), ['order-failed']);
  const failed = stage.eventsOf('order-failed').find(({ clientOrderId }) => clientOrderId === id);
  stage.equal('why it failed', [failed?.cause, failed?.denialReason], ['denied', reason]);
  stage.holds('the order is not in flight', !stage.connector.inFlightOrders.has(id));
  stage.equal('the orders at the venue', stage.venue.world.orders(stage.account, stage.pair).length, orders);
}

interface Row {
  readonly id: Card['id'];
  readonly slug: string;
  readonly title: string;
  readonly scenario: string;
  readonly covers: readonly string[];
  readonly look: string;
  readonly setup?: StageSetup;
  readonly reason: string;
  readonly place: (stage: CardStage) => string;
}

const ROWS: readonly Row[] = [
  {
    id: 'ORDER-22',
    slug: 'below-minimum-amount-is-not-sent',
    title: 'An order below the smallest amount of its market is denied and not sent',
    scenario: 'The market has a smallest amount of a thousand steps. An order of one step less is placed.',
    covers: ['HB-16'],
    look: 'formatTradingRules',
    setup: { market: (market) => ({ ...market, minimumAmount: increments(market, 1_000) }) },
    reason: 'below-minimum-size',
    place: (stage) => stage.placeResting({ amount: amountPlus(stage, instrumentOf(stage).minimumAmount.toFixed(), -1) }),
  },
  {
    id: 'ORDER-23',
    slug: 'below-minimum-notional-is-not-sent',
    title: 'An order worth less than the market takes is denied and not sent',
    scenario: 'An order is placed whose amount times price is half of the smallest value.',
    covers: ['HB-16'],
    look: 'formatTradingRules',
    reason: 'below-minimum-notional',
    place: (stage) => {
      const { amountIncrement, minimumNotional } = instrumentOf(stage);
      const half = minimumNotional.div(2).div(stage.restingPrice('buy')).div(amountIncrement).ceil().times(amountIncrement);
      return stage.placeResting({ amount: half.toFixed() });
    },
  },
  {
    id: 'ORDER-24',
    slug: 'above-maximum-amount-is-not-sent',
    title: 'An order above the largest amount of its market is denied and not sent',
    scenario: 'The market has a largest amount. An order of one step more is placed.',
    covers: ['HB-16'],
    look: 'formatTradingRules',
    setup: { market: (market) => ({ ...market, maximumAmount: increments(market, 50_000) }) },
    reason: 'above-maximum-size',
    place: (stage) => stage.placeResting({ amount: amountPlus(stage, instrumentOf(stage).maximumAmount.toFixed(), 1) }),
  },
  {
    id: 'ORDER-25',
    slug: 'halted-market-is-not-traded',
    title: 'An order in a market that the venue lists as halted is denied and not sent',
    scenario: 'The market is halted before the connector starts, and an order is placed in it.',
    covers: [],
    look: 'formatTradingRules',
    setup: { hasMakers: false, prepare: (venue, { tradingPairs: [pair = '-'] }) => venue.control.setMarketStatus(pair, 'halted') },
    reason: 'market-not-tradable',
    place: (stage) => stage.placeResting(),
  },
  {
    id: 'ORDER-26',
    slug: 'what-cannot-be-paid-is-not-sent',
    title: 'An order that costs more than is available is denied and not sent',
    scenario: 'An order is placed to sell one step more than the account has.',
    covers: [],
    look: 'updateBalances',
    reason: 'insufficient-balance',
    place: (stage) => {
      const free = stage.truth().balances.get(splitTradingPair(stage.pair).base)?.free ?? new Decimal(0);
      return stage.placeResting({ side: 'sell', amount: amountPlus(stage, free.toFixed(), 1) });
    },
  },
];

/** What the market or the account does not allow: nothing of it leaves the connector. */
export const deniedOrders: readonly Card[] = ROWS.map(({ reason, place, ...row }) =>
  orderCard({
    ...row,
    severity: 'must',
    needs: ['trading', 'order-type:limit'],
    expected: ['order-failed'],
    forbidden: ['order-created', 'order-lost'],
    doc: 'design: a command has four outcomes',
    run: async (stage) => {
      await stage.start();
      await expectDenial(stage, () => place(stage), reason);
    },
  }),
);

export const unknownMarketIsNotTraded: Card = orderCard({
  id: 'ORDER-27',
  slug: 'unknown-market-is-not-traded',
  title: 'An order in a market that the venue has not is denied and not sent',
  severity: 'should',
  needs: ['trading', 'order-type:limit'],
  scenario: 'An order is placed in a market whose assets do not exist.',
  expected: ['order-failed'],
  forbidden: ['order-created', 'order-lost'],
  doc: 'design: a command has four outcomes',
  look: 'initializeTradingPairSymbolsFromExchangeInfo',
  run: async (stage) => {
    await stage.start();
    await expectDenial(stage, () => stage.connector.buy('NOSUCHBASE-NOSUCHQUOTE', '1', 'limit', '1'), 'unknown-trading-pair');
  },
});

const ALL_TYPES: readonly OrderType[] = [
  'limit',
  'limit-maker',
  'market',
  'stop-loss',
  'stop-loss-limit',
  'take-profit',
  'take-profit-limit',
];

export const undeclaredTypesAreNotSent: Card = orderCard({
  id: 'ORDER-28',
  slug: 'undeclared-types-are-not-sent',
  title: 'An order of a type that the connector does not declare is denied and not sent',
  severity: 'must',
  needs: ['trading', 'lacks-an-order-type'],
  scenario: 'One order of each type that the connector does not declare is placed.',
  expected: ['order-failed'],
  forbidden: ['order-created', 'order-lost'],
  covers: ['NT-E72', 'HB-1'],
  doc: 'design: a command has four outcomes',
  look: 'supportedOrderTypes',
  run: async (stage) => {
    await stage.start();
    const stopPrice = stage.crossingPrice('sell');
    for (const orderType of ALL_TYPES.filter((type) => !stage.has(`order-type:${type}`))) {
      const options = /^(stop|take)/.test(orderType) ? { stopPrice } : {};
      const place = (): string => stage.connector.sell(stage.pair, stage.amount(), orderType, stage.restingPrice('sell'), options);
      await expectDenial(stage, place, 'unsupported-order-type');
    }
  },
});

export const undeclaredTimesAreNotSent: Card = orderCard({
  id: 'ORDER-29',
  slug: 'undeclared-times-in-force-are-not-sent',
  title: 'An order with a time in force that the connector does not declare is denied and not sent',
  severity: 'should',
  needs: ['trading', 'order-type:limit', 'lacks-a-time-in-force'],
  scenario: 'One limit order of each time in force that the connector does not declare is placed.',
  expected: ['order-failed'],
  forbidden: ['order-created', 'order-lost'],
  covers: ['NT-E73'],
  doc: 'design: a command has four outcomes',
  look: 'capabilities',
  run: async (stage) => {
    await stage.start();
    for (const timeInForce of (['GTC', 'IOC', 'FOK'] as const).filter((time) => !stage.has(`time-in-force:${time}`))) {
      const place = (): string => stage.connector.buy(stage.pair, stage.amount(), 'limit', stage.restingPrice('buy'), { timeInForce });
      await expectDenial(stage, place, 'unsupported-option');
    }
  },
});

export const undeclaredOptionsAreNotSent: Card = orderCard({
  id: 'ORDER-30',
  slug: 'undeclared-options-are-not-sent',
  title: 'An order that asks for something that the connector does not declare is denied and not sent',
  severity: 'should',
  needs: ['trading', 'order-type:limit', 'lacks-an-option'],
  scenario: 'Orders are placed with a hidden part and with self-trade prevention, as far as the connector declares neither.',
  expected: ['order-failed'],
  forbidden: ['order-created', 'order-lost'],
  covers: ['NT-E63'],
  doc: 'design: a command has four outcomes',
  look: 'capabilities',
  run: async (stage) => {
    await stage.start();
    const [amount, price] = [stage.amount(30), stage.restingPrice('buy')];
    const options = [
      ...(stage.has('iceberg') ? [] : [{ icebergAmount: stage.amount(10) }]),
      ...(stage.has('self-trade-prevention') ? [] : [{ selfTradePrevention: 'expire-taker' } as const]),
    ];
    for (const option of options) {
      await expectDenial(stage, () => stage.connector.buy(stage.pair, amount, 'limit', price, option), 'unsupported-option');
    }
  },
});
