import { binanceSpot } from '@venuekit/binance';
import { createRuntime, silentLogger } from '@venuekit/core';
import {
  BookSynchronizer,
  DepthDiffPool,
  LevelBatch,
  OrderBook,
  Throttler,
  TimeSynchronizer,
  createDepthDiff,
  readArray,
  readObject,
} from '@venuekit/core/connector';
import type {
  BookEffects,
  DepthDiff,
  DepthSnapshot,
  DiffInput,
  MarketDataSink,
  OrderBookDataSource,
  SymbolLookup,
} from '@venuekit/core/connector';
import type { Contestant } from './contest.ts';
import { cpuPerOperation, holdContest } from './contest.ts';
import type { DepthFrames } from './depth-frames.ts';
import { makeDepthFrames } from './depth-frames.ts';
import type { BookLevels, TextRows } from './reference-books.ts';
import { MapBook, PlainArrayBook, differenceOf } from './reference-books.ts';
import type { BenchRow, Target } from './row.ts';
import { contestRows, plainRow } from './row.ts';

const PAIR = 'BTC-USDT';
const FLOOR = 'JSON.parse(string)';
const PIPELINE = 'raw frame → data source → synchroniser → book';
const TARGETS: ReadonlyMap<string, Target> = new Map([[PIPELINE, { of: 'ratio', most: 3.2 }]]);

/** Raw `depthUpdate` frames into a book, against parsing the same frames. */
export async function benchDepth(options: { readonly seed: number; readonly isQuick: boolean }): Promise<readonly BenchRow[]> {
  const frames = makeDepthFrames({ seed: options.seed, frames: options.isQuick ? 5_000 : 50_000, levels: 5_000 });
  const count = frames.texts.length;
  const ends = new Map<string, BookLevels>();
  // The engine throws compiled code away together with the last object of a shape; a program keeps its books.
  const kept: unknown[] = [];
  const contestants: Contestant[] = [
    { name: FLOOR, run: () => cpuPerOperation(count, () => parseTexts(frames)) },
    { name: 'JSON.parse(buffer.toString())', run: () => cpuPerOperation(count, () => parseBuffers(frames)) },
    {
      name: 'JSON.parse, Number, sorted arrays, nothing checked',
      run() {
        const book = new PlainArrayBook();
        kept.push(book);
        const { bids, asks } = rowsOf(JSON.parse(frames.snapshot), 'bids', 'asks');
        book.apply(bids, asks);
        const cost = cpuPerOperation(count, () => applyAll(frames, book));
        ends.set(this.name, book.levels());
        return cost;
      },
    },
    {
      name: 'raw frame → data source (no book)',
      run() {
        const { source, symbols } = dataSource();
        kept.push(source);
        const sink = countingSink();
        const cost = cpuPerOperation(count, () => {
          for (const frame of frames.buffers) source.onFrame(frame, sink, symbols);
        });
        if (sink.diffs !== count) throw new Error(`${sink.diffs} of ${count} frames were read`);
        return cost;
      },
    },
    {
      name: PIPELINE,
      run() {
        const pipeline = new DepthPipeline(frames.snapshot);
        kept.push(pipeline);
        const cost = cpuPerOperation(count, () => {
          for (const frame of frames.buffers) pipeline.take(frame);
        });
        if (pipeline.published !== count) throw new Error(`${pipeline.published} of ${count} frames changed the live book`);
        ends.set(this.name, pipeline.levels());
        return cost;
      },
    },
  ];
  const standings = await holdContest(contestants, {
    rounds: options.isQuick ? 5 : 9,
    warmUpRounds: options.isQuick ? 6 : 2,
    floor: FLOOR,
  });
  requireEqualEnds(frames, ends);
  const bytes = frames.buffers.reduce((sum, { length }) => sum + length, 0) / count;
  return [...contestRows('depth', 'µs/frame', standings, FLOOR, TARGETS), plainRow('depth', 'mean length of a frame', 'bytes', bytes)];
}

/** The connector's path from a frame to a live book, without socket and events. */
export class DepthPipeline {
  readonly book: OrderBook = new OrderBook(PAIR);
  /** How often a frame has changed the live book. */
  published = 0;
  readonly #symbols: SymbolLookup;
  readonly #source: OrderBookDataSource;
  readonly #synchronizer: BookSynchronizer;
  readonly #sink: MarketDataSink;
  readonly #effects: BookEffects = { isPublished: false, list: [] };
  readonly #input: DiffInput = { type: 'diff', diff: createDepthDiff(PAIR) };

