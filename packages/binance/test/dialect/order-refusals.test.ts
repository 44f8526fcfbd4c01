import { describe, expect, it } from 'vitest';
import { openSpotSite, type Params, query, refusal } from './spot-site.ts';

const missing = (name: string): unknown => refusal(-1102, `Mandatory parameter '${name}' was not sent, was empty/null, or malformed.`);
const LIMIT = { symbol: 'BTCUSDT', side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: '0.1', price: '50000' };
const without = (name: string): Params => Object.fromEntries(Object.entries(LIMIT).filter(([key]) => key !== name));
const notRequired = (name: string): unknown => refusal(-1106, `Parameter '${name}' sent when not required.`);
const MARKET = { symbol: 'BTCUSDT', side: 'BUY', type: 'MARKET' };

describe('placing orders', () => {
  it.each<readonly [string, Params, unknown]>([
    ['an unknown side', { ...LIMIT, side: 'HOLD' }, refusal(-1117, 'Invalid side.')],
    ['an unknown type', { ...LIMIT, type: 'LIMITED' }, refusal(-1116, 'Invalid orderType.')],
    ['an unknown time in force', { ...LIMIT, timeInForce: 'GTX' }, refusal(-1115, 'Invalid timeInForce.')],
    [
      'an unknown response type',
      { ...LIMIT, newOrderRespType: 'SHORT' },
      refusal(-1130, "Data sent for parameter 'newOrderRespType' is not valid."),
    ],
    ['no time in force', without('timeInForce'), missing('timeInForce')],
    ['no price', without('price'), missing('price')],
    ['no quantity', without('quantity'), missing('quantity')],
    ['no side', without('side'), missing('side')],
    ['a time in force on LIMIT_MAKER', { ...LIMIT, type: 'LIMIT_MAKER' }, notRequired('timeInForce')],
    ['a price on MARKET', { ...MARKET, quantity: 1, price: 1 }, notRequired('price')],
    ['a quote quantity on LIMIT', { ...LIMIT, quoteOrderQty: 1 }, notRequired('quoteOrderQty')],
    ['a stop price on LIMIT', { ...LIMIT, stopPrice: 1 }, notRequired('stopPrice')],
    ['both quantities on MARKET', { ...MARKET, quantity: 1, quoteOrderQty: 10 }, notRequired('quoteOrderQty')],
    ['no quantity on MARKET', MARKET, refusal(-1102, "Param 'quantity' or 'quoteOrderQty' must be sent, but both were empty/null!")],
    [
      'a price that is no number',
      { ...LIMIT, price: '1e5' },
      refusal(-1100, String.raw`Illegal characters found in parameter 'price'; legal range is '^([0-9]{1,20})(\.[0-9]{1,20})?$'.`),
    ],
    [
      'a negative quantity',
      { ...LIMIT, quantity: '-1' },
      refusal(-1100, String.raw`Illegal characters found in parameter 'quantity'; legal range is '^([0-9]{1,20})(\.[0-9]{1,20})?$'.`),
    ],
    ['a quantity of zero', { ...LIMIT, quantity: '0.00' }, refusal(-1013, 'Invalid quantity.')],
    ['too much precision', { ...LIMIT, quantity: '0.123456789' }, refusal(-1111, "Parameter 'quantity' has too much precision.")],
    [
      'too much precision in the price',
      { ...LIMIT, price: '50000.123456789' },
      refusal(-1111, "Parameter 'price' has too much precision."),
    ],
    ['a price off the tick', { ...LIMIT, price: '50000.001' }, refusal(-1013, 'Filter failure: PRICE_FILTER')],
    ['a price above the maximum', { ...LIMIT, price: '1000000.01' }, refusal(-1013, 'Filter failure: PRICE_FILTER')],
    ['a quantity off the step', { ...LIMIT, quantity: '0.100001' }, refusal(-1013, 'Filter failure: LOT_SIZE')],
    ['a quantity above the maximum', { ...LIMIT, quantity: '9001', price: '1' }, refusal(-1013, 'Filter failure: LOT_SIZE')],
    ['too small a notional', { ...LIMIT, quantity: '0.00001' }, refusal(-1013, 'Filter failure: NOTIONAL')],
    ['too little money', { ...LIMIT, quantity: '3' }, refusal(-2010, 'Account has insufficient balance for requested action.')],
    [
      'an id with a dot',
      { ...LIMIT, newClientOrderId: 'a.b' },
      refusal(-1100, "Illegal characters found in parameter 'newClientOrderId'; legal range is '^[a-zA-Z0-9-_]{1,36}$'."),
    ],
    [
      'an id that is too long',
      { ...LIMIT, newClientOrderId: 'a'.repeat(37) },
      refusal(-1100, "Illegal characters found in parameter 'newClientOrderId'; legal range is '^[a-zA-Z0-9-_]{1,36}$'."),
    ],
    [
      'an unknown self-trade prevention',
      { ...LIMIT, selfTradePreventionMode: 'EXPIRE' },
      refusal(-1130, "Data sent for parameter 'selfTradePreventionMode' is not valid."),
    ],
    [
      'the self-trade prevention of groups',
      { ...LIMIT, selfTradePreventionMode: 'TRANSFER' },
      refusal(-1013, 'This symbol does not allow the specified self-trade prevention mode.'),
    ],
    [
      'an empty book',
      { ...MARKET, quoteOrderQty: '100' },
      refusal(-2010, 'Order book liquidity is less than LOT_SIZE filter minimum quantity.'),
    ],
  ])('refuses %s, also in a test order', async (_name, params, expected) => {
    const site = openSpotSite();
    expect(await site.result('POST', 'order', params)).toEqual([400, expected]);
    expect(await site.result('POST', 'order/test', params)).toEqual([400, expected]);
    expect(await site.result('GET', 'openOrders')).toEqual([200, []]);
  });

  it('refuses a price far from the last one', async () => {
    const priceBand = { buyUp: '5', buyDown: '0.2', sellUp: '5', sellDown: '0.2' };
    const site = openSpotSite({ instruments: [{ base: 'BTC', quote: 'USDT', priceBand }] });
    site.quote('sell', '50000', '1');
    await site.signed('POST', 'order', { ...MARKET, quantity: '0.1' });
    const far = refusal(-1013, 'Filter failure: PERCENT_PRICE_BY_SIDE');
    expect(await site.result('POST', 'order', { ...LIMIT, price: '9999.99' })).toEqual([400, far]);
    expect(await site.result('POST', 'order', { ...LIMIT, side: 'SELL', price: '250000.01' })).toEqual([400, far]);
    expect((await site.result('POST', 'order', { ...LIMIT, price: '10000' }))[0]).toBe(200);
  });

  it('refuses what exceeds the largest notional or position of a market', async () => {
    const site = openSpotSite({ instruments: [{ base: 'BTC', quote: 'USDT', maximumNotional: '50000', maximumPosition: '10.5' }] });
    const buy = { symbol: 'BTCUSDT', side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', price: '50000' };
    expect(await site.result('POST', 'order', { ...buy, quantity: '1.00001' })).toEqual([400, refusal(-1013, 'Filter failure: NOTIONAL')]);
    expect(await site.result('POST', 'order', { ...buy, quantity: '0.50001' })).toEqual([
      400,
      refusal(-1013, 'Filter failure: MAX_POSITION'),
    ]);
    expect((await site.signed('POST', 'order', { ...buy, quantity: '0.5' })).status).toBe(200);
  });

  it('refuses a maker order that would take, a used id, too many orders, and a market that is closed', async () => {
    const site = openSpotSite({ instruments: [{ base: 'BTC', quote: 'USDT', maximumOpenOrders: 1 }] });
    site.quote('sell', '50000', '1');
    const maker = { ...without('timeInForce'), type: 'LIMIT_MAKER', newClientOrderId: 'one' };
    expect(await site.result('POST', 'order', maker)).toEqual([400, refusal(-2010, 'Order would immediately match and take.')]);
    expect((await site.result('POST', 'order', { ...maker, price: '49000' }))[0]).toBe(200);
    expect(await site.result('POST', 'order', { ...maker, price: '49000', newClientOrderId: 'two' })).toEqual([
      400,
      refusal(-1013, 'Filter failure: MAX_NUM_ORDERS'),
    ]);
    expect(await site.result('POST', 'order', { ...LIMIT, timeInForce: 'IOC', newClientOrderId: 'one' })).toEqual([
      400,
      refusal(-2010, 'Duplicate order sent.'),
    ]);
    site.venue.control.setMarketStatus('BTC-USDT', 'halted');
    expect(await site.result('POST', 'order', { ...LIMIT, timeInForce: 'IOC' })).toEqual([400, refusal(-2010, 'Market is closed.')]);
  });
});

describe('finding orders', () => {
  it('has its own words for queries and for cancels', async () => {
    const site = openSpotSite();
    const neither = refusal(-1102, "Param 'origClientOrderId' or 'orderId' must be sent, but both were empty/null!");
    const absent = { symbol: 'BTCUSDT', origClientOrderId: 'absent' };
    expect(await site.result('GET', 'order', { symbol: 'BTCUSDT' })).toEqual([400, neither]);
    expect(await site.result('DELETE', 'order', { symbol: 'BTCUSDT' })).toEqual([400, neither]);
    expect(await site.result('GET', 'order', absent)).toEqual([400, refusal(-2013, 'Order does not exist.')]);
    expect(await site.result('DELETE', 'order', absent)).toEqual([400, refusal(-2011, 'Unknown order sent.')]);
    expect(await site.result('DELETE', 'order', { ...absent, cancelRestrictions: 'ONLY_NEW' })).toEqual([
      400,
      refusal(-2011, 'Unknown order sent.'),
    ]);
    expect(await site.result('DELETE', 'openOrders', { symbol: 'BTCUSDT' })).toEqual([400, refusal(-2011, 'Unknown order sent.')]);
  });

  it('refuses ids that disagree, other accounts, and restrictions that do not hold', async () => {
    const site = openSpotSite();
    site.quote('buy', '49000', '1', 'makers');
    await site.signed('POST', 'order', { ...LIMIT, newClientOrderId: 'mine' });
    const [own] = site.venue.world.openOrders('trader');
    const both = { symbol: 'BTCUSDT', orderId: own?.orderId ?? 0, origClientOrderId: 'other' };
    const disagree = refusal(-2039, 'Client order ID is not correct for this order ID.');
    expect(await site.result('GET', 'order', both)).toEqual([400, disagree]);
    expect(await site.result('DELETE', 'order', both)).toEqual([400, disagree]);
    expect(await site.result('GET', 'order', { symbol: 'BTCUSDT', origClientOrderId: 'makers' })).toEqual([
      400,
      refusal(-2013, 'Order does not exist.'),
    ]);
    const mine = { symbol: 'BTCUSDT', origClientOrderId: 'mine' };
    expect(await site.result('DELETE', 'order', { ...mine, cancelRestrictions: 'ONLY_PARTIALLY_FILLED' })).toEqual([
      400,
      refusal(-2011, 'Order was not canceled due to cancel restrictions.'),
    ]);
    expect(await site.result('DELETE', 'order', { ...mine, cancelRestrictions: 'NEVER' })).toEqual([
      400,
      refusal(-1145, 'Invalid cancelRestrictions'),
    ]);
    expect((await site.result('DELETE', 'order', { ...mine, cancelRestrictions: 'ONLY_NEW' }))[0]).toBe(200);
    expect(await site.result('DELETE', 'order', mine)).toEqual([400, refusal(-2011, 'Unknown order sent.')]);
  });

  it('allows only the documented combinations for own trades, and at most a day', async () => {
    const site = openSpotSite();
    const day = 86_400_000;
    const ask = (params: Params): Promise<readonly [number, unknown]> => site.result('GET', 'myTrades', { symbol: 'BTCUSDT', ...params });
    const combination = [400, refusal(-1128, 'Combination of optional parameters invalid.')];
    for (const params of [
      { orderId: 1, startTime: 1 },
      { fromId: 1, endTime: 1 },
      { orderId: 1, fromId: 1, startTime: 1 },
    ]) {
      expect(await ask(params), query(params)).toEqual(combination);
    }
    for (const params of [
      {},
      { orderId: 1 },
      { startTime: 1 },
      { endTime: 1 },
      { fromId: 1 },
      { startTime: 1, endTime: day + 1 },
      { orderId: 1, fromId: 1 },
    ]) {
      expect(await ask(params as Params), query(params as Params)).toEqual([200, []]);
    }
    const tooLong = [400, refusal(-1127, 'More than 24 hours between startTime and endTime.')];
    expect(await ask({ startTime: 1, endTime: day + 2 })).toEqual(tooLong);
    expect(await site.result('GET', 'allOrders', { symbol: 'BTCUSDT', startTime: 1, endTime: day + 2 })).toEqual(tooLong);
  });
});
