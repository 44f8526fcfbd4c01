export { Decimal, ONE, ZERO } from './decimal/decimal.ts';
export { parseDecimal } from './decimal/parse.ts';
export { floorToIncrement } from './decimal/quantise.ts';
export type { TradingPair, PairAssets } from './model/trading-pair.ts';
export { isTradingPair, splitTradingPair, tradingPair } from './model/trading-pair.ts';
