import type { BookState } from '../model/events.ts';
import type { BookEffects, BookInput } from './book-synchronizer-messages.ts';
import type { ContinuityRule, ContinuityVerdict, DepthDiff, DepthSnapshot } from './depth-message.ts';
import { type DepthDiffPool, DiffBuffer } from './diff-buffer.ts';
import type { OrderBook } from './order-book.ts';

/**
 * Where a book stands.
 * `cold`: waits for the stream, never live since its start. `buffering`: the stream flows, a snapshot is asked for.
 * `live`: equals the venue's book at `updateId`. `gap`: was live, waits for the stream. `resyncing`: was live, the stream
 * flows, a snapshot is asked for.
 */
export type SynchronizerPhase = 'cold' | 'buffering' | 'live' | 'gap' | 'resyncing' | 'stopped';

/** What a synchroniser is made of. */
export interface BookSynchronizerOptions {
  readonly book: OrderBook;
  readonly continuity: ContinuityRule;
  readonly pool: DepthDiffPool;
  /** How many diffs may wait for a snapshot; one more, and the book begins anew. Default 1,000. */
  readonly bufferLimit?: number;
  /**
   * So many stale diffs in a row, and a live book is doubted: the venue may have begun to count anew. Default 1,000, because a
   * snapshot may be far ahead of a slow stream. Once a diff has followed the snapshot only repeated messages are stale, and 10 are
   * enough.
   */
  readonly staleDiffLimit?: number;
  /** See `OrderBookDataSource`. Default: all levels are kept. */
  readonly maximumDepth?: number | undefined;
  /** See `OrderBookDataSource`. Default: no checksum is compared. */
  readonly checksumOf?: ((book: OrderBook) => number) | undefined;
}

const REPEATED_DIFF_LIMIT = 10;

/**
 * Keeps one book equal to the venue's: joins a snapshot with the diffs around it, and judges every diff for ever. Pure: no
 * clock, no I/O, no randomness. The book is only marked live while it is known to be right; after a gap, a lost message, a
 * crossed book or a cut it is marked stale until a new snapshot has been joined. Never throws, unless the rule does.
 */
export class BookSynchronizer {
  readonly book: OrderBook;
  readonly #continuity: ContinuityRule;
  readonly #buffer: DiffBuffer;
  readonly #staleDiffLimit: number;
  readonly #maximumDepth: number | undefined;
  readonly #checksumOf: ((book: OrderBook) => number) | undefined;
  #phase: SynchronizerPhase = 'cold';
  #wasLive = false;
  /** Whether a diff has been applied on top of the snapshot, from when on each diff follows another one. */
  #isJoined = false;
  #request = 0;
  #isRequested = false;
  #attempt = 0;
  #staleDiffsInARow = 0;
  #resyncs = 0;
  #gaps = 0;
  #overflows = 0;

  constructor(options: BookSynchronizerOptions) {
    this.book = options.book;
    this.#continuity = options.continuity;
    this.#buffer = new DiffBuffer(options.pool, options.bufferLimit ?? 1_000);
    this.#maximumDepth = options.maximumDepth;
    this.#checksumOf = options.checksumOf;
    this.#staleDiffLimit = options.staleDiffLimit ?? 1_000;
    this.book.mark('syncing', 'not started');
  }

  get phase(): SynchronizerPhase {
    return this.#phase;
  }

  /** How often the book became live again after it had been live. */
  get resyncs(): number {
    return this.#resyncs;
  }

  /** How often a diff did not follow the one before. */
  get gaps(): number {
    return this.#gaps;
  }

  /** How often the buffer was full before a snapshot came. */
  get overflows(): number {
    return this.#overflows;
  }

  /** How many diffs wait for a snapshot. */
  get bufferedDiffs(): number {
    return this.#buffer.size;
  }

