import { Buffer } from 'node:buffer';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { BookSynchronizer, DepthDiffPool, OrderBook, isTradingPair, parseJson } from '@venuekit/core/connector';
import type { BookEffects, DepthDiff, MarketDataSink, SymbolLookup, TradingPair } from '@venuekit/core/connector';
import { describe, expect, it } from 'vitest';
import { parseSymbolRows } from '../../src/spot/exchange-info.ts';
import { SpotOrderBookDataSource } from '../../src/spot/order-book-data-source.ts';
import { recordingContext, symbolsOf } from './request-recorder.ts';

/** The row of a tape's table. */
interface ExpectedBook {
  readonly lastUpdateId: number;
  readonly applied: number;
  readonly levels: readonly [number, number];
  readonly best: readonly [number, number, number, number];
}

/** A book that counts the diffs it was given. */
class CountingBook extends OrderBook {
  applied = 0;

  override applyDiff(diff: DepthDiff): boolean {
    this.applied += 1;
    return super.applyDiff(diff);
  }
}

interface FollowedBook {
  readonly book: CountingBook;
  readonly synchronizer: BookSynchronizer;
  requested: number | undefined;
}

interface Replay {
  readonly books: ReadonlyMap<TradingPair, FollowedBook>;
  readonly trades: number;
  readonly problems: readonly string[];
}

const HAND_MADE = new URL('../tapes/hand-made', import.meta.url).pathname;
const RECORDED = join(process.env['VENUEKIT_TAPES'] ?? '', 'binance-spot-2021-10-12');
const isRecordedAtHand = process.env['VENUEKIT_TAPES'] !== undefined && existsSync(RECORDED);
if (!isRecordedAtHand)
  console.warn('The recorded tape is not replayed: VENUEKIT_TAPES names no folder that holds binance-spot-2021-10-12.');

function linesOf(folder: string, prefix: string): readonly string[] {
  const names = readdirSync(folder).filter((name) => name.startsWith(prefix));
  return names.flatMap((name) =>
    readFileSync(join(folder, name), 'utf8')
      .split('\n')
      .filter((line) => line !== ''),
  );
}

/** The text behind `URL -> epoch: ` and its epoch. */
function splitReply(line: string): { readonly url: string; readonly epoch: number; readonly body: string } {
  const match = /^(\S+) -> ([\d.]+): /.exec(line);
  if (match === null) throw new Error(`no reply: ${line.slice(0, 80)}`);
  return { url: match[1] ?? '', epoch: Number(match[2]), body: line.slice(match[0].length) };
}

/** Names of all markets of the tape's exchange information. */
function symbolsIn(folder: string): SymbolLookup {
  const reply = linesOf(folder, 'BINANCE.0')
    .filter((line) => line.includes('/exchangeInfo -> '))
    .map(splitReply)
    .at(0);
  const rows = parseSymbolRows(parseJson(reply?.body ?? '', { origin: 'tape' }), (error) => expect.unreachable(error.message));
  return symbolsOf(Object.fromEntries(rows.map(({ tradingPair, exchangeSymbol }) => [tradingPair, exchangeSymbol])));
}

/** What happened, in the order in which it happened: a snapshot's answer is an event among the frames. */
function eventsOf(
  folder: string,
): readonly ({ readonly epoch: number } & ({ readonly frame: string } | { readonly symbol: string; readonly body: string }))[] {
  const frames = linesOf(folder, 'BINANCE.ws')
    .filter((line) => /^[\d.]+: /.test(line))
    .map((line) => ({ epoch: Number.parseFloat(line), frame: line.slice(line.indexOf(' ') + 1) }));
  const snapshots = linesOf(folder, 'BINANCE.http')
    .filter((line) => line.includes('/depth?'))
    .map(splitReply)
    .map(({ url, epoch, body }) => ({ epoch, symbol: new URL(url).searchParams.get('symbol') ?? '', body }));
  return [...frames, ...snapshots].toSorted((left, right) => left.epoch - right.epoch);
}

