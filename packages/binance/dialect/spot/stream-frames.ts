import { type BookChange, type BookView, type DialectSession, memoryOf, pickFields, type Topic, type VenueTrade } from '@venuekit/venue';
import { bestQuotes, bookJson, levelRows, tradeFields } from './market-json.ts';
import { symbolOf } from './markets.ts';
import { StreamMemory } from './stream-topics.ts';

function framed(stream: string, data: unknown, session: DialectSession): string {
  return JSON.stringify(memoryOf(session, StreamMemory).isCombined ? { stream, data } : data);
}

/** `<symbol>@depth` (`web-socket-streams.md`, Diff. Depth Stream). */
export function encodeDepth(
  { tradingPair, firstUpdateId, lastUpdateId, bids, asks }: BookChange,
  { name }: Topic,
  session: DialectSession,
): string {
  const { world } = session.desk;
  const head = { e: 'depthUpdate', E: world.nowMs(), s: symbolOf(world, tradingPair), U: firstUpdateId, u: lastUpdateId };
  return framed(name, { ...head, b: levelRows(bids), a: levelRows(asks) }, session);
}

/** `<symbol>@bookTicker`, which has neither event type nor time, and `<symbol>@depth<levels>`. */
export function encodeTop(book: BookView, { name, kind }: Topic, session: DialectSession): string {
  if (kind !== 'best-quote') return framed(name, bookJson(book), session);
  const fields = { u: book.lastUpdateId, s: symbolOf(session.desk.world, book.tradingPair), ...bestQuotes(book) };
  return framed(name, pickFields(fields, 'u s b:bidPrice B:bidQty a:askPrice A:askQty'), session);
}

/** `<symbol>@trade`, or `@aggTrade`, where each trade is an aggregate of one. */
export function encodePublicTrade(trade: VenueTrade, { name }: Topic, session: DialectSession): string {
  const { world } = session.desk;
  const e = name.endsWith('@aggTrade') ? 'aggTrade' : 'trade';
  const fields = { ...tradeFields(trade), e, E: world.nowMs(), s: symbolOf(world, trade.tradingPair) };
  const ids = e === 'trade' ? 'e E s t:id p:price q:qty' : 'e E s a:id p:price q:qty f:id l:id';
  return framed(name, pickFields(fields, `${ids} T:time m:isBuyerMaker M:isBestMatch`), session);
}

export function encodeStreamShutdown(session: DialectSession): string {
  return framed('!serverShutdown', { e: 'serverShutdown', E: session.desk.nowMs() }, session);
}
