import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseSymbolRows, parseTradingRule } from '../../src/spot/exchange-info.ts';
import type { TradingRule } from '@venuekit/core/connector';

const FILTERS = [
  { filterType: 'PRICE_FILTER', minPrice: '0.01000000', maxPrice: '1000000.00000000', tickSize: '0.01000000' },
  { filterType: 'LOT_SIZE', minQty: '0.00001000', maxQty: '9000.00000000', stepSize: '0.00001000' },
  { filterType: 'MARKET_LOT_SIZE', minQty: '0.00000000', maxQty: '120.50000000', stepSize: '0.00000000' },
  {
    filterType: 'NOTIONAL',
    minNotional: '5.00000000',
    applyMinToMarket: true,
    maxNotional: '9000000.00000000',
    applyMaxToMarket: false,
    avgPriceMins: 5,
  },
  { filterType: 'MAX_NUM_ORDERS', maxNumOrders: 200 },
];

function symbolRow(change: object = {}): object {
  return {
    symbol: 'BTCUSDT',
    status: 'TRADING',
    baseAsset: 'BTC',
    baseAssetPrecision: 8,
    quoteAsset: 'USDT',
    orderTypes: ['LIMIT', 'LIMIT_MAKER', 'MARKET', 'STOP_LOSS', 'A_TYPE_OF_NEXT_YEAR'],
    isSpotTradingAllowed: true,
    filters: FILTERS,
    permissions: [],
    permissionSets: [['SPOT', 'MARGIN']],
    ...change,
  };
}

function read(symbols: readonly unknown[]): {
  readonly rules: readonly TradingRule[];
  readonly problems: readonly Error[];
  readonly unknown: readonly string[];
} {
  const problems: Error[] = [];
  const unknown: string[] = [];
  const rules: TradingRule[] = [];
  for (const row of parseSymbolRows({ symbols }, (error) => problems.push(error))) {
    try {
      rules.push(parseTradingRule(row, (filterType) => unknown.push(filterType)));
    } catch (error) {
      if (error instanceof Error) problems.push(error);
    }
  }
  return { rules, problems, unknown };
}

/** A rule with its decimals as text. */
function plain(rule: TradingRule | undefined): unknown {
  return JSON.parse(JSON.stringify(rule ?? null));
}

