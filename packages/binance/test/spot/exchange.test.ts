import { inspect } from 'node:util';
import { createRuntime } from '@venuekit/core';
import { ConfigurationError, Decimal, Throttler, TimeSynchronizer, VenueRejection } from '@venuekit/core/connector';
import type { ConnectorDefinition, FactoryEnvironment, FeeQuestion, OrderReference, OrderRequest } from '@venuekit/core/connector';
import { describe, expect, it } from 'vitest';
import { binanceSpot } from '../../src/spot/exchange.ts';
import type { BinanceSpotOptions } from '../../src/spot/exchange.ts';
import { classifyFailure } from '../../src/web-utils.ts';
import { recordingContext } from './request-recorder.ts';

const KEYS = { apiKey: 'canary-key', apiSecret: 'canary-secret' };
const spot = binanceSpot({ tradingPairs: ['BTC-USDT'], ...KEYS });

const LIMIT_ORDER: OrderRequest = {
  clientOrderId: 'vk-1',
  tradingPair: 'BTC-USDT',
  side: 'buy',
  orderType: 'limit',
  amount: new Decimal('0.00000010'),
  price: new Decimal('1e-8'),
  positionAction: 'nil',
};

const REFERENCE: OrderReference = {
  tradingPair: 'BTC-USDT',
  clientOrderId: 'vk-1',
  exchangeOrderId: '9001',
  side: 'buy',
  orderType: 'limit',
  price: new Decimal('60000'),
  amount: new Decimal('0.5'),
  creationTimeMs: 1_790_000_000_000,
};

const ACK = { symbol: 'BTCUSDT', orderId: 9001, orderListId: -1, clientOrderId: 'vk-1', transactTime: 1_790_000_000_123 };

function refused(code: number, message = ''): Error {
  return classifyFailure({ status: 400, code: String(code), message, retryAfterMs: undefined });
}

async function parametersOf(order: OrderRequest): Promise<unknown> {
  const context = recordingContext([ACK]);
  await spot.placeOrder(context, order);
  return JSON.parse(JSON.stringify(context.calls[0]?.parameters));
}

describe('the definition', () => {
  it('says what core needs to know', () => {
    expect(spot).toMatchObject({
      name: 'binance',
      domain: 'com',
      clientOrderIdMaxLength: 36,
      clientOrderIdPrefix: 'vk-',
      tradingRulesRequestPath: '/api/v3/exchangeInfo',
      tradingPairsRequestPath: '/api/v3/exchangeInfo',
      checkNetworkRequestPath: '/api/v3/ping',
      tradingPairs: ['BTC-USDT'],
      isCancelRequestInExchangeSynchronous: true,
      isTradingRequired: true,
    });
    expect(spot.supportedOrderTypes().join(' ')).toBe('limit limit-maker market stop-loss stop-loss-limit take-profit take-profit-limit');
    expect(spot.capabilities).toMatchObject({ timeInForce: ['GTC', 'IOC', 'FOK'], queriesTradesSince: true, requestValidityMs: 5000 });
  });

  it('has a rate limit for every path that core asks by itself', () => {
    const ids = new Set(spot.rateLimitsRules.map(({ limitId }) => limitId));
    for (const path of [spot.tradingRulesRequestPath, spot.tradingPairsRequestPath, spot.checkNetworkRequestPath])
      expect(ids).toContain(path);
  });

  it('is named after its domain', () => {
    expect(binanceSpot({ tradingPairs: [], domain: 'testnet' })).toMatchObject({ name: 'binance-testnet', domain: 'testnet' });
    const hosts = { rest: 'http://127.0.0.1:1', wsApi: 'ws://127.0.0.1:2/ws-api/v3', streams: 'ws://127.0.0.1:3' };
    expect(binanceSpot({ tradingPairs: [], hosts })).toMatchObject({ name: 'binance-custom', domain: 'custom' });
  });

  it('without keys offers public data only', () => {
    const open = binanceSpot({ tradingPairs: ['BTC-USDT'] });
    expect([open.authenticator, open.isTradingRequired]).toEqual([undefined, false]);
    expect(binanceSpot({ tradingPairs: [], ...KEYS, isTradingRequired: false }).isTradingRequired).toBe(false);
  });

  it.each<[string, string, BinanceSpotOptions]>([
    ['apiKey', 'trading without keys', { tradingPairs: [], isTradingRequired: true }],
    ['apiSecret', 'a key alone', { tradingPairs: [], apiKey: 'k' }],
    ['apiKey', 'a secret alone', { tradingPairs: [], apiSecret: 's' }],
    ['apiSecret', 'a broken PEM', { tradingPairs: [], apiKey: 'k', apiSecret: '-----BEGIN PRIVATE KEY-----' }],
    ['recvWindowMs', 'too long a window', { tradingPairs: [], ...KEYS, recvWindowMs: 60_001 }],
    ['tradingPairs', 'too many pairs', { tradingPairs: Array.from({ length: 513 }, (_, index) => `A${index}-USDT` as const) }],
    ['hosts.rest', 'a wrong URL', { tradingPairs: [], hosts: { rest: 'ftp://x', wsApi: 'wss://x', streams: 'wss://x' } }],
  ])('is refused before any connection, naming %s, for %s', (field, _case, options) => {
    expect(() => binanceSpot(options)).toThrow(ConfigurationError);
    expect(() => binanceSpot(options)).toThrow(field);
  });

  it('shows no secret', () => {
    expect(inspect(spot, { depth: 10, showHidden: true }) + JSON.stringify(spot)).not.toContain('canary');
  });
});

