import { describe, expect, it } from 'vitest';
import { openSpotSite, START_MS } from './spot-site.ts';

describe('public calls', () => {
  it('answers ping and time', async () => {
    const site = openSpotSite();
    expect((await site.get('ping')).text).toBe('{}');
    expect((await site.get('time')).text).toBe(`{"serverTime":${START_MS}}`);
  });

  it('tells the rules of a market, with its keys in the documented order', async () => {
    const site = openSpotSite({
      instruments: [
        {
          base: 'ETH',
          quote: 'USDT',
          priceBand: { buyUp: '5', buyDown: '0.2', sellUp: '4', sellDown: '0.1' },
          maximumNotional: '9000000',
          maximumPosition: '1000',
          selfTradePrevention: 'expire-maker',
        },
      ],
    });
    const { text } = await site.get('exchangeInfo', { symbol: 'ETHUSDT' });
    expect(text).toBe(
      JSON.stringify({
        timezone: 'UTC',
        serverTime: START_MS,
        rateLimits: [
          { rateLimitType: 'REQUEST_WEIGHT', interval: 'MINUTE', intervalNum: 1, limit: 6000 },
          { rateLimitType: 'ORDERS', interval: 'SECOND', intervalNum: 10, limit: 100 },
          { rateLimitType: 'ORDERS', interval: 'DAY', intervalNum: 1, limit: 200000 },
          { rateLimitType: 'RAW_REQUESTS', interval: 'MINUTE', intervalNum: 5, limit: 300000 },
        ],
        exchangeFilters: [],
        symbols: [
          {
            symbol: 'ETHUSDT',
            status: 'TRADING',
            baseAsset: 'ETH',
            baseAssetPrecision: 8,
            quoteAsset: 'USDT',
            quotePrecision: 8,
            quoteAssetPrecision: 8,
            baseCommissionPrecision: 8,
            quoteCommissionPrecision: 8,
            orderTypes: ['LIMIT', 'LIMIT_MAKER', 'MARKET', 'STOP_LOSS', 'STOP_LOSS_LIMIT', 'TAKE_PROFIT', 'TAKE_PROFIT_LIMIT'],
            icebergAllowed: true,
            ocoAllowed: true,
            otoAllowed: true,
            opoAllowed: false,
            quoteOrderQtyMarketAllowed: true,
            allowTrailingStop: true,
            cancelReplaceAllowed: true,
            amendAllowed: true,
            pegInstructionsAllowed: false,
            isSpotTradingAllowed: true,
            isMarginTradingAllowed: false,
            filters: [
              { filterType: 'PRICE_FILTER', minPrice: '0.01000000', maxPrice: '1000000.00000000', tickSize: '0.01000000' },
              { filterType: 'LOT_SIZE', minQty: '0.00001000', maxQty: '9000.00000000', stepSize: '0.00001000' },
              { filterType: 'ICEBERG_PARTS', limit: 100 },
              { filterType: 'MARKET_LOT_SIZE', minQty: '0.00000000', maxQty: '9000.00000000', stepSize: '0.00000000' },
              {
                filterType: 'TRAILING_DELTA',
                minTrailingAboveDelta: 10,
                maxTrailingAboveDelta: 2000,
                minTrailingBelowDelta: 10,
                maxTrailingBelowDelta: 2000,
              },
              {
                filterType: 'PERCENT_PRICE_BY_SIDE',
                bidMultiplierUp: '5',
                bidMultiplierDown: '0.2',
                askMultiplierUp: '4',
                askMultiplierDown: '0.1',
                avgPriceMins: 0,
              },
              {
                filterType: 'NOTIONAL',
                minNotional: '5.00000000',
                applyMinToMarket: true,
                maxNotional: '9000000.00000000',
                applyMaxToMarket: false,
                avgPriceMins: 0,
              },
              { filterType: 'MAX_NUM_ORDERS', maxNumOrders: 200 },
              { filterType: 'MAX_NUM_ORDER_LISTS', maxNumOrderLists: 20 },
              { filterType: 'MAX_NUM_ALGO_ORDERS', maxNumAlgoOrders: 5 },
              { filterType: 'MAX_NUM_ICEBERG_ORDERS', maxNumIcebergOrders: 10 },
              { filterType: 'MAX_NUM_ORDER_AMENDS', maxNumOrderAmends: 10 },
              { filterType: 'MAX_POSITION', maxPosition: '1000.00000000' },
            ],
            permissions: [],
            permissionSets: [['SPOT']],
            defaultSelfTradePreventionMode: 'EXPIRE_MAKER',
            allowedSelfTradePreventionModes: ['NONE', 'EXPIRE_TAKER', 'EXPIRE_MAKER', 'EXPIRE_BOTH', 'DECREMENT'],
          },
        ],
      }),
    );
  });

  it('tells at which prices a market lets orders trade', async () => {
    const executionBand = { buyUp: '1.1', buyDown: '0.5', sellUp: '2', sellDown: '0.9' };
    const site = openSpotSite({
      instruments: [
        { base: 'BTC', quote: 'USDT', executionBand },
        { base: 'ETH', quote: 'USDT' },
      ],
    });
    const rule = { ruleType: 'PRICE_RANGE', bidLimitMultUp: '1.1', bidLimitMultDown: '0.5', askLimitMultUp: '2', askLimitMultDown: '0.9' };
    const { body, headers } = await site.get('executionRules', { symbol: 'BTCUSDT' });
    expect(body).toEqual({ symbolRules: [{ symbol: 'BTCUSDT', rules: [rule] }] });
    expect(headers.get('x-mbx-used-weight-1m')).toBe('2');
    const all = await site.get('executionRules');
    expect(all.body['symbolRules']).toEqual([
      { symbol: 'BTCUSDT', rules: [rule] },
      { symbol: 'ETHUSDT', rules: [] },
    ]);
    expect(all.headers.get('x-mbx-used-weight-1m')).toBe('42');
  });

  it('chooses markets by list, status and permission', async () => {
    const site = openSpotSite();
    site.venue.control.setMarketStatus('ETH-USDT', 'cancel-only');
    const symbols = async (params: Record<string, string>): Promise<unknown> =>
      ((await site.get('exchangeInfo', params)).body['symbols'] as { symbol: string; status: string }[]).map(({ symbol, status }) => [
        symbol,
        status,
      ]);
    const both = [
      ['BTCUSDT', 'TRADING'],
      ['ETHUSDT', 'CANCEL_ONLY'],
    ];
    expect(await symbols({})).toEqual(both);
    expect(await symbols({ symbols: '["ETHUSDT","BTCUSDT"]' })).toEqual([both[1], both[0]]);
    expect(await symbols({ symbolStatus: 'TRADING' })).toEqual([both[0]]);
    expect(await symbols({ permissions: 'SPOT' })).toEqual(both);
    expect(await symbols({ permissions: '["MARGIN","SPOT"]' })).toEqual(both);
    expect(await symbols({ permissions: 'MARGIN' })).toEqual([]);
    const [shown] = (await site.get('exchangeInfo', { symbol: 'BTCUSDT', showPermissionSets: false })).body['symbols'] as {
      permissionSets: unknown;
    }[];
    expect(shown?.permissionSets).toEqual([]);
  });

  it('gives the book to the asked depth, best first', async () => {
    const site = openSpotSite();
    site.quote('buy', '49999.5', '1');
    site.quote('buy', '49998', '2.25');
    site.quote('sell', '50000', '0.5');
    expect((await site.get('depth', { symbol: 'BTCUSDT' })).text).toBe(
      '{"lastUpdateId":4,"bids":[["49999.50000000","1.00000000"],["49998.00000000","2.25000000"]],"asks":[["50000.00000000","0.50000000"]]}',
    );
    expect((await site.get('depth', { symbol: 'BTCUSDT', limit: 1 })).body['bids']).toEqual([['49999.50000000', '1.00000000']]);
  });

  it('gives trades, last prices and best quotes', async () => {
    const site = openSpotSite();
    site.quote('sell', '50000', '0.5');
    site.quote('sell', '50001', '1');
    await site.clock.advance(5);
    await site.signed('POST', 'order', { symbol: 'BTCUSDT', side: 'BUY', type: 'MARKET', quantity: '0.5' });
    expect((await site.get('trades', { symbol: 'BTCUSDT' })).text).toBe(
      `[{"id":1,"price":"50000.00000000","qty":"0.50000000","quoteQty":"25000.00000000","time":${START_MS + 5},"isBuyerMaker":false,"isBestMatch":true}]`,
    );
    expect((await site.get('ticker/price', { symbol: 'BTCUSDT' })).text).toBe('{"symbol":"BTCUSDT","price":"50000.00000000"}');
    expect((await site.get('ticker/price')).text).toBe(
      '[{"symbol":"BTCUSDT","price":"50000.00000000"},{"symbol":"ETHUSDT","price":"0.00000000"}]',
    );
    expect((await site.get('ticker/bookTicker', { symbol: 'BTCUSDT' })).text).toBe(
      '{"symbol":"BTCUSDT","bidPrice":"0.00000000","bidQty":"0.00000000","askPrice":"50001.00000000","askQty":"1.00000000"}',
    );
    expect((await site.get('ticker/bookTicker', { symbols: '["ETHUSDT"]' })).text).toBe(
      '[{"symbol":"ETHUSDT","bidPrice":"0.00000000","bidQty":"0.00000000","askPrice":"0.00000000","askQty":"0.00000000"}]',
    );
  });
});
