import { describe, expect, it } from 'vitest';
import { cancelBody, openFollowedSite, report, resultBody } from './followed-site.ts';
import { HMAC_KEY, openSpotSite, type Params, refusal, type SpotSite, START_MS } from './spot-site.ts';

const LIMIT = { symbol: 'BTCUSDT', side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', price: '50000', quantity: '0.5' };
const RESULT = { newOrderRespType: 'RESULT' };
const replacing = (mode: string, params: Params): Params => ({ ...LIMIT, ...RESULT, cancelReplaceMode: mode, ...params });
const own = { side: 'BUY', type: 'LIMIT', price: '50000.00000000' };
const UNKNOWN = refusal(-2011, 'Unknown order sent.');
const NO_MONEY = refusal(-2010, 'Account has insufficient balance for requested action.');

async function siteWithOrder(): Promise<SpotSite> {
  const site = openSpotSite();
  await site.signed('POST', 'order', { ...LIMIT, newClientOrderId: 'old' });
  return site;
}

const weightOf = (headers: Headers): string | null => headers.get('x-mbx-used-weight-1m');

describe('cancel-replace', () => {
  it('answers both halves, tells both, and weighs nothing', async () => {
    const { site, eventsOf } = await openFollowedSite();
    await site.signed('POST', 'order', { ...LIMIT, newClientOrderId: 'old' });
    eventsOf('executionReport');
    const before = weightOf((await site.get('ping')).headers);
    const params = replacing('STOP_ON_FAILURE', {
      price: '51000',
      cancelOrigClientOrderId: 'old',
      cancelNewClientOrderId: 'c',
      newClientOrderId: 'new',
    });
    const { status, text, headers } = await site.signed('POST', 'order/cancelReplace', params);
    expect([status, text]).toEqual([
      200,
      `{"cancelResult":"SUCCESS","newOrderResult":"SUCCESS","cancelResponse":{"symbol":"BTCUSDT","origClientOrderId":"old","orderId":1,"orderListId":-1,"clientOrderId":"c","transactTime":${START_MS},"price":"50000.00000000","origQty":"0.50000000","executedQty":"0.00000000","origQuoteOrderQty":"0.00000000","cummulativeQuoteQty":"0.00000000","status":"CANCELED","timeInForce":"GTC","type":"LIMIT","side":"BUY","selfTradePreventionMode":"EXPIRE_TAKER"},"newOrderResponse":{"symbol":"BTCUSDT","orderId":2,"orderListId":-1,"clientOrderId":"new","transactTime":${START_MS},"price":"51000.00000000","origQty":"0.50000000","executedQty":"0.00000000","origQuoteOrderQty":"0.00000000","cummulativeQuoteQty":"0.00000000","status":"NEW","timeInForce":"GTC","type":"LIMIT","side":"BUY","workingTime":${START_MS},"selfTradePreventionMode":"EXPIRE_TAKER"}}`,
    ]);
    expect([weightOf(headers), headers.get('x-mbx-order-count-10s')]).toEqual([before, '2']);
    expect(eventsOf('executionReport')).toEqual([
      report({ c: 'c', C: 'old', S: 'BUY', o: 'LIMIT', p: '50000.00000000', x: 'CANCELED', X: 'CANCELED' }),
      report({ c: 'new', i: 2, S: 'BUY', o: 'LIMIT', p: '51000.00000000', w: true, W: START_MS }),
    ]);
  });

  it('leaves the new order where the cancel fails and the mode is to stop: 400, weighed and counted', async () => {
    const site = await siteWithOrder();
    const { status, body, headers } = await site.signed(
      'POST',
      'order/cancelReplace',
      replacing('STOP_ON_FAILURE', { cancelOrigClientOrderId: 'x' }),
    );
    const data = { cancelResult: 'FAILURE', newOrderResult: 'NOT_ATTEMPTED', cancelResponse: UNKNOWN, newOrderResponse: null };
    expect([status, body]).toEqual([400, { code: -2022, msg: 'Order cancel-replace failed.', data }]);
    expect([weightOf(headers), headers.get('x-mbx-order-count-10s')]).toEqual(['1', '2']);
  });

  it('places all the same where failure is allowed: 409', async () => {
    const site = await siteWithOrder();
    const params = replacing('ALLOW_FAILURE', { cancelOrderId: 77, newClientOrderId: 'new' });
    const newOrderResponse = resultBody({ ...own, orderId: 2, clientOrderId: 'new' });
    const data = { cancelResult: 'FAILURE', newOrderResult: 'SUCCESS', cancelResponse: UNKNOWN, newOrderResponse };
    expect(await site.result('POST', 'order/cancelReplace', params)).toEqual([
      409,
      { code: -2021, msg: 'Order cancel-replace partially failed.', data },
    ]);
  });

  it.each(['STOP_ON_FAILURE', 'ALLOW_FAILURE'])('tells that only the cancel succeeded under %s: 409', async (mode) => {
    const site = await siteWithOrder();
    const params = replacing(mode, { quantity: '3', cancelOrderId: 1, cancelNewClientOrderId: 'c' });
    const cancelResponse = cancelBody({ ...own, origClientOrderId: 'old', clientOrderId: 'c' });
    const data = { cancelResult: 'SUCCESS', newOrderResult: 'FAILURE', cancelResponse, newOrderResponse: NO_MONEY };
    expect(await site.result('POST', 'order/cancelReplace', params)).toEqual([
      409,
      { code: -2021, msg: 'Order cancel-replace partially failed.', data },
    ]);
    expect(await site.result('GET', 'openOrders')).toEqual([200, []]);
  });

  it('tells that both halves failed: 400', async () => {
    const site = await siteWithOrder();
    const params = replacing('ALLOW_FAILURE', { quantity: '3', cancelOrigClientOrderId: 'x' });
    const data = { cancelResult: 'FAILURE', newOrderResult: 'FAILURE', cancelResponse: UNKNOWN, newOrderResponse: NO_MONEY };
    expect(await site.result('POST', 'order/cancelReplace', params)).toEqual([
      400,
      { code: -2022, msg: 'Order cancel-replace failed.', data },
    ]);
  });

  it('checks the filters before it cancels', async () => {
    const site = await siteWithOrder();
    const params = replacing('ALLOW_FAILURE', { quantity: '0.000001', cancelOrderId: 1 });
    expect(await site.result('POST', 'order/cancelReplace', params)).toEqual([400, refusal(-1013, 'Filter failure: LOT_SIZE')]);
    expect((await site.signed('GET', 'order', { symbol: 'BTCUSDT', orderId: 1 })).body['status']).toBe('NEW');
  });

  it('respects cancel restrictions', async () => {
    const site = await siteWithOrder();
    const params = replacing('STOP_ON_FAILURE', { cancelOrderId: 1, cancelRestrictions: 'ONLY_PARTIALLY_FILLED' });
    const { status, body } = await site.signed('POST', 'order/cancelReplace', params);
    expect([status, body['data']]).toMatchObject([
      400,
      { cancelResponse: refusal(-2011, 'Order was not canceled due to cancel restrictions.') },
    ]);
  });

  it('does nothing beyond the order count, or cancels alone where that was asked for', async () => {
    const site = await siteWithOrder();
    site.venue.control.setLimit('ORDERS_10S', { limit: 1 });
    const params = replacing('STOP_ON_FAILURE', { cancelOrderId: 1, cancelNewClientOrderId: 'c' });
    const tooMany = refusal(-1015, 'Too many new orders; current limit is 1 orders per 10 SECOND.');
    expect(await site.result('POST', 'order/cancelReplace', params)).toEqual([429, tooMany]);
    expect((await site.signed('GET', 'order', { symbol: 'BTCUSDT', orderId: 1 })).body['status']).toBe('NEW');

    const cancelOnly = { ...params, orderRateLimitExceededMode: 'CANCEL_ONLY' };
    const cancelResponse = cancelBody({ ...own, origClientOrderId: 'old', clientOrderId: 'c' });
    const data = { cancelResult: 'SUCCESS', newOrderResult: 'FAILURE', cancelResponse, newOrderResponse: tooMany };
    expect(await site.result('POST', 'order/cancelReplace', cancelOnly)).toEqual([
      429,
      { code: -2021, msg: 'Order cancel-replace partially failed.', data },
    ]);
    expect(await site.result('POST', 'order/cancelReplace', cancelOnly)).toEqual([400, UNKNOWN]);
  });

  it('cancels alone with 409 where failure is allowed', async () => {
    const site = await siteWithOrder();
    site.venue.control.setLimit('ORDERS_10S', { limit: 1 });
    const params = replacing('ALLOW_FAILURE', { cancelOrderId: 1, orderRateLimitExceededMode: 'CANCEL_ONLY' });
    expect(await site.result('POST', 'order/cancelReplace', params)).toMatchObject([409, { code: -2021 }]);
  });

  it.each<readonly [string, Params, unknown]>([
    [
      'no order to cancel',
      {},
      refusal(-1102, "Param 'cancelOrigClientOrderId' or 'cancelOrderId' must be sent, but both were empty/null!"),
    ],
    [
      'an unknown mode',
      { cancelOrderId: 1, cancelReplaceMode: 'X' },
      refusal(-1130, "Data sent for parameter 'cancelReplaceMode' is not valid."),
    ],
    ['an unknown restriction', { cancelOrderId: 1, cancelRestrictions: 'X' }, refusal(-1145, 'Invalid cancelRestrictions')],
  ])('is refused with %s', async (_name, params, expected) => {
    const site = await siteWithOrder();
    expect(await site.result('POST', 'order/cancelReplace', replacing('ALLOW_FAILURE', params))).toEqual([400, expected]);
  });

  it('is told as not supported where a market has none', async () => {
    const site = openSpotSite({ instruments: [{ base: 'BTC', quote: 'USDT', features: { cancelReplace: false } }] });
    expect(await site.result('POST', 'order/cancelReplace', replacing('ALLOW_FAILURE', { cancelOrderId: 1 }))).toEqual([
      400,
      refusal(-2010, 'Order cancel-replace is not supported for this symbol.'),
    ]);
  });

  it('has the same answers on the WebSocket API, with the halves in the error', async () => {
    const site = await siteWithOrder();
    const socket = await site.open('ws-api', '/ws-api/v3');
    const failed = await socket.call('order.cancelReplace', replacing('STOP_ON_FAILURE', { cancelOrderId: 9 }), HMAC_KEY);
    const data = { cancelResult: 'FAILURE', newOrderResult: 'NOT_ATTEMPTED', cancelResponse: UNKNOWN, newOrderResponse: null };
    expect(failed).toEqual({ id: 1, status: 400, error: { code: -2022, msg: 'Order cancel-replace failed.', data } });
    const partly = await socket.call('order.cancelReplace', replacing('ALLOW_FAILURE', { cancelOrderId: 9 }), HMAC_KEY);
    expect(partly).toMatchObject({ status: 409, error: { code: -2021, data: { newOrderResult: 'SUCCESS' } } });
    const replaced = await socket.call('order.cancelReplace', replacing('ALLOW_FAILURE', { cancelOrderId: 1 }), HMAC_KEY);
    expect(replaced).toMatchObject({ status: 200, result: { cancelResult: 'SUCCESS', newOrderResult: 'SUCCESS' } });
  });
});