describe('placing an order', () => {
  it('sends plain decimals, the client id and the wish for all fills', async () => {
    await expect(parametersOf(LIMIT_ORDER)).resolves.toEqual({
      symbol: 'BTCUSDT',
      side: 'BUY',
      type: 'LIMIT',
      timeInForce: 'GTC',
      quantity: '0.0000001',
      price: '0.00000001',
      newClientOrderId: 'vk-1',
      newOrderRespType: 'FULL',
    });
  });

  it('keeps the time in force of a limit order', async () => {
    await expect(parametersOf({ ...LIMIT_ORDER, side: 'sell', timeInForce: 'IOC' })).resolves.toMatchObject({
      side: 'SELL',
      timeInForce: 'IOC',
    });
  });

  it('sends no time in force where the venue forbids it, and no price for a market order', async () => {
    const maker = await parametersOf({ ...LIMIT_ORDER, orderType: 'limit-maker', timeInForce: 'GTC' });
    expect(maker).toMatchObject({ type: 'LIMIT_MAKER', price: '0.00000001' });
    expect(maker).not.toHaveProperty('timeInForce');
    const { price: _price, ...market } = LIMIT_ORDER;
    const sent = await parametersOf({ ...market, orderType: 'market', amount: new Decimal('123456789012345678901234567890') });
    expect(sent).toMatchObject({ type: 'MARKET', quantity: '123456789012345678901234567890' });
    expect(sent).not.toHaveProperty('timeInForce');
    expect(sent).not.toHaveProperty('price');
  });

  it('goes signed, in the order lane, and charges the order count', async () => {
    const context = recordingContext([ACK]);
    await expect(spot.placeOrder(context, LIMIT_ORDER)).resolves.toMatchObject({ exchangeOrderId: '9001', state: 'open' });
    expect(context.calls).toMatchObject([
      { method: 'POST', path: '/api/v3/order', isAuthRequired: true, lane: 'order', limitId: 'POST /api/v3/order' },
    ]);
  });

  it('without a price is denied before anything is sent', async () => {
    const context = recordingContext();
    const { price: _price, ...unpriced } = LIMIT_ORDER;
    await expect(spot.placeOrder(context, unpriced)).rejects.toMatchObject({ code: 'ORDER_DENIED', reason: 'invalid-price' });
    expect(context.calls).toEqual([]);
  });

  it('reports what it skips of an answer', async () => {
    const context = recordingContext([{ ...ACK, status: 'FILLED', fills: [{}] }]);
    await expect(spot.placeOrder(context, LIMIT_ORDER)).resolves.toMatchObject({ state: 'filled', trades: [] });
    expect(context.warnings).toMatchObject([{ tradingPair: 'BTC-USDT', error: { field: 'price' } }]);
  });
});

