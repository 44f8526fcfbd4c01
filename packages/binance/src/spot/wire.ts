import { InvalidPayloadError, LevelBatch, readArray, readObject, readBoolean } from '@venuekit/core/connector';
import type { Decimal, DepthDiff, DepthSnapshot, PublicTrade, TradingPair } from '@venuekit/core/connector';
import { readAmount, readNonNegativeInteger, readVenueId } from '../payload-fields.ts';
import type { Payload } from '../payload-fields.ts';

/** `<s>@depth` (binance-api.md E.2): event time E, changed levels b and a from update U to update u. */
type DepthUpdatePayload = Payload<'E' | 'U' | 'u' | 'b' | 'a'>;

/** `<s>@trade` (E.2): trade id t, price p, quantity q, trade time T; m is true when the buyer was the maker. */
type TradePayload = Payload<'t' | 'p' | 'q' | 'T' | 'm'>;

/** `GET /api/v3/depth` (B.2). */
type DepthPayload = Payload<'lastUpdateId' | 'bids' | 'asks'>;

/** Reads a `depthUpdate` into a reused diff. @throws InvalidPayloadError, after which the diff's content means nothing. */
export function parseDepthUpdate(data: DepthUpdatePayload, pair: TradingPair, into: DepthDiff): void {
  const origin = `depthUpdate ${pair}`;
  into.tradingPair = pair;
  into.firstUpdateId = readNonNegativeInteger(data.U, 'U', origin);
  into.lastUpdateId = readNonNegativeInteger(data.u, 'u', origin);
  into.previousUpdateId = undefined;
  into.eventTimeMs = readNonNegativeInteger(data.E, 'E', origin);
  if (into.lastUpdateId < into.firstUpdateId) {
    throw new InvalidPayloadError({ field: 'u', origin, expected: `at least U, ${into.firstUpdateId}`, received: into.lastUpdateId });
  }
  readLevels(data.b, 'b', origin, into.bids);
  readLevels(data.a, 'a', origin, into.asks);
}

/** Reads `GET /api/v3/depth`, which has no time of its own. @throws InvalidPayloadError */
export function parseDepthSnapshot(reply: unknown, pair: TradingPair, eventTimeMs: number): DepthSnapshot {
  const origin = `depth ${pair}`;
  const record: DepthPayload = readObject(reply, '(whole)', origin);
  const snapshot: DepthSnapshot = {
    tradingPair: pair,
    lastUpdateId: readNonNegativeInteger(record.lastUpdateId, 'lastUpdateId', origin),
    eventTimeMs,
    bids: new LevelBatch(),
    asks: new LevelBatch(),
  };
  readLevels(record.bids, 'bids', origin, snapshot.bids);
  readLevels(record.asks, 'asks', origin, snapshot.asks);
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

/** Reads a `trade` of the whole market. @throws InvalidPayloadError */
export function parsePublicTrade(data: TradePayload, pair: TradingPair): PublicTrade {
  const origin = `trade ${pair}`;
  return {
    tradingPair: pair,
    tradeId: readVenueId(data.t, 't', origin),
    price: readDouble(data.p, 'p', origin),
    quantity: readDouble(data.q, 'q', origin),
    takerSide: readBoolean(data.m, 'm', origin) ? 'sell' : 'buy',
    eventTimeMs: readNonNegativeInteger(data.T, 'T', origin),
  };
}

function readDouble(text: unknown, field: string, origin: string): number {
  const value = typeof text === 'string' && text.trim() !== '' ? Number(text) : text;
  if (typeof value === 'number' && value > 0 && value < Number.POSITIVE_INFINITY) return value;
  throw new InvalidPayloadError({ field, origin, expected: 'a number above 0', received: text });
}

/** The price of the last trade. @throws InvalidPayloadError, also when the reply is of another symbol. */
export function parseLastPrice(reply: unknown, exchangeSymbol: string): Decimal {
  const origin = `ticker/price ${exchangeSymbol}`;
  const record = readObject(reply, '(whole)', origin);
  if (record['symbol'] === exchangeSymbol) return readAmount(record.price, 'price', origin);
  throw new InvalidPayloadError({ field: 'symbol', origin, expected: `"${exchangeSymbol}"`, received: record['symbol'] });
}
