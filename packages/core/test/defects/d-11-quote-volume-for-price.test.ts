import { expect, it } from 'vitest';
import { createDepthDiff } from '../../src/book/depth-diff.ts';
import { OrderBook } from '../../src/book/order-book.ts';

it('D-11: the quote volume for a price is in quote, the base volume in base', () => {
  const book = new OrderBook('BTC-USDT');
  const snapshot = createDepthDiff('BTC-USDT');
  for (const [price, quantity] of [
    [100, 1],
    [99, 2],
    [98, 4],
  ] as const)
    snapshot.bids.push(price, quantity);
  for (const [price, quantity] of [
    [101, 2],
    [102, 3],
    [103, 5],
  ] as const)
    snapshot.asks.push(price, quantity);
  book.applySnapshot(snapshot);
  expect(book.quoteVolumeForPrice('buy', 102)).toMatchObject({ quoteVolume: 2 * 101 + 3 * 102, baseVolume: 5, lastPrice: 102 });
  expect(book.volumeForPrice('buy', 102).baseVolume).toBe(5);
  expect(book.quoteVolumeForPrice('sell', 99).quoteVolume).toBe(100 + 2 * 99);
  expect(book.volumeForPrice('sell', 99).baseVolume).toBe(3);
});
