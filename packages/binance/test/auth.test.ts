import { Buffer } from 'node:buffer';
import { createPublicKey, generateKeyPairSync, verify } from 'node:crypto';
import { inspect } from 'node:util';
import { ConfigurationError, Secret, percentEncode } from '@venuekit/core/connector';
import type { RestRequest } from '@venuekit/core/connector';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BinanceAuthenticator, wsPayload } from '../src/auth.ts';

const API_KEY = 'vmPUZE6mv9SD5VNHk4HlWFsOr6aKE2zvsw0MuIgwCIPy6utIco14y7Ju91duEh8A';
const HMAC_SECRET = 'NhqPtmdSJYdKjVHjA7PZj4Mge3R5YNiP1e3UZjInClVN65XAbvqqM6A7H5fATj0j';
const ED25519_KEY = '4yNzx3yWC5bS6YTwEkSRaC0nRmSQIIStAUOh1b6kqaBrTLIhjCpI5lJH8q8R8WNO';
const ED25519_PEM = `-----BEGIN PRIVATE KEY-----
MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g
-----END PRIVATE KEY-----`;

const hmac = new BinanceAuthenticator({ apiKey: API_KEY, apiSecret: HMAC_SECRET });
const ed25519 = new BinanceAuthenticator({ apiKey: ED25519_KEY, apiSecret: ED25519_PEM });

function orderRequest(parameters: RestRequest['parameters']): RestRequest {
  return {
    method: 'POST',
    url: 'https://api.binance.com/api/v3/order',
    parameters,
    headers: {},
    isAuthRequired: true,
    limitId: 'x',
    lane: 'order',
    timeoutMs: 10_000,
  };
}

const LIMIT_ORDER = { side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: '1', price: '0.1' } as const;

