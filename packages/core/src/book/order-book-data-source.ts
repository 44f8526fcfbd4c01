import type { Buffer } from 'node:buffer';
import type { PublicTrade } from '../model/public-trade.ts';
import type { TradingPair } from '../model/trading-pair.ts';
import type { StreamPlan } from '../network/stream-plan.ts';
import type { RequestContext, SymbolLookup } from '../web/request-context.ts';
import type { ContinuityRule, DepthDiff, DepthSnapshot } from './depth-message.ts';

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
  /** The venue is about to close this socket. */
  closingSoon(reason: string): void;
  /** Something in the frame could not be used; the pair, where it is known, is resynchronised. */
  problem(error: Error, pair: TradingPair | undefined): void;
}

/** What a connector's author writes for the public market data of one product. */
export interface OrderBookDataSource {
  readonly stream: StreamPlan;
  readonly continuity: ContinuityRule;
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
