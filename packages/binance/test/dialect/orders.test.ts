import { describe, expect, it } from 'vitest';
import { openSpotSite, START_MS } from './spot-site.ts';

const LIMIT = { symbol: 'BTCUSDT', side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: '0.5', price: '50000' };

const RESTING = {
  symbol: 'BTCUSDT',
  orderId: 1,
  orderListId: -1,
  clientOrderId: 'my-1',
  transactTime: START_MS,
  price: '50000.00000000',
  origQty: '0.50000000',
  executedQty: '0.00000000',
  origQuoteOrderQty: '0.00000000',
  cummulativeQuoteQty: '0.00000000',
  status: 'NEW',
  timeInForce: 'GTC',
  type: 'LIMIT',
  side: 'BUY',
  workingTime: START_MS,
  selfTradePreventionMode: 'EXPIRE_TAKER',
};

describe('what placing an order answers', () => {
  it('is FULL for LIMIT, with the documented keys in their order', async () => {
    const site = openSpotSite();
    const { text } = await site.signed('POST', 'order', { ...LIMIT, newClientOrderId: 'my-1' });
    expect(text).toBe(JSON.stringify({ ...RESTING, fills: [] }));
  });

  it.each([
    ['ACK', { symbol: 'BTCUSDT', orderId: 1, orderListId: -1, clientOrderId: 'my-1', transactTime: START_MS }],
    ['RESULT', RESTING],
    ['FULL', { ...RESTING, fills: [] }],
  ])('is %s when that was asked for', async (newOrderRespType, expected) => {
    const site = openSpotSite();
    const { text } = await site.signed('POST', 'order', { ...LIMIT, newClientOrderId: 'my-1', newOrderRespType });
    expect(text).toBe(JSON.stringify(expected));
  });

  it('is ACK for LIMIT_MAKER', async () => {
    const site = openSpotSite();
    const { body } = await site.signed('POST', 'order', {
      symbol: 'BTCUSDT',
      side: 'BUY',
      type: 'LIMIT_MAKER',
      quantity: '0.5',
      price: '50000',
    });
    expect(Object.keys(body)).toEqual(['symbol', 'orderId', 'orderListId', 'clientOrderId', 'transactTime']);
  });

  it('is FULL for MARKET, with each fill and its commission', async () => {
    const site = openSpotSite();
    site.quote('sell', '50000', '0.25');
    site.quote('sell', '50010', '1');
    const { text } = await site.signed('POST', 'order', {
      symbol: 'BTCUSDT',
      side: 'BUY',
      type: 'MARKET',
      quantity: '0.5',
      newClientOrderId: 'my-1',
    });
    expect(text).toBe(
      JSON.stringify({
        ...RESTING,
        orderId: 3,
        price: '0.00000000',
        executedQty: '0.50000000',
        cummulativeQuoteQty: '25002.50000000',
        status: 'FILLED',
        type: 'MARKET',
        fills: [
          { price: '50000.00000000', qty: '0.25000000', commission: '0.00050000', commissionAsset: 'BTC', tradeId: 1 },
          { price: '50010.00000000', qty: '0.25000000', commission: '0.00050000', commissionAsset: 'BTC', tradeId: 2 },
        ],
      }),
    );
  });

  it('tells what was bought with a quote quantity', async () => {
    const site = openSpotSite();
    site.quote('sell', '50000', '1');
    const { body } = await site.signed('POST', 'order', { symbol: 'BTCUSDT', side: 'BUY', type: 'MARKET', quoteOrderQty: '1000' });
    expect(body).toMatchObject({
      status: 'FILLED',
      origQty: '0.02000000',
      executedQty: '0.02000000',
      origQuoteOrderQty: '1000.00000000',
      cummulativeQuoteQty: '1000.00000000',
    });
  });

  it.each([
    ['IOC', '0.20000000', 'UNFILLED_IOC_QUANTITY_EXPIRED', 1],
    ['FOK', '0.00000000', 'UNFILLED_FOK_ORDER_EXPIRED', 0],
  ])('tells why an %s order expired', async (timeInForce, executedQty, expiryReason, fills) => {
    const site = openSpotSite();
    site.quote('sell', '50000', '0.2');
    const { body } = await site.signed('POST', 'order', { ...LIMIT, timeInForce });
    expect(body).toMatchObject({ status: 'EXPIRED', executedQty, expiryReason });
    expect(body['fills']).toHaveLength(fills);
  });

  it('ends an order that would meet one of its own account', async () => {
    const site = openSpotSite();
    await site.signed('POST', 'order', { ...LIMIT, side: 'SELL' });
    const { body } = await site.signed('POST', 'order', LIMIT);
    expect(body).toMatchObject({ status: 'EXPIRED_IN_MATCH', executedQty: '0.00000000' });
    expect(body).not.toHaveProperty('expiryReason');
  });

  it('tests an order without placing it, and tells its commission on demand', async () => {
    const site = openSpotSite();
    expect((await site.signed('POST', 'order/test', LIMIT)).text).toBe('{}');
    const none = { maker: '0.00000000', taker: '0.00000000' };
    expect((await site.signed('POST', 'order/test', { ...LIMIT, computeCommissionRates: true })).text).toBe(
      JSON.stringify({
        standardCommissionForOrder: { maker: '0.00100000', taker: '0.00200000' },
        specialCommissionForOrder: none,
        taxCommissionForOrder: none,
        discount: { enabledForAccount: false, enabledForSymbol: false, discountAsset: 'BNB', discount: '1.00000000' },
      }),
    );
    expect((await site.signed('GET', 'openOrders')).text).toBe('[]');
  });
});

