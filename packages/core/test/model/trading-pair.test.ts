import { describe, expect, it } from 'vitest';
import { isTradingPair, splitTradingPair, tradingPair } from '../../src/model/trading-pair.ts';

describe('a trading pair', () => {
  it('joins and splits two assets', () => {
    expect(tradingPair('BTC', 'USDT')).toBe('BTC-USDT');
    expect(splitTradingPair('BTC-USDT')).toEqual({ base: 'BTC', quote: 'USDT' });
  });

  it('is split at its last hyphen', () => {
    expect(splitTradingPair('BTC-PERP-USDT')).toEqual({ base: 'BTC-PERP', quote: 'USDT' });
  });

  it.each([
    ['BTC-USDT', true],
    ['1INCH-币安', true],
    ['__proto__-USDT', true],
    ['BTCUSDT', false],
    ['-USDT', false],
    ['BTC-', false],
    ['', false],
    ['BTC USDT-X', false],
  ])('is recognised by its form: %s', (text, expected) => {
    expect(isTradingPair(text)).toBe(expected);
  });
});
