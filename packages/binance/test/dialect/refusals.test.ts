import { describe, expect, it } from 'vitest';
import { HMAC_KEY, openSpotSite, type Params, READ_ONLY_KEY, refusal, signature, START_MS } from './spot-site.ts';

const INVALID_SIGNATURE = refusal(-1022, 'Signature for this request is not valid.');
const TOO_OLD = refusal(-1021, 'Timestamp for this request is outside of the recvWindow.');
const TOO_NEW = refusal(-1021, "Timestamp for this request was 1000ms ahead of the server's time.");
const UNKNOWN_KEY = refusal(-2015, 'Invalid API-key, IP, or permissions for action.');
const missing = (name: string): unknown => refusal(-1102, `Mandatory parameter '${name}' was not sent, was empty/null, or malformed.`);

describe('authentication', () => {
  it.each<readonly [string, Record<string, string>, unknown]>([
    ['no key', {}, [401, refusal(-2014, 'API-key format invalid.')]],
    ['a garbled key', { 'x-mbx-apikey': 'nonsense' }, [401, refusal(-2014, 'API-key format invalid.')]],
    ['an unknown key', { 'x-mbx-apikey': 'x'.repeat(64) }, [401, UNKNOWN_KEY]],
  ])('refuses %s before anything else', async (_name, headers, expected) => {
    const site = openSpotSite();
    const { status, body } = await site.send('GET', '/api/v3/account', { headers });
    expect([status, body]).toEqual(expected);
  });

  it('refuses trading with a key that may only read', async () => {
    const site = openSpotSite();
    expect(await site.result('GET', 'openOrders', {}, READ_ONLY_KEY)).toEqual([200, []]);
    expect(await site.result('DELETE', 'openOrders', { symbol: 'BTCUSDT' }, READ_ONLY_KEY)).toEqual([401, UNKNOWN_KEY]);
  });

  it('asks for mandatory parameters, then the time, then the signature, then the rest', async () => {
    const site = openSpotSite();
    const ask = async (text: string): Promise<unknown> =>
      (await site.send('GET', `/api/v3/order?${text}`, { headers: { 'x-mbx-apikey': HMAC_KEY } })).body;
    expect(await ask('')).toEqual(missing('symbol'));
    expect(await ask('symbol=')).toEqual(missing('symbol'));
    expect(await ask('symbol=NOSUCH')).toEqual(missing('timestamp'));
    expect(await ask('symbol=NOSUCH&timestamp=1')).toEqual(missing('signature'));
    expect(await ask('symbol=NOSUCH&timestamp=1&signature=00')).toEqual(TOO_OLD);
    expect(await ask(`symbol=NOSUCH&timestamp=${START_MS}&signature=00`)).toEqual(INVALID_SIGNATURE);
    expect(await site.result('GET', 'order', { symbol: 'NOSUCH' })).toEqual([400, refusal(-1121, 'Invalid symbol.')]);
  });

  it.each<readonly [Params, unknown]>([
    [{ timestamp: START_MS - 5_000 }, []],
    [{ timestamp: START_MS - 5_001 }, TOO_OLD],
    [{ timestamp: START_MS + 999 }, []],
    [{ timestamp: START_MS + 1_000 }, TOO_NEW],
    [{ timestamp: START_MS - 60_000, recvWindow: 60_000 }, []],
    [{ timestamp: `${START_MS - 6_000}500`, recvWindow: '5999.5' }, []],
    [{ timestamp: `${START_MS - 6_000}499`, recvWindow: '5999.5' }, TOO_OLD],
    [{ recvWindow: 60_001 }, refusal(-1102, "'recvWindow' contains unexpected value. Cannot be greater than 60000.")],
    [
      { recvWindow: '5000.1234' },
      refusal(-1100, String.raw`Illegal characters found in parameter 'recvWindow'; legal range is '^[0-9]{1,20}(\.[0-9]{1,3})?$'.`),
    ],
    [{ timestamp: 'soon' }, refusal(-1100, "Illegal characters found in parameter 'timestamp'; legal range is '^[0-9]{1,20}$'.")],
  ])('keeps the window of %j', async (params, expected) => {
    const site = openSpotSite();
    expect((await site.signed('GET', 'openOrders', params)).body).toEqual(expected);
  });

  it('goes by the venue clock, which may be skewed against ours', async () => {
    const site = openSpotSite();
    site.venue.control.skewClock(-2_000);
    expect((await site.signed('GET', 'openOrders', { timestamp: START_MS })).body).toEqual(TOO_NEW);
  });
});

