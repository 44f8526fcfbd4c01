import { describe, expect, it } from 'vitest';
import { Decimal } from '../../src/decimal/decimal.ts';
import { NotImplementedError } from '../../src/errors/not-implemented-error.ts';
import type { PriceType } from '../../src/model/price-type.ts';
import { NO_FEE } from '../../src/orders/trade-fee.ts';
import { ConnectorBench, OTHER_PAIR, PAIR } from './connector-bench.ts';

const TYPES: readonly PriceType[] = ['mid', 'best-bid', 'best-ask', 'last-trade', 'last-own-trade'];

describe('a connector asked about its markets', () => {
  it('tells prices by type, as far as they are known', async () => {
    const bench = new ConnectorBench();
    await bench.start();
    const prices = (): (string | undefined)[] => TYPES.map((type) => bench.connector.getPriceByType(PAIR, type)?.toFixed());
    expect(prices()).toEqual(['100', '99', '101', '100', undefined]);
    await bench.openOrder();
    bench.venue.tellTrade(bench.venue.fill(bench.venue.last, '1'));
    await bench.clock.advance(10);
    expect(prices().at(-1)).toBe('100');
    await bench.close();
    expect(prices().slice(0, 3)).toEqual([undefined, undefined, undefined]);
    expect(bench.connector.getPrice(PAIR, 'buy')).toBeUndefined();
    expect(bench.connector.getQuotePrice(PAIR, 'buy', '1')).toBeUndefined();
    expect(bench.connector.getOrderPrice(PAIR, 'buy', '1')).toBeUndefined();
  });

  it('tells what an amount costs at once', async () => {
    const bench = new ConnectorBench();
    await bench.start();
    expect(bench.connector.getQuotePrice(PAIR, 'buy', '2')?.toFixed()).toBe('101');
    expect(bench.connector.getOrderPrice(PAIR, 'sell', new Decimal(2))?.toFixed()).toBe('99');
    expect(bench.connector.getQuotePrice(PAIR, 'buy', '6')).toBeUndefined();
    expect(() => bench.connector.getQuotePrice(PAIR, 'buy', 'much')).toThrow('amount');
    await bench.close();
  });

  it('brings prices onto the increment and the significant digits of the market', async () => {
    const bench = new ConnectorBench({
      wrap: (definition) => ({
        ...definition,
        formatTradingRules: (...given) =>
          definition.formatTradingRules(...given).map((rule) => ({ ...rule, maximumPriceSignificantDigits: 4 })),
      }),
    });
    await bench.start();
    const told = ['1.2399', '123.99', '123456'].map((price) => [
      bench.connector.quantizeOrderPrice(PAIR, price).toFixed(),
      bench.connector.getOrderPriceQuantum(PAIR, price).toFixed(),
    ]);
    expect(told).toEqual([
      ['1.23', '0.01'],
      ['123.9', '0.1'],
      ['123400', '100'],
    ]);
    expect(() => bench.connector.getOrderPriceQuantum(PAIR, 'much')).toThrow('price');
    await bench.close();
  });

  it('names the types of order to give and to take liquidity with', () => {
    const bench = new ConnectorBench();
    expect([bench.connector.makerOrderType(), bench.connector.takerOrderType()]).toEqual(['limit', 'market']);
    const bare = new ConnectorBench({ definition: () => ({ supportedOrderTypes: () => [] }) });
    expect(() => bare.connector.makerOrderType()).toThrow(NotImplementedError);
  });

  it('lists all markets, also those that are not followed', async () => {
    const bench = new ConnectorBench({ definition: () => ({ tradingPairs: [PAIR] }) });
    expect(await bench.settle(bench.connector.allTradingPairs())).toEqual([PAIR, OTHER_PAIR]);
    expect(bench.connector.networkStatus).toMatchObject({ state: 'stopped' });
    await bench.start();
    expect(bench.connector.networkStatus.state).toBe('connected');
    expect(bench.connector.tradingPairs).toEqual([PAIR]);
    await bench.close();
  });

  it('tells fees with the rates of the account, for markets that are followed', async () => {
    const rates = { maker: new Decimal('0.001'), taker: new Decimal('0.002') };
    const asked: unknown[] = [];
    const bench = new ConnectorBench({
      definition: () => ({
        tradingPairs: [PAIR],
        updateTradingFees: () => Promise.resolve(new Map([PAIR, OTHER_PAIR].map((pair) => [pair, rates]))),
        getFee: (question) => {
          asked.push(question.rates);
          return NO_FEE;
        },
      }),
    });
    await bench.start();
    for (const tradingPair of [PAIR, OTHER_PAIR]) {
      const question = {
        tradingPair,
        orderType: 'limit',
        side: 'buy',
        positionAction: 'nil',
        amount: new Decimal(1),
        price: undefined,
      } as const;
      bench.connector.getFee({ ...question, isMaker: true });
    }
    expect(asked.slice(-2)).toEqual([rates, undefined]);
    await bench.close();
  });

  it('makes orders affordable on the grid of their market', async () => {
    const bench = new ConnectorBench();
    await bench.start();
    bench.venue.balances[0] = { asset: 'USDT', total: new Decimal(100), available: new Decimal(100) };
    await bench.clock.advance(130_000);
    for (const [tradingPair, orderType] of [
      [PAIR, 'limit'],
      [PAIR, 'market'],
      ['BTC-USDC', 'limit'],
    ] as const) {
      const order = bench.connector.budgetChecker.adjust(
        { tradingPair, side: 'buy', orderType, amount: new Decimal('3.00044'), price: new Decimal(30) },
        { isAllOrNone: false },
      );
      expect(order.amount.lte('3.00044'), `${tradingPair} ${orderType}`).toBe(true);
    }
    await bench.close();
  });

  it('reads markets and rules from one reply where both come by one path, and forgets rules that are gone', async () => {
    let count = 2;
    const { definition } = new ConnectorBench();
    const oneReply = new ConnectorBench({
      connector: { intervals: { tradingRulesMs: 10_000 }, sharePercent: 50, safetyMarginPercent: 10, account: 'main' },
      definition: () => ({
        tradingPairsRequestPath: '/rules',
        formatTradingRules: (context, reply, onProblem) => definition.formatTradingRules(context, reply, onProblem).slice(0, count),
      }),
    });
    await oneReply.start();
    expect(oneReply.connector.tradingRules.size).toBe(2);
    count = 1;
    await oneReply.clock.advance(11_000);
    expect([...oneReply.connector.tradingRules.keys()]).toEqual([PAIR]);
    await oneReply.close();
  });

  it('is not ready while the venue lists no market that can be used', async () => {
    const bench = new ConnectorBench({ definition: () => ({ initializeTradingPairSymbolsFromExchangeInfo: () => [] }) });
    bench.connector.start();
    await bench.clock.advance(5_000);
    expect(bench.connector.ready).toBe(false);
    expect(bench.eventsOf('stream-problem')[0]?.message).toContain('markets and trading rules');
    await bench.close();
  });
});
