import { expect, it } from 'vitest';
import { ScriptedMarket } from '../book/scripted-market.ts';

const PAIR = 'BTC-USDT';

it('D-10: a resync puts nothing older than its snapshot back into the book', async () => {
  const market = new ScriptedMarket({ tradingPairs: [PAIR] });
  await market.goLive();
  for (let quantity = 2; quantity < 40; quantity += 1) market.change(PAIR, [{ price: 49.5, quantity }]);
  await market.clock.advance(10);
  expect(market.tracker.getOrderBook(PAIR).levels('bid', 1)).toEqual([{ price: 49.5, quantity: 39 }]);
  market.venue(PAIR).change([{ price: 49.5, quantity: 0 }]);
  market.answersSnapshots = false;
  market.change(PAIR, [{ price: 48, quantity: 1 }]);
  await market.clock.advance(10);
  expect(market.tracker.status(PAIR)).toMatchObject({ state: 'stale', gaps: 1 });
  market.change(PAIR, [{ price: 48, quantity: 2 }]);
  await market.clock.advance(10);
  market.asked.at(-1)?.resolve(market.venue(PAIR).snapshot());
  await market.clock.advance(10);
  expect(market.tracker.getOrderBook(PAIR).levels('bid')).toEqual([
    { price: 49, quantity: 1 },
    { price: 48, quantity: 2 },
  ]);
  expect(market.agrees(PAIR)).toBe(true);
  await market.stop();
});
