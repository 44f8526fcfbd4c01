import { describe, expect, it } from 'vitest';
import { openSpotSite, type Params, refusal, START_MS } from './spot-site.ts';

const invalid = (name: string): unknown => refusal(-1130, `Data sent for parameter '${name}' is not valid.`);
const failure = (id: unknown, code: number, msg: string): unknown => ({ id, status: 400, error: { code, msg } });
const LIMIT = { symbol: 'BTCUSDT', side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: '0.1', price: '50000' };

describe('parameters that are refused', () => {
  it.each<readonly [string, Params, unknown]>([
    [
      'a list that is no JSON',
      { symbols: '[BTCUSDT]' },
      refusal(
        -1100,
        String.raw`Illegal characters found in parameter 'symbols'; legal range is '^\[("[\w\-._&&[^a-z]]{1,50}"(,"[\w\-._&&[^a-z]]{1,50}"){0,}){0,1}\]$'.`,
      ),
    ],
    ['a list of something else', { symbols: '[1]' }, invalid('symbols')],
    ['an empty list', { symbols: '[]' }, refusal(-1102, "Mandatory parameter 'symbols' was not sent, was empty/null, or malformed.")],
    ['a truth that is none', { showPermissionSets: 'yes' }, invalid('showPermissionSets')],
    ['an empty text', { symbolStatus: '' }, refusal(-1105, "Parameter 'symbolStatus' was empty.")],
  ])('with the rules of markets: %s', async (_name, params, expected) => {
    expect((await openSpotSite().get('exchangeInfo', params)).body).toEqual(expected);
  });

  it.each<readonly [string, Params, unknown]>([
    ['a price of zero', { price: '0' }, refusal(-1013, 'Invalid price.')],
    ['a peg', { pegPriceType: 'PRIMARY_PEG' }, refusal(-2010, 'Pegged orders are not supported for this symbol.')],
  ])('with an order: %s', async (_name, params, expected) => {
    expect(await openSpotSite().result('POST', 'order', { ...LIMIT, ...params })).toEqual([400, expected]);
  });

  it.each<readonly [string, Params, unknown]>([
    ['a start after the end', { startTime: 2, endTime: 1 }, invalid('startTime')],
    ['a limit of zero', { limit: 0 }, invalid('limit')],
    ['an id beyond all numbers', { orderId: '99999999999999999999' }, refusal(-1108, "Parameter 'orderId' overflowed.")],
  ])('with a question for the past: %s', async (_name, params, expected) => {
    expect(await openSpotSite().result('GET', 'allOrders', { symbol: 'BTCUSDT', ...params })).toEqual([400, expected]);
  });

  it('with broken percent-encoding', async () => {
    const { body } = await openSpotSite().send('GET', '/api/v3/depth?symbol=%E0%A4%A');
    expect(body).toEqual(refusal(-1100, 'Illegal characters found in a parameter.'));
  });

  it('over the WebSocket API, where the id is told as it was written', async () => {
    const site = openSpotSite();
    const socket = await site.open('ws-api', '/ws-api/v3');
    const withoutLimits = { params: { returnRateLimits: false } };
    expect(await socket.exchange({ id: 1, method: 'time', params: 7 })).toMatchObject([
      failure(1, -1130, "Data sent for parameter 'params' is not valid."),
    ]);
    expect(await socket.exchange({ id: 1, method: 'time', params: null })).toMatchObject([
      failure(1, -1130, "Data sent for parameter 'params' is not valid."),
    ]);
    expect(await socket.exchange({ id: 1.5, method: 'time' })).toMatchObject([
      failure(null, -1130, "Data sent for parameter 'id' is not valid."),
    ]);
    expect(await socket.exchange({ method: 'time', ...withoutLimits })).toEqual([
      { id: null, status: 200, result: { serverTime: START_MS } },
    ]);
  });
});
