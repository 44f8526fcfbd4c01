import { describe, expect, it } from 'vitest';
import { SymbolMap } from '../../src/services/symbol-map.ts';

describe('SymbolMap', () => {
  it('translates both ways and names what it does not know', () => {
    const map = new SymbolMap();
    map.replace([{ exchangeSymbol: 'BTCUSDT', tradingPair: 'BTC-USDT' }]);
    expect(map.exchangeSymbol('BTC-USDT')).toBe('BTCUSDT');
    expect(map.tradingPair('BTCUSDT')).toBe('BTC-USDT');
    expect(() => map.exchangeSymbol('ETH-USDT')).toThrow(/"ETH-USDT"/);
    expect(() => map.tradingPair('ETHUSDT')).toThrow(/"ETHUSDT"/);
    expect(map.findTradingPair('ETHUSDT')).toBeUndefined();
  });

  it('keeps assets that are named like parts of JavaScript objects', () => {
    const map = new SymbolMap();
    map.replace([{ exchangeSymbol: '__proto__', tradingPair: '__proto__-constructor' }]);
    expect(map.tradingPair('__proto__')).toBe('__proto__-constructor');
    expect(map.findTradingPair('toString')).toBeUndefined();
    expect(map.size).toBe(1);
  });

  it('keeps the first of two entries with one name, so that the map stays one-to-one', () => {
    const map = new SymbolMap();
    map.replace([
      { exchangeSymbol: 'A', tradingPair: 'X-Y' },
      { exchangeSymbol: 'B', tradingPair: 'X-Y' },
      { exchangeSymbol: 'A', tradingPair: 'V-W' },
    ]);
    expect(map.tradingPairs).toEqual(['X-Y']);
    expect(map.exchangeSymbol('X-Y')).toBe('A');
    expect(map.size).toBe(1);
  });

  it('replaces the whole list in one step', () => {
    const map = new SymbolMap();
    map.replace([{ exchangeSymbol: 'A', tradingPair: 'X-Y' }]);
    map.replace([{ exchangeSymbol: 'B', tradingPair: 'V-W' }]);
    expect(map.has('X-Y')).toBe(false);
    expect(map.has('V-W')).toBe(true);
  });

  it('keeps the names of held markets that a new list lacks, unless it uses them otherwise', () => {
    const map = new SymbolMap();
    map.replace([
      { exchangeSymbol: 'BTCUSDT', tradingPair: 'BTC-USDT' },
      { exchangeSymbol: 'ETHUSDT', tradingPair: 'ETH-USDT' },
      { exchangeSymbol: 'LUNAUSDT', tradingPair: 'LUNA-USDT' },
    ]);
    map.replace(
      [
        { exchangeSymbol: 'BTCUSDT', tradingPair: 'BTC-USDT' },
        { exchangeSymbol: 'LUNAUSDT', tradingPair: 'LUNA2-USDT' },
      ],
      new Set(['ETH-USDT', 'LUNA-USDT', 'NEVER-HAD'] as const),
    );
    expect(map.exchangeSymbol('ETH-USDT')).toBe('ETHUSDT');
    expect(map.tradingPair('LUNAUSDT')).toBe('LUNA2-USDT');
    expect(map.has('LUNA-USDT')).toBe(false);
  });
});
