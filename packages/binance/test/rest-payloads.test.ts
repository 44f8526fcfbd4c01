import { createRuntime } from '@venuekit/core';
import { Decimal, Throttler, TimeSynchronizer, silentLogger } from '@venuekit/core/connector';
import type { ConnectorDefinition, FactoryEnvironment, OrderReference, OrderRequest, RequestContext } from '@venuekit/core/connector';
import { http, HttpResponse } from 'msw';
import { afterEach, describe, expect, it } from 'vitest';
import { networkGuard } from '../../../vitest.network-guard.ts';
import { binanceSpot } from '../src/spot/exchange.ts';
import { SPOT_RATE_LIMITS } from '../src/spot/constants.ts';
import { buildApiFactory, getCurrentServerTime } from '../src/web-utils.ts';
import { recordingContext } from './spot/request-recorder.ts';

const HOST = 'https://api.binance.com';
const SERVER_TIME_MS = 1_790_000_000_000;
const runtime = createRuntime({ log: silentLogger });
const spot: ConnectorDefinition = binanceSpot({ tradingPairs: ['BTC-USDT'], apiKey: 'test-key', apiSecret: 'test-secret' });
const open: { close(): Promise<void> }[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((factory) => factory.close()));
  expect(runtime.clock.pendingTimers).toBe(0);
});

function environment(): FactoryEnvironment {
  const { clock } = runtime;
  return { runtime, throttler: new Throttler({ limits: SPOT_RATE_LIMITS, clock }), timeSynchronizer: new TimeSynchronizer(clock) };
}

/** A context whose calls take the whole real path: throttle, clock, signature, ky, judgement, lossless parsing. */
function context(): RequestContext {
  const factory = spot.createWebAssistantsFactory(environment());
  open.push(factory);
  return { ...recordingContext(), rest: factory.createRestAssistant(), nowMs: () => SERVER_TIME_MS };
}

type Method = 'get' | 'post' | 'delete';

/** Serves a body, exactly these characters, and the venue's clock; remembers what was asked. */
function serve(method: Method, path: string, ...bodies: readonly string[]): { readonly queries: URLSearchParams[] } {
  const queries: URLSearchParams[] = [];
  const left = [...bodies];
  const headers = { 'content-type': 'application/json;charset=UTF-8', 'x-mbx-used-weight-1m': '21' };
  networkGuard.use(
    http.get(`${HOST}/api/v3/time`, () => new HttpResponse(`{"serverTime":${SERVER_TIME_MS}}`, { headers })),
    http[method](`${HOST}${path}`, ({ request }) => {
      queries.push(new URL(request.url).searchParams);
      return new HttpResponse(left.length > 1 ? left.shift() : left[0], { headers });
    }),
  );
  return { queries };
}

/** With the decimals as text. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

const ORDER: OrderRequest = {
  clientOrderId: 'vk-1',
  tradingPair: 'BTC-USDT',
  side: 'sell',
  orderType: 'market',
  amount: new Decimal('0.5'),
  positionAction: 'nil',
};

const REFERENCE: OrderReference = {
  tradingPair: 'BTC-USDT',
  clientOrderId: 'vk-1',
  exchangeOrderId: '9007199254740993',
  side: 'sell',
  orderType: 'market',
  price: undefined,
  amount: new Decimal('0.5'),
  creationTimeMs: SERVER_TIME_MS,
};

function tradeJson(id: string): string {
  return (
    `{"symbol":"BTCUSDT","id":${id},"orderId":9007199254740993,"orderListId":-1,"price":"60000.00000000","qty":"0.00010000",` +
    '"quoteQty":"6.00000000","commission":"0.00000010","commissionAsset":"BNB","time":1790000003009,"isBuyer":false,"isMaker":true,' +
    '"isBestMatch":true}'
  );
}

/** An order as every reply has it, with an id beyond 2^53 that the venue writes as a bare number. */
const ORDER_JSON =
  '"symbol":"BTCUSDT","orderId":9007199254740993,"orderListId":-1,"price":"0.00000000","origQty":"0.50000000",' +
  '"executedQty":"0.20000000","origQuoteOrderQty":"0.00000000","cummulativeQuoteQty":"12400.00000000","timeInForce":"GTC",' +
  '"type":"MARKET","side":"SELL","workingTime":1790000000123,"selfTradePreventionMode":"EXPIRE_MAKER"';

