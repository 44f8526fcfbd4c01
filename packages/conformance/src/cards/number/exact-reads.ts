import { Decimal, splitTradingPair } from '@venuekit/core/connector';
import type { Card } from '../../card/card.ts';
import { defineCard } from '../../card/define-card.ts';
import { untilBookEquals } from '../book/book-watch.ts';
import { cutMarketSockets } from '../book/move-book.ts';
import { fineMarket } from './odd-markets.ts';

const NUMBER = { family: 'NUMBER', severity: 'must', since: '2026-11-20', doc: 'design: money and numbers' } as const;

/** A number that stands nowhere else, and a longer one than JavaScript's numbers hold. */
const MARK = 4_503_599_627_370_497;
const LONG_ID = '9007199254740993123';
const lengthen = (text: string): string => text.replaceAll(String(MARK), LONG_ID);

/** Numbers that are read. */
export const exactReads: readonly Card[] = [
  defineCard({
    ...NUMBER,
    id: 'NUMBER-01',
    slug: 'levels-keep-every-digit',
    title: 'Levels of seventeen digits are in the book to the last one, from a snapshot and from a change',
    tier: 1,
    scenario:
      'Bids and asks have amounts such as 123456789.12345679. They stand in the first snapshot, come as changes, and stand in the snapshot after a cut.',
    setup: { hasMakers: false, market: fineMarket },
    look: 'createOrderBookDataSource().onFrame',
    run: async (stage) => {
      const { base, quote } = splitTradingPair(stage.pair);
      for (const asset of [base, quote]) stage.venue.world.deposit(stage.stranger, asset, '90000000000000000');
      const price = new Decimal(stage.restingPrice('sell'));
      const rest = (side: 'buy' | 'sell', offset: string, amount: string): unknown =>
        stage.restByStranger(side, (side === 'sell' ? price.plus(offset) : price.minus(offset)).toFixed(), amount);
      rest('sell', '0.00000001', '123456789.12345679');
      rest('buy', '0.00000003', '987654321.98765431');
      await stage.start();
      await untilBookEquals(stage);
      rest('sell', '0.00000002', '111111111.11111113');
      rest('buy', '0.00000007', '700000000.00000009');
      await untilBookEquals(stage);
      cutMarketSockets(stage);
      rest('buy', '0.00000008', '300000000.00000007');
      await untilBookEquals(stage);
    },
  }),
  defineCard({
    ...NUMBER,
    id: 'NUMBER-02',
    slug: 'neighbours-on-a-fine-grid-stay-apart',
    title: 'Levels that differ in the eighth decimal alone are different levels with exact prices',
    tier: 1,
    scenario: 'Forty levels stand one step of 0.00000001 apart; every third one is taken back.',
    setup: { hasMakers: false, market: fineMarket },
    needs: ['lacks:book-depth-truncated'],
    look: 'createOrderBookDataSource().onFrame',
    run: async (stage) => {
      const price = new Decimal(stage.restingPrice('sell'));
      const orders = Array.from({ length: 40 }, (_, index) =>
        stage.restByStranger('sell', price.plus(new Decimal('0.00000001').times(index)).toFixed(), stage.amount(1 + (index % 7))),
      );
      await stage.start();
      const book = stage.connector.getOrderBook(stage.pair);
      stage.equal('the number of levels', book.depth('ask'), 40);
      for (const order of orders.filter((_, index) => index % 3 === 0)) {
        stage.venue.world.cancel(order.account, order.tradingPair, { orderId: order.orderId });
      }
      await stage.until('every third level is gone', () => book.depth('ask') === 26, 10_000);
      await untilBookEquals(stage);
    },
  }),
  defineCard({
    ...NUMBER,
    id: 'NUMBER-03',
    slug: 'tiny-steps-are-exact',
    title: 'Increments of 0.00000001 are known exactly, and prices and amounts are brought onto them exactly',
    tier: 1,
    scenario: 'The first market has steps of eight decimals. Numbers with nine are floored, those with eight stay.',
    setup: { market: fineMarket },
    look: 'formatTradingRules',
    run: async (stage) => {
      await stage.start();
      const { connector, pair } = stage;
      const rule = stage.present('there is a rule', connector.tradingRules.get(pair));
      stage.equal('the increments', [rule.priceIncrement.toFixed(), rule.amountIncrement.toFixed()], ['0.00000001', '0.00000001']);
      for (const [given, expected] of [
        ['0.123456789', '0.12345678'],
        ['59999.999999999', '59999.99999999'],
        ['0.1', '0.1'],
        ['0.30000000', '0.3'],
        ['0.00000001', '0.00000001'],
        ['0.000000009', '0'],
      ] as const) {
        const floored = [connector.quantizeOrderPrice(pair, given), connector.quantizeOrderAmount(pair, given)];
        stage.equal(
          `${given} as a price and as an amount`,
          floored.map((value) => value.toFixed()),
          [expected, expected],
        );
      }
    },
  }),
  defineCard({
    ...NUMBER,
    id: 'NUMBER-04',
    slug: 'long-order-ids-are-texts',
    title: 'An order id of nineteen digits is told as it is, whatever JavaScript’s numbers would make of it',
    tier: 2,
    needs: ['trading'],
    scenario: 'The venue lists an open order under an id beyond 2^53. The connector, asked for the open orders, names it digit by digit.',
    covers: ['MUT-23'],
    look: 'requestOpenOrders',
    run: async (stage) => {
      await stage.start();
      const ticket = { account: stage.account, tradingPair: stage.pair, side: 'buy', type: 'limit', timeInForce: 'GTC' } as const;
      const { order } = stage.venue.world.place({
        ...ticket,
        amount: new Decimal(stage.amount()),
        price: new Decimal(stage.restingPrice('buy')),
      });
      let lengthened = 0;
      const stop = stage.alterReplies('open-orders', (text, { subject, encode }) => {
        if (subject.kind !== 'open-orders') return text;
        lengthened += 1;
        return lengthen(encode({ ...subject, orders: subject.orders.map((open) => ({ ...open, orderId: MARK })) }));
      });
      const orders = await stage.answer('the open orders come', stage.connector.getOpenOrders(stage.pair));
      stop();
      stage.equal(
        'the ids of the open orders',
        orders.map(({ exchangeOrderId }) => exchangeOrderId),
        [lengthen(stage.exchangeOrderId({ ...order, orderId: MARK }))],
      );
      stage.holds('the id was lengthened', lengthened > 0);
      stage.venue.world.cancel(stage.account, stage.pair, { orderId: order.orderId });
    },
  }),
  defineCard({
    ...NUMBER,
    id: 'NUMBER-05',
    slug: 'long-trade-ids-are-texts',
    title: 'Ids of public trades of nineteen digits are told as they are, and two that follow one another are two',
    tier: 1,
    scenario: 'The venue tells a trade under an id beyond 2^53. The connector names it digit by digit.',
    covers: ['MUT-23'],
    look: 'createOrderBookDataSource().onFrame',
    run: async (stage) => {
      await stage.start();
      const from = stage.eventsOf('book-trade').length;
      const stop = stage.alterFrames('trade', (_text, { subject, encode }) => lengthen(encode({ ...subject, tradeId: MARK })));
      stage.tradeByStranger('buy', stage.amount(1));
      await stage.until('a trade is told', () => stage.eventsOf('book-trade').length > from, 10_000);
      stop();
      const trade = stage.present('the venue has the trade', stage.venue.world.recentTrades(stage.pair, 1)[0]);
      const ids = stage
        .eventsOf('book-trade')
        .slice(from)
        .map((event) => event.trade.tradeId);
      stage.equal('the id of the trade', ids[0], lengthen(stage.exchangeTradeId({ ...trade, tradeId: MARK })));
    },
  }),
  defineCard({
    ...NUMBER,
    id: 'NUMBER-06',
    slug: 'balances-keep-every-digit',
    title: 'Balances of seventeen digits, and of one unit in the eighth decimal, are known exactly',
    tier: 2,
    needs: ['trading'],
    scenario: 'The account has odd balances from the start; more is deposited while the connector runs, and it is started anew.',
    setup: {
      prepare: ({ world }, { account, tradingPairs }) => {
        const { base, quote } = splitTradingPair(tradingPairs[0] ?? 'A-B');
        world.deposit(account, base, '123456789.12345679');
        world.deposit(account, quote, '0.00000001');
      },
    },
    look: 'updateBalances',
    run: async (stage) => {
      await stage.start();
      const { base, quote } = splitTradingPair(stage.pair);
      const check = (): void => {
        for (const asset of [base, quote]) {
          const { free, locked } = stage.present(`the venue has ${asset}`, stage.truth().balances.get(asset));
          const { connector } = stage;
          stage.equal(
            `what is free and the total of ${asset}`,
            [connector.getAvailableBalance(asset).toFixed(), connector.getBalance(asset).toFixed()],
            [free.toFixed(), free.plus(locked).toFixed()],
          );
        }
      };
      check();
      stage.venue.world.deposit(stage.account, quote, '900719925474.09930001');
      stage.venue.world.deposit(stage.account, base, '0.00000003');
      await stage.replace();
      await stage.start();
      check();
    },
  }),
];
