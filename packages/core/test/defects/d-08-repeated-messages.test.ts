import { describe, expect, it } from 'vitest';
import { fill, TrackerBench } from '../orders/order-fixtures.ts';
import { FillLedger } from '../../src/orders/fill-ledger.ts';
import { ScriptedMarket } from '../book/scripted-market.ts';

describe('D-08: two messages that say the same are known as the same', () => {
  it('a diff of a book counts once, however often it is sent', async () => {
    const market = new ScriptedMarket();
    await market.goLive();
    const first = structuredFrame(market, 1);
    market.send(first);
    market.send(first);
    const second = structuredFrame(market, 3);
    market.send(second);
    market.send(first);
    await market.clock.advance(10);
    const book = market.tracker.getOrderBook('BTC-USDT');
    expect(book.levels('bid', 1)).toEqual([{ price: 49.5, quantity: 3 }]);
    expect(market.tracker.status('BTC-USDT')).toMatchObject({ state: 'live', gaps: 0, resyncs: 0 });
    await market.stop();
  });

  it('a fill counts once, while its order is known and after that', () => {
    const bench = new TrackerBench();
    bench.track();
    bench.fill('t1', 4).fill('t1', 4);
    expect(bench.trace).toEqual(['created', 'filled 4']);
    const ledger = new FillLedger(10);
    ledger.add(fill('t1', 4));
    expect([ledger.has(fill('t1', 4)), ledger.has(fill('t2', 4))]).toEqual([true, false]);
  });
});

/** The next diff of the venue's book as a frame that can be sent more than once. */
function structuredFrame(market: ScriptedMarket, quantity: number): Parameters<ScriptedMarket['send']>[0] {
  const pair = 'BTC-USDT';
  const diff = market.venue(pair).change([{ price: 49.5, quantity }]);
  return { kind: 'diff', pair, ids: [diff.firstUpdateId, diff.lastUpdateId], bids: [[49.5, quantity]], asks: [] };
}
