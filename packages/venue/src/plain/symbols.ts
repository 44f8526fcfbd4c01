import { isTradingPair, type TradingPair } from '@venuekit/core/connector';
import type { DialectDesk } from '../dialect/dialect.ts';
import { Refusal } from '../model/refusal.ts';
import type { PlainShape } from './shape.ts';

/** Where a name stands. */
export type Place = 'rest' | 'socket';

/** How markets and assets are spelled. */
export interface Symbols {
  of(tradingPair: TradingPair, place: Place): string;
  /** @throws Refusal `unknown-symbol` */
  pairOf(symbol: string, place: Place, desk: DialectDesk): TradingPair;
  asset(asset: string): string;
  /** The spelling on sockets, for the list of markets; undefined where there is but one. */
  onSocket(tradingPair: TradingPair): string | undefined;
}

/** Markets `btc_usdt`. `several`: only in REST; `BTC/USDT` on sockets (`socketMarket` of `GET /markets`), and assets `XBTC`. */
export function symbolsOf({ symbols = 'one' }: PlainShape): Symbols {
  const areSeveral = symbols === 'several';
  const of = (tradingPair: TradingPair, place: Place): string =>
    areSeveral && place === 'socket' ? tradingPair.replace('-', '/') : tradingPair.toLowerCase().replace('-', '_');
  return {
    of,
    onSocket: (tradingPair) => (areSeveral ? of(tradingPair, 'socket') : undefined),
    asset: (asset) => (areSeveral ? `X${asset}` : asset),
    pairOf: (symbol, place, { world }) => {
      const pair = symbol.toUpperCase().replace(/[_/]/, '-');
      if (!isTradingPair(pair) || of(pair, place) !== symbol || !world.instruments.has(pair)) throw new Refusal('unknown-symbol', symbol);
      return pair;
    },
  };
}
