import type { BookChange, BookView, DialectDesk, VenueTrade, World } from '@venuekit/venue';
import { levelRows } from './market-wire.ts';
import { fixed } from './number-texts.ts';
import { symbolOf } from './symbols.ts';

/** `<symbol>@depth` (`web-socket-streams.md`, Diff. Depth Stream). */
export function depthRow({ tradingPair, firstUpdateId, lastUpdateId, bids, asks }: BookChange, desk: DialectDesk): unknown {
  const s = symbolOf(desk.world, tradingPair);
  return { e: 'depthUpdate', E: desk.nowMs(), s, U: firstUpdateId, u: lastUpdateId, b: levelRows(bids), a: levelRows(asks) };
}

/** `<symbol>@bookTicker`: it has neither event type nor time. */
export function bookTickerRow({ tradingPair, lastUpdateId, bids, asks }: BookView, world: World): unknown {
  const [b = NO_LEVEL[0], B = NO_LEVEL[1]] = levelRows(bids)[0] ?? [];
  const [a = NO_LEVEL[0], A = NO_LEVEL[1]] = levelRows(asks)[0] ?? [];
  return { u: lastUpdateId, s: symbolOf(world, tradingPair), b, B, a, A };
}

/** `<symbol>@trade`, or `@aggTrade`, where each trade is an aggregate of one. */
export function tradeRow(
  { tradingPair, tradeId, price, amount, timeMs, takerSide }: VenueTrade,
  isAggregate: boolean,
  desk: DialectDesk,
): unknown {
  const head = { e: isAggregate ? 'aggTrade' : 'trade', E: desk.nowMs(), s: symbolOf(desk.world, tradingPair) };
  const [p, q, m] = [fixed(price), fixed(amount), takerSide === 'sell'];
  if (isAggregate) return { ...head, a: tradeId, p, q, f: tradeId, l: tradeId, T: timeMs, m, M: true };
  return { ...head, t: tradeId, p, q, T: timeMs, m, M: true };
}

const NO_LEVEL = ['0.00000000', '0.00000000'] as const;
