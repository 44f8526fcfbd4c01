export { binanceSpotDialect } from './spot/spot-dialect.ts';
export type { BinanceSpotDialectOptions } from './spot/spot-dialect.ts';
