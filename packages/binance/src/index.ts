export { BinanceAuthenticator } from './auth.ts';
export type { BinanceCredentials, BinanceKeyType } from './auth.ts';
export type { BinanceDomain, BinanceSpotHosts, SnapshotDepth } from './spot/constants.ts';
export { binanceSpot, createBinanceSpot } from './spot/exchange.ts';
export type { BinanceSpotOptions } from './spot/exchange.ts';
export { CONFIG_SCHEMA, DEFAULT_FEES, EXAMPLE_PAIR, readCredentials } from './utils.ts';
export type { ConfigField } from './utils.ts';
export {
  buildApiFactory,
  buildApiFactoryWithoutTimeSynchronizerPreProcessor,
  getCurrentServerTime,
  privateRestUrl,
  publicRestUrl,
} from './web-utils.ts';
export type { ApiFactoryOptions } from './web-utils.ts';