/** Plays a tape through the connector's data source and core's synchroniser, as the tracker does. */
async function replay(folder: string): Promise<Replay> {
  const symbols = symbolsIn(folder);
  const source = new SpotOrderBookDataSource({ streamsUrl: 'wss://stream.binance.com:9443', snapshotDepth: 1000 });
  const pool = new DepthDiffPool();
  const books = new Map<TradingPair, FollowedBook>();
  const problems: string[] = [];
  let trades = 0;

  const bookOf = (pair: TradingPair): FollowedBook => {
    const known = books.get(pair);
    if (known !== undefined) return known;
    const book = new CountingBook(pair);
    const synchronizer = new BookSynchronizer({ book, continuity: source.continuity, pool });
    const fresh: FollowedBook = { book, synchronizer, requested: undefined };
    books.set(pair, fresh);
    return fresh;
  };
  const step = (followed: FollowedBook, input: Parameters<BookSynchronizer['step']>[0]): void => {
    const effects: BookEffects = { isPublished: false, list: [] };
    followed.synchronizer.step(input, effects);
    for (const effect of effects.list) if (effect.type === 'request-snapshot') followed.requested = effect.request;
  };
  const sink: MarketDataSink = {
    diff: (diff) => step(bookOf(diff.tradingPair), { type: 'diff', diff }),
    snapshot: () => expect.unreachable('spot has no snapshots on the socket'),
    trade: () => void (trades += 1),
    acknowledged: () => undefined,
    refused: (_id, error) => expect.unreachable(error.message),
    heartbeat: () => expect.unreachable(),
    reply: () => expect.unreachable(),
    desynchronised: (reason) => expect.unreachable(reason),
    closingSoon: (reason) => expect.unreachable(reason),
    problem: (error) => void problems.push(error.message),
  };

  for (const event of eventsOf(folder)) {
    if ('frame' in event) {
      source.onFrame(Buffer.from(event.frame), sink, symbols);
      continue;
    }
    const pair = symbols.tradingPair(event.symbol);
    const followed = bookOf(pair);
    // The recorder asked for a snapshot by itself, of a quiet market even before its first diff.
    if (followed.requested === undefined) step(followed, { type: 'stream-ready' });
    const context = recordingContext([parseJson(event.body, { origin: 'tape' })], { symbols });
    const snapshot = await source.requestSnapshot(context, pair);
    step(followed, { type: 'snapshot-received', request: followed.requested ?? 0, snapshot });
  }
  return { books, trades, problems };
}

function expectBooks({ books }: Replay, expected: Readonly<Record<TradingPair, ExpectedBook>>): void {
  expect([...books.keys()].toSorted()).toEqual(Object.keys(expected).toSorted());
  for (const [name, want] of Object.entries(expected)) {
    const followed = isTradingPair(name) ? books.get(name) : undefined;
    const book = followed?.book;
    expect(book?.state).toBe('live');
    expect(followed?.synchronizer.gaps).toBe(0);
    const found: ExpectedBook = {
      lastUpdateId: book?.updateId ?? 0,
      applied: book?.applied ?? 0,
      levels: [book?.depth('bid') ?? 0, book?.depth('ask') ?? 0],
      best: [book?.bestBid ?? 0, book?.bestBidQuantity ?? 0, book?.bestAsk ?? 0, book?.bestAskQuantity ?? 0],
    };
    expect([name, found]).toEqual([name, want]);
  }
}

describe('a tape, replayed through the data source and the synchroniser', () => {
  it('that was made by hand ends in the books of its table', async () => {
    const played = await replay(HAND_MADE);
    expectBooks(played, {
      'BTC-USDT': { lastUpdateId: 1007, applied: 3, levels: [2, 2], best: [60_000.01, 0.75, 60_001, 1] },
      '这是测试币-456': { lastUpdateId: 52, applied: 1, levels: [1, 1], best: [0.000_000_12, 7, 0.000_000_14, 3] },
    });
    expect(played.trades).toBe(1);
    // The bookTicker frame, which nobody asked for, has no event name.
    expect(played.problems).toHaveLength(1);
  });

  it.skipIf(!isRecordedAtHand)('of October 2021 ends in the books of its table', async () => {
    const played = await replay(RECORDED);
    expectBooks(played, {
      'NKN-USDT': { lastUpdateId: 499_870_179, applied: 149, levels: [614, 994], best: [0.3527, 9602, 0.3531, 152] },
      'BLZ-ETH': { lastUpdateId: 281_916_638, applied: 9, levels: [173, 999], best: [0.000_065_47, 100, 0.000_065_6, 1528] },
      'LRC-BTC': { lastUpdateId: 259_345_563, applied: 13, levels: [176, 1000], best: [0.000_006_37, 2500, 0.000_006_38, 2285] },
      'RUNE-EUR': { lastUpdateId: 15_602_513, applied: 1, levels: [222, 468], best: [6.251, 69.3, 6.269, 69.3] },
    });
    // 84 bookTicker, 2 aggTrade and 2 kline frames, of streams that the connector does not ask for.
    expect(played.problems).toHaveLength(88);
  });
});
