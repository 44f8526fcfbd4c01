import { describe, expect, it } from 'vitest';
import type { TradingPair } from '../../src/model/trading-pair.ts';
import { ScriptedMarket } from '../book/scripted-market.ts';

const PAIRS: readonly TradingPair[] = ['BTC-USDT', 'ETH-USDT', 'LTC-USDT', 'XRP-USDT', 'ADA-USDT', 'DOT-USDT'];

describe('D-12: one failed snapshot holds up nobody else, and the load of many books needs no second for each', () => {
  it('the others become live at once, the failed one when its snapshot is fetched again', async () => {
    const market = new ScriptedMarket({ tradingPairs: PAIRS });
    market.answersSnapshots = false;
    await market.goLive();
    market.asked.find(({ pair }) => pair === 'BTC-USDT')?.reject(new Error('503'));
    for (let round = 0; round < PAIRS.length; round += 1) {
      for (const { pair, resolve } of market.asked) if (pair !== 'BTC-USDT') resolve(market.venue(pair).snapshot());
      await market.clock.advance(10);
    }
    const stateOf = (pair: TradingPair): string => market.tracker.status(pair).state;
    expect(PAIRS.map(stateOf)).toEqual(['syncing', 'live', 'live', 'live', 'live', 'live']);
    expect(market.tracker.isReady).toBe(false);
    await market.clock.advance(2_000);
    const again = market.asked.findLast(({ pair }) => pair === 'BTC-USDT');
    again?.resolve(market.venue('BTC-USDT').snapshot());
    await market.clock.advance(10);
    expect(market.tracker.isReady).toBe(true);
    await market.stop();
  });

  it('six books are live within a tenth of a second', async () => {
    const market = new ScriptedMarket({ tradingPairs: PAIRS });
    await market.goLive();
    expect(market.tracker.isReady).toBe(true);
    await market.stop();
  });
});
