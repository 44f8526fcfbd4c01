import { inspect } from 'node:util';
import { ConfigurationError } from '@venuekit/core/connector';
import { describe, expect, it } from 'vitest';
import { BinanceAuthenticator } from '../src/auth.ts';
import { CONFIG_SCHEMA, DEFAULT_FEES, EXAMPLE_PAIR, readCredentials } from '../src/utils.ts';

describe('the configuration schema', () => {
  it('marks every key as secret and names its environment variable', () => {
    expect(CONFIG_SCHEMA.map(({ environmentName, isSecret }) => [environmentName, isSecret])).toEqual([
      ['BINANCE_API_KEY', true],
      ['BINANCE_API_SECRET', true],
    ]);
  });
});

describe('readCredentials', () => {
  it('reads the two variables of the record that it is given, and shows neither', () => {
    const credentials = readCredentials({ BINANCE_API_KEY: 'canary-key', BINANCE_API_SECRET: 'canary-secret', OTHER: 'x' });
    expect(inspect(credentials, { depth: 10 }) + JSON.stringify(credentials)).not.toContain('canary');
    if (credentials === undefined) throw new Error('credentials were given');
    expect(new BinanceAuthenticator(credentials).keyType).toBe('hmac');
  });

  it('gives nothing where neither is set', () => {
    expect(readCredentials({})).toBeUndefined();
    expect(readCredentials({ BINANCE_API_KEY: '', BINANCE_API_SECRET: '' })).toBeUndefined();
  });

  it.each([
    [{ BINANCE_API_KEY: 'k' }, 'apiSecret', 'BINANCE_API_SECRET'],
    [{ BINANCE_API_SECRET: 's' }, 'apiKey', 'BINANCE_API_KEY'],
  ])('names the variable that is missing: %j', (environment, field, variable) => {
    expect(() => readCredentials(environment)).toThrow(ConfigurationError);
    expect(() => readCredentials(environment)).toThrow(`${field} (environment variable ${variable}): is missing`);
  });
});

describe('defaults', () => {
  it('are 0.1 % for both sides and a market that every domain has', () => {
    expect([DEFAULT_FEES.maker.toFixed(), DEFAULT_FEES.taker.toFixed(), EXAMPLE_PAIR]).toEqual(['0.001', '0.001', 'BTC-USDT']);
  });
});
