import { expect, it } from 'vitest';
import { isOwnHost } from '../../src/recording/own-host.ts';

it('hosts of this machine, of private networks and of names that nobody owns are ours', () => {
  const own = [
    'localhost:8080',
    '127.0.0.1',
    '[::1]:80',
    '10.1.2.3',
    '192.168.0.1:1',
    '172.20.0.1',
    'rest.venue.test',
    'a.Example',
    'venue',
    '[fd00::1]',
  ];
  for (const host of own) expect(isOwnHost(host), host).toBe(true);
});

it('hosts of the internet are not', () => {
  for (const host of [
    'api.exchange.com',
    'api.exchange.com:9443',
    '172.32.0.1',
    '8.8.8.8',
    'test.exchange.com',
    'example.com',
    '[2606:4700::1]',
  ]) {
    expect(isOwnHost(host), host).toBe(false);
  }
});
