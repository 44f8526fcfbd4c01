import { ManualClock } from '../../src/clock/manual-clock.ts';
import { createDepthDiff } from '../../src/book/depth-diff.ts';
import type { DepthDiff, DepthSnapshot } from '../../src/book/depth-message.ts';
import type { MarketDataSink, OrderBookDataSource } from '../../src/book/order-book-data-source.ts';
import { OrderBookTracker } from '../../src/book/order-book-tracker.ts';
import type { BookTrackerEvent, OrderBookTrackerOptions } from '../../src/book/order-book-tracker-options.ts';
import { UnknownTradingPairError } from '../../src/errors/unknown-trading-pair-error.ts';
import { silentLogger } from '../../src/log/silent-logger.ts';
import type { TradingPair } from '../../src/model/trading-pair.ts';
import { InProcessNetwork } from '../../src/network/in-process-network.ts';
import { inProcessRuntime } from '../../src/network/in-process-runtime.ts';
import type { ServerSocket } from '../../src/runtime/server-socket.ts';
import type { RequestContext, RestCaller } from '../../src/web/request-context.ts';
import { type LevelChange, ModelVenue, rangeRule } from './model-venue.ts';

/** A snapshot request that waits for the test's answer. */
export interface AskedSnapshot {
  readonly pair: TradingPair;
  readonly context: RequestContext;
  resolve(snapshot: DepthSnapshot): void;
  reject(error: unknown): void;
}

type Frame =
  | { readonly kind: 'ack' | 'refused'; readonly id: number }
  | {
      readonly kind: 'diff' | 'snapshot';
      readonly pair: TradingPair;
      readonly ids: readonly [number, number];
      readonly bids: number[][];
      readonly asks: number[][];
    }
  | { readonly kind: 'trade'; readonly pair: TradingPair; readonly price: number }
  | { readonly kind: 'problem'; readonly pair?: TradingPair }
  | { readonly kind: 'closing' | 'throw' };

interface SubscriptionRequest {
  readonly op: 'subscribe' | 'unsubscribe';
  readonly topics: string[];
  readonly id: number;
}

const ORIGIN = 'wss://market.test';

/** A tracker, a socket server with a venue for each pair, and the answers to snapshots in the test's hand. */
export class ScriptedMarket {
  readonly clock = new ManualClock();
  readonly network = new InProcessNetwork({ clock: this.clock });
  readonly events: BookTrackerEvent[] = [];
  readonly asked: AskedSnapshot[] = [];
  readonly sockets: ServerSocket[] = [];
  readonly subscribed: string[][] = [];
  readonly unsubscribed: string[][] = [];
  readonly venues = new Map<TradingPair, ModelVenue>();
  readonly executed: unknown[] = [];
  readonly tracker: OrderBookTracker;
  readonly known = new Set<TradingPair>(['BTC-USDT', 'ETH-USDT', 'LTC-USDT', 'XRP-USDT', 'ADA-USDT', 'DOT-USDT']);
  /** What the server does with a subscription. */
  subscription: 'acknowledge' | 'acknowledge-depth' | 'refuse' | 'ignore' = 'acknowledge';
  /** Whether snapshots are answered at once with the venue's book. */
  answersSnapshots = true;

