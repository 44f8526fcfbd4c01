import { ExchangeConnector, createRuntime } from '@venuekit/core';
import type { Runtime } from '@venuekit/core/connector';
import { binanceSpot } from './spot/exchange.ts';
import type { BinanceSpotOptions } from './spot/exchange.ts';

/**
 * A connector to Binance spot, not started yet.
 * @param runtime default: the real world, which `createRuntime` of `@venuekit/core` gives.
 * @throws ConfigurationError as `binanceSpot`.
 */
export function createBinanceSpot(options: BinanceSpotOptions, runtime: Runtime = createRuntime()): ExchangeConnector {
  return new ExchangeConnector({ definition: binanceSpot(options), runtime });
}
