import { ConfigurationError, Decimal, Secret } from '@venuekit/core/connector';
import type { FeeRates, TradingPair } from '@venuekit/core/connector';
import type { BinanceCredentials } from './auth.ts';

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
  { name: 'apiKey', environmentName: 'BINANCE_API_KEY', isSecret: true, description: 'The API key' },
  {
    name: 'apiSecret',
    environmentName: 'BINANCE_API_SECRET',
    isSecret: true,
    description: 'The HMAC secret, or the private key (RSA or Ed25519, PKCS#8 in PEM form)',
  },
];

/**
 * Reads the keys from a record of environment variables; nothing reads the process's environment by itself.
 * @returns undefined when no variable is set: public data only.
 * @throws ConfigurationError naming the variable that is missing when only the other one is set.
 */
export function readCredentials(environment: Readonly<Record<string, string | undefined>>): BinanceCredentials | undefined {
  const values = new Map(CONFIG_SCHEMA.map(({ name, environmentName }) => [name, environment[environmentName] ?? '']));
  const apiKey = values.get('apiKey') ?? '';
  const apiSecret = values.get('apiSecret') ?? '';
  if (apiKey === '' && apiSecret === '') return undefined;
  for (const { name, environmentName } of CONFIG_SCHEMA) {
    if (values.get(name) === '') throw new ConfigurationError(name, `environment variable ${environmentName}`, 'is missing');
  }
  return { apiKey: new Secret(apiKey), apiSecret: new Secret(apiSecret), origin: 'environment variable' };
}