  constructor(options: Partial<OrderBookTrackerOptions> = {}, source: Partial<OrderBookDataSource> = {}) {
    this.network.serve(ORIGIN, {
      onSocket: (socket) => {
        this.sockets.push(socket);
        return {
          onMessage: (data) => {
            const request: SubscriptionRequest = JSON.parse(data.toString());
            this.#serve(socket, request);
          },
          onClose: () => undefined,
        };
      },
    });
    const rest: RestCaller = {
      execute: (call) => {
        this.executed.push(call);
        return Promise.resolve(undefined);
      },
    };
    this.tracker = new OrderBookTracker({
      runtime: inProcessRuntime({ clock: this.clock, network: this.network, random: { next: () => 0.5, hex: () => '' } }),
      dataSource: { ...this.#dataSource(), ...source },
      context: (signal) => ({
        rest,
        symbols: {
          exchangeSymbol: (pair) => {
            if (!this.known.has(pair)) throw new UnknownTradingPairError(pair, 'the venue');
            return pair;
          },
          tradingPair: () => 'BTC-USDT',
          findTradingPair: () => undefined,
        },
        tradingRule: () => undefined,
        nowMs: () => this.clock.wallMs(),
        log: silentLogger,
        signal,
      }),
      tradingPairs: ['BTC-USDT', 'ETH-USDT'],
      onEvent: (event) => this.events.push(event),
      ...options,
    });
  }

  async stop(): Promise<void> {
    const stopped = this.tracker.stop();
    await this.clock.advance(10_000);
    await stopped;
  }

  venue(pair: TradingPair): ModelVenue {
    let venue = this.venues.get(pair);
    if (venue === undefined) this.venues.set(pair, (venue = new ModelVenue(pair)));
    return venue;
  }

  /** Starts and waits until every book is live. */
  async goLive(): Promise<void> {
    this.tracker.start();
    await this.clock.advance(100);
  }

  /** Changes a venue's book and tells it on the newest socket. */
  change(pair: TradingPair, changes: readonly LevelChange[] = [{ price: 49, quantity: 2 }]): DepthDiff {
    const diff = this.venue(pair).change(changes);
    this.send(frameOf('diff', diff));
    return diff;
  }

  /** Changes a venue's book and tells nobody. */
  changeUnheard(pair: TradingPair): void {
    this.venue(pair).change([{ price: 48, quantity: 7 }]);
  }

  sendSnapshot(pair: TradingPair): void {
    this.send(frameOf('snapshot', { ...createDepthDiff(pair), ...this.venue(pair).snapshot() }));
  }

  send(frame: Frame): void {
    this.sockets.at(-1)?.send(JSON.stringify(frame));
  }

  /** The types of the events so far, for one pair or for the stream. */
  types(pair?: TradingPair): string[] {
    return this.events.filter((event) => ('tradingPair' in event ? event.tradingPair : undefined) === pair).map(({ type }) => type);
  }

  agrees(pair: TradingPair): boolean {
    const book = this.tracker.getOrderBook(pair);
    return book.updateId === this.venue(pair).updateId && this.venue(pair).agreesWith(book);
  }

  /** What is left in the world. */
  get leftovers(): { timers: number; sockets: number } {
    return { timers: this.clock.pendingTimers, sockets: this.network.openSockets };
  }

  #serve(socket: ServerSocket, request: SubscriptionRequest): void {
    if (request.op === 'unsubscribe') this.unsubscribed.push(request.topics);
    else this.subscribed.push(request.topics);
    if (this.subscription === 'ignore') return;
    if (this.subscription === 'acknowledge-depth' && !request.topics.every((topic) => topic.endsWith('@depth'))) return;
    socket.send(JSON.stringify({ kind: this.subscription === 'refuse' && request.op === 'subscribe' ? 'refused' : 'ack', id: request.id }));
  }

  #dataSource(): OrderBookDataSource {
    const diff = createDepthDiff('-');
    return {
      stream: { url: `${ORIGIN}/stream`, sendSpacingMs: 1 },
      continuity: rangeRule,
      topicsOf: (pair, symbols) => [`${symbols.exchangeSymbol(pair)}@depth`, `${pair}@trade`],
      subscribeFrame: (topics, id) => JSON.stringify({ op: 'subscribe', topics, id }),
      unsubscribeFrame: (topics, id) => JSON.stringify({ op: 'unsubscribe', topics, id }),
      requestSnapshot: (context, pair) => {
        const { promise, resolve, reject } = Promise.withResolvers<DepthSnapshot>();
        this.asked.push({ pair, context, resolve, reject });
        if (this.answersSnapshots) resolve(this.venue(pair).snapshot());
        return promise;
      },
      onFrame: (data, sink) => {
        const frame: Frame = JSON.parse(data.toString());
        readFrame(frame, sink, diff);
      },
    };
  }
}

function frameOf(kind: 'diff' | 'snapshot', diff: DepthDiff): Frame {
  const rows = (side: 'bids' | 'asks'): number[][] =>
    Array.from({ length: diff[side].count }, (_, index) => [diff[side].prices[index] ?? 0, diff[side].quantities[index] ?? 0]);
  return { kind, pair: diff.tradingPair, ids: [diff.firstUpdateId, diff.lastUpdateId], bids: rows('bids'), asks: rows('asks') };
}

function readFrame(frame: Frame, sink: MarketDataSink, diff: DepthDiff): void {
  switch (frame.kind) {
    case 'ack':
      sink.acknowledged(frame.id);
      return;
    case 'refused':
      sink.refused(frame.id, new Error('no such topic'));
      return;
    case 'diff':
    case 'snapshot':
      diff.tradingPair = frame.pair;
      [diff.firstUpdateId, diff.lastUpdateId] = frame.ids;
      diff.bids.clear();
      diff.asks.clear();
      for (const [price, quantity] of frame.bids) diff.bids.pushText(price, quantity, 'test');
      for (const [price, quantity] of frame.asks) diff.asks.pushText(price, quantity, 'test');
      if (frame.kind === 'diff') sink.diff(diff);
      else sink.snapshot(diff);
      return;
    case 'trade':
      sink.trade({ tradingPair: frame.pair, tradeId: '1', price: frame.price, quantity: 1, takerSide: 'buy', eventTimeMs: 7 });
      return;
    case 'problem':
      sink.problem(new Error('field "u" is missing'), frame.pair);
      return;
    case 'closing':
      sink.closingSoon('the venue goes down for maintenance');
      return;
    case 'throw':
      throw new Error('the data source broke');
  }
}