describe('cancelling and querying', () => {
  const CANCELED = {
    symbol: 'BTCUSDT',
    origClientOrderId: 'my-1',
    orderId: 1,
    orderListId: -1,
    clientOrderId: 'cancel-1',
    transactTime: START_MS + 10,
    price: '50000.00000000',
    origQty: '0.50000000',
    executedQty: '0.20000000',
    origQuoteOrderQty: '0.00000000',
    cummulativeQuoteQty: '10000.00000000',
    status: 'CANCELED',
    timeInForce: 'GTC',
    type: 'LIMIT',
    side: 'BUY',
    selfTradePreventionMode: 'EXPIRE_TAKER',
  };

  it('answers a cancel with the ids of the order and of the request', async () => {
    const site = openSpotSite();
    await site.signed('POST', 'order', { ...LIMIT, newClientOrderId: 'my-1' });
    site.venue.control.fillOrder('trader', 'my-1', '0.2');
    await site.clock.advance(10);
    const { text } = await site.signed('DELETE', 'order', { symbol: 'BTCUSDT', origClientOrderId: 'my-1', newClientOrderId: 'cancel-1' });
    expect(text).toBe(JSON.stringify(CANCELED));
  });

  it('makes an id for a cancel that carries none', async () => {
    const site = openSpotSite();
    await site.signed('POST', 'order', LIMIT);
    const { body } = await site.signed('DELETE', 'order', { symbol: 'BTCUSDT', orderId: 1 });
    expect(body['clientOrderId']).toMatch(/^[0-9a-f]{22}$/);
  });

  it('cancels all orders of a market', async () => {
    const site = openSpotSite();
    await site.signed('POST', 'order', { ...LIMIT, newClientOrderId: 'a' });
    await site.signed('POST', 'order', { ...LIMIT, newClientOrderId: 'b' });
    const { body } = await site.signed('DELETE', 'openOrders', { symbol: 'BTCUSDT' });
    expect(body).toMatchObject([
      { origClientOrderId: 'a', status: 'CANCELED' },
      { origClientOrderId: 'b', status: 'CANCELED' },
    ]);
    expect((await site.signed('GET', 'openOrders', { symbol: 'BTCUSDT' })).text).toBe('[]');
  });

  it('shows an order by either id, and in the lists', async () => {
    const site = openSpotSite();
    await site.signed('POST', 'order', { ...LIMIT, newClientOrderId: 'my-1' });
    await site.clock.advance(7);
    site.venue.control.fillOrder('trader', 'my-1', '0.2');
    const shown = {
      symbol: 'BTCUSDT',
      orderId: 1,
      orderListId: -1,
      clientOrderId: 'my-1',
      price: '50000.00000000',
      origQty: '0.50000000',
      executedQty: '0.20000000',
      cummulativeQuoteQty: '10000.00000000',
      status: 'PARTIALLY_FILLED',
      timeInForce: 'GTC',
      type: 'LIMIT',
      side: 'BUY',
      stopPrice: '0.00000000',
      icebergQty: '0.00000000',
      time: START_MS,
      updateTime: START_MS + 7,
      isWorking: true,
      workingTime: START_MS,
      origQuoteOrderQty: '0.00000000',
      selfTradePreventionMode: 'EXPIRE_TAKER',
    };
    expect((await site.signed('GET', 'order', { symbol: 'BTCUSDT', origClientOrderId: 'my-1' })).text).toBe(JSON.stringify(shown));
    expect((await site.signed('GET', 'order', { symbol: 'BTCUSDT', orderId: 1 })).body).toEqual(shown);
    expect((await site.signed('GET', 'openOrders')).body).toEqual([shown]);
    expect((await site.signed('GET', 'openOrders', { symbol: 'ETHUSDT' })).body).toEqual([]);
    expect((await site.signed('GET', 'allOrders', { symbol: 'BTCUSDT' })).body).toEqual([shown]);
  });

  it('lists all orders from an id or a time on, otherwise the newest', async () => {
    const site = openSpotSite();
    for (let index = 0; index < 4; index += 1) {
      await site.signed('POST', 'order', LIMIT);
      await site.signed('DELETE', 'openOrders', { symbol: 'BTCUSDT' });
      await site.clock.advance(10);
    }
    const ids = async (params: Record<string, number>): Promise<unknown> => {
      const { body } = await site.signed('GET', 'allOrders', { symbol: 'BTCUSDT', ...params });
      return (body as unknown as { orderId: number }[]).map(({ orderId }) => orderId);
    };
    expect(await ids({})).toEqual([1, 2, 3, 4]);
    expect(await ids({ limit: 2 })).toEqual([3, 4]);
    expect(await ids({ orderId: 2, limit: 2 })).toEqual([2, 3]);
    expect(await ids({ startTime: START_MS + 10, limit: 2 })).toEqual([2, 3]);
    expect(await ids({ endTime: START_MS + 20, limit: 2 })).toEqual([2, 3]);
    expect(await ids({ startTime: START_MS + 10, endTime: START_MS + 20 })).toEqual([2, 3]);
  });
});

