import { describe, expect, it } from 'vitest';
import { ConnectorBench, OTHER_PAIR, PAIR } from '../exchange/connector-bench.ts';
import type { BenchOptions } from '../exchange/connector-bench.ts';

const NEW_PAIR = 'NEW-USDT';

/** A connector that is to follow a market which the venue lists once `isListed` says so. */
function benchBeforeListing(isListed: () => boolean, options: BenchOptions = {}): ConnectorBench {
  const pairs = [PAIR, NEW_PAIR] as const;
  return new ConnectorBench({
    ...options,
    definition: (venue) => ({
      tradingPairs: pairs,
      initializeTradingPairSymbolsFromExchangeInfo: () =>
        pairs
          .filter((pair) => pair !== NEW_PAIR || isListed())
          .map((tradingPair) => ({ tradingPair, exchangeSymbol: tradingPair.replace('-', '') })),
      updateTradingFees: async (_context, asked) => {
        venue.calls.push(`fees ${asked.join(' ')}`);
        return Promise.resolve(new Map());
      },
    }),
    connector: { ...options.connector, intervals: { tradingRulesMs: 60_000 } },
  });
}

describe('a market that the venue does not list', () => {
  it('is reported once, and taken up with its book and fees as soon as it is listed', async () => {
    let isListed = false;
    const bench = benchBeforeListing(() => isListed);
    bench.connector.start();
    await bench.clock.advance(200_000);
    const reports = bench.eventsOf('stream-problem').filter(({ message }) => message.includes(NEW_PAIR));
    expect(reports.map(({ message }) => message)).toEqual([`the venue does not list ${NEW_PAIR}`]);
    expect([...bench.connector.orderBooks.keys()]).toEqual([PAIR]);
    isListed = true;
    bench.venue.calls.length = 0;
    await bench.clock.advance(70_000);
    expect([...bench.connector.orderBooks.keys()]).toEqual([PAIR, NEW_PAIR]);
    expect(bench.venue.calls.filter((call) => call.startsWith('fees'))).toEqual([`fees ${PAIR} ${NEW_PAIR}`]);
    await bench.close();
  });

  it('may be the reason for a listener to stop the connector: then nothing is started any more', async () => {
    const bench = benchBeforeListing(() => false);
    let stopping: Promise<void> | undefined;
    bench.connector.on('stream-problem', () => {
      stopping ??= bench.connector.stop();
    });
    bench.connector.start();
    await bench.clock.advance(10_000);
    await stopping;
    expect(bench.connector.ready).toBe(false);
    expect(bench.network.openedSockets).toBe(0);
    expect(bench.events.map(({ type }) => type)).not.toContain('stream-connected');
    await bench.close();
  });
});

describe('the number of markets that can be followed', () => {
  it('holds for those that are added, and not for those that are followed already', async () => {
    const bench = new ConnectorBench({ capabilities: { maximumTradingPairs: 2 } });
    await bench.start();
    bench.connector.addTradingPair(PAIR);
    expect(() => bench.connector.addTradingPair(NEW_PAIR)).toThrow('cannot be more than 2');
    bench.connector.removeTradingPair(OTHER_PAIR);
    bench.connector.addTradingPair(OTHER_PAIR);
    expect(bench.connector.tradingPairs.toSorted()).toEqual([PAIR, OTHER_PAIR]);
    await bench.close();
  });
});

describe('a connector that is told not to refresh last prices', () => {
  it('asks for none, however silent its markets are', async () => {
    const asked: string[] = [];
    const bench = new ConnectorBench({
      definition: () => ({
        getLastTradedPrice: async (_context, pair) => {
          asked.push(pair);
          return Promise.reject(new Error('it was not to be asked'));
        },
      }),
      connector: { refreshesLastPrices: false },
    });
    await bench.start();
    await bench.clock.advance(600_000);
    expect(asked).toEqual([]);
    await bench.close();
  });
});
