import { describe, expect, it } from 'vitest';
import { type ClientSocket, HMAC_KEY, openSpotSite, type Params, type SpotSite, START_MS } from './spot-site.ts';

const LIMIT = {
  symbol: 'BTCUSDT',
  side: 'BUY',
  type: 'LIMIT',
  timeInForce: 'GTC',
  quantity: '0.5',
  price: '60000',
  newClientOrderId: 'my-7',
};

async function follow(site: SpotSite): Promise<ClientSocket> {
  const socket = await site.open('ws-api', '/ws-api/v3');
  await socket.call('userDataStream.subscribe.signature', {}, HMAC_KEY);
  return socket;
}

/** The members of the reports that a step brought. */
async function reportsOf(site: SpotSite, socket: ClientSocket, params: Params): Promise<readonly Record<string, unknown>[]> {
  await site.signed('POST', 'order', params);
  const events = socket.taken().map((frame) => frame['event'] as Record<string, unknown>);
  return events.filter((event) => event['e'] === 'executionReport');
}

describe('the events of an order', () => {
  it('are those of the documented session: resting, partly filled as maker, cancelled', async () => {
    const site = openSpotSite();
    const socket = await follow(site);
    await site.signed('POST', 'order', LIMIT);
    const same = '"S":"BUY","o":"LIMIT","f":"GTC","q":"0.50000000","p":"60000.00000000","P":"0.00000000","F":"0.00000000","g":-1';
    expect(socket.frames.splice(0)).toEqual([
      `{"subscriptionId":0,"event":{"e":"executionReport","E":${START_MS},"s":"BTCUSDT","c":"my-7",${same},"C":"","x":"NEW","X":"NEW","r":"NONE","i":1,"l":"0.00000000","z":"0.00000000","L":"0.00000000","n":"0","N":null,"T":${START_MS},"t":-1,"I":1,"w":true,"m":false,"M":false,"O":${START_MS},"Z":"0.00000000","Y":"0.00000000","Q":"0.00000000","W":${START_MS},"V":"EXPIRE_TAKER"}}`,
      `{"subscriptionId":0,"event":{"e":"outboundAccountPosition","E":${START_MS},"u":${START_MS},"B":[{"a":"USDT","f":"70000.00000000","l":"30000.00000000"}]}}`,
    ]);

    await site.clock.advance(3_000);
    site.venue.control.fillOrder('trader', 'my-7', '0.2');
    await site.clock.advance(0);
    const filledMs = START_MS + 3_000;
    const [fill, balances] = socket.frames.splice(0);
    const execution = /"I":(\d+)/.exec(fill ?? '')?.[1] ?? '';
    expect(fill).toBe(
      `{"subscriptionId":0,"event":{"e":"executionReport","E":${filledMs},"s":"BTCUSDT","c":"my-7",${same},"C":"","x":"TRADE","X":"PARTIALLY_FILLED","r":"NONE","i":1,"l":"0.20000000","z":"0.20000000","L":"60000.00000000","n":"0.00020000","N":"BTC","T":${filledMs},"t":1,"I":${execution},"w":true,"m":true,"M":true,"O":${START_MS},"Z":"12000.00000000","Y":"12000.00000000","Q":"0.00000000","W":${START_MS},"V":"EXPIRE_TAKER"}}`,
    );
    expect(JSON.parse(balances ?? '')).toMatchObject({
      event: {
        u: filledMs,
        B: expect.arrayContaining([
          { a: 'BTC', f: '10.19980000', l: '0.00000000' },
          { a: 'USDT', f: '70000.00000000', l: '18000.00000000' },
        ]) as unknown,
      },
    });

    await site.clock.advance(6_000);
    await site.signed('DELETE', 'order', { symbol: 'BTCUSDT', origClientOrderId: 'my-7', newClientOrderId: 'cancel-1' });
    const canceledMs = START_MS + 9_000;
    const [cancel] = socket.frames;
    const number = /"I":(\d+)/.exec(cancel ?? '')?.[1] ?? '';
    expect(cancel).toBe(
      `{"subscriptionId":0,"event":{"e":"executionReport","E":${canceledMs},"s":"BTCUSDT","c":"cancel-1",${same},"C":"my-7","x":"CANCELED","X":"CANCELED","r":"NONE","i":1,"l":"0.00000000","z":"0.20000000","L":"0.00000000","n":"0","N":null,"T":${canceledMs},"t":-1,"I":${number},"w":false,"m":false,"M":false,"O":${START_MS},"Z":"12000.00000000","Y":"0.00000000","Q":"0.00000000","V":"EXPIRE_TAKER"}}`,
    );
  });

  it('name the made-up id of a cancel that carried none as the reply does', async () => {
    const site = openSpotSite();
    const socket = await follow(site);
    await site.signed('POST', 'order', LIMIT);
    socket.taken();
    const { body } = await site.signed('DELETE', 'openOrders', { symbol: 'BTCUSDT' });
    const [reply] = body as unknown as { clientOrderId: string }[];
    expect(socket.taken()[0]).toMatchObject({ event: { x: 'CANCELED', c: reply?.clientOrderId, C: 'my-7' } });
  });

  it('tell the remainder expired beyond the prices at which the market lets orders trade', async () => {
    const executionBand = { buyUp: '1.1', buyDown: '0.5', sellUp: '2', sellDown: '0.9' };
    const site = openSpotSite({ instruments: [{ base: 'BTC', quote: 'USDT', executionBand }] });
    site.venue.world.setReferencePrice('BTC-USDT', '60000');
    const socket = await follow(site);
    site.quote('sell', '66000', '0.1');
    site.quote('sell', '66000.01', '1');
    const reports = await reportsOf(site, socket, { ...LIMIT, price: '70000' });
    expect(reports.map((report) => [report['x'], report['X'], report['z'], report['eR']])).toEqual([
      ['NEW', 'NEW', '0.00000000', undefined],
      ['TRADE', 'PARTIALLY_FILLED', '0.10000000', undefined],
      ['EXPIRED', 'EXPIRED', '0.10000000', 'EXECUTION_RULE_PRICE_RANGE_EXCEEDED'],
    ]);
  });

  it('tell the remainder of an IOC order expired, and why', async () => {
    const site = openSpotSite();
    const socket = await follow(site);
    site.quote('sell', '60000', '0.1');
    const reports = await reportsOf(site, socket, { ...LIMIT, timeInForce: 'IOC' });
    expect(reports.map((report) => [report['x'], report['X'], report['z'], report['eR']])).toEqual([
      ['NEW', 'NEW', '0.00000000', undefined],
      ['TRADE', 'PARTIALLY_FILLED', '0.10000000', undefined],
      ['EXPIRED', 'EXPIRED', '0.10000000', 'UNFILLED_IOC_QUANTITY_EXPIRED'],
    ]);
    expect(Object.keys(reports[2] ?? {}).slice(-2)).toEqual(['V', 'eR']);
  });

  it('tell a FOK order and a market order that the book could not fill', async () => {
    const site = openSpotSite();
    const socket = await follow(site);
    site.quote('sell', '60000', '0.1');
    const ends = async (params: Params): Promise<unknown> => {
      const last = (await reportsOf(site, socket, params)).at(-1);
      return [last?.['X'], last?.['eR']];
    };
    expect(await ends({ ...LIMIT, timeInForce: 'FOK' })).toEqual(['EXPIRED', 'UNFILLED_FOK_ORDER_EXPIRED']);
    expect(await ends({ symbol: 'BTCUSDT', side: 'BUY', type: 'MARKET', quantity: '0.5' })).toEqual(['EXPIRED', 'INSUFFICIENT_LIQUIDITY']);
  });

  it('tell a market order given in quote, filled as taker and paid in what it brings', async () => {
    const site = openSpotSite();
    const socket = await follow(site);
    site.quote('buy', '60000', '1');
    const reports = await reportsOf(site, socket, { symbol: 'BTCUSDT', side: 'SELL', type: 'MARKET', quoteOrderQty: '600' });
    expect(reports.map((report) => report['X'])).toEqual(['NEW', 'FILLED']);
    expect(reports[1]).toMatchObject({
      S: 'SELL',
      o: 'MARKET',
      p: '0.00000000',
      Q: '600.00000000',
      q: '0.01000000',
      n: '1.20000000',
      N: 'USDT',
      m: false,
      w: false,
    });
    expect(reports[1]).not.toHaveProperty('W');
  });

  it('tell self-trade prevention', async () => {
    const site = openSpotSite();
    const socket = await follow(site);
    await site.signed('POST', 'order', { ...LIMIT, side: 'SELL' });
    socket.taken();
    const reports = await reportsOf(site, socket, { ...LIMIT, newClientOrderId: 'taker' });
    expect(reports.at(-1)).toMatchObject({ c: 'taker', x: 'TRADE_PREVENTION', X: 'EXPIRED_IN_MATCH' });
    expect(reports.at(-1)).not.toHaveProperty('eR');
  });

  it('go only to those who follow the account, and to each under its own number', async () => {
    const site = openSpotSite();
    const both = await site.open('ws-api', '/ws-api/v3');
    await both.call('userDataStream.subscribe.signature', {}, 'm'.repeat(64));
    await both.call('userDataStream.subscribe.signature', {}, HMAC_KEY);
    const one = await follow(site);
    site.quote('sell', '60000', '1');
    await site.clock.advance(0);
    expect(one.taken()).toEqual([]);
    expect(both.taken()).toMatchObject([{ subscriptionId: 0 }, { subscriptionId: 0 }]);
    await site.signed('POST', 'order', LIMIT);
    expect(one.taken().map((frame) => frame['subscriptionId'])).toEqual([0, 0, 0]);
    expect(new Set(both.taken().map((frame) => frame['subscriptionId']))).toEqual(new Set([0, 1]));
  });

  it('tell a deposit as a balance', async () => {
    const site = openSpotSite();
    const socket = await follow(site);
    site.venue.world.deposit('trader', 'USDT', '5');
    await site.clock.advance(0);
    expect(socket.taken()).toMatchObject([{ event: { e: 'outboundAccountPosition', B: [{ a: 'USDT', f: '100005.00000000' }] } }]);
  });
});