describe('the account', () => {
  it('tells balances, commissions and rights', async () => {
    const site = openSpotSite();
    await site.signed('POST', 'order', LIMIT);
    const { body, text } = await site.signed('GET', 'account');
    expect(text).toBe(
      JSON.stringify({
        makerCommission: 10,
        takerCommission: 20,
        buyerCommission: 0,
        sellerCommission: 0,
        commissionRates: { maker: '0.00100000', taker: '0.00200000', buyer: '0.00000000', seller: '0.00000000' },
        canTrade: true,
        canWithdraw: true,
        canDeposit: true,
        brokered: false,
        requireSelfTradePrevention: false,
        preventSor: false,
        updateTime: START_MS,
        accountType: 'SPOT',
        balances: body['balances'],
        permissions: ['SPOT'],
        uid: body['uid'],
      }),
    );
    expect(body['balances']).toEqual(
      expect.arrayContaining([
        { asset: 'BTC', free: '10.00000000', locked: '0.00000000' },
        { asset: 'USDT', free: '75000.00000000', locked: '25000.00000000' },
        { asset: 'DOGE', free: '0.00000000', locked: '0.00000000' },
      ]),
    );
    const shown = (await site.signed('GET', 'account', { omitZeroBalances: true })).body['balances'] as { asset: string }[];
    expect(shown.map(({ asset }) => asset).sort()).toEqual(['BTC', 'USDT']);
  });

  it('tells own trades, by every kind of bound', async () => {
    const site = openSpotSite();
    for (const id of ['a', 'b', 'c']) {
      await site.signed('POST', 'order', { ...LIMIT, quantity: '0.1', newClientOrderId: id });
      site.venue.control.fillOrder('trader', id);
      await site.clock.advance(10);
    }
    const ids = async (params: Record<string, number>): Promise<unknown> => {
      const { body } = await site.signed('GET', 'myTrades', { symbol: 'BTCUSDT', ...params });
      return (body as unknown as { id: number }[]).map(({ id }) => id);
    };
    const [first] = (await site.signed('GET', 'myTrades', { symbol: 'BTCUSDT' })).body as unknown as { orderId: number }[];
    expect(JSON.stringify(first)).toBe(
      JSON.stringify({
        symbol: 'BTCUSDT',
        id: 1,
        orderId: 1,
        orderListId: -1,
        price: '50000.00000000',
        qty: '0.10000000',
        quoteQty: '5000.00000000',
        commission: '0.00010000',
        commissionAsset: 'BTC',
        time: START_MS,
        isBuyer: true,
        isMaker: true,
        isBestMatch: true,
      }),
    );
    expect(await ids({ limit: 2 })).toEqual([2, 3]);
    expect(await ids({ fromId: 1, limit: 2 })).toEqual([1, 2]);
    expect(await ids({ orderId: first?.orderId ?? 0 })).toEqual([1]);
    expect(await ids({ orderId: first?.orderId ?? 0, fromId: 2 })).toEqual([]);
    expect(await ids({ startTime: START_MS + 10 })).toEqual([2, 3]);
    expect(await ids({ endTime: START_MS + 10 })).toEqual([1, 2]);
    expect(await ids({ startTime: START_MS + 10, endTime: START_MS + 10 })).toEqual([2]);
  });

  it('tells the commission of a market', async () => {
    const site = openSpotSite();
    const none = { maker: '0.00000000', taker: '0.00000000', buyer: '0.00000000', seller: '0.00000000' };
    expect((await site.signed('GET', 'account/commission', { symbol: 'BTCUSDT' })).text).toBe(
      JSON.stringify({
        symbol: 'BTCUSDT',
        standardCommission: { ...none, maker: '0.00100000', taker: '0.00200000' },
        specialCommission: none,
        taxCommission: none,
        discount: { enabledForAccount: false, enabledForSymbol: false, discountAsset: 'BNB', discount: '1.00000000' },
      }),
    );
  });
});