describe('REST signatures', () => {
  it('equal the first official HMAC vector, with the signature as last parameter', () => {
    const signed = hmac.restAuthenticate(orderRequest({ symbol: 'LTCBTC', ...LIMIT_ORDER }), 1_499_827_319_559);
    expect(signed.encodedQuery).toBe(
      'symbol=LTCBTC&side=BUY&type=LIMIT&timeInForce=GTC&quantity=1&price=0.1&recvWindow=5000&timestamp=1499827319559' +
        '&signature=c8db56825ae71d6d79447849e617115f4a920fa2acdcab2b053c4b2838bd6b71',
    );
    expect(signed.headers['X-MBX-APIKEY']).toBe(API_KEY);
    expect(signed.body).toBeUndefined();
  });

  it('equal the second official HMAC vector: names are percent-encoded before they are signed', () => {
    const signed = hmac.restAuthenticate(orderRequest({ symbol: '１２３４５６', ...LIMIT_ORDER }), 1_499_827_319_559);
    expect(signed.encodedQuery).toBe(
      'symbol=%EF%BC%91%EF%BC%92%EF%BC%93%EF%BC%94%EF%BC%95%EF%BC%96&side=BUY&type=LIMIT&timeInForce=GTC&quantity=1&price=0.1' +
        '&recvWindow=5000&timestamp=1499827319559&signature=e1353ec6b14d888f1164ae9af8228a3dbd508bc82eb867db8ab6046442f33ef3',
    );
  });

  it('cover query and body without a separator', () => {
    const query = 'symbol=LTCBTC&side=BUY&type=LIMIT&timeInForce=GTC';
    const body = 'quantity=1&price=0.1&recvWindow=5000&timestamp=1499827319559';
    expect(hmac.sign(query + body)).toBe('0fd168b8ddb4876a0358a8d14d0c9f3da0e9b20c5d52b2a00fcf7d1c602f9a77');
    const signed = hmac.restAuthenticate({ ...orderRequest({ symbol: 'A' }), body: 'b=1' }, 7);
    expect(signed.encodedQuery?.split('&signature=')[1]).toBe(hmac.sign('symbol=A&recvWindow=5000&timestamp=7b=1'));
    expect(signed.body).toBe('b=1');
  });

  it.each([
    ['BTCUSDT', 'XtZirsmmi0noRzUfkqktvkVfxpkq/WtbLg2UOL3QGYdUBZVlqOBEMuEVw8zioY93N54NcKj9UuAXQEa9zgTDBg=='],
    [
      '%EF%BC%91%EF%BC%92%EF%BC%93%EF%BC%94%EF%BC%95%EF%BC%96',
      'FWYdifsZ1T+XvAR4JXeCD399kQM9CBUnEKjWb0+jS1X00g+LgvtR8uBv2T7dn1gFf9GPIhHnYlM+6vBsJOnMDA==',
    ],
  ])('equal the Ed25519 vector of symbol %s', (symbol, signature) => {
    const payload = `symbol=${symbol}&side=SELL&type=LIMIT&timeInForce=GTC&quantity=1&price=0.2&timestamp=1668481559918&recvWindow=5000`;
    expect(ed25519.sign(payload)).toBe(signature);
  });

  it('of RSA verify with the public key, as PKCS#1 v1.5 with SHA-256', () => {
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const rsa = new BinanceAuthenticator({ apiKey: 'K', apiSecret: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() });
    expect(rsa.keyType).toBe('rsa');
    const signed = rsa.restAuthenticate(orderRequest({ symbol: 'BTCUSDT' }), 1_668_481_559_918.9);
    const [payload = '', encoded = ''] = (signed.encodedQuery ?? '').split('&signature=');
    expect(payload).toBe('symbol=BTCUSDT&recvWindow=5000&timestamp=1668481559918');
    expect(encoded).toMatch(/^(?:[A-Za-z0-9]|%2B|%2F|%3D)+$/);
    const signature = Buffer.from(decodeURIComponent(encoded), 'base64');
    expect(signature).toHaveLength(256);
    expect(verify('RSA-SHA256', Buffer.from(payload), publicKey, signature)).toBe(true);
  });

  it.each([
    [
      'HZ8HOjiJ1s/igS9JA+n7+7Ti/ihtkRF5BIWcPIEluJP6tlbFM/Bf44LfZka/iemtahZAZzcO9TnI5uaXh3++lrqtNonCwp6/245UFWkiW1elpgtVAmJPbogcAv6rSlokztAfWk296ZJXzRDYAtzGH0gq7CgSJKfH+XxaCmR0WcvlKjNQnp12/eKXJYO4tDap8UCBLuyxDnR7oJKLHQHJLP0r0EAVOOSIbrFang/1WOq+Jaq4Efc4XpnTgnwlBbWTmhWDR1pvS9iVEzcSYLHT/fNnMRxFc7u+j3qI//5yuGuu14KR0MuQKKCSpViieD+fIti46sxPTsjSemoUKp0oXA==',
      'HZ8HOjiJ1s%2FigS9JA%2Bn7%2B7Ti%2FihtkRF5BIWcPIEluJP6tlbFM%2FBf44LfZka%2FiemtahZAZzcO9TnI5uaXh3%2B%2BlrqtNonCwp6%2F245UFWkiW1elpgtVAmJPbogcAv6rSlokztAfWk296ZJXzRDYAtzGH0gq7CgSJKfH%2BXxaCmR0WcvlKjNQnp12%2FeKXJYO4tDap8UCBLuyxDnR7oJKLHQHJLP0r0EAVOOSIbrFang%2F1WOq%2BJaq4Efc4XpnTgnwlBbWTmhWDR1pvS9iVEzcSYLHT%2FfNnMRxFc7u%2Bj3qI%2F%2F5yuGuu14KR0MuQKKCSpViieD%2BfIti46sxPTsjSemoUKp0oXA%3D%3D',
    ],
    [
      'qJtv66wyp/1mZE+mIFAAMUoTe8xkmLN7/eAZjuC9x1ocxovItHLl/sNK7Wq8QjgiHqGn0bb8P7yVvGBEd1gFe71NQ8aM0M+JNIMz5UFxfeA53rXjFlvsyH1Sig+OuO9Nz5nhCaJ6bEfj2iuv7w27pB3L8MVqmoCi6D9C/QMiLxtPaR70CxtnvoOlIgPmpv2bQy029A31NEK19ieVLkoyp1EUkXRaX3v0mohx8yMnUG1dhX9nUg3Oy8TYZ03DQy7kHDGkMKisNX7rt/GuGx1HIgjFclDGLsbAFIodvSLjm9FbseasMELoxlAJDlwRnW8zo5sQmL0Fz7ao935QBynrng==',
      'qJtv66wyp%2F1mZE%2BmIFAAMUoTe8xkmLN7%2FeAZjuC9x1ocxovItHLl%2FsNK7Wq8QjgiHqGn0bb8P7yVvGBEd1gFe71NQ8aM0M%2BJNIMz5UFxfeA53rXjFlvsyH1Sig%2BOuO9Nz5nhCaJ6bEfj2iuv7w27pB3L8MVqmoCi6D9C%2FQMiLxtPaR70CxtnvoOlIgPmpv2bQy029A31NEK19ieVLkoyp1EUkXRaX3v0mohx8yMnUG1dhX9nUg3Oy8TYZ03DQy7kHDGkMKisNX7rt%2FGuGx1HIgjFclDGLsbAFIodvSLjm9FbseasMELoxlAJDlwRnW8zo5sQmL0Fz7ao935QBynrng%3D%3D',
    ],
  ])('are percent-encoded as in the official RSA vectors', (base64, encoded) => {
    expect(percentEncode(base64)).toBe(encoded);
  });
});

