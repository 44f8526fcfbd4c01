import { describe, expect, it } from 'vitest';
import { Decimal } from '../../src/decimal/decimal.ts';
import { AbortedError } from '../../src/errors/aborted-error.ts';
import { ConfigurationError } from '../../src/errors/configuration-error.ts';
import { UnknownTradingPairError } from '../../src/errors/unknown-trading-pair-error.ts';
import { ConnectorBench, OTHER_PAIR, PAIR } from './connector-bench.ts';
import { lostAnswer } from './scripted-venue.ts';

describe('a connector', () => {
  it('is not ready before the start, names what is missing, and tells when it is', async () => {
    const bench = new ConnectorBench();
    expect(bench.connector.statusDict).toEqual({
      symbolsMappingInitialized: false,
      orderBooksInitialized: false,
      accountBalance: false,
      tradingRuleInitialized: false,
      userStreamInitialized: false,
    });
    expect(bench.connector.tradingPairs).toEqual([PAIR, OTHER_PAIR]);
    const waiting = bench.connector.whenReady();
    bench.connector.start();
    bench.connector.start();
    await bench.settle(waiting);
    expect(bench.connector.ready).toBe(true);
    await expect(bench.connector.whenReady()).resolves.toBeUndefined();
    await bench.close();
  });

  it.each([
    {
      how: 'its signal',
      end: async (_bench: ConnectorBench, controller: AbortController) => {
        controller.abort();
        await Promise.resolve();
      },
    },
    { how: 'stop', end: (bench: ConnectorBench) => bench.connector.stop() },
  ])('ends the wait for readiness with $how', async ({ end }) => {
    const bench = new ConnectorBench({
      definition: () => ({ requestOpenOrders: () => Promise.reject(lostAnswer()), updateBalances: () => Promise.reject(lostAnswer()) }),
    });
    const controller = new AbortController();
    bench.connector.start();
    const waiting = bench.connector.whenReady(controller.signal);
    waiting.catch(() => undefined);
    await bench.clock.advance(100);
    const ended = end(bench, controller);
    await expect(bench.settle(waiting)).rejects.toBeInstanceOf(AbortedError);
    await expect(bench.connector.whenReady(AbortSignal.abort())).rejects.toBeInstanceOf(AbortedError);
    await bench.close();
    await ended;
  });

  it('starts again after a stop that was under way', async () => {
    const bench = new ConnectorBench();
    await bench.start();
    const stopped = bench.connector.stop();
    bench.connector.start();
    await bench.settle(stopped);
    await bench.clock.runUntil(() => bench.connector.ready, { maximumMs: 60_000 });
    await bench.close();
    await bench.close();
  });

  it('needs no account where it is not to trade', async () => {
    const bench = new ConnectorBench({ definition: () => ({ isTradingRequired: false }) });
    await bench.start();
    expect(bench.eventsOf('stream-connected').map(({ stream }) => stream)).toEqual(['market']);
    bench.connector.addTradingPair(PAIR);
    await bench.close();
  });

  it('follows markets that are added, and lets go of those that are removed', async () => {
    const bench = new ConnectorBench({ definition: () => ({ tradingPairs: [PAIR, 'NOT-LISTED'] }) });
    bench.connector.addTradingPair(OTHER_PAIR);
    bench.connector.start();
    await bench.clock.advance(1_000);
    expect(bench.eventsOf('stream-problem').map(({ message }) => message)).toContain('the venue does not list NOT-LISTED');
    bench.connector.removeTradingPair('NOT-LISTED');
    await bench.clock.runUntil(() => bench.connector.ready, { maximumMs: 10_000 });
    bench.connector.removeTradingPair(OTHER_PAIR);
    bench.connector.addTradingPair(OTHER_PAIR);
    expect(() => bench.connector.addTradingPair('NO-PAIR')).toThrow(UnknownTradingPairError);
    await bench.clock.advance(1_000);
    expect(bench.connector.bookStatus(OTHER_PAIR).state).toBe('live');
    await bench.close();
  });

  it('answers questions about markets, also before the start', async () => {
    const bench = new ConnectorBench();
    const prices = await bench.settle(bench.connector.getLastTradedPrices([PAIR, OTHER_PAIR]));
    expect([...prices.values()].map(String)).toEqual(['100', '100']);
    expect(await bench.settle(bench.connector.getOpenOrders())).toEqual([]);
    await bench.settle(bench.connector.checkNetwork(new AbortController().signal));
    expect(() => bench.connector.getPrice(PAIR, 'buy')).toThrow(UnknownTradingPairError);
    await bench.start();
    expect(bench.connector.getPrice(PAIR, 'buy')?.toFixed()).toBe('101');
    expect(bench.connector.getPrice(PAIR, 'sell')?.toFixed()).toBe('99');
    expect(bench.connector.quantizeOrderPrice(PAIR, '1.239').toFixed()).toBe('1.23');
    expect(bench.connector.quantizeOrderAmount(PAIR, new Decimal('1.2399')).toFixed()).toBe('1.239');
    expect(bench.connector.getOrderPriceQuantum(PAIR, '1').toFixed()).toBe('0.01');
    expect(bench.connector.getOrderSizeQuantum(PAIR, '1').toFixed()).toBe('0.001');
    expect(() => bench.connector.quantizeOrderPrice('NO-PAIR', '1')).toThrow(UnknownTradingPairError);
    expect(bench.connector.supportedOrderTypes()).toEqual(['limit', 'market']);
    expect(bench.connector.getOrderBook(PAIR).state).toBe('live');
    expect([...bench.connector.orderBooks.keys(), ...bench.connector.tradingRules.keys()]).toEqual([PAIR, OTHER_PAIR, PAIR, OTHER_PAIR]);
    expect(bench.connector.getAllBalances().size).toBe(2);
    expect(bench.connector.rateLimitUsage().length).toBe(3);
    expect(bench.connector.rateLimitBans()).toEqual([]);
    const id = await bench.openOrder();
    expect(bench.connector.limitOrders.map(({ clientOrderId }) => clientOrderId)).toEqual([id]);
    await bench.close();
  });

  it('listens to one type of event until it leaves, and gives events to a loop', async () => {
    const bench = new ConnectorBench();
    await bench.start();
    const heard: string[] = [];
    const leave = bench.connector.on('order-created', (event) => heard.push(event.clientOrderId));
    const stream = bench.connector.events({ types: ['order-created'] });
    const id = await bench.openOrder();
    leave();
    await bench.openOrder();
    const next = await stream[Symbol.asyncIterator]().next();
    expect(next.value).toMatchObject({ type: 'order-created', clientOrderId: id });
    expect(heard).toEqual([id]);
    await bench.close();
  });

  it.each([
    { what: 'a margin that is no number from 0', connector: { notionalMarginPercent: -1 }, definition: {} },
    { what: 'a margin without an end', connector: { notionalMarginPercent: Number.POSITIVE_INFINITY }, definition: {} },
    { what: 'ids that stay here, but are said to be known', connector: {}, definition: { clientOrderIdPolicy: { form: 'none' } as const } },
  ])('refuses $what', ({ connector, definition }) => {
    const bench = new ConnectorBench({ connector, definition: () => definition });
    expect(() => bench.connector.start()).toThrow(ConfigurationError);
  });

  it('places orders by numbers where the venue takes nothing else', async () => {
    const bench = new ConnectorBench({
      definition: () => ({ clientOrderIdPrefix: '', clientOrderIdPolicy: { form: 'numeric', bits: 63 } }),
    });
    await bench.start();
    expect(await bench.openOrder()).toMatch(/^\d+$/);
    await bench.close();
  });

  it('gives no order the number of one that was restored, however soon it is started again', async () => {
    const numbers = { clientOrderIdPrefix: '', clientOrderIdPolicy: { form: 'numeric', bits: 31 } } as const;
    const [before, after] = [new ConnectorBench({ definition: () => numbers }), new ConnectorBench({ definition: () => numbers })];
    await before.start();
    const given = await before.openOrder();
    after.connector.restoreTrackingStates(before.connector.trackingStates);
    await after.start();
    expect(after.connector.buy(PAIR, '1', 'limit', '100')).not.toBe(given);
    await before.close();
    await after.close();
  });
});
