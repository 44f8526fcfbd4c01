import { expect, it } from 'vitest';
import { HMAC_KEY, openLoopbackSite } from './spot-site.ts';

it('speaks the same over real connections: a body, a stream, and the events of an order', async () => {
  const site = await openLoopbackSite();
  const stream = await site.open('stream', '/stream?streams=btcusdt@bookTicker');
  const user = await site.open('ws-api', '/ws-api/v3');
  user.sendText(JSON.stringify({ id: 1, method: 'userDataStream.subscribe.signature', params: site.signedParams({}, HMAC_KEY) }));
  await site.until(() => user.frames.length === 1);
  expect(user.taken()).toMatchObject([{ id: 1, status: 200, result: { subscriptionId: 0 } }]);

  const order = {
    symbol: 'BTCUSDT',
    side: 'BUY',
    type: 'LIMIT',
    timeInForce: 'GTC',
    quantity: '0.5',
    price: '60000',
    newClientOrderId: 'my-7',
  };
  const placed = await site.signed('POST', 'order', order);
  expect(placed).toMatchObject({ status: 200, body: { status: 'NEW', clientOrderId: 'my-7' } });
  expect(placed.headers.get('x-mbx-order-count-10s')).toBe('1');
  await site.until(() => user.frames.length === 2 && stream.frames.length === 1);
  expect(user.taken()).toMatchObject([
    { event: { e: 'executionReport', c: 'my-7', X: 'NEW' } },
    { event: { e: 'outboundAccountPosition' } },
  ]);
  expect(stream.taken()).toMatchObject([{ stream: 'btcusdt@bookTicker', data: { b: '60000.00000000', B: '0.50000000' } }]);
});
