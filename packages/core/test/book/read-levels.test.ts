import { expect, test } from 'vitest';
import { LevelBatch } from '../../src/book/level-batch.ts';
import { readLevels } from '../../src/book/read-levels.ts';

test('rows of price and quantity become a batch, which is emptied first', () => {
  const batch = new LevelBatch();
  batch.pushText('1', '2', 'test');
  const read = readLevels(
    [
      ['60000.10', '0.5', 'more'],
      ['60000.00', '1'],
    ],
    'bids',
    'book',
    batch,
  );
  expect(read).toBe(batch);
  expect(read.count).toBe(2);
  expect(readLevels([], 'asks', 'book').count).toBe(0);
});

test('what is no such row is refused by name', () => {
  expect(() => readLevels('none', 'bids', 'book BTC-USDT')).toThrow(/bids.*book BTC-USDT|book BTC-USDT.*bids/);
  expect(() => readLevels([5], 'bids', 'book BTC-USDT')).toThrow('bids');
  expect(() => readLevels([['1']], 'bids', 'book BTC-USDT')).toThrow('book BTC-USDT');
});