describe('parseTradingRule', () => {
  it('reads filters, types and status', () => {
    expect(plain(read([symbolRow()]).rules[0])).toEqual({
      tradingPair: 'BTC-USDT',
      priceIncrement: '0.01',
      amountIncrement: '0.00001',
      minimumAmount: '0.00001',
      maximumAmount: '9000',
      marketAmountIncrement: '0.00001',
      minimumMarketAmount: '0.00001',
      maximumMarketAmount: '120.5',
      minimumPrice: '0.01',
      maximumPrice: '1000000',
      minimumNotional: '5',
      maximumNotional: '9000000',
      appliesMinimumNotionalToMarket: true,
      appliesMaximumNotionalToMarket: false,
      orderTypes: ['limit', 'limit-maker', 'market', 'stop-loss'],
      isTradable: true,
    });
  });

  it('reads MIN_NOTIONAL as well', () => {
    const filters = [
      ...FILTERS.slice(0, 3),
      { filterType: 'MIN_NOTIONAL', minNotional: '0.00010000', applyToMarket: false, avgPriceMins: 5 },
    ];
    const [rule] = read([symbolRow({ filters })]).rules;
    expect(plain(rule)).toMatchObject({ minimumNotional: '0.0001', appliesMinimumNotionalToMarket: false });
    expect(rule?.maximumNotional).toBeUndefined();
  });

  it('takes the stricter bound of LOT_SIZE and MARKET_LOT_SIZE for market orders', () => {
    const filters = [FILTERS[0], FILTERS[1], { filterType: 'MARKET_LOT_SIZE', minQty: '0.1', maxQty: '99999', stepSize: '0.01' }];
    expect(plain(read([symbolRow({ filters })]).rules[0])).toMatchObject({
      minimumMarketAmount: '0.1',
      maximumMarketAmount: '9000',
      marketAmountIncrement: '0.01',
    });
  });

  it('takes a bound of 0 as none', () => {
    const filters = [
      { filterType: 'PRICE_FILTER', minPrice: '0', maxPrice: '0', tickSize: '0' },
      { filterType: 'LOT_SIZE', minQty: '0', maxQty: '0', stepSize: '0' },
    ];
    const [rule] = read([symbolRow({ filters })]).rules;
    expect([rule?.minimumPrice, rule?.maximumPrice, rule?.maximumAmount, rule?.maximumMarketAmount]).toEqual(Array(4).fill(undefined));
    expect(plain(rule)).toMatchObject({ priceIncrement: '0', amountIncrement: '0.00000001', minimumNotional: '0' });
  });

  it('keeps a symbol whose filter is of an unknown type, and tells the type', () => {
    const { rules, problems, unknown } = read([symbolRow({ filters: [...FILTERS, { filterType: 'OF_NEXT_YEAR', limit: 1 }] })]);
    expect([rules.length, problems, unknown]).toEqual([1, [], ['OF_NEXT_YEAR']]);
  });

  it('counts only TRADING with spot allowed as tradable', () => {
    const statuses = ['END_OF_DAY', 'HALT', 'BREAK', 'CANCEL_ONLY', 'OF_NEXT_YEAR'];
    for (const status of statuses) expect(read([symbolRow({ status })]).rules[0]?.isTradable).toBe(false);
    expect(read([symbolRow({ isSpotTradingAllowed: false })]).rules[0]?.isTradable).toBe(false);
    expect(read([symbolRow({ isSpotTradingAllowed: undefined })]).rules[0]?.isTradable).toBe(true);
  });

  it.each([
    ['status', { status: undefined }],
    ['orderTypes', { orderTypes: 'LIMIT' }],
    ['filters', { filters: undefined }],
    ['filters[0]', { filters: [null] }],
    ['filterType', { filters: [{}] }],
    ['tickSize', { filters: [{ ...FILTERS[0], tickSize: undefined }] }],
    ['stepSize', { filters: [{ ...FILTERS[1], stepSize: '-1' }] }],
    ['minNotional', { filters: [{ filterType: 'NOTIONAL', minNotional: 'NaN' }] }],
    ['symbol', { symbol: '' }],
    ['baseAsset', { baseAsset: 5 }],
    ['baseAsset', { baseAsset: 'B TC' }],
  ])('reports the row whose field %s is wrong and keeps its neighbours', (field, change) => {
    const { rules, problems } = read([symbolRow(change), symbolRow({ symbol: 'ETHBTC', baseAsset: 'ETH', quoteAsset: 'BTC' })]);
    expect(rules.map(({ tradingPair }) => tradingPair)).toEqual(['ETH-BTC']);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({ code: 'INVALID_PAYLOAD', field });
    expect(problems[0]?.message).toContain('exchangeInfo');
  });
});

describe('parseSymbolRows', () => {
  it('keeps hostile and non-ASCII names as they are', () => {
    const rows = parseSymbolRows(
      {
        symbols: [
          symbolRow({ symbol: '__proto__USDT', baseAsset: '__proto__' }),
          symbolRow({ symbol: 'constructorUSDT', baseAsset: 'constructor' }),
          symbolRow({ symbol: '这是测试币456', baseAsset: '这是测试币', quoteAsset: '456' }),
        ],
      },
      () => expect.unreachable(),
    );
    expect(rows.map(({ exchangeSymbol, tradingPair }) => [exchangeSymbol, tradingPair])).toEqual([
      ['__proto__USDT', '__proto__-USDT'],
      ['constructorUSDT', 'constructor-USDT'],
      ['这是测试币456', '这是测试币-456'],
    ]);
  });

  it('keeps the first of two symbols with the same assets and reports the other', () => {
    const { rules, problems } = read([symbolRow(), symbolRow({ symbol: 'BTCUSDT_2' })]);
    expect(rules).toHaveLength(1);
    expect(problems[0]?.message).toContain('BTCUSDT_2');
  });

  it.each([[null], [{}], [{ symbols: {} }], ['<html>']])('refuses a reply without any list: %j', (reply) => {
    expect(() => parseSymbolRows(reply, () => undefined)).toThrow('exchangeInfo');
  });

  it('never lets a broken row drop a good one', () => {
    const good = symbolRow({ symbol: 'ETHBTC', baseAsset: 'ETH', quoteAsset: 'BTC' });
    fc.assert(
      fc.property(fc.array(fc.anything()), fc.array(fc.anything()), (before, after) => {
        const rows = parseSymbolRows({ symbols: [...before, good, ...after] }, () => undefined);
        expect(rows.map(({ exchangeSymbol }) => exchangeSymbol)).toContain('ETHBTC');
      }),
    );
  });
});
