export { PlainAuthenticator } from './auth.ts';
export type { PlainCredentials } from './auth.ts';
export type { PlainDomain, PlainSpotHosts } from './spot/constants.ts';
export { plainSpot, createPlainSpot } from './spot/exchange.ts';
export type { PlainSpotOptions } from './spot/exchange.ts';
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