describe('over HTTP, public data', () => {
  it('of the venue’s clock', async () => {
    serve('get', '/api/v3/ping', '{}');
    const factory = buildApiFactory({ environment: environment() });
    open.push(factory);
    await expect(getCurrentServerTime(factory.createRestAssistant())).resolves.toBe(SERVER_TIME_MS);
  });

  it('of the markets becomes names and rules; a malformed market and an unknown filter drop nothing else', async () => {
    serve(
      'get',
      '/api/v3/exchangeInfo',
      `{"timezone":"UTC","serverTime":1790000000000,"rateLimits":[{"rateLimitType":"REQUEST_WEIGHT","interval":"MINUTE","intervalNum":1,"limit":6000}],
        "exchangeFilters":[],"symbols":[{"symbol":"BTCUSDT","status":"TRADING","baseAsset":"BTC","baseAssetPrecision":8,"quoteAsset":"USDT",
        "quotePrecision":8,"quoteAssetPrecision":8,"orderTypes":["LIMIT","LIMIT_MAKER","MARKET","STOP_LOSS"],"isSpotTradingAllowed":true,
        "filters":[{"filterType":"PRICE_FILTER","minPrice":"0.01000000","maxPrice":"1000000.00000000","tickSize":"0.01000000"},
        {"filterType":"LOT_SIZE","minQty":"0.00001000","maxQty":"9000.00000000","stepSize":"0.00001000"},
        {"filterType":"NOTIONAL","minNotional":"5.00000000","applyMinToMarket":true,"maxNotional":"9000000.00000000","applyMaxToMarket":false,"avgPriceMins":5},
        {"filterType":"OF_NEXT_YEAR"}],"permissions":[],"permissionSets":[["SPOT"]]},{"symbol":"ETHBTC","status":"TRADING"}],"sors":[]}`,
    );
    const asked = context();
    const reply = await asked.rest.execute({ path: spot.tradingRulesRequestPath });
    const problems: Error[] = [];
    const names = spot.initializeTradingPairSymbolsFromExchangeInfo(reply, (error) => problems.push(error));
    const rules = spot.formatTradingRules(asked, reply, (error) => problems.push(error));
    expect(names).toEqual([{ exchangeSymbol: 'BTCUSDT', tradingPair: 'BTC-USDT' }]);
    expect(plain(rules)).toMatchObject([
      {
        priceIncrement: '0.01',
        amountIncrement: '0.00001',
        minimumNotional: '5',
        orderTypes: ['limit', 'limit-maker', 'market', 'stop-loss'],
        isTradable: true,
      },
    ]);
    expect(problems).toMatchObject([{ field: 'baseAsset', origin: 'exchangeInfo ETHBTC' }]);
  });

  it('of a book becomes a snapshot, with the text of what a double cannot hold', async () => {
    const { queries } = serve(
      'get',
      '/api/v3/depth',
      '{"lastUpdateId":1027024,"bids":[["60000.00000000","431.00000000"],["12345678901.12345678","1.0"]],"asks":[["60000.02000000","12.00000000"]]}',
    );
    const source = spot.createOrderBookDataSource(environment());
    const snapshot = await source.requestSnapshot(context(), 'BTC-USDT');
    expect(queries.map(String)).toEqual(['symbol=BTCUSDT&limit=1000']);
    expect(snapshot).toMatchObject({ tradingPair: 'BTC-USDT', lastUpdateId: 1_027_024, eventTimeMs: SERVER_TIME_MS });
    expect([snapshot.bids.count, snapshot.bids.prices[0], snapshot.asks.quantities[0]]).toEqual([2, 60_000, 12]);
    expect(snapshot.bids.exactPrices?.get(1)).toBe('12345678901.12345678');
  });

  it('of the last price is exact', async () => {
    serve('get', '/api/v3/ticker/price', '{"symbol":"BTCUSDT","price":"62000.10000000000000000001"}');
    await expect(spot.getLastTradedPrice(context(), 'BTC-USDT').then((price) => price.toFixed())).resolves.toBe(
      '62000.10000000000000000001',
    );
  });
});

