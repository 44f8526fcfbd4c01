import { describe, expect, it } from 'vitest';
import { openFollowedSite, report, resultBody } from './followed-site.ts';
import { openSpotSite, type Params, refusal, START_MS } from './spot-site.ts';

const SELL = { symbol: 'BTCUSDT', side: 'SELL', quantity: '0.5', newClientOrderId: 's' };
const STOP_LOSS = { ...SELL, type: 'STOP_LOSS', stopPrice: '59000' };
const STOP_LOSS_LIMIT = { ...STOP_LOSS, type: 'STOP_LOSS_LIMIT', timeInForce: 'GTC', price: '58500' };
const NAMED = { symbol: 'BTCUSDT', origClientOrderId: 's' };

const notRequired = (name: string): unknown => refusal(-1106, `Parameter '${name}' sent when not required.`);
const without = (name: keyof typeof STOP_LOSS_LIMIT): Params =>
  Object.fromEntries(Object.entries(STOP_LOSS_LIMIT).filter(([key]) => key !== name));

describe('orders that wait for their trigger', () => {
  it('are acknowledged by default, and tell their stop price and that they do not work yet', async () => {
    const { site, eventsOf } = await openFollowedSite();
    expect(await site.result('POST', 'order', STOP_LOSS)).toEqual([
      200,
      { symbol: 'BTCUSDT', orderId: 1, orderListId: -1, clientOrderId: 's', transactTime: START_MS },
    ]);
    expect(eventsOf('executionReport')).toEqual([report({ c: 's', o: 'STOP_LOSS', P: '59000.00000000' })]);
    expect((await site.signed('GET', 'order', NAMED)).text).toBe(
      `{"symbol":"BTCUSDT","orderId":1,"orderListId":-1,"clientOrderId":"s","price":"0.00000000","origQty":"0.50000000","executedQty":"0.00000000","cummulativeQuoteQty":"0.00000000","status":"NEW","timeInForce":"GTC","type":"STOP_LOSS","side":"SELL","stopPrice":"59000.00000000","icebergQty":"0.00000000","time":${START_MS},"updateTime":${START_MS},"isWorking":false,"workingTime":-1,"origQuoteOrderQty":"0.00000000","selfTradePreventionMode":"EXPIRE_TAKER"}`,
    );
  });

  it('are told as new once more when a trade triggers them, and then trade', async () => {
    const { site, eventsOf, print } = await openFollowedSite();
    await site.signed('POST', 'order', STOP_LOSS);
    site.quote('buy', '58000', '0.2');
    site.quote('buy', '57000', '2');
    await site.clock.advance(10);
    eventsOf('executionReport');
    await print('59000');
    const nowMs = START_MS + 10;
    const same = { c: 's', o: 'STOP_LOSS', P: '59000.00000000', E: nowMs, T: nowMs };
    expect(eventsOf('executionReport')).toEqual([
      report({ ...same, w: true, W: nowMs }),
      report({
        ...same,
        x: 'TRADE',
        X: 'PARTIALLY_FILLED',
        l: '0.20000000',
        z: '0.20000000',
        L: '58000.00000000',
        n: '23.20000000',
        N: 'USDT',
        t: 3,
        w: true,
        W: nowMs,
        M: true,
        Z: '11600.00000000',
        Y: '11600.00000000',
      }),
      report({
        ...same,
        x: 'TRADE',
        X: 'FILLED',
        l: '0.30000000',
        z: '0.50000000',
        L: '57000.00000000',
        n: '34.20000000',
        N: 'USDT',
        t: 4,
        M: true,
        Z: '28700.00000000',
        Y: '17100.00000000',
      }),
    ]);
    expect((await site.signed('GET', 'order', NAMED)).body).toMatchObject({ status: 'FILLED', workingTime: nowMs, time: START_MS });
  });

  it('tell stop price and iceberg quantity of a stop-loss limit in every answer', async () => {
    const { site, eventsOf, print } = await openFollowedSite();
    const params = { ...STOP_LOSS_LIMIT, icebergQty: '0.1', newOrderRespType: 'RESULT' };
    const own = { clientOrderId: 's', price: '58500.00000000', type: 'STOP_LOSS_LIMIT' };
    const terms = { stopPrice: '59000.00000000', icebergQty: '0.10000000' };
    expect(await site.result('POST', 'order', params)).toEqual([200, resultBody({ ...own, ...terms, workingTime: -1 })]);
    await print('58999');
    const same = { c: 's', o: 'STOP_LOSS_LIMIT', p: '58500.00000000', P: '59000.00000000', F: '0.10000000' };
    expect(eventsOf('executionReport')).toEqual([report(same), report({ ...same, w: true, W: START_MS })]);
    expect((await site.get('depth', { symbol: 'BTCUSDT' })).body['asks']).toEqual([['58500.00000000', '0.10000000']]);
    const { text } = await site.signed('DELETE', 'order', { ...NAMED, newClientOrderId: 'c' });
    expect(text).toBe(
      `{"symbol":"BTCUSDT","origClientOrderId":"s","orderId":1,"orderListId":-1,"clientOrderId":"c","transactTime":${START_MS},"price":"58500.00000000","origQty":"0.50000000","executedQty":"0.00000000","origQuoteOrderQty":"0.00000000","cummulativeQuoteQty":"0.00000000","status":"CANCELED","timeInForce":"GTC","type":"STOP_LOSS_LIMIT","side":"SELL","stopPrice":"59000.00000000","icebergQty":"0.10000000","selfTradePreventionMode":"EXPIRE_TAKER"}`,
    );
  });

  it('trail from the stop price on, tell since when, and trigger at the exact distance', async () => {
    const { site, eventsOf, print } = await openFollowedSite();
    const params = { ...SELL, type: 'TAKE_PROFIT_LIMIT', timeInForce: 'GTC', price: '58500', stopPrice: '61000', trailingDelta: 100 };
    const own = { clientOrderId: 's', price: '58500.00000000', type: 'TAKE_PROFIT_LIMIT', stopPrice: '61000.00000000' };
    expect(await site.result('POST', 'order', { ...params, newOrderRespType: 'RESULT' })).toEqual([
      200,
      resultBody({ ...own, trailingDelta: 100, trailingTime: -1, workingTime: -1 }),
    ]);
    const same = { c: 's', o: 'TAKE_PROFIT_LIMIT', p: '58500.00000000', P: '61000.00000000', d: 100 };
    expect(eventsOf('executionReport')).toEqual([report({ ...same, D: -1 })]);
    await site.clock.advance(10);
    await print('61000');
    const trailingTime = START_MS + 10;
    expect((await site.signed('GET', 'order', NAMED)).body).toMatchObject({ trailingDelta: 100, trailingTime, isWorking: false });
    await print('60390.01');
    expect(eventsOf('executionReport')).toEqual([]);
    await print('60390');
    expect(eventsOf('executionReport')).toEqual([
      report({ ...same, D: trailingTime, E: trailingTime, T: trailingTime, w: true, W: trailingTime }),
    ]);
  });

  it('trail alone, without a stop price', async () => {
    const { site } = await openFollowedSite();
    const { stopPrice: _stopPrice, ...params } = { ...STOP_LOSS, trailingDelta: 50, newOrderRespType: 'RESULT' };
    expect(await site.result('POST', 'order', params)).toEqual([
      200,
      resultBody({ clientOrderId: 's', type: 'STOP_LOSS', trailingDelta: 50, trailingTime: START_MS, workingTime: -1 }),
    ]);
  });

  it('expire with the reason when their money is gone', async () => {
    const { site, eventsOf, print } = await openFollowedSite();
    site.quote('sell', '70000', '5');
    await site.signed('POST', 'order', { ...SELL, side: 'BUY', type: 'STOP_LOSS', stopPrice: '61000', quantity: '1.6' });
    eventsOf('executionReport');
    await print('61000');
    expect(eventsOf('executionReport').map(({ x, X, r, eR }) => ({ x, X, r, eR }))).toContainEqual({
      x: 'EXPIRED',
      X: 'EXPIRED',
      r: 'INSUFFICIENT_BALANCES',
      eR: 'REJECTED',
    });
    const { body } = await site.signed('GET', 'order', NAMED);
    expect(body).toMatchObject({ status: 'EXPIRED', expiryReason: 'REJECTED', executedQty: '0.00000000' });
  });

  it.each<readonly [string, Params, unknown]>([
    ['a stop that is reached already', { ...STOP_LOSS, stopPrice: '60000' }, refusal(-2010, 'Order would trigger immediately.')],
    ['a profit that is reached', { ...STOP_LOSS, type: 'TAKE_PROFIT' }, refusal(-2010, 'Order would trigger immediately.')],
    [
      'neither stop price nor delta',
      without('stopPrice'),
      refusal(-1102, "Param 'stopPrice' or 'trailingDelta' must be sent, but both were empty/null!"),
    ],
    [
      'no price on STOP_LOSS_LIMIT',
      without('price'),
      refusal(-1102, "Mandatory parameter 'price' was not sent, was empty/null, or malformed."),
    ],
    [
      'no time in force on STOP_LOSS_LIMIT',
      without('timeInForce'),
      refusal(-1102, "Mandatory parameter 'timeInForce' was not sent, was empty/null, or malformed."),
    ],
    ['a price on STOP_LOSS', { ...STOP_LOSS, price: '58000' }, notRequired('price')],
    ['a time in force on TAKE_PROFIT', { ...STOP_LOSS, type: 'TAKE_PROFIT', timeInForce: 'GTC' }, notRequired('timeInForce')],
    ['an iceberg on STOP_LOSS', { ...STOP_LOSS, icebergQty: '0.1' }, notRequired('icebergQty')],
    ['a quote quantity on STOP_LOSS', { ...STOP_LOSS, quoteOrderQty: '10' }, notRequired('quoteOrderQty')],
    ['a delta below the filter', { ...STOP_LOSS, trailingDelta: 9 }, refusal(-1013, 'Filter failure: TRAILING_DELTA')],
    ['a delta above the filter', { ...STOP_LOSS, trailingDelta: 2001 }, refusal(-1013, 'Filter failure: TRAILING_DELTA')],
    ['a delta of zero', { ...STOP_LOSS, trailingDelta: 0 }, refusal(-1130, "Data sent for parameter 'trailingDelta' is not valid.")],
    ['a stop price off the tick', { ...STOP_LOSS, stopPrice: '59000.001' }, refusal(-1013, 'Filter failure: PRICE_FILTER')],
    [
      'too much precision in the stop price',
      { ...STOP_LOSS, stopPrice: '59000.123456789' },
      refusal(-1111, "Parameter 'stopPrice' has too much precision."),
    ],
    [
      'an iceberg that is not GTC',
      { ...STOP_LOSS_LIMIT, timeInForce: 'IOC', icebergQty: '0.1' },
      refusal(-1014, 'Unsupported order combination.'),
    ],
    ['an iceberg above the quantity', { ...STOP_LOSS_LIMIT, icebergQty: '0.6' }, refusal(-2010, 'IcebergQty exceeds QTY.')],
    ['an iceberg of too many parts', { ...STOP_LOSS_LIMIT, icebergQty: '0.001' }, refusal(-1013, 'Filter failure: ICEBERG_PARTS')],
    ['an iceberg off the step', { ...STOP_LOSS_LIMIT, icebergQty: '0.100001' }, refusal(-1013, 'Filter failure: LOT_SIZE')],
  ])('are refused with %s, also in a test order', async (_name, params, expected) => {
    const site = openSpotSite();
    site.venue.world.printTrade('BTC-USDT', '60000');
    expect(await site.result('POST', 'order', params)).toEqual([400, expected]);
    expect(await site.result('POST', 'order/test', params)).toEqual([400, expected]);
    expect(await site.result('GET', 'openOrders')).toEqual([200, []]);
  });

  it('are refused beyond the counts of a market', async () => {
    const site = openSpotSite({ instruments: [{ base: 'BTC', quote: 'USDT', maximumTriggerOrders: 1, maximumIcebergOrders: 1 }] });
    site.venue.world.printTrade('BTC-USDT', '60000');
    const limit = { ...SELL, type: 'LIMIT', timeInForce: 'GTC', price: '61000', icebergQty: '0.1' };
    expect((await site.signed('POST', 'order', STOP_LOSS)).status).toBe(200);
    expect((await site.signed('POST', 'order', { ...limit, newClientOrderId: 'i' })).status).toBe(200);
    const next = { newClientOrderId: 'n' };
    expect(await site.result('POST', 'order', { ...STOP_LOSS, ...next })).toEqual([
      400,
      refusal(-1013, 'Filter failure: MAX_NUM_ALGO_ORDERS'),
    ]);
    expect(await site.result('POST', 'order', { ...limit, ...next })).toEqual([
      400,
      refusal(-1013, 'Filter failure: MAX_NUM_ICEBERG_ORDERS'),
    ]);
  });

  it.each<readonly [Params, string]>([
    [STOP_LOSS, 'Stop loss orders are not supported for this symbol.'],
    [STOP_LOSS_LIMIT, 'Stop loss limit orders are not supported for this symbol.'],
    [{ ...STOP_LOSS, type: 'TAKE_PROFIT' }, 'Take profit orders are not supported for this symbol.'],
    [{ ...STOP_LOSS_LIMIT, type: 'TAKE_PROFIT_LIMIT' }, 'Take profit limit orders are not supported for this symbol.'],
    [
      { ...SELL, type: 'LIMIT', timeInForce: 'GTC', price: '61000', icebergQty: '0.1' },
      'Iceberg orders are not supported for this symbol.',
    ],
    [
      { symbol: 'BTCUSDT', side: 'SELL', type: 'MARKET', quoteOrderQty: '100' },
      'Quote order qty market orders are not support for this symbol.',
    ],
    [
      { ...SELL, type: 'LIMIT', timeInForce: 'GTC', price: '61000', selfTradePreventionMode: 'NONE' },
      'This symbol does not allow the specified self-trade prevention mode.',
    ],
  ])('are told as not supported where a market has none: %o', async (params, msg) => {
    const features = { iceberg: false, trailing: false, quoteMarket: false };
    const site = openSpotSite({
      instruments: [
        { base: 'BTC', quote: 'USDT', orderTypes: ['limit', 'market'], features, allowedSelfTradePrevention: ['expire-taker'] },
      ],
    });
    const code = msg.startsWith('This symbol') ? -1013 : -2010;
    expect(await site.result('POST', 'order', params)).toEqual([400, refusal(code, msg)]);
  });

  it('may not trail where a market does not allow it', async () => {
    const site = openSpotSite({ instruments: [{ base: 'BTC', quote: 'USDT', features: { trailing: false } }] });
    expect(await site.result('POST', 'order', { ...STOP_LOSS, trailingDelta: 100 })).toEqual([
      400,
      refusal(-2010, 'Trailing stop orders are not supported for this symbol.'),
    ]);
  });

  it('tell what they would pay in a test order', async () => {
    const site = openSpotSite();
    const { text } = await site.signed('POST', 'order/test', { ...STOP_LOSS, computeCommissionRates: true });
    expect(text).toBe(
      '{"standardCommissionForOrder":{"maker":"0.00100000","taker":"0.00200000"},"specialCommissionForOrder":{"maker":"0.00000000","taker":"0.00000000"},"taxCommissionForOrder":{"maker":"0.00000000","taker":"0.00000000"},"discount":{"enabledForAccount":false,"enabledForSymbol":false,"discountAsset":"BNB","discount":"1.00000000"}}',
    );
    expect(await site.result('GET', 'openOrders')).toEqual([200, []]);
  });
});