describe('WebSocket API signatures', () => {
  it('equal the first official HMAC vector: sorted by name, not encoded', () => {
    const authenticator = new BinanceAuthenticator({ apiKey: API_KEY, apiSecret: HMAC_SECRET, recvWindowMs: 100 });
    const parameters = { type: 'LIMIT', symbol: 'BTCUSDT', side: 'SELL', price: '52000.00', quantity: '0.01000000', timeInForce: 'GTC' };
    expect(authenticator.signedParameters(parameters, 1_645_423_376_532)).toEqual({
      ...parameters,
      apiKey: API_KEY,
      recvWindow: 100,
      timestamp: 1_645_423_376_532,
      signature: 'aa1b5712c094bc4e57c05a1a5c1fd8d88dcd628338ea863fec7b88e59fe2db24',
    });
  });

  it('equal the second official HMAC vector, with a symbol of full-width digits', () => {
    const parameters = {
      symbol: '１２３４５６',
      side: 'BUY',
      type: 'LIMIT',
      timeInForce: 'GTC',
      price: '0.10000000',
      quantity: '1.00000000',
    };
    const { signature } = hmac.signedParameters(parameters, 1_645_423_376_532);
    expect(signature).toBe('b33892ae8e687c939f4468c6268ddd4c40ac1af18ad19a064864c47bae0752cd');
  });

  it('equal the Ed25519 vectors of an order and of session.logon', () => {
    const order = { symbol: '１２３４５６', side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', price: '0.10000000', quantity: '1.00000000' };
    expect(ed25519.signedParameters(order, 1_645_423_376_532)['signature']).toBe(
      'D9qsPwF4+5CtkHZSVBhuAMVox387CQQsJXplSDXUw3C2vnuMJnxjuengedC0IGpvJFxazfP45NwzN0eAQ8gaBg==',
    );
    expect(ed25519.sign(wsPayload({ timestamp: 1_649_729_878_532, apiKey: ED25519_KEY }))).toBe(
      'NBJq5sX1RkU7ta3XDctruMgnrhyBcouMvvPIxxQSCUbVWxhp3ai6W7a0Iip/3nOwmJxkVIv6n20cekYCOa5qAg==',
    );
  });

  it('do not depend on the order in which the parameters were written', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string({ minLength: 1 }), fc.oneof(fc.string(), fc.integer(), fc.boolean()), { noNullPrototype: true }),
        (parameters) => {
          const reversed = Object.fromEntries(Object.entries(parameters).toReversed());
          expect(wsPayload(reversed)).toBe(wsPayload(parameters));
        },
      ),
    );
  });

  it('go into the params of a request, and a request that needs none is left alone', () => {
    const request = { payload: { id: 1, method: 'order.place', params: { symbol: 'BTCUSDT' } }, isAuthRequired: true };
    const signed = hmac.wsAuthenticate(request, 5);
    const parameters = { apiKey: API_KEY, recvWindow: 5000, symbol: 'BTCUSDT', timestamp: 5 };
    expect(signed.payload).toEqual({
      id: 1,
      method: 'order.place',
      params: { ...parameters, signature: hmac.sign(wsPayload(parameters)) },
    });
    const open = { payload: { id: 1, method: 'ping' }, isAuthRequired: false };
    expect(hmac.wsAuthenticate(open, 5)).toBe(open);
    expect(() => hmac.wsAuthenticate({ payload: '{}', isAuthRequired: true }, 5)).toThrow(ConfigurationError);
    expect(() => hmac.wsAuthenticate({ payload: Uint8Array.of(123, 125), isAuthRequired: true }, 5)).toThrow(ConfigurationError);
  });
});