describe('over HTTP, an order', () => {
  it('is placed with every parameter in the signed query, and its fills are read', async () => {
    const fills =
      '[{"price":"62000.00000000","qty":"0.20000000","commission":"12.40000000","commissionAsset":"USDT","tradeId":9007199254740995}]';
    const body = `{${ORDER_JSON},"clientOrderId":"vk-1","transactTime":1790000000123,"status":"EXPIRED","expiryReason":"INSUFFICIENT_LIQUIDITY","fills":${fills}}`;
    const { queries } = serve('post', '/api/v3/order', body);
    expect(plain(await spot.placeOrder(context(), ORDER))).toEqual({
      exchangeOrderId: '9007199254740993',
      state: 'expired',
      reason: 'INSUFFICIENT_LIQUIDITY',
      updateTimeMs: 1_790_000_000_123,
      cumulativeBase: '0.2',
      cumulativeQuote: '12400',
      trades: [
        {
          tradingPair: 'BTC-USDT',
          tradeId: '9007199254740995',
          clientOrderId: 'vk-1',
          exchangeOrderId: '9007199254740993',
          side: 'sell',
          fillTimeMs: 1_790_000_000_123,
          price: '62000',
          baseAmount: '0.2',
          quoteAmount: '12400',
          fee: { kind: 'deducted-from-returns', percent: '0', flatFees: [{ asset: 'USDT', amount: '12.4' }] },
          isTaker: true,
        },
      ],
    });
    expect(String(queries[0])).toMatch(
      /^symbol=BTCUSDT&side=SELL&type=MARKET&quantity=0.5&newClientOrderId=vk-1&newOrderRespType=FULL&recvWindow=5000&timestamp=\d{13}&signature=[0-9a-f]{64}$/,
    );
  });

  it('is canceled by our own id', async () => {
    const body = `{${ORDER_JSON},"origClientOrderId":"vk-1","clientOrderId":"cancel-1","transactTime":1790000000200,"status":"CANCELED"}`;
    const { queries } = serve('delete', '/api/v3/order', body);
    expect(plain(await spot.placeCancel(context(), REFERENCE))).toEqual({
      state: 'canceled',
      exchangeOrderId: '9007199254740993',
      updateTimeMs: 1_790_000_000_200,
      cumulativeBase: '0.2',
      cumulativeQuote: '12400',
    });
    expect(queries[0]?.get('origClientOrderId')).toBe('vk-1');
  });

  const queried = `{${ORDER_JSON},"clientOrderId":"vk-1","stopPrice":"0.00000000","icebergQty":"0.00000000","time":1790000000009,"updateTime":1790000003009,"isWorking":true,"status":"PARTIALLY_FILLED"}`;

  it('is asked for by our own id', async () => {
    serve('get', '/api/v3/order', queried);
    expect(plain(await spot.requestOrderStatus(context(), REFERENCE))).toEqual({
      tradingPair: 'BTC-USDT',
      amount: '0.5',
      clientOrderId: 'vk-1',
      exchangeOrderId: '9007199254740993',
      state: 'partially-filled',
      updateTimeMs: 1_790_000_003_009,
      cumulativeBase: '0.2',
      cumulativeQuote: '12400',
    });
  });

  it('is listed among the open ones; a broken row drops no other', async () => {
    const { queries } = serve('get', '/api/v3/openOrders', `[{"symbol":"BTCUSDT"},${queried}]`);
    expect(plain(await spot.requestOpenOrders(context(), undefined))).toMatchObject([
      { clientOrderId: 'vk-1', exchangeOrderId: '9007199254740993', orderType: 'market', amount: '0.5', executedAmount: '0.2' },
    ]);
    expect(queries[0]?.has('symbol')).toBe(false);
  });

  it('has its fills, page by page', async () => {
    const first = Array.from({ length: 1_000 }, (_, index) => tradeJson(String(9_007_199_254_741_000n + BigInt(index))));
    const { queries } = serve('get', '/api/v3/myTrades', `[${first.join()}]`, `[${tradeJson('9007199254742000')}]`);
    const fills = await spot.allTradeUpdatesForOrder(context(), REFERENCE);
    expect(fills).toHaveLength(1_001);
    expect(plain(fills.at(-1))).toMatchObject({ tradeId: '9007199254742000', side: 'sell', isTaker: false, baseAmount: '0.0001' });
    expect(queries.map((query) => [query.get('orderId'), query.get('fromId')])).toEqual([
      ['9007199254740993', '0'],
      ['9007199254740993', '9007199254742000'],
    ]);
  });
});

describe('over HTTP, the account', () => {
  it('has balances, exact, and a broken row drops no other', async () => {
    serve(
      'get',
      '/api/v3/account',
      `{"makerCommission":10,"commissionRates":{"maker":"0.00100000","taker":"0.00100000","buyer":"0.00000000","seller":"0.00000000"},"canTrade":true,
        "updateTime":1790000000000,"accountType":"SPOT","balances":[{"asset":"BTC","free":"1.00000000","locked":"0.50000000"},{"asset":"ETH","free":null},
        {"asset":"__proto__","free":"12345678901234567890.12345678","locked":"0.00000000"}],"permissions":["SPOT"],"uid":354937868}`,
    );
    expect(plain(await spot.updateBalances(context()))).toEqual([
      { asset: 'BTC', available: '1', total: '1.5' },
      { asset: '__proto__', available: '12345678901234567890.12345678', total: '12345678901234567890.12345678' },
    ]);
  });

  it('has fee rates of its own', async () => {
    serve(
      'get',
      '/api/v3/account/commission',
      `{"symbol":"BTCUSDT","standardCommission":{"maker":"0.00000010","taker":"0.00000020","buyer":"0.00000030","seller":"0.00000040"},
        "specialCommission":{"maker":"0.01000000","taker":"0.02000000","buyer":"0.03000000","seller":"0.04000000"},
        "taxCommission":{"maker":"0.00000112","taker":"0.00000114","buyer":"0.00000118","seller":"0.00000116"},
        "discount":{"enabledForAccount":true,"enabledForSymbol":true,"discountAsset":"BNB","discount":"0.75000000"}}`,
    );
    const fees = await spot.updateTradingFees(context(), ['BTC-USDT']);
    expect(plain([...fees])).toEqual([['BTC-USDT', { maker: '0.0500028', taker: '0.06000292' }]]);
  });
});