  /** @param snapshot the venue's answer that the first frame continues */
  constructor(snapshot: string) {
    const { source, symbols } = dataSource();
    this.#source = source;
    this.#symbols = symbols;
    this.#synchronizer = new BookSynchronizer({ book: this.book, continuity: source.continuity, pool: new DepthDiffPool() });
    this.#sink = throwingSink((diff) => {
      this.#input.diff = diff;
      this.#synchronizer.step(this.#input, this.#effects);
      if (this.#effects.list.length > 0) throw new Error(`the book did not stay live: ${this.book.stateReason ?? ''}`);
      if (this.#effects.isPublished) this.published += 1;
      this.#effects.isPublished = false;
    });
    this.#synchronizer.step({ type: 'stream-ready' }, this.#effects);
    this.#synchronizer.step({ type: 'snapshot', snapshot: readSnapshot(snapshot) }, this.#effects);
    this.#effects.list.length = 0;
    this.#effects.isPublished = false;
  }

  take(frame: Parameters<OrderBookDataSource['onFrame']>[0]): void {
    this.#source.onFrame(frame, this.#sink, this.#symbols);
  }

  levels(): BookLevels {
    const sideOf = (side: 'bid' | 'ask'): readonly (readonly [number, number])[] =>
      this.book.levels(side).map(({ price, quantity }): [number, number] => [price, quantity]);
    return { bids: sideOf('bid'), asks: sideOf('ask') };
  }
}

function dataSource(): { readonly source: OrderBookDataSource; readonly symbols: SymbolLookup } {
  const symbols: SymbolLookup = {
    exchangeSymbol: () => 'BTCUSDT',
    tradingPair: () => PAIR,
    findTradingPair: (symbol) => (symbol === 'BTCUSDT' ? PAIR : undefined),
  };
  const runtime = createRuntime({ log: silentLogger });
  const environment = {
    runtime,
    throttler: new Throttler({ limits: [], clock: runtime.clock }),
    timeSynchronizer: new TimeSynchronizer(runtime.clock),
  };
  return { source: binanceSpot({ tradingPairs: [PAIR] }).createOrderBookDataSource(environment), symbols };
}

function refuse(): never {
  throw new Error('the data source found something else than a diff');
}

function throwingSink(onDiff: (diff: DepthDiff) => void): MarketDataSink {
  return {
    diff: onDiff,
    snapshot: refuse,
    trade: refuse,
    acknowledged: refuse,
    refused: refuse,
    heartbeat: refuse,
    reply: refuse,
    desynchronised: refuse,
    closingSoon: refuse,
    problem: (error) => {
      throw error;
    },
  };
}

function countingSink(): MarketDataSink & { readonly diffs: number } {
  let diffs = 0;
  return Object.defineProperty({ ...throwingSink(() => (diffs += 1)), diffs: 0 }, 'diffs', { get: () => diffs });
}

function readSnapshot(text: string): DepthSnapshot {
  const reply: unknown = JSON.parse(text);
  const { bids, asks } = rowsOf(reply, 'bids', 'asks');
  const lastUpdateId = readObject(reply, '(whole)', 'snapshot')['lastUpdateId'];
  if (typeof lastUpdateId !== 'number') throw new Error('the snapshot has no id');
  return { tradingPair: PAIR, lastUpdateId, eventTimeMs: 0, bids: batchOf(bids), asks: batchOf(asks) };
}

function batchOf(rows: TextRows): LevelBatch {
  const batch = new LevelBatch();
  for (const [price, quantity] of rows) batch.pushText(price, quantity, 'snapshot');
  return batch;
}

function parseTexts({ texts }: DepthFrames): void {
  let last: unknown;
  for (const text of texts) last = JSON.parse(text);
  if (last === undefined) throw new Error('nothing was parsed');
}

function parseBuffers({ buffers }: DepthFrames): void {
  let last: unknown;
  for (const buffer of buffers) last = JSON.parse(buffer.toString('utf8'));
  if (last === undefined) throw new Error('nothing was parsed');
}

function applyAll({ buffers }: DepthFrames, book: PlainArrayBook | MapBook): void {
  for (const buffer of buffers) {
    const message: { readonly data: { readonly b: TextRows; readonly a: TextRows } } = JSON.parse(buffer.toString('utf8'));
    book.apply(message.data.b, message.data.a);
  }
}

function rowsOf(reply: unknown, bidsField: string, asksField: string): { readonly bids: TextRows; readonly asks: TextRows } {
  const record = readObject(reply, '(whole)', 'snapshot');
  const side = (field: string): TextRows =>
    readArray(record[field], field, 'snapshot').map((row): [string, string] => {
      const [price, quantity] = readArray(row, field, 'snapshot');
      return [String(price), String(quantity)];
    });
  return { bids: side(bidsField), asks: side(asksField) };
}

/** @throws Error when a contestant has not done the same work. */
export function requireEqualEnds(frames: DepthFrames, ends: ReadonlyMap<string, BookLevels>): void {
  const judge = new MapBook();
  const { bids, asks } = rowsOf(JSON.parse(frames.snapshot), 'bids', 'asks');
  judge.apply(bids, asks);
  applyAll(frames, judge);
  const truth = judge.levels();
  for (const [name, levels] of ends) {
    const difference = differenceOf(truth, levels);
    if (difference !== undefined) throw new Error(`${name} ends in another book than the maps of texts: ${difference}`);
  }
}
