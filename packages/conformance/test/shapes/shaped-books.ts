import { crc32 } from 'node:zlib';
import { asError, createDepthDiff, Decimal, LevelBatch, NotImplementedError, readArray } from '@venuekit/core/connector';
import type {
  ContinuityRule,
  DepthDiff,
  DepthSnapshot,
  MarketDataSink,
  OrderBookDataSource,
  PayloadFields,
  RequestContext,
  TradingPair,
} from '@venuekit/core/connector';
import type { PlainShape } from '@venuekit/venue';
import { ShapedFrames } from './shaped-frames.ts';
import { payload } from './shaped-replies.ts';
import type { ShapedMarkets } from './shaped-markets.ts';

const ORIGIN = 'stream';
const CHECKED_LEVELS = 10;
const WHOLE_BOOK = 100_000;

type Book = Parameters<NonNullable<OrderBookDataSource['checksumOf']>>[0];

/** Ids that count changes: a snapshot holds all up to its own. */
const RANGES: ContinuityRule = {
  isSnapshotTooOld: (id, first) => id + 1 < first.firstUpdateId,
  afterSnapshot: (id, diff) => (diff.lastUpdateId <= id ? 'stale' : diff.firstUpdateId <= id + 1 ? 'apply' : 'gap'),
  afterDiff: (id, diff) => (diff.lastUpdateId <= id ? 'stale' : diff.firstUpdateId === id + 1 ? 'apply' : 'gap'),
};

/** Each message names the one before. */
const POINTERS: ContinuityRule = {
  isSnapshotTooOld: (id, first) => id < (first.previousUpdateId ?? 0),
  afterSnapshot: (id, diff) => (diff.lastUpdateId <= id ? 'stale' : (diff.previousUpdateId ?? 0) <= id ? 'apply' : 'gap'),
  afterDiff: (id, diff) => (diff.lastUpdateId <= id ? 'stale' : diff.previousUpdateId === id ? 'apply' : 'gap'),
};

/** Each message is one more than the one before, the snapshot among them. */
const SEQUENCE: ContinuityRule = {
  isSnapshotTooOld: () => false,
  afterSnapshot: (id, diff) => (diff.lastUpdateId <= id ? 'stale' : diff.lastUpdateId === id + 1 ? 'apply' : 'gap'),
  afterDiff: (id, diff) => (diff.lastUpdateId <= id ? 'stale' : diff.lastUpdateId === id + 1 ? 'apply' : 'gap'),
};

/** The messages say nothing of their order; something else proves it. */
const UNNUMBERED: ContinuityRule = { isSnapshotTooOld: () => false, afterSnapshot: () => 'apply', afterDiff: () => 'apply' };

const RULES: Readonly<Record<NonNullable<PlainShape['book']>, ContinuityRule>> = {
  range: RANGES,
  previous: POINTERS,
  sequence: SEQUENCE,
  checksum: UNNUMBERED,
  'connection-counter': UNNUMBERED,
  full: UNNUMBERED,
};

/** Books and trades of a plain venue of any shape. */
export class ShapedBooks implements OrderBookDataSource {
  readonly stream: OrderBookDataSource['stream'];
  readonly continuity: ContinuityRule;
  readonly snapshots: 'by-request' | 'by-subscription';
  readonly maximumDepth?: number;
  readonly checksumOf?: (book: Book) => number;
  readonly #shape: PlainShape;
  readonly #form: NonNullable<PlainShape['book']>;
  readonly #markets: ShapedMarkets;
  readonly #frames: ShapedFrames;
  readonly #diff: DepthDiff = createDepthDiff('-');
  #messages = 0;
  #connectionSequence = 0;

