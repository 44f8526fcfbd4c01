import { describe, expect, it } from 'vitest';
import type { ApiKey } from '@venuekit/venue';
import { hasSigned } from '../../dialect/spot/authentication.ts';
import { signaturePayload } from '../../dialect/spot/ws-api.ts';
import { ED25519_KEY, ED25519_PUBLIC, HMAC_KEY, HMAC_SECRET, openSpotSite, RSA_KEY, signature } from './spot-site.ts';

const HMAC: ApiKey = { account: 'a', key: HMAC_KEY, kind: 'hmac', verifier: HMAC_SECRET, canTrade: true };
const ED25519: ApiKey = { account: 'a', key: ED25519_KEY, kind: 'ed25519', verifier: ED25519_PUBLIC, canTrade: true };

const REST_1 = 'symbol=LTCBTC&side=BUY&type=LIMIT&timeInForce=GTC&quantity=1&price=0.1&recvWindow=5000&timestamp=1499827319559';
const REST_2 = REST_1.replace('LTCBTC', '%EF%BC%91%EF%BC%92%EF%BC%93%EF%BC%94%EF%BC%95%EF%BC%96');
const ASYMMETRIC_1 = 'symbol=BTCUSDT&side=SELL&type=LIMIT&timeInForce=GTC&quantity=1&price=0.2&timestamp=1668481559918&recvWindow=5000';
const ASYMMETRIC_2 = ASYMMETRIC_1.replace('BTCUSDT', '%EF%BC%91%EF%BC%92%EF%BC%93%EF%BC%94%EF%BC%95%EF%BC%96');

const WS_1 = {
  symbol: 'BTCUSDT',
  side: 'SELL',
  type: 'LIMIT',
  timeInForce: 'GTC',
  quantity: '0.01000000',
  price: '52000.00',
  recvWindow: '100',
  timestamp: '1645423376532',
};
const WS_2 = { ...WS_1, symbol: '１２３４５６', side: 'BUY', quantity: '1.00000000', price: '0.10000000', recvWindow: '5000' };
const wsPayload = (apiKey: string, params: Readonly<Record<string, string>>): string =>
  signaturePayload(new Map(Object.entries({ ...params, signature: 'is not part of it', apiKey })));

const VECTORS: readonly (readonly [string, ApiKey, string, string])[] = [
  ['REST HMAC 1', HMAC, REST_1, 'c8db56825ae71d6d79447849e617115f4a920fa2acdcab2b053c4b2838bd6b71'],
  ['REST HMAC 2', HMAC, REST_2, 'e1353ec6b14d888f1164ae9af8228a3dbd508bc82eb867db8ab6046442f33ef3'],
  [
    'REST HMAC split over query and body',
    HMAC,
    REST_1.replace('GTC&quantity', 'GTCquantity'),
    '0fd168b8ddb4876a0358a8d14d0c9f3da0e9b20c5d52b2a00fcf7d1c602f9a77',
  ],
  ['WebSocket API HMAC 1', HMAC, wsPayload(HMAC_KEY, WS_1), 'aa1b5712c094bc4e57c05a1a5c1fd8d88dcd628338ea863fec7b88e59fe2db24'],
  ['WebSocket API HMAC 2', HMAC, wsPayload(HMAC_KEY, WS_2), 'b33892ae8e687c939f4468c6268ddd4c40ac1af18ad19a064864c47bae0752cd'],
  ['REST Ed25519 1', ED25519, ASYMMETRIC_1, 'XtZirsmmi0noRzUfkqktvkVfxpkq/WtbLg2UOL3QGYdUBZVlqOBEMuEVw8zioY93N54NcKj9UuAXQEa9zgTDBg=='],
  ['REST Ed25519 2', ED25519, ASYMMETRIC_2, 'FWYdifsZ1T+XvAR4JXeCD399kQM9CBUnEKjWb0+jS1X00g+LgvtR8uBv2T7dn1gFf9GPIhHnYlM+6vBsJOnMDA=='],
  [
    'WebSocket API Ed25519 2',
    ED25519,
    wsPayload(ED25519_KEY, WS_2),
    'D9qsPwF4+5CtkHZSVBhuAMVox387CQQsJXplSDXUw3C2vnuMJnxjuengedC0IGpvJFxazfP45NwzN0eAQ8gaBg==',
  ],
  [
    'session.logon Ed25519',
    ED25519,
    wsPayload(ED25519_KEY, { timestamp: '1649729878532' }),
    'NBJq5sX1RkU7ta3XDctruMgnrhyBcouMvvPIxxQSCUbVWxhp3ai6W7a0Iip/3nOwmJxkVIv6n20cekYCOa5qAg==',
  ],
];

/** Another character of the same alphabet. */
const other = (character: string): string => (character === '1' ? '2' : '1');

