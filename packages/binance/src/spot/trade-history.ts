import { InvalidPayloadError, readArray, readObject } from '@venuekit/core/connector';
import type { RequestContext, RestParameters, TradeUpdate, TradingPair } from '@venuekit/core/connector';
import { asError, readVenueId } from '../payload-fields.ts';
import type { Payload } from '../payload-fields.ts';
import { LIMIT_IDS, MY_TRADES_PATH, TRADES_PAGE_LENGTH, TRADES_WINDOW_MS } from './constants.ts';
import { parseAccountTrade } from './order-wire.ts';

/** All fills of one order, oldest first. A row that cannot be read is reported and skipped. */
export function readTradesOfOrder(
  context: RequestContext,
  pair: TradingPair,
  orderId: string,
  clientOrderId: string,
): Promise<readonly TradeUpdate[]> {
  return readPages(context, pair, LIMIT_IDS.tradesOfOrder, { orderId }, { orderId }, clientOrderId);
}

/**
 * The account's fills of one pair since a venue time in ms, oldest first. Windows of a day are asked for until one holds a fill;
 * from there the pages follow one another by trade id, which has no bound of time.
 */
export async function readTradesSince(context: RequestContext, pair: TradingPair, sinceMs: number): Promise<readonly TradeUpdate[]> {
  for (let startTime = Math.trunc(sinceMs); ; startTime += TRADES_WINDOW_MS) {
    const isLast = startTime + TRADES_WINDOW_MS > context.nowMs();
    // The last window stays open, so that no fill hides behind the difference of two clocks.
    const window = isLast ? { startTime } : { startTime, endTime: startTime + TRADES_WINDOW_MS - 1 };
    const trades = await readPages(context, pair, LIMIT_IDS.tradesSince, window, {}, undefined);
    if (trades.length > 0 || isLast) return trades;
  }
}

/** The page that `first` asks for, and, while pages are full or nothing tells that they end, those by `fromId` and `next`. */
async function readPages(
  context: RequestContext,
  pair: TradingPair,
  limitId: string,
  first: RestParameters,
  next: RestParameters,
  clientOrderId: string | undefined,
): Promise<readonly TradeUpdate[]> {
  const symbol = context.symbols.exchangeSymbol(pair);
  const isBoundedByTime = first['endTime'] !== undefined;
  const origin = `myTrades ${pair}`;
  const trades: TradeUpdate[] = [];
  let selection = first;
  let afterId = 0n;
  for (;;) {
    const reply = await context.rest.execute({
      path: MY_TRADES_PATH,
      parameters: { symbol, ...selection, limit: TRADES_PAGE_LENGTH },
      isAuthRequired: true,
      limitId,
      signal: context.signal,
    });
    const rows = readArray(reply, '(whole)', origin);
    for (const row of rows) {
      try {
        trades.push(parseAccountTrade(row, pair, clientOrderId));
      } catch (error) {
        context.log.warn({ tradingPair: pair, error: asError(error, origin) }, 'a fill could not be read and was skipped');
      }
    }
    const isWindowOnly = selection === first && isBoundedByTime;
    if (rows.length === 0 || (rows.length < TRADES_PAGE_LENGTH && !isWindowOnly)) return trades;
    const last: Payload<'id'> = readObject(rows.at(-1), '(row)', origin);
    const fromId = BigInt(readVenueId(last.id, 'id', origin)) + 1n;
    if (fromId <= afterId) throw new InvalidPayloadError({ field: 'id', origin, expected: `at least ${afterId}`, received: last.id });
    afterId = fromId;
    selection = { ...next, fromId: String(fromId) };
  }
}
