import type { TradingPair } from '../model/trading-pair.ts';
import type { LevelBatch } from './level-batch.ts';

/** Changed levels of one book: absolute quantities, 0 removes. The object is reused: copy what must outlive the call. */
export interface DepthDiff {
  tradingPair: TradingPair;
  /** The first and the last change that the message covers. Equal where the venue numbers messages. */
  firstUpdateId: number;
  lastUpdateId: number;
  /** The last id of the message before, for venues that say it. */
  previousUpdateId: number | undefined;
  /** Of the book that the message leads to, for venues that say it. */
  checksum?: number | undefined;
  /** The venue's time in ms. */
  eventTimeMs: number;
  readonly bids: LevelBatch;
  readonly asks: LevelBatch;
}

/** A whole book (as deep as the venue tells). */
export interface DepthSnapshot {
  readonly tradingPair: TradingPair;
  readonly lastUpdateId: number;
  /** Of this book, for venues that say it. */
  readonly checksum?: number | undefined;
  readonly eventTimeMs: number;
  readonly bids: LevelBatch;
  readonly asks: LevelBatch;
}

/** What the synchroniser must do with the next diff, judged by the venue's own rule. */
export type ContinuityVerdict = 'apply' | 'stale' | 'gap';

/** A venue's rule for the sequence of diffs. */
export interface ContinuityRule {
  /** For the first diff after a snapshot whose last id is `snapshotUpdateId`. */
  afterSnapshot(snapshotUpdateId: number, diff: DepthDiff): ContinuityVerdict;
  /** For every later diff, for ever; `lastUpdateId` is the id of the last applied one. */
  afterDiff(lastUpdateId: number, diff: DepthDiff): ContinuityVerdict;
  /** Whether a snapshot is too old to be joined with the first buffered diff, so that another one must be fetched. */
  isSnapshotTooOld(snapshotUpdateId: number, firstBuffered: DepthDiff): boolean;
}
