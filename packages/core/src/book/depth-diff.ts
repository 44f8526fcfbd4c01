import type { TradingPair } from '../model/trading-pair.ts';
import type { DepthDiff } from './depth-message.ts';
import { LevelBatch } from './level-batch.ts';

/** An empty message to be filled again and again: a data source needs one, and clears its batches before each frame. */
export function createDepthDiff(tradingPair: TradingPair): DepthDiff {
  return {
    tradingPair,
    firstUpdateId: 0,
    lastUpdateId: 0,
    previousUpdateId: undefined,
    checksum: undefined,
    eventTimeMs: 0,
    bids: new LevelBatch(),
    asks: new LevelBatch(),
  };
}

/** Copies one message into another. */
export function copyDepthDiff(from: DepthDiff, to: DepthDiff): void {
  to.tradingPair = from.tradingPair;
  to.firstUpdateId = from.firstUpdateId;
  to.lastUpdateId = from.lastUpdateId;
  to.previousUpdateId = from.previousUpdateId;
  to.checksum = from.checksum;
  to.eventTimeMs = from.eventTimeMs;
  to.bids.copyFrom(from.bids);
  to.asks.copyFrom(from.asks);
}
