import { InvalidPayloadError, createDepthDiff } from '@venuekit/core/connector';
import type { LevelBatch, PayloadObject } from '@venuekit/core/connector';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDepthSnapshot, parseDepthUpdate, parseLastPrice, parsePublicTrade } from '../../src/spot/wire.ts';

const UPDATE: PayloadObject = {
  e: 'depthUpdate',
  E: 1_790_000_000_101,
  s: 'BTCUSDT',
  U: 1001,
  u: 1004,
  b: [['60000.00000000', '1.20000000']],
  a: [],
};

function levelsOf(batch: LevelBatch): (readonly [number, number])[] {
  return Array.from(
    { length: batch.count },
    (_, index) => [batch.prices[index] ?? Number.NaN, batch.quantities[index] ?? Number.NaN] as const,
  );
}

/** Reads a payload; throws what is not the reader's own error. */
function reread(payload: PayloadObject): void {
  try {
    parseDepthUpdate(payload, 'BTC-USDT', createDepthDiff('-'));
  } catch (error) {
    if (!(error instanceof InvalidPayloadError)) throw error;
  }
}

describe('parseDepthUpdate', () => {
  it('reads ids, time and levels', () => {
    const diff = createDepthDiff('-');
    parseDepthUpdate(UPDATE, 'BTC-USDT', diff);
    expect(diff).toMatchObject({ tradingPair: 'BTC-USDT', firstUpdateId: 1001, lastUpdateId: 1004, eventTimeMs: 1_790_000_000_101 });
    expect(diff.previousUpdateId).toBeUndefined();
    expect(levelsOf(diff.bids)).toEqual([[60_000, 1.2]]);
    expect(levelsOf(diff.asks)).toEqual([]);
  });

  it('leaves nothing of the message before in the reused diff', () => {
    const diff = createDepthDiff('-');
    parseDepthUpdate(
      {
        ...UPDATE,
        a: [
          ['1', '2'],
          ['3', '0.00000000'],
        ],
      },
      'ETH-BTC',
      diff,
    );
    parseDepthUpdate(UPDATE, 'BTC-USDT', diff);
    expect([diff.tradingPair, diff.bids.count, diff.asks.count]).toEqual(['BTC-USDT', 1, 0]);
  });

  it('passes unknown fields', () => {
    const diff = createDepthDiff('-');
    const payload: PayloadObject = { ...UPDATE, pu: 1000, x: { y: 1 } };
    parseDepthUpdate(payload, 'BTC-USDT', diff);
    expect(diff.lastUpdateId).toBe(1004);
  });

  it.each([
    ['U', { U: undefined }],
    ['u', { u: 'many' }],
    ['u', { u: 1000 }],
    ['u', { u: '9007199254740993' }],
    ['U', { U: -1 }],
    ['E', { E: null }],
    ['b', { b: undefined }],
    ['a', { a: {} }],
    ['b[1]', { b: [['1', '1'], ['2']] }],
    ['b[0]', { b: [null] }],
    ['price', { a: [['-1', '1']] }],
    ['price', { a: [['', '1']] }],
    ['quantity', { a: [['1', 'Infinity']] }],
    ['quantity', { a: [['1', null]] }],
  ])('names the field %s and the pair when it is wrong: %j', (field, change) => {
    const diff = createDepthDiff('-');
    let thrown: unknown;
    try {
      parseDepthUpdate({ ...UPDATE, ...change }, 'BTC-USDT', diff);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toMatchObject({ code: 'INVALID_PAYLOAD', field });
    expect(String(thrown)).toContain('BTC-USDT');
  });

  it('never throws anything but its own error, whatever the venue sends', () => {
    fc.assert(
      fc.property(fc.record({ E: fc.anything(), U: fc.anything(), u: fc.anything(), b: fc.anything(), a: fc.anything() }), (payload) => {
        expect(() => reread(payload)).not.toThrow();
      }),
    );
  });
});

describe('parseDepthSnapshot', () => {
  it('reads id and levels, and takes the time that it is given', () => {
    const reply = {
      lastUpdateId: 1003,
      bids: [
        ['2', '1'],
        ['1', '5'],
      ],
      asks: [['3', '4']],
    };
    const snapshot = parseDepthSnapshot(reply, 'BTC-USDT', 77);
    expect(snapshot).toMatchObject({ tradingPair: 'BTC-USDT', lastUpdateId: 1003, eventTimeMs: 77 });
    expect([levelsOf(snapshot.bids), levelsOf(snapshot.asks)]).toEqual([
      [
        [2, 1],
        [1, 5],
      ],
      [[3, 4]],
    ]);
  });

  it('keeps the text of a level that a double does not hold', () => {
    const snapshot = parseDepthSnapshot({ lastUpdateId: 1, bids: [['12345678901.12345678', '1']], asks: [] }, 'BTC-USDT', 0);
    expect(snapshot.bids.exactPrices?.get(0)).toBe('12345678901.12345678');
  });

  it.each([
    [null, '(whole)'],
    [{ bids: [], asks: [] }, 'lastUpdateId'],
    [{ lastUpdateId: 1, bids: [] }, 'asks'],
    [{ lastUpdateId: 1, bids: [['x', '1']], asks: [] }, 'price'],
  ])('refuses %j, naming %s', (reply, field) => {
    expect(() => parseDepthSnapshot(reply, 'BTC-USDT', 0)).toThrow(`depth BTC-USDT`);
    expect(() => parseDepthSnapshot(reply, 'BTC-USDT', 0)).toThrow(`"${field}"`);
  });
});

describe('parsePublicTrade', () => {
  const trade = {
    e: 'trade',
    E: 1_790_000_000_124,
    s: 'BTCUSDT',
    t: 777,
    p: '62000.10000000',
    q: '0.50000000',
    T: 1_790_000_000_123,
    m: true,
    M: true,
  };

  it('says who was aggressive: the seller, when the buyer was the maker', () => {
    const expected = { tradingPair: 'BTC-USDT', tradeId: '777', price: 62_000.1, quantity: 0.5, eventTimeMs: 1_790_000_000_123 };
    expect(parsePublicTrade(trade, 'BTC-USDT')).toEqual({ ...expected, takerSide: 'sell' });
    expect(parsePublicTrade({ ...trade, m: false }, 'BTC-USDT')).toEqual({ ...expected, takerSide: 'buy' });
  });

  it('keeps an id beyond 2^53 to its last digit', () => {
    expect(parsePublicTrade({ ...trade, t: '9007199254740993' }, 'BTC-USDT').tradeId).toBe('9007199254740993');
  });

  it.each([
    ['t', { t: undefined }],
    ['t', { t: -1 }],
    ['p', { p: 'abc' }],
    ['p', { p: '0' }],
    ['q', { q: ' ' }],
    ['T', { T: undefined }],
    ['m', { m: 'true' }],
  ])('names the field %s when it is wrong: %j', (field, change) => {
    expect(() => parsePublicTrade({ ...trade, ...change }, 'BTC-USDT')).toThrow(`trade BTC-USDT: field "${field}"`);
  });
});

describe('parseLastPrice', () => {
  it('reads the price exactly', () => {
    expect(parseLastPrice({ symbol: 'BTCUSDT', price: '62000.10000000000000000001' }, 'BTCUSDT').toFixed()).toBe(
      '62000.10000000000000000001',
    );
  });

  it('refuses the price of another symbol', () => {
    expect(() => parseLastPrice({ symbol: 'ETHBTC', price: '1' }, 'BTCUSDT')).toThrow('"symbol"');
  });
});
