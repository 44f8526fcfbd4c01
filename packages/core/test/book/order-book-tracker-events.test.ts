import { describe, expect, it, vi } from 'vitest';
import { silentLogger } from '../../src/log/silent-logger.ts';
import type { TradingPair } from '../../src/model/trading-pair.ts';
import { ScriptedMarket } from './scripted-market.ts';

describe('trades and updates', () => {
  it('keeps the last public trade on the book and tells it', async () => {
    const market = new ScriptedMarket();
    await market.goLive();
    market.send({ kind: 'trade', pair: 'BTC-USDT', price: 49.5 });
    await market.clock.advance(10);
    const book = market.tracker.getOrderBook('BTC-USDT');
    expect([book.lastTradePrice, book.lastTradeTimeMs, market.tracker.status('BTC-USDT').ageMs]).toEqual([49.5, 7, 9]);
    expect(market.events.at(-1)).toMatchObject({ type: 'book-trade', trade: { tradingPair: 'BTC-USDT', price: 49.5 } });
    await market.stop();
  });

  it('makes no event that nobody would hear, and still calls back', async () => {
    const updated: [TradingPair, number][] = [];
    const market = new ScriptedMarket({
      isHeard: () => false,
      onBookUpdated: (pair, book) => updated.push([pair, book.updateId]),
    });
    await market.goLive();
    market.change('BTC-USDT');
    market.send({ kind: 'trade', pair: 'BTC-USDT', price: 49.5 });
    await market.clock.advance(10);
    expect(updated).toEqual([
      ['BTC-USDT', 1],
      ['ETH-USDT', 1],
      ['BTC-USDT', 2],
    ]);
    expect(market.types('BTC-USDT')).toEqual(['book-live']);
    await market.stop();
  });

  it('logs what a listener throws, and goes on', async () => {
    const error = vi.spyOn(silentLogger, 'error');
    const market = new ScriptedMarket({
      onEvent: () => {
        throw new Error('listener');
      },
      onBookUpdated: () => {
        throw new Error('callback');
      },
    });
    await market.goLive();
    market.change('BTC-USDT');
    await market.clock.advance(10);
    expect(market.agrees('BTC-USDT')).toBe(true);
    expect(error).toHaveBeenCalledWith(expect.objectContaining({ event: 'book-updated' }), expect.any(String));
    expect(error).toHaveBeenCalledWith(expect.objectContaining({ tradingPair: 'BTC-USDT' }), expect.any(String));
    error.mockRestore();
    await market.stop();
  });
});
