import {
  InvalidPayloadError,
  LevelBatch,
  PayloadFields,
  readArray,
  readBoolean,
  readCount,
  readId,
  readObject,
  readRows,
} from '@venuekit/core/connector';
import type { Decimal, DepthDiff, DepthSnapshot, PayloadObject, PublicTrade, SymbolLookup, TradingPair } from '@venuekit/core/connector';

/*
 * Public market data. Events are read straight from the parsed object, without `PayloadFields`, because a busy market sends
 * hundreds of them a second.
 */

/**
 * Reads `<s>@depth` (`web-socket-streams.md`) into a reused diff: event time E, changed levels b and a from update U to update u.
 * @throws InvalidPayloadError, after which the diff's content means nothing.
 */
export function parseDepthUpdate(data: PayloadObject, pair: TradingPair, into: DepthDiff): void {
  const origin = `depthUpdate ${pair}`;
  into.tradingPair = pair;
  into.firstUpdateId = readCount(data['U'], 'U', origin);
  into.lastUpdateId = readCount(data['u'], 'u', origin);
  into.previousUpdateId = undefined;
  into.eventTimeMs = readCount(data['E'], 'E', origin);
  if (into.lastUpdateId < into.firstUpdateId) {
    throw new InvalidPayloadError({ field: 'u', origin, expected: `at least U, ${into.firstUpdateId}`, received: into.lastUpdateId });
  }
  readLevels(data['b'], 'b', origin, into.bids);
  readLevels(data['a'], 'a', origin, into.asks);
}

/** Reads `GET /api/v3/depth` (`rest-api.md`), which has no time of its own. @throws InvalidPayloadError */
export function parseDepthSnapshot(reply: unknown, pair: TradingPair, eventTimeMs: number): DepthSnapshot {
  const origin = `depth ${pair}`;
  const record = readObject(reply, '(whole)', origin);
  const lastUpdateId = readCount(record['lastUpdateId'], 'lastUpdateId', origin);
  const snapshot: DepthSnapshot = { tradingPair: pair, lastUpdateId, eventTimeMs, bids: new LevelBatch(), asks: new LevelBatch() };
  readLevels(record['bids'], 'bids', origin, snapshot.bids);
  readLevels(record['asks'], 'asks', origin, snapshot.asks);
  return snapshot;
}

function readLevels(value: unknown, field: string, origin: string, into: LevelBatch): void {
  into.clear();
  const rows = readArray(value, field, origin);
  for (let index = 0; index < rows.length; index += 1) {
    const row = rows[index];
    if (!Array.isArray(row) || row.length < 2) {
      throw new InvalidPayloadError({ field: `${field}[${index}]`, origin, expected: 'a price and a quantity', received: row });
    }
    into.pushText(row[0], row[1], origin);
  }
}

/**
 * Reads `<s>@trade` (`web-socket-streams.md`), a trade of the whole market: id t, price p, quantity q, time T; m is true when the
 * buyer was the maker.
 * @throws InvalidPayloadError
 */
export function parsePublicTrade(data: PayloadObject, pair: TradingPair): PublicTrade {
  const origin = `trade ${pair}`;
  return {
    tradingPair: pair,
    tradeId: readId(data['t'], 't', origin),
    price: readDouble(data['p'], 'p', origin),
    quantity: readDouble(data['q'], 'q', origin),
    takerSide: readBoolean(data['m'], 'm', origin) ? 'sell' : 'buy',
    eventTimeMs: readCount(data['T'], 'T', origin),
  };
}

function readDouble(text: unknown, field: string, origin: string): number {
  const value = typeof text === 'string' && text.trim() !== '' ? Number(text) : text;
  if (typeof value === 'number' && value > 0 && value < Number.POSITIVE_INFINITY) return value;
  throw new InvalidPayloadError({ field, origin, expected: 'a number above 0', received: text });
}

/** Reads `GET /api/v3/ticker/price`. @throws InvalidPayloadError, also when the reply is of another symbol. */
export function parseLastPrice(reply: unknown, exchangeSymbol: string): Decimal {
  const ticker = new PayloadFields(reply, `ticker/price ${exchangeSymbol}`);
  if (ticker.value('symbol') === exchangeSymbol) return ticker.amount('price');
  throw ticker.wrong('symbol', `"${exchangeSymbol}"`);
}

/** Reads `GET /api/v3/ticker/price` of several symbols; a row that cannot be read goes to `onProblem`. @throws InvalidPayloadError when it is no list. */
export function parseLastPrices(reply: unknown, symbols: SymbolLookup, onProblem: (error: Error) => void): Map<TradingPair, Decimal> {
  const read = (row: PayloadFields): [TradingPair, Decimal] => [symbols.tradingPair(row.text('symbol')), row.amount('price')];
  return new Map(readRows(reply, { origin: 'ticker/price' }, read, onProblem));
}