describe('parameters', () => {
  it('lets the query win over the body, and refuses a name that comes twice in one of them', async () => {
    const site = openSpotSite();
    const body = `symbol=NOSUCH&side=BUY&type=MARKET&quantity=1&timestamp=${START_MS}`;
    const send = (target: string, content: string): Promise<unknown> => {
      const given = signature(HMAC_KEY, target + content);
      const options = { headers: { 'x-mbx-apikey': HMAC_KEY }, body: `${content}&signature=${given}` };
      return site.send('POST', `/api/v3/order/test?${target}`, options).then((answer) => answer.body);
    };
    site.quote('sell', '50000', '5');
    expect(await send('symbol=BTCUSDT', body)).toEqual({});
    expect(await send('symbol=BTCUSDT&symbol=BTCUSDT', body)).toEqual(refusal(-1101, 'Duplicate values for a parameter detected.'));
  });

  it('refuses what it does not read', async () => {
    const site = openSpotSite();
    expect((await site.get('time', { foo: 1 })).body).toEqual(
      refusal(-1104, "Not all sent parameters were read; read '0' parameter(s) but was sent '1'."),
    );
    expect((await site.signed('GET', 'openOrders', { symbol: 'BTCUSDT', foo: 1 })).body).toEqual(
      refusal(-1104, "Not all sent parameters were read; read '3' parameter(s) but was sent '4'."),
    );
  });

  it.each<readonly [string, Params, unknown]>([
    ['depth', {}, missing('symbol')],
    ['depth', { symbol: 'NOSUCH' }, refusal(-1121, 'Invalid symbol.')],
    [
      'depth',
      { symbol: 'btcusdt' },
      refusal(-1100, String.raw`Illegal characters found in parameter 'symbol'; legal range is '^[\w\-._&&[^a-z]]{1,50}$'.`),
    ],
    [
      'depth',
      { symbol: 'BTCUSDT', limit: 'x' },
      refusal(-1100, "Illegal characters found in parameter 'limit'; legal range is '^[0-9]{1,20}$'."),
    ],
    ['depth', { symbol: 'BTCUSDT', limit: 0 }, refusal(-1130, "Data sent for parameter 'limit' is not valid.")],
    [
      'depth',
      { symbol: 'BTCUSDT', symbolStatus: 'HALT' },
      refusal(-1220, "The symbol's status does not match the requested symbolStatus."),
    ],
    ['depth', { symbol: 'BTCUSDT', symbolStatus: 'OPEN' }, refusal(-1122, 'Invalid symbolStatus.')],
    ['depth', { symbol: 'BTCUSDT', limit: '' }, refusal(-1105, "Parameter 'limit' was empty.")],
    ['trades', { symbol: 'BTCUSDT', limit: '99999999999999999999' }, refusal(-1108, "Parameter 'limit' overflowed.")],
    ['ticker/price', { symbol: 'BTCUSDT', symbols: '["BTCUSDT"]' }, refusal(-1128, 'Combination of optional parameters invalid.')],
    ['ticker/price', { symbols: '["BTCUSDT","BTCUSDT"]' }, refusal(-1151, 'Symbol is present multiple times in the list.')],
    ['ticker/price', { symbols: '["NOSUCH"]' }, refusal(-1121, 'Invalid symbol.')],
    ['ticker/price', { symbols: '[1]' }, refusal(-1130, "Data sent for parameter 'symbols' is not valid.")],
    ['exchangeInfo', { symbol: 'BTCUSDT', permissions: 'SPOT' }, refusal(-1128, 'Combination of optional parameters invalid.')],
  ])('refuses GET %s %j', async (path, params, expected) => {
    const site = openSpotSite();
    const { status, body } = await site.get(path, params);
    expect([status, body]).toEqual([400, expected]);
  });

  it('refuses broken percent-encoding', async () => {
    const site = openSpotSite();
    expect((await site.send('GET', '/api/v3/depth?symbol=%E0%A4%A')).body).toEqual(
      refusal(-1100, 'Illegal characters found in a parameter.'),
    );
  });
});

describe('unknown and retired paths', () => {
  it('answers an unknown path with 404, as HTML only to those who accept it', async () => {
    const site = openSpotSite();
    for (const [method, target] of [
      ['GET', '/'],
      ['GET', '/api/v1/ping'],
      ['POST', '/api/v3/time'],
    ] as const) {
      expect(await site.send(method, target)).toMatchObject({ status: 404, text: '' });
    }
    expect((await site.send('GET', '/nowhere', { headers: { accept: 'text/html' } })).text).toContain('<html>');
  });

  it('says that listen keys are gone', async () => {
    const site = openSpotSite();
    const answer = await site.send('POST', '/api/v3/userDataStream', { headers: { 'x-mbx-apikey': HMAC_KEY } });
    expect(answer.status).toBe(410);
    expect(answer.text).toContain('410 Gone');
  });
});
