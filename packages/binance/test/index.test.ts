import { inspect } from 'node:util';
import { ConfigurationError } from '@venuekit/core/connector';
import { describe, expect, it } from 'vitest';
import { EXAMPLE_PAIR, binanceSpot, createBinanceSpot } from '../src/index.ts';

describe('createBinanceSpot', () => {
  it('makes a connector that has not touched the world yet', async () => {
    const connector = createBinanceSpot({ tradingPairs: [EXAMPLE_PAIR] });
    expect([connector.name, connector.tradingPairs, connector.ready]).toEqual(['binance', [EXAMPLE_PAIR], false]);
    await connector.stop();
  });

  it('shows no secret', () => {
    const connector = createBinanceSpot({ tradingPairs: [], apiKey: 'canary-key', apiSecret: 'canary-secret' });
    expect(inspect(connector, { depth: 10, showHidden: true })).not.toContain('canary');
  });

  it('refuses what its definition refuses', () => {
    const options = { tradingPairs: [], apiKey: 'only' };
    expect(() => createBinanceSpot(options)).toThrow(ConfigurationError);
    expect(() => binanceSpot(options)).toThrow(ConfigurationError);
  });
});