describe('canceling and asking', () => {
  it('go by our own id, a cancel in its own lane', async () => {
    const context = recordingContext([
      { ...ACK, status: 'CANCELED', executedQty: '0' },
      { ...ACK, status: 'NEW', updateTime: 5 },
    ]);
    await expect(spot.placeCancel(context, REFERENCE)).resolves.toMatchObject({ state: 'canceled' });
    await expect(spot.requestOrderStatus(context, REFERENCE)).resolves.toMatchObject({ state: 'open', clientOrderId: 'vk-1' });
    const parameters = { symbol: 'BTCUSDT', origClientOrderId: 'vk-1' };
    expect(context.calls).toMatchObject([
      { method: 'DELETE', path: '/api/v3/order', parameters, isAuthRequired: true, lane: 'cancel', limitId: 'DELETE /api/v3/order' },
      { path: '/api/v3/order', parameters, isAuthRequired: true, limitId: 'GET /api/v3/order' },
    ]);
  });

  it('learn from an archived order that it ended without a fill', async () => {
    const update = await spot.requestOrderStatus(recordingContext([refused(-2026)], { nowMs: 9 }), REFERENCE);
    expect(update).toMatchObject({ state: 'canceled', clientOrderId: 'vk-1', updateTimeMs: 9 });
    expect(update.cumulativeBase?.isZero()).toBe(true);
  });

  it('tell a definitive "not found" from everything else', async () => {
    await expect(spot.requestOrderStatus(recordingContext([refused(-2013)]), REFERENCE)).rejects.toBeInstanceOf(VenueRejection);
    expect(spot.isOrderNotFoundDuringStatusUpdateError(refused(-2013))).toBe(true);
    expect(spot.isOrderNotFoundDuringCancelationError(refused(-2011, 'Unknown order sent.'))).toBe(true);
    for (const other of [refused(-2011, 'Order was not canceled due to cancel restrictions.'), refused(-1007), new Error('-2011 -2013')]) {
      expect(spot.isOrderNotFoundDuringStatusUpdateError(other)).toBe(false);
      expect(spot.isOrderNotFoundDuringCancelationError(other)).toBe(false);
    }
    expect(spot.isRequestExceptionRelatedToTimeSynchronizer(refused(-1021))).toBe(true);
    expect(spot.isRequestExceptionRelatedToTimeSynchronizer(refused(-1022))).toBe(false);
  });
});

describe('the fills of an order', () => {
  const trade = {
    id: 1,
    orderId: 9001,
    price: '1',
    qty: '1',
    quoteQty: '1',
    commission: '0',
    commissionAsset: 'BNB',
    time: 1,
    isBuyer: true,
    isMaker: false,
  };

  it('are asked for by the venue’s id where it is known', async () => {
    const context = recordingContext([[trade]]);
    await expect(spot.allTradeUpdatesForOrder(context, REFERENCE)).resolves.toHaveLength(1);
    expect(context.calls[0]?.parameters).toMatchObject({ orderId: '9001' });
  });

  it('need that id first where it is not known', async () => {
    const context = recordingContext([{ ...ACK, status: 'FILLED', updateTime: 5 }, [trade]]);
    await spot.allTradeUpdatesForOrder(context, { ...REFERENCE, exchangeOrderId: undefined });
    expect(context.calls.map(({ path }) => path)).toEqual(['/api/v3/order', '/api/v3/myTrades']);
  });

  it('are none of an order that the venue does not know, and unknown when the question fails', async () => {
    const unknown = { ...REFERENCE, exchangeOrderId: undefined };
    await expect(spot.allTradeUpdatesForOrder(recordingContext([refused(-2013)]), unknown)).resolves.toEqual([]);
    await expect(spot.allTradeUpdatesForOrder(recordingContext([refused(-1007)]), unknown)).rejects.toMatchObject({ outcome: 'unknown' });
  });

  it('are asked for by time as well', async () => {
    const context = recordingContext([[trade]]);
    await expect(spot.tradeUpdatesSince?.(context, 'BTC-USDT', 1_789_999_990_000)).resolves.toMatchObject([{ tradeId: '1' }]);
  });
});

