import { expect, test } from 'vitest';
import * as entry from '../src/index.ts';
import { VenueSite } from './spot/venue-site.ts';

test('the package offers a definition, a connector and what belongs to them', () => {
  expect(Object.keys(entry)).toEqual(
    expect.arrayContaining(['plainSpot', 'createPlainSpot', 'PlainAuthenticator', 'readCredentials', 'EXAMPLE_PAIR']),
  );
});

test('a connector is made without a word to the venue, with the domain in its name', () => {
  const { runtime } = new VenueSite();
  const refusing = { ...runtime, fetch: () => Promise.reject(new Error('asked')), openSocket: () => expect.unreachable() };
  const connector = entry.createPlainSpot({ tradingPairs: [entry.EXAMPLE_PAIR] }, refusing);
  expect(connector.name).toBe('plain');
  expect(connector.ready).toBe(false);
});
