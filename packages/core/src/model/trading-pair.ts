/** A market in our notation: `BASE-QUOTE`, for instance `BTC-USDT`. A venue's own spelling is its `exchangeSymbol`. */
export type TradingPair = `${string}-${string}`;

/** The two assets of a market. */
export interface PairAssets {
  readonly base: string;
  readonly quote: string;
}

/** Joins two asset names. */
export function tradingPair(base: string, quote: string): TradingPair {
  return `${base}-${quote}`;
}

/** Whether a text has the form of a trading pair. */
export function isTradingPair(text: string): text is TradingPair {
  return /^[^\s-]+-[^\s-]+$/u.test(text);
}

/** Splits a trading pair at its last hyphen, because some venues have assets with a hyphen in their name. */
export function splitTradingPair(pair: TradingPair): PairAssets {
  const at = pair.lastIndexOf('-');
  return { base: pair.slice(0, at), quote: pair.slice(at + 1) };
}
