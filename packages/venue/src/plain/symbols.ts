import { splitTradingPair, type TradingPair } from '@venuekit/core/connector';
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

type Spelling = (base: string, quote: string) => string;

const underscored: Spelling = (base, quote) => `${base}_${quote}`.toLowerCase();

const SPELLINGS: ReadonlyMap<PlainShape['symbols'], Spelling> = new Map<PlainShape['symbols'], Spelling>([
  ['joined', (base, quote) => `${base}${quote}`],
  ['hyphen', (base, quote) => `${base}-${quote}`],
  ['slash', (base, quote) => `${base}/${quote}`],
]);

/**
 * Markets `btc_usdt`; `joined`: `BTCUSDT`; `hyphen`: `BTC-USDT`; `slash`: `BTC/USDT`. `several`: `btc_usdt` only in REST; `BTC/USDT` on sockets
 * (`socketMarket` of `GET /markets`), and assets `XBTC`.
 */
export function symbolsOf({ symbols = 'one' }: PlainShape): Symbols {
  const areSeveral = symbols === 'several';
  const spelling = SPELLINGS.get(symbols) ?? underscored;
  const of = (tradingPair: TradingPair, place: Place): string => {
    const { base, quote } = splitTradingPair(tradingPair);
    return areSeveral && place === 'socket' ? `${base}/${quote}` : spelling(base, quote);
  };
  return {
    of,
    onSocket: (tradingPair) => (areSeveral ? of(tradingPair, 'socket') : undefined),
    asset: (asset) => (areSeveral ? `X${asset}` : asset),
    pairOf: (symbol, place, { world }) => {
      for (const pair of world.instruments.keys()) if (of(pair, place) === symbol) return pair;
      throw new Refusal('unknown-symbol', symbol);
    },
  };
}
