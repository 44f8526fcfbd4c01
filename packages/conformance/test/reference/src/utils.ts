import { ConfigurationError, Decimal, Secret } from '@venuekit/core/connector';
import type { FeeRates, TradingPair } from '@venuekit/core/connector';
import type { PlainCredentials } from './auth.ts';

/** The fees of an account without discounts: 0.1 % for both sides. */
export const DEFAULT_FEES: FeeRates = { maker: new Decimal('0.001'), taker: new Decimal('0.001') };

/** A market that every domain has. */
export const EXAMPLE_PAIR: TradingPair = 'BTC-USDT';

/** One value that a user configures. */
export interface ConfigField {
  /** The option's name in code. */
  readonly name: 'apiKey' | 'apiSecret';
  /** The environment variable that may hold it. */
  readonly environmentName: string;
  /** A secret value is never shown, logged or saved. */
  readonly isSecret: boolean;
  readonly description: string;
}

/** What a user configures to trade. Public data needs none of it. */
export const CONFIG_SCHEMA: readonly ConfigField[] = [
  { name: 'apiKey', environmentName: 'PLAIN_API_KEY', isSecret: true, description: 'The API key' },
  { name: 'apiSecret', environmentName: 'PLAIN_API_SECRET', isSecret: true, description: 'The secret that belongs to the key' },
];

/**
 * Reads the keys from a record of environment variables; nothing reads the process's environment by itself.
 * @returns undefined when no variable is set: public data only.
 * @throws ConfigurationError naming the variable that is missing when only others are set.
 */
export function readCredentials(environment: Readonly<Record<string, string | undefined>>): PlainCredentials | undefined {
  const values = new Map(CONFIG_SCHEMA.map(({ name, environmentName }) => [name, environment[environmentName] ?? '']));
  if ([...values.values()].every((value) => value === '')) return undefined;
  const read = (field: ConfigField['name']): Secret => {
    const value = values.get(field) ?? '';
    const variable = CONFIG_SCHEMA.find(({ name }) => name === field)?.environmentName ?? field;
    if (value === '') throw new ConfigurationError(field, `environment variable ${variable}`, 'is missing');
    return new Secret(value);
  };
  return {
    apiKey: read('apiKey'),
    apiSecret: read('apiSecret'),
    origin: 'environment variable',
  };
}
