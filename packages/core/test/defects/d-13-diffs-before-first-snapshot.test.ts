import { expect, it } from 'vitest';
import { ScriptedMarket } from '../book/scripted-market.ts';

const PAIR = 'BTC-USDT';

it('D-13: changes that were gathered before the first snapshot, and that it holds already, are not applied on top of it', async () => {
  const market = new ScriptedMarket({ tradingPairs: [PAIR] });
  market.answersSnapshots = false;
  await market.goLive();
  market.change(PAIR, [{ price: 49.5, quantity: 7 }]);
  await market.clock.advance(10);
  expect(market.tracker.status(PAIR).bufferedDiffs).toBe(1);
  // The level has gone since; the message that says so is still on its way when the snapshot comes.
  market.changeUnheard(PAIR);
  market.venue(PAIR).change([{ price: 49.5, quantity: 0 }]);
  market.asked[0]?.resolve(market.venue(PAIR).snapshot());
  await market.clock.advance(10);
  expect(market.tracker.getOrderBook(PAIR).levels('bid')).toEqual([
    { price: 49, quantity: 1 },
    { price: 48, quantity: 7 },
  ]);
  expect(market.tracker.status(PAIR)).toMatchObject({ state: 'live', bufferedDiffs: 0 });
  await market.stop();
});