  constructor(shape: PlainShape, markets: ShapedMarkets, url: string) {
    this.#shape = shape;
    this.#form = shape.book ?? 'range';
    this.#markets = markets;
    this.#frames = new ShapedFrames(shape);
    this.stream = this.#frames.plan(url);
    this.continuity = RULES[this.#form];
    this.snapshots = this.#form === 'range' || this.#form === 'previous' ? 'by-request' : 'by-subscription';
    const depth = shape.depth ?? (this.#form === 'checksum' ? CHECKED_LEVELS : undefined);
    if (depth !== undefined) this.maximumDepth = depth;
    if (this.#form === 'checksum') this.checksumOf = (book) => this.#checksum(book);
  }

  onConnected(): void {
    this.#frames.onConnected();
    this.#connectionSequence = 0;
  }

  topicsOf(pair: TradingPair): readonly string[] {
    const name = this.#markets.socketName(pair);
    return [`book.${name}.100`, `trades.${name}`, ...this.#frames.heartbeatTopics];
  }

  subscribeFrame(topics: readonly string[], id: number): string | Uint8Array {
    return this.#frames.request('subscribe', topics, id);
  }

  unsubscribeFrame(topics: readonly string[], id: number): string | Uint8Array {
    return this.#frames.request('unsubscribe', topics, id);
  }

  async requestSnapshot(context: RequestContext, pair: TradingPair): Promise<DepthSnapshot> {
    if (this.snapshots === 'by-subscription') throw new NotImplementedError('requestSnapshot');
    const reply = await context.rest.execute({
      path: `/book/${context.symbols.exchangeSymbol(pair)}`,
      limitId: 'all',
      parameters: { depth: this.maximumDepth ?? WHOLE_BOOK },
    });
    const book = payload(this.#shape, reply, `book ${pair}`);
    return {
      tradingPair: pair,
      lastUpdateId: book.count('updateId'),
      eventTimeMs: context.nowMs(),
      bids: this.#levels(book, 'bids', pair),
      asks: this.#levels(book, 'asks', pair),
    };
  }

  onFrame(frame: Parameters<OrderBookDataSource['onFrame']>[0], sink: MarketDataSink): void {
    let pair: TradingPair | undefined;
    try {
      const message = this.#frames.read(frame, sink, (each) => this.#count(each, sink));
      if (message === undefined) return;
      const [kind, name = ''] = message.text('topic').split('.');
      const found = this.#markets.pairOnSocket(name);
      if (kind === 'book') {
        pair = found;
        this.#takeBook(message, found, sink);
      } else if (kind !== 'trades') throw message.wrong('topic', 'a known topic');
      else if (!message.has('recent')) this.#takeTrade(message, found, sink);
    } catch (error) {
      sink.problem(asError(error, ORIGIN), pair);
    }
  }

  /** Every message of the socket has the next number, where there are numbers for them. */
  #count(message: PayloadFields, sink: MarketDataSink): void {
    if (this.#form !== 'connection-counter' || !message.has('sequence')) return;
    const sequence = message.count('sequence');
    const expected = this.#connectionSequence + 1;
    this.#connectionSequence = sequence;
    if (sequence !== expected) sink.desynchronised(`message ${sequence} came where ${expected} was expected`);
  }

  #takeBook(message: PayloadFields, pair: TradingPair, sink: MarketDataSink): void {
    const isSnapshot = this.#form === 'full' || message.value('type') === 'snapshot';
    const [first, last, previous] = this.#ids(message);
    const checksum = this.#form === 'checksum' ? message.count('checksum') : undefined;
    const eventTimeMs = message.count('time');
    if (isSnapshot) {
      const [bids, asks] = [this.#levels(message, 'bids', pair), this.#levels(message, 'asks', pair)];
      sink.snapshot({ tradingPair: pair, lastUpdateId: last, eventTimeMs, bids, asks, checksum });
      return;
    }
    const diff = this.#diff;
    Object.assign(diff, { tradingPair: pair, firstUpdateId: first, lastUpdateId: last, previousUpdateId: previous, checksum, eventTimeMs });
    this.#levels(message, 'bids', pair, diff.bids);
    this.#levels(message, 'asks', pair, diff.asks);
    sink.diff(diff);
  }

  #ids(message: PayloadFields): readonly [number, number, number | undefined] {
    switch (this.#form) {
      case 'range':
        return [message.count('first'), message.count('last'), undefined];
      case 'previous':
        return [message.count('seq'), message.count('seq'), message.count('previous')];
      case 'sequence':
        return [message.count('sequence'), message.count('sequence'), undefined];
      default:
        this.#messages += 1;
        return [this.#messages, this.#messages, undefined];
    }
  }

  #takeTrade(message: PayloadFields, pair: TradingPair, sink: MarketDataSink): void {
    const quantity = this.#markets.toBase(message.amount('amount'), pair);
    sink.trade({
      tradingPair: pair,
      tradeId: message.id('tradeId'),
      takerSide: message.text('takerSide') === 'buy' ? 'buy' : 'sell',
      eventTimeMs: message.count('time'),
      price: Number.parseFloat(message.amount('price').toString()),
      quantity: Number.parseFloat(quantity.toString()),
    });
  }

  #levels(message: PayloadFields, field: string, pair: TradingPair, into: LevelBatch = new LevelBatch()): LevelBatch {
    into.clear();
    for (const row of message.array(field)) {
      const [price, amount] = readArray(row, field, message.origin);
      const base = this.#shape.amounts === 'contracts' ? this.#markets.toBase(new Decimal(String(amount)), pair).toFixed() : amount;
      into.pushText(price, base, message.origin);
    }
    return into;
  }

  #checksum(book: Book): number {
    const texts = (['bid', 'ask'] as const).flatMap((side) =>
      Array.from({ length: Math.min(CHECKED_LEVELS, book.depth(side)) }, (_, index) => {
        const level = book.exactLevel(side, index);
        if (level === undefined) throw new RangeError('a level is gone');
        return `${level.price.toFixed()}:${this.#markets.fromBase(level.quantity, book.tradingPair).toFixed()}`;
      }),
    );
    return crc32(texts.join('|'));
  }
}