describe('open orders', () => {
  const order = {
    ...ACK,
    price: '1',
    origQty: '2',
    executedQty: '0',
    status: 'NEW',
    type: 'LIMIT',
    side: 'BUY',
    time: 1,
    updateTime: 2,
  };

  it('of one pair or of all have weights of their own', async () => {
    const context = recordingContext([[order], [order]]);
    await spot.requestOpenOrders(context, 'BTC-USDT');
    await spot.requestOpenOrders(context, undefined);
    expect(context.calls).toMatchObject([
      { parameters: { symbol: 'BTCUSDT' }, limitId: '/api/v3/openOrders of one symbol', isAuthRequired: true },
      { parameters: { symbol: undefined }, limitId: '/api/v3/openOrders of all symbols' },
    ]);
  });

  it('keep the good rows beside broken ones and report those', async () => {
    const context = recordingContext([[{}, order, { ...order, symbol: 'NOBODYUSDT' }]]);
    await expect(spot.requestOpenOrders(context, undefined)).resolves.toHaveLength(1);
    expect(context.warnings).toMatchObject([{ error: { field: 'symbol' } }, { error: { code: 'UNKNOWN_TRADING_PAIR' } }]);
  });

  it('are not taken for none when the answer is no list', async () => {
    await expect(spot.requestOpenOrders(recordingContext([{}]), undefined)).rejects.toMatchObject({ code: 'INVALID_PAYLOAD' });
  });
});

describe('rules and symbols', () => {
  const row = { symbol: 'BTCUSDT', status: 'TRADING', baseAsset: 'BTC', quoteAsset: 'USDT', orderTypes: ['LIMIT'], filters: [] };

  it('come from one reply; a broken row and an unknown filter drop nothing else', () => {
    const symbols = [
      { ...row, symbol: 'ETHBTC', baseAsset: 'ETH', quoteAsset: 'BTC', filters: [{}] },
      { ...row, filters: [{ filterType: 'NEW' }] },
      null,
    ];
    const problems: Error[] = [];
    expect(spot.initializeTradingPairSymbolsFromExchangeInfo({ symbols }, (error) => problems.push(error))).toEqual([
      { exchangeSymbol: 'ETHBTC', tradingPair: 'ETH-BTC' },
      { exchangeSymbol: 'BTCUSDT', tradingPair: 'BTC-USDT' },
    ]);
    expect(problems).toHaveLength(1);
    const context = recordingContext();
    expect(spot.formatTradingRules(context, { symbols }, (error) => problems.push(error))).toMatchObject([{ tradingPair: 'BTC-USDT' }]);
    // Not again the row without names.
    expect(problems).toMatchObject([{ field: 'symbols[2]' }, { field: 'filterType' }]);
    expect(context.warnings).toMatchObject([{ filters: ['NEW'] }]);
  });

  it('of a symbol that is not mapped are reported', () => {
    const problems: Error[] = [];
    const symbols = [{ ...row, symbol: 'NOBODYUSDT', baseAsset: 'NOBODY' }];
    expect(spot.formatTradingRules(recordingContext(), { symbols }, (error) => problems.push(error))).toEqual([]);
    expect(problems).toMatchObject([{ code: 'UNKNOWN_TRADING_PAIR' }]);
  });
});

describe('account and market', () => {
  it('tell balances, the last price and fees', async () => {
    const rates = { maker: '0.001', taker: '0.002', buyer: '0', seller: '0' };
    const context = recordingContext([
      { balances: [{ asset: 'BTC', free: '1', locked: '0.5' }] },
      { symbol: 'BTCUSDT', price: '62000.10' },
      { standardCommission: rates },
    ]);
    expect(JSON.parse(JSON.stringify(await spot.updateBalances(context)))).toEqual([{ asset: 'BTC', available: '1', total: '1.5' }]);
    await expect(spot.getLastTradedPrice(context, 'BTC-USDT').then((price) => price.toFixed())).resolves.toBe('62000.1');
    expect([...(await spot.updateTradingFees(context, ['BTC-USDT']))].map(([pair, fees]) => [pair, fees.taker.toFixed()])).toEqual([
      ['BTC-USDT', '0.002'],
    ]);
    expect(context.calls.map(({ path, limitId, isAuthRequired }) => [path, limitId ?? path, isAuthRequired ?? false])).toEqual([
      ['/api/v3/account', '/api/v3/account', true],
      ['/api/v3/ticker/price', '/api/v3/ticker/price', false],
      ['/api/v3/account/commission', '/api/v3/account/commission', true],
    ]);
  });

  it('keep the fees of one market when another is refused, but not when the keys are', async () => {
    const answer = { standardCommission: { maker: '0', taker: '0', buyer: '0', seller: '0' } };
    const context = recordingContext([refused(-1121), answer]);
    await expect(spot.updateTradingFees(context, ['ETH-BTC', 'NO-PAIR', 'BTC-USDT'])).resolves.toHaveProperty('size', 1);
    expect(context.warnings).toHaveLength(2);
    await expect(spot.updateTradingFees(recordingContext([refused(-2015)]), ['BTC-USDT'])).rejects.toMatchObject({
      code: 'AUTHENTICATION',
    });
  });

  it.each([
    ['limit', undefined, '0.002'],
    ['market', undefined, '0.002'],
    ['limit-maker', undefined, '0.001'],
    ['limit', true, '0.001'],
    ['limit-maker', false, '0.002'],
  ] as const)('expect of a %s order (maker: %s) a fee of %s', (orderType, isMaker, percent) => {
    const question: FeeQuestion = {
      tradingPair: 'BTC-USDT',
      orderType,
      side: 'buy',
      positionAction: 'nil',
      amount: new Decimal(1),
      price: undefined,
      isMaker,
      rates: { maker: new Decimal('0.001'), taker: new Decimal('0.002') },
    };
    expect(spot.getFee(question).percent.toFixed()).toBe(percent);
    expect(spot.getFee({ ...question, rates: undefined }).percent.toFixed()).toBe('0.001');
  });
});