describe('the signature check', () => {
  it.each(VECTORS)('accepts the vector %s', (_name, key, payload, given) => {
    expect(hasSigned(key, payload, given)).toBe(true);
  });

  it.each(VECTORS)('refuses every change of one character in the signature of %s', (_name, key, payload, given) => {
    for (let index = 0; index < given.length; index += 1) {
      const changed = given.slice(0, index) + other(given.charAt(index)) + given.slice(index + 1);
      expect(hasSigned(key, payload, changed), changed).toBe(false);
    }
  });

  it.each(VECTORS)('refuses every change of one character in the payload of %s', (_name, key, payload, given) => {
    for (let index = 0; index < payload.length; index += 1) {
      const changed = payload.slice(0, index) + other(payload.charAt(index)) + payload.slice(index + 1);
      expect(hasSigned(key, changed, given), changed).toBe(false);
    }
  });

  it('takes HMAC signatures in either case, and base64 only as it is', () => {
    expect(hasSigned(HMAC, REST_1, 'C8DB56825AE71D6D79447849E617115F4A920FA2ACDCAB2B053C4B2838BD6B71')).toBe(true);
    const given = signature(ED25519_KEY, 'x');
    expect(hasSigned(ED25519, 'x', given)).toBe(true);
    expect(hasSigned(ED25519, 'x', given.toLowerCase())).toBe(false);
    expect(hasSigned(ED25519, 'x', given.replace(/=+$/, ''))).toBe(false);
    expect(hasSigned(ED25519, 'x', '')).toBe(false);
  });
});

describe('signed requests as they are sent', () => {
  const headers = { 'x-mbx-apikey': HMAC_KEY };
  const market = [{ base: 'LTC', quote: 'BTC', priceIncrement: '0.1', minimumNotional: '0.01' }];
  const startMs = 1_499_827_319_600;

  it('accepts the documented request, with the signature in the query or in the body', async () => {
    const site = openSpotSite({ startMs, instruments: market });
    const signed = `${REST_1}&signature=c8db56825ae71d6d79447849e617115f4a920fa2acdcab2b053c4b2838bd6b71`;
    expect(await site.send('POST', `/api/v3/order/test?${signed}`, { headers })).toMatchObject({ status: 200, text: '{}' });
    expect(await site.send('POST', '/api/v3/order/test', { headers, body: signed })).toMatchObject({ status: 200, text: '{}' });
  });

  it('joins query and body without a separator', async () => {
    const site = openSpotSite({ startMs, instruments: market });
    const body =
      'quantity=1&price=0.1&recvWindow=5000&timestamp=1499827319559&signature=0fd168b8ddb4876a0358a8d14d0c9f3da0e9b20c5d52b2a00fcf7d1c602f9a77';
    const target = '/api/v3/order/test?symbol=LTCBTC&side=BUY&type=LIMIT&timeInForce=GTC';
    expect(await site.send('POST', target, { headers, body })).toMatchObject({ status: 200, text: '{}' });
  });

  it('checks the bytes that were sent: percent-encoded names are signed percent-encoded', async () => {
    const site = openSpotSite({
      startMs,
      instruments: [{ base: '１２３', quote: '４５６', priceIncrement: '0.1', minimumNotional: '0.01' }],
    });
    site.venue.world.deposit('trader', '４５６', '10');
    const given = 'e1353ec6b14d888f1164ae9af8228a3dbd508bc82eb867db8ab6046442f33ef3';
    expect(await site.send('POST', `/api/v3/order?${REST_2}&signature=${given}`, { headers })).toMatchObject({
      status: 200,
      body: { symbol: '１２３４５６' },
    });
    const plain = signature(HMAC_KEY, decodeURIComponent(REST_2));
    expect(await site.send('POST', `/api/v3/order?${REST_2}&signature=${plain}`, { headers })).toMatchObject({
      status: 400,
      body: { code: -1022, msg: 'Signature for this request is not valid.' },
    });
  });

  it.each([HMAC_KEY, RSA_KEY, ED25519_KEY])('accepts each kind of key: %s', async (apiKey) => {
    const site = openSpotSite();
    expect((await site.signed('GET', 'account', {}, apiKey)).status).toBe(200);
  });

  it('does not accept base64 that was not percent-encoded where a plus sign makes a difference', async () => {
    const site = openSpotSite();
    let payload = '';
    let given = '';
    for (let window = 5_000; !given.includes('+'); window += 1) {
      payload = `recvWindow=${window}&timestamp=${site.now()}`;
      given = signature(ED25519_KEY, payload);
    }
    const answer = await site.send('GET', `/api/v3/account?${payload}&signature=${given}`, { headers: { 'x-mbx-apikey': ED25519_KEY } });
    expect(answer).toMatchObject({ status: 400, body: { code: -1022 } });
  });
});