describe('a signed query', () => {
  it('holds the parameters as they are signed, whatever characters they have', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), fc.string({ unit: 'grapheme' }), (name, value) => {
        fc.pre(!['__proto__', 'recvWindow', 'timestamp', 'signature'].includes(name));
        const [payload = '', signature] = (hmac.restAuthenticate(orderRequest({ [name]: value }), 7).encodedQuery ?? '').split(
          '&signature=',
        );
        expect(new URLSearchParams(payload).get(name)).toBe(value.toWellFormed());
        expect(signature).toBe(hmac.sign(payload));
      }),
    );
  });
});

describe('keys', () => {
  it('are told apart by the secret itself', () => {
    expect(hmac.keyType).toBe('hmac');
    expect(ed25519.keyType).toBe('ed25519');
  });

  it('in PEM form may stand in one line with written line ends, as environment variables often hold them', () => {
    const oneLine = new BinanceAuthenticator({ apiKey: ED25519_KEY, apiSecret: ED25519_PEM.replaceAll('\n', '\\n') });
    expect(oneLine.sign('x')).toBe(ed25519.sign('x'));
  });

  it('sign what the public key of the vector verifies', () => {
    const publicKey = createPublicKey(
      `-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\n-----END PUBLIC KEY-----`,
    );
    expect(verify(null, Buffer.from('abc'), publicKey, Buffer.from(ed25519.sign('abc'), 'base64'))).toBe(true);
  });

  const encrypted = generateKeyPairSync('ed25519').privateKey.export({
    type: 'pkcs8',
    format: 'pem',
    cipher: 'aes-256-cbc',
    passphrase: 'p',
  });
  const otherKind = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'pkcs8', format: 'pem' });
  const publicPem = generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'pem' });

  it.each([
    ['an empty key', '', 'secret', 'apiKey'],
    ['a key with a line end', 'key\n', 'secret', 'apiKey'],
    ['a key that is not ASCII', 'ключ', 'secret', 'apiKey'],
    ['an empty secret', 'key', '', 'apiSecret'],
    ['a secret with a space', 'key', 'not a secret', 'apiSecret'],
    ['a cut PEM', 'key', '-----BEGIN PRIVATE KEY-----\nMC4CAQ', 'apiSecret'],
    ['an encrypted PEM', 'key', encrypted.toString(), 'apiSecret'],
    ['a key of another kind', 'key', otherKind.toString(), 'apiSecret'],
    ['a public key', 'key', publicPem.toString(), 'apiSecret'],
  ])('are refused when malformed: %s', (_case, apiKey, apiSecret, field) => {
    let thrown: unknown;
    try {
      void new BinanceAuthenticator({ apiKey, apiSecret, origin: 'environment variable' });
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(ConfigurationError);
    expect(thrown).toMatchObject({ field, origin: 'environment variable', outcome: 'not-sent' });
    expect(inspect(thrown, { depth: 10 })).not.toContain(apiSecret === '' ? 'no secret' : apiSecret);
  });

  it('with a receive window that the venue does not take are refused', () => {
    for (const recvWindowMs of [0, -1, 60_001, Number.NaN]) {
      expect(() => new BinanceAuthenticator({ apiKey: 'k', apiSecret: 's', recvWindowMs })).toThrow(ConfigurationError);
    }
  });

  it('show nowhere: not in inspect, not in JSON, not in text', () => {
    const authenticator = new BinanceAuthenticator({ apiKey: new Secret('the-canary-key'), apiSecret: new Secret('the-canary-secret') });
    const shown = inspect(authenticator, { depth: 10, showHidden: true }) + JSON.stringify(authenticator);
    expect(shown).not.toContain('canary');
  });
});
