import { describe, expect, it } from 'vitest';
import { createDepthDiff } from '../../src/book/depth-diff.ts';
import { OrderBook } from '../../src/book/order-book.ts';
import { ScriptedMarket } from '../book/scripted-market.ts';

const PAIR = 'BTC-USDT';

describe('a crossed book', () => {
  it('is never made to look right by throwing levels away: it is stale until a new snapshot has come', async () => {
    const market = new ScriptedMarket({ tradingPairs: [PAIR] });
    await market.goLive();
    market.answersSnapshots = false;
    market.send({ kind: 'diff', pair: PAIR, ids: [2, 2], bids: [[60, 1]], asks: [] });
    await market.clock.advance(10);
    expect(market.tracker.status(PAIR)).toMatchObject({ state: 'stale', reason: expect.stringContaining('crossed') });
    expect(market.asked).toHaveLength(2);
    await market.stop();
  });
});

describe('queries of a side without levels', () => {
  it('give undefined or nothing, never NaN and never an error', () => {
    const book = new OrderBook(PAIR);
    const snapshot = createDepthDiff(PAIR);
    snapshot.bids.push(100, 2);
    book.applySnapshot(snapshot);
    expect([book.bestBid, book.bestAsk, book.mid, book.spread]).toEqual([100, undefined, undefined, undefined]);
    expect(book.priceForVolume('buy', 1)).toMatchObject({
      isDeepEnough: false,
      baseVolume: 0,
      lastPrice: undefined,
      averagePrice: undefined,
    });
    expect(book.priceForVolume('sell', 1)).toMatchObject({ isDeepEnough: true, lastPrice: 100 });
  });
});

describe('what a tracker keeps of a lasting outage', () => {
  it('at most 1,000 changes for each book that waits for its snapshot', async () => {
    const market = new ScriptedMarket({ tradingPairs: [PAIR] });
    market.answersSnapshots = false;
    await market.goLive();
    for (let index = 0; index < 1_500; index += 1) market.change(PAIR);
    await market.clock.advance(10);
    expect(market.tracker.status(PAIR).bufferedDiffs).toBeLessThanOrEqual(1_000);
    await market.stop();
  });
});

describe('a failing socket', () => {
  it('is tried again after 1 s, 2 s, 4 s … at most 30 s', async () => {
    const market = new ScriptedMarket();
    market.network.refuseConnections('wss://market.test');
    market.tracker.start();
    const attemptsMs: number[] = [0];
    for (let ms = 100; ms <= 80_000; ms += 100) {
      const before = market.network.openedSockets;
      await market.clock.advance(100);
      if (market.network.openedSockets > before) attemptsMs.push(ms);
    }
    const waits = attemptsMs.slice(1).map((ms, index) => Math.round((ms - (attemptsMs[index] ?? 0)) / 500) * 500);
    // The market's random source always says one half.
    expect(waits).toEqual([500, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000, 15_000, 15_000]);
    await market.stop();
  });
});
