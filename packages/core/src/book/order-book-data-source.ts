import type { Buffer } from 'node:buffer';
import type { PublicTrade } from '../model/public-trade.ts';
import type { TradingPair } from '../model/trading-pair.ts';
import type { StreamPlan } from '../network/stream-plan.ts';
import type { RequestContext, SymbolLookup } from '../web/request-context.ts';
import type { ContinuityRule, DepthDiff, DepthSnapshot } from './depth-message.ts';
import type { OrderBookView } from './order-book-view.ts';

/** Where a data source puts what it reads from a frame. */
export interface MarketDataSink {
  diff(diff: DepthDiff): void;
  /** A snapshot that came on the socket. */
  snapshot(snapshot: DepthSnapshot): void;
  trade(trade: PublicTrade): void;
  /** The request frame with this id was accepted. */
  acknowledged(requestId: number): void;
  /** The request frame with this id was refused. */
  refused(requestId: number, error: Error): void;
  /**
   * The frame is a sign of life and nothing else: the answer to our ping, or a beat of the venue's own. Call it while the frame is read.
   */
  heartbeat(): void;
  /** Sends a frame at once, such as the answer to a ping of the venue's; it waits for no permit and is charged to no limit. */
  reply(frame: string | Uint8Array): void;
  /** Frames of this connection were lost, and nobody knows of which topics: it is given up, and every book begins anew on another one. */
  desynchronised(reason: string): void;
  /** The venue is about to close this socket. */
  closingSoon(reason: string): void;
  /** Something in the frame could not be used; the pair, where it is known, is resynchronised. */
  problem(error: Error, pair: TradingPair | undefined): void;
}

/** What a connector's author writes for the public market data of one product. */
export interface OrderBookDataSource {
  readonly stream: StreamPlan;
  readonly continuity: ContinuityRule;
  /**
   * `by-subscription`: a topic begins with the book, which `onFrame` gives to `sink.snapshot`. A book that is lost is got by subscribing its
   * topics anew; `requestSnapshot` is never called. Default `by-request`.
   */
  readonly snapshots?: 'by-request' | 'by-subscription';
  /** How many levels of each side the venue keeps us told of: a level beyond them is forgotten, because its end is never told. Default all. */
  readonly maximumDepth?: number;
  /** The checksum of a book, to be compared with those of diffs and snapshots that have one. Default: none is compared. */
  checksumOf?(book: OrderBookView): number;
  /** A fresh socket is open and nothing has been sent on it: what belonged to the connection before is to be forgotten. */
  onConnected?(): void;
  /** The topics that keep the book and the trades of one pair current. */
  topicsOf(pair: TradingPair, symbols: SymbolLookup): readonly string[];
  /** The frame that subscribes: text, or bytes for a binary one; `requestId` comes back in the acknowledgement. */
  subscribeFrame(topics: readonly string[], requestId: number): string | Uint8Array;
  unsubscribeFrame(topics: readonly string[], requestId: number): string | Uint8Array;
  /** Fetches a snapshot. */
  requestSnapshot(context: RequestContext, pair: TradingPair): Promise<DepthSnapshot>;
  /** Reads one frame. Must not throw for what the venue sent: unusable parts go to `sink.problem`. */
  onFrame(frame: Buffer, sink: MarketDataSink, symbols: SymbolLookup): void;
}