  step(input: BookInput, effects: BookEffects): void {
    if (this.#phase === 'stopped' && input.type !== 'start') return;
    switch (input.type) {
      case 'diff':
        if (this.#phase === 'live') this.#follow(input.diff, effects);
        else this.#keep(input.diff, effects);
        return;
      case 'snapshot':
        if (input.isInSequence === true) this.#buffer.clear();
        this.#join(input.snapshot, effects);
        return;
      case 'snapshot-received':
        if (!this.#isAwaited(input.request)) return;
        this.#isRequested = false;
        this.#join(input.snapshot, effects);
        return;
      case 'snapshot-failed':
        if (!this.#isAwaited(input.request)) return;
        this.#isRequested = false;
        this.#fetchAgain(input.reason, effects);
        return;
      case 'stream-ready':
        this.#beginFetching(effects);
        return;
      case 'problem':
        this.#doubt(input.reason, effects);
        return;
      case 'interrupted':
        this.#interrupt(input.reason, effects);
        return;
      case 'start':
        if (this.#phase === 'stopped') this.#restart();
        return;
      case 'stop':
        this.#abandonRequest(effects);
        this.#buffer.clear();
        this.#phase = 'stopped';
        this.book.mark('stopped', 'stopped');
        return;
    }
  }

  /** A diff for a live book. */
  #follow(diff: DepthDiff, effects: BookEffects): void {
    const verdict = this.#judge(diff);
    if (verdict === 'stale') {
      this.#staleDiffsInARow += 1;
      const limit = this.#isJoined ? Math.min(this.#staleDiffLimit, REPEATED_DIFF_LIMIT) : this.#staleDiffLimit;
      if (this.#staleDiffsInARow >= limit) this.#lose(`${this.#staleDiffsInARow} stale diffs in a row`, diff, effects);
      return;
    }
    if (verdict === 'gap') {
      this.#gaps += 1;
      this.#lose(`gap: ${diff.firstUpdateId} does not follow ${this.book.updateId}`, diff, effects);
      return;
    }
    this.#isJoined = true;
    this.#staleDiffsInARow = 0;
    if (!this.book.applyDiff(diff)) {
      this.#lose(unreadable('diff', diff), undefined, effects);
      return;
    }
    const difference = this.#check(diff);
    if (difference !== undefined) this.#lose(difference, undefined, effects);
    else if (this.book.isCrossed) this.#lose(crossed(diff.lastUpdateId), diff, effects);
    else effects.isPublished = true;
  }

  /** A diff for a book that waits for its snapshot. What is kept never has a gap inside. */
  #keep(diff: DepthDiff, effects: BookEffects): void {
    const last = this.#buffer.last;
    if (last !== undefined) {
      const verdict = this.#continuity.afterDiff(last.lastUpdateId, diff);
      if (verdict === 'stale') return;
      if (verdict === 'gap') {
        this.#gaps += 1;
        this.#buffer.clear();
      }
    }
    if (this.#buffer.isFull) {
      this.#overflows += 1;
      this.#buffer.clear();
      this.#remark('the buffer overflowed before a snapshot came');
    }
    this.#buffer.add(diff);
    this.#beginFetching(effects);
  }

  /** A whole book has come: it becomes live when it and everything buffered fit together. */
  #join(snapshot: DepthSnapshot, effects: BookEffects): void {
    const first = this.#buffer.first;
    if (first !== undefined && this.#continuity.isSnapshotTooOld(snapshot.lastUpdateId, first)) {
      this.#fetchAgain(`snapshot ${snapshot.lastUpdateId} is older than the first buffered diff ${first.firstUpdateId}`, effects);
      return;
    }
    const flaw = this.#applyAll(snapshot);
    if (flaw !== undefined) {
      this.#fetchAgain(flaw, effects);
      return;
    }
    this.#abandonRequest(effects);
    this.#buffer.clear();
    this.#staleDiffsInARow = 0;
    effects.isPublished = true;
    if (this.#phase === 'live') return;
    if (this.#wasLive) this.#resyncs += 1;
    effects.list.push({ type: 'became-live', isResync: this.#wasLive });
    this.#phase = 'live';
    this.#wasLive = true;
    this.#attempt = 0;
    this.book.mark('live', undefined);
  }

  /** @returns what does not fit; undefined when the book is right. */
  #applyAll(snapshot: DepthSnapshot): string | undefined {
    const { book } = this;
    if (!book.applySnapshot(snapshot)) return unreadable('snapshot', snapshot);
    this.#isJoined = false;
    const difference = this.#check(snapshot);
    if (difference !== undefined) return difference;
    let seen = 0;
    for (const diff of this.#buffer) {
      seen += 1;
      const verdict = this.#judge(diff);
      if (verdict === 'stale') continue;
      if (verdict === 'gap') return `snapshot ${snapshot.lastUpdateId} cannot be joined with diff ${diff.firstUpdateId}`;
      if (!book.applyDiff(diff)) {
        this.#buffer.dropFirst(seen);
        return unreadable('diff', diff);
      }
      this.#isJoined = true;
      const flaw = this.#check(diff);
      if (flaw === undefined) continue;
      this.#buffer.dropFirst(seen);
      return flaw;
    }
    return book.isCrossed ? crossed(book.updateId) : undefined;
  }

  /** Cuts the book to its depth. @returns what speaks against it; undefined when nothing does. */
  #check({ checksum, lastUpdateId }: DepthDiff | DepthSnapshot): string | undefined {
    if (this.#maximumDepth !== undefined) this.book.truncate(this.#maximumDepth);
    if (checksum === undefined || this.#checksumOf === undefined || this.#checksumOf(this.book) === checksum) return undefined;
    return `the checksum of the book differs at ${lastUpdateId}`;
  }

  #judge(diff: DepthDiff): ContinuityVerdict {
    const { updateId } = this.book;
    return this.#isJoined ? this.#continuity.afterDiff(updateId, diff) : this.#continuity.afterSnapshot(updateId, diff);
  }

  /** The live book is not right any more; `diff` is the first that is kept for the next snapshot. */
  #lose(reason: string, diff: DepthDiff | undefined, effects: BookEffects): void {
    this.#buffer.clear();
    if (diff !== undefined) this.#buffer.add(diff);
    this.#becomeStale('resyncing', reason, effects);
    this.#requestSnapshot(effects);
  }

  /** No snapshot could be used: asks for another one. */
  #fetchAgain(reason: string, effects: BookEffects): void {
    if (this.#phase === 'live') {
      this.#lose(reason, undefined, effects);
      return;
    }
    this.#remark(reason);
    this.#phase = this.#wasLive ? 'resyncing' : 'buffering';
    if (!this.#isRequested) this.#requestSnapshot(effects);
  }

  /** The first sign that the stream flows on this connection: only now can a snapshot be joined with it. */
  #beginFetching(effects: BookEffects): void {
    if (this.#phase !== 'cold' && this.#phase !== 'gap') return;
    this.#phase = this.#wasLive ? 'resyncing' : 'buffering';
    this.#requestSnapshot(effects);
  }

  #doubt(reason: string, effects: BookEffects): void {
    if (this.#phase === 'live') {
      this.#lose(reason, undefined, effects);
      return;
    }
    this.#remark(reason);
    this.#buffer.clear();
    // A snapshot from before the lost message would look right where the venue does not number its messages.
    if (this.#phase === 'buffering' || this.#phase === 'resyncing') this.#requestSnapshot(effects);
  }

  #interrupt(reason: string, effects: BookEffects): void {
    this.#buffer.clear();
    this.#abandonRequest(effects);
    if (this.#phase === 'live') {
      this.#becomeStale('gap', reason, effects);
      return;
    }
    this.#phase = this.#wasLive ? 'gap' : 'cold';
    this.#remark(reason);
  }

  #restart(): void {
    this.#phase = 'cold';
    this.#wasLive = false;
    this.#attempt = 0;
    this.book.mark('syncing', 'waiting for the stream');
  }

  #becomeStale(phase: 'gap' | 'resyncing', reason: string, effects: BookEffects): void {
    this.#phase = phase;
    this.book.mark('stale', reason);
    effects.list.push({ type: 'became-stale', reason });
  }

  /** A new reason for the same state. */
  #remark(reason: string): void {
    const state: BookState = this.book.state;
    this.book.mark(state, reason);
  }

  #isAwaited(request: number): boolean {
    return this.#isRequested && request === this.#request;
  }

  #requestSnapshot(effects: BookEffects): void {
    this.#request += 1;
    this.#attempt += 1;
    this.#isRequested = true;
    effects.list.push({ type: 'request-snapshot', request: this.#request, attempt: this.#attempt });
  }

  #abandonRequest(effects: BookEffects): void {
    if (!this.#isRequested) return;
    this.#isRequested = false;
    effects.list.push({ type: 'abandon-snapshot' });
  }
}

function unreadable(what: string, message: { readonly lastUpdateId: number }): string {
  return `${what} ${message.lastUpdateId} holds a level that is no number of 0 or more`;
}

function crossed(updateId: number): string {
  return `the book is crossed at ${updateId}`;
}
