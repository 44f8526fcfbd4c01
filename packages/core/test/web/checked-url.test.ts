import { expect, test } from 'vitest';
import { ConfigurationError } from '../../src/errors/configuration-error.ts';
import { checkedUrl } from '../../src/web/checked-url.ts';

const schemes = ['wss:', 'ws:'];

test('an address of the right scheme is taken, without slashes at its end', () => {
  expect(checkedUrl('hosts.streams', 'wss://venue.test:9443/path//', schemes)).toBe('wss://venue.test:9443/path');
});

test.each([
  [''],
  ['venue.test'],
  ['https://venue.test'],
  ['wss://user@venue.test'],
  ['wss://:secret@venue.test'],
  ['wss://venue.test?key=1'],
  ['wss://venue.test#part'],
])('%j is refused, naming the option', (text) => {
  expect(() => checkedUrl('hosts.streams', text, schemes)).toThrow(ConfigurationError);
  expect(() => checkedUrl('hosts.streams', text, schemes)).toThrow('hosts.streams');
});

test('what is refused is not quoted, because it may hold a password', () => {
  expect(() => checkedUrl('hosts.rest', 'https://user:canary@venue.test', ['https:'])).toThrow(/^(?!.*canary)/);
});
