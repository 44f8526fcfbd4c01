import { inspect } from 'node:util';
import { ConfigurationError } from '@venuekit/core/connector';
import type { RestRequest } from '@venuekit/core/connector';
import { expect, test } from 'vitest';
import { PlainAuthenticator } from '../src/auth.ts';

const NOW_MS = 1_790_000_000_123;
const KEYS = { apiKey: 'testApiKey', apiSecret: 'testSecret' };
const REQUEST: RestRequest = {
  method: 'POST',
  url: 'https://rest.venue.test/orders',
  parameters: { market: 'btc usdt', side: 'buy' },
  body: '{"price":"0.1"}',
  headers: { accept: 'application/json' },
  isAuthRequired: true,
  limitId: 'any',
  lane: 'order',
  timeoutMs: 1_000,
};

test('a request is signed as in the vector', () => {
  const signed = new PlainAuthenticator(KEYS).restAuthenticate(REQUEST, NOW_MS);
  expect(signed.encodedQuery).toBe('market=btc%20usdt&side=buy');
  expect(signed.headers).toEqual({
    accept: 'application/json',
    'plain-key': 'testApiKey',
    'plain-time': '1790000000123',
    'plain-signature': '449df0df78d4e0a5f970d6dc2d2dac4ca73f7b9087fad5ba876ee8d9fa6030f0',
  });
});

test('a frame is signed as in the vector', () => {
  expect(new PlainAuthenticator(KEYS).signedParameters('login', NOW_MS)).toMatchObject({
    key: 'testApiKey',
    time: '1790000000123',
    signature: 'fd6346dede0e5d95cfba79b240863c53926ab6f89dfb58d910b7a94b9a228ca5',
  });
});

test('keys show in no text that is made of the authenticator', () => {
  const authenticator = new PlainAuthenticator(KEYS);
  expect(inspect(authenticator, { depth: 9, showHidden: true }) + JSON.stringify(authenticator)).not.toMatch(
    /testApiKey|testSecret|open sesame|PRIVATE KEY/,
  );
});

test.each([
  [{ ...KEYS, apiKey: '' }, 'apiKey'],
  [{ ...KEYS, apiKey: 'two words' }, 'apiKey'],
  [{ ...KEYS, apiSecret: '' }, 'apiSecret'],
])('a key that cannot be used is refused by name and origin, case %#', (keys, field) => {
  expect(() => new PlainAuthenticator({ ...keys, origin: 'the test' })).toThrow(ConfigurationError);
  expect(() => new PlainAuthenticator({ ...keys, origin: 'the test' })).toThrow(new RegExp(`${field}.*the test|the test.*${field}`));
});
