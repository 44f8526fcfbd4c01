import { describe, expect, it } from 'vitest';
import { ScriptedMarket } from '../book/scripted-market.ts';

const PAIR = 'BTC-USDT';

/** A tracker of one book that is connected and waits for its first snapshot. */
async function waitingForSnapshot(): Promise<ScriptedMarket> {
  const market = new ScriptedMarket({ tradingPairs: [PAIR] });
  market.answersSnapshots = false;
  await market.goLive();
  return market;
}

describe('D-09: a snapshot takes the place that its update id gives it, whenever it arrives', () => {
  it('changes newer than the snapshot stay on top of it, although they came first', async () => {
    const market = await waitingForSnapshot();
    market.change(PAIR, [{ price: 49, quantity: 2 }]);
    const taken = market.venue(PAIR).updateId;
    market.change(PAIR, [{ price: 49, quantity: 3 }]);
    await market.clock.advance(10);
    market.asked[0]?.resolve(market.venue(PAIR).snapshotAt(taken));
    await market.clock.advance(10);
    expect(market.tracker.getOrderBook(PAIR).bestBidQuantity).toBe(3);
    expect(market.agrees(PAIR)).toBe(true);
    await market.stop();
  });

  it('a snapshot that is older than everything buffered is not taken at all', async () => {
    const market = await waitingForSnapshot();
    const old = market.venue(PAIR).updateId;
    market.changeUnheard(PAIR);
    market.change(PAIR, [{ price: 49, quantity: 3 }]);
    await market.clock.advance(10);
    market.asked[0]?.resolve(market.venue(PAIR).snapshotAt(old));
    await market.clock.advance(10);
    expect(market.tracker.status(PAIR).state).toBe('syncing');
    await market.clock.advance(5_000);
    market.asked[1]?.resolve(market.venue(PAIR).snapshot());
    await market.clock.advance(10);
    expect(market.agrees(PAIR)).toBe(true);
    await market.stop();
  });
});
