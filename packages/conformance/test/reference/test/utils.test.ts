import { isTradingPair } from '@venuekit/core/connector';
import { expect, test } from 'vitest';
import { CONFIG_SCHEMA, DEFAULT_FEES, EXAMPLE_PAIR, readCredentials } from '../src/utils.ts';

const ENVIRONMENT = Object.fromEntries(CONFIG_SCHEMA.map(({ environmentName }) => [environmentName, `the ${environmentName}`]));

test('fees are fractions and the example is a pair', () => {
  expect([DEFAULT_FEES.maker, DEFAULT_FEES.taker].every((rate) => rate.gte(0) && rate.lt('0.1'))).toBe(true);
  expect(isTradingPair(EXAMPLE_PAIR)).toBe(true);
});

test('every key is secret and has a variable of its own', () => {
  expect(CONFIG_SCHEMA.every(({ isSecret }) => isSecret)).toBe(true);
  expect(new Set(CONFIG_SCHEMA.map(({ environmentName }) => environmentName)).size).toBe(CONFIG_SCHEMA.length);
});

test('keys are read from a record of variables, as secrets', () => {
  const credentials = readCredentials(ENVIRONMENT);
  expect(credentials?.origin).toBe('environment variable');
  expect(JSON.stringify(credentials)).not.toContain('the PLAIN');
  expect(readCredentials({})).toBeUndefined();
});

test.each(CONFIG_SCHEMA.map(({ environmentName }) => environmentName))('%s is missed by name where others are set', (environmentName) => {
  expect(() => readCredentials({ ...ENVIRONMENT, [environmentName]: '' })).toThrow(environmentName);
});