async function told(event: unknown, answers: readonly unknown[] = []): Promise<unknown> {
  return JSON.parse(JSON.stringify(await spot.userStreamEventListener(event, recordingContext(answers, { nowMs: 42 }))));
}

describe('private events', () => {
  it('are read by their kind', async () => {
    await expect(told({ e: 'balanceUpdate', a: 'BTC', d: '1', T: 5 })).resolves.toEqual([
      { kind: 'balance-change', asset: 'BTC', change: '1', updateTimeMs: 5 },
    ]);
    await expect(told({ e: 'outboundAccountPosition', u: 5, B: [{ a: 'BTC', f: '1', l: '2' }] })).resolves.toMatchObject([
      { kind: 'balance', total: '3' },
    ]);
    await expect(told({ e: 'executionReport', s: 'BTCUSDT', x: 'NEW', X: 'NEW', i: 1, T: 2, z: '0', Z: '0' })).resolves.toMatchObject([
      { kind: 'order' },
    ]);
  });

  it('of a list are left to the reports of its orders', async () => {
    await expect(told({ e: 'listStatus', s: 'BTCUSDT' })).resolves.toEqual([]);
  });

  it('of a lock from outside ask for all balances', async () => {
    const answer = { balances: [{ asset: 'BTC', free: '1', locked: '2' }] };
    await expect(told({ e: 'externalLockUpdate', a: 'BTC', d: '-2', T: 5 }, [answer])).resolves.toEqual([
      { kind: 'balance', asset: 'BTC', available: '1', total: '3', updateTimeMs: 42 },
    ]);
  });

  it.each<[unknown]>([[{ e: 'ofNextYear' }], [{}], [null], ['text'], [[]]])('that are unknown are refused by name: %j', (event) => {
    expect(() => spot.userStreamEventListener(event, recordingContext())).toThrow('user stream');
  });
});

describe('the parts that core asks for', () => {
  it('are the two streams of the hosts', () => {
    const hosts = { rest: 'http://127.0.0.1:1', wsApi: 'ws://127.0.0.1:2/ws-api/v3', streams: 'ws://127.0.0.1:3' };
    const definition = binanceSpot({ tradingPairs: [], hosts, ...KEYS, snapshotDepth: 5000 });
    expect(streamsOf(definition)).toEqual(['ws://127.0.0.1:3/stream', 'ws://127.0.0.1:2/ws-api/v3']);
  });

  it('lack a private stream without keys', () => {
    expect(() => streamsOf(binanceSpot({ tradingPairs: [] }))).toThrow(ConfigurationError);
  });
});

function streamsOf(definition: ConnectorDefinition): readonly string[] {
  const environment = { ...testEnvironment(), rest: recordingContext().rest };
  return [definition.createOrderBookDataSource(environment).stream.url, definition.createUserStreamDataSource(environment).stream.url];
}

function testEnvironment(): FactoryEnvironment {
  const runtime = createRuntime();
  return {
    runtime,
    throttler: new Throttler({ limits: [], clock: runtime.clock }),
    timeSynchronizer: new TimeSynchronizer(runtime.clock),
  };
}
