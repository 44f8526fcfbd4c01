import { crc32 } from 'node:zlib';
import type { DialectSession, Topic } from '../dialect/dialect.ts';
import type { BookChange, BookView } from '../model/book-change.ts';
import type { PlainReplies } from './plain-reply.ts';
import { depthOf, type PlainShape } from './shape.ts';

/** How a followed book is kept current. */
export interface Feed {
  /** The topic as the venue feeds it. */
  topic(topic: Topic): Topic;
  /** The first frame of a book; undefined where its client asks REST. */
  opening(book: BookView, topic: Topic, session: DialectSession): object | undefined;
  change(change: BookChange, topic: Topic, session: DialectSession): object;
  /** The best quote, or the whole book where it is told whole each time. */
  top(book: BookView, topic: Topic, session: DialectSession): object;
  /** Puts a frame of any kind into words. */
  stamp(frame: object, session: DialectSession): string;
}

/** What a feed of one socket has told so far. */
interface Told {
  readonly sequence: number;
  readonly lastUpdateId: number;
}

const CHECKED_LEVELS = 10;

function levelsOf(replies: PlainReplies, { bids, asks, tradingPair }: Pick<BookView, 'bids' | 'asks' | 'tradingPair'>): object {
  return { bids: replies.levels(bids, tradingPair), asks: replies.levels(asks, tradingPair) };
}

/** CRC32 of the best ten levels as told, bids before asks, each from the best: `price:amount` joined by `|`. */
function bookChecksum(replies: PlainReplies, { bids, asks, tradingPair }: BookView): number {
  const levels = [...bids.slice(0, CHECKED_LEVELS), ...asks.slice(0, CHECKED_LEVELS)];
  return crc32(
    replies
      .levels(levels, tradingPair)
      .map((level) => level.join(':'))
      .join('|'),
  );
}

/** How many update ids a change skipped that the client was never told of, as when the venue has lost a message. */
function skipped({ firstUpdateId }: BookChange, lastUpdateId: number): number {
  return Math.max(0, firstUpdateId - lastUpdateId - 1);
}

/**
 * Frames of `book.<market>`; amounts are absolute. `range`: `{"topic","first","last","bids","asks","time"}`, `first` is the last `last` + 1; a
 * REST book's `updateId` is the last one in it. `previous`: `seq` and `previous` instead, the `seq` of the frame before.
 *
 * The others begin with `{"topic","type":"snapshot",…}` and go on with `"type":"update"`. `sequence`: each has `sequence`, one more than the frame
 * before. `checksum`: each has `checksum`, see `bookChecksum`, of the book that it leads to. `connection-counter`: every frame of the socket, of
 * whatever topic, has `sequence`, from 1, one more than the frame before. `full`: each frame is `{"topic","updateId","bids","asks","time"}`, all levels.
 */
export function feedOf(shape: PlainShape, replies: PlainReplies, beginsWithData: boolean): Feed {
  const { book = 'range' } = shape;
  const depth = depthOf(shape);
  const usual: Feed = {
    topic: (topic) => (topic.kind === 'book' && depth !== undefined ? { ...topic, depth } : topic),
    opening: () => undefined,
    change: () => ({}),
    top: (view, topic, session) =>
      topic.kind === 'best-quote' ? replies.quote(view, topic.name) : wholeFrame(replies, view, topic, session),
    stamp: (frame) => JSON.stringify(frame),
  };
  switch (book) {
    case 'range':
    case 'previous':
      return { ...usual, ...joined(replies, book, beginsWithData) };
    case 'sequence':
      return { ...usual, ...sequenced(replies) };
    case 'checksum':
      return {
        ...usual,
        ...typed(replies, (tradingPair, { desk: { world } }) => ({
          checksum: bookChecksum(replies, world.book(tradingPair, depth)),
        })),
      };
    case 'connection-counter':
      return { ...usual, ...counted(replies) };
    default:
      return {
        ...usual,
        topic: (topic) => (topic.kind === 'book' ? { ...topic, kind: 'whole-book', depth: depth ?? Infinity } : topic),
        opening: (view, topic, session) => wholeFrame(replies, view, topic, session),
      };
  }
}

function wholeFrame(replies: PlainReplies, view: BookView, { name }: Topic, { desk }: DialectSession): object {
  return { topic: name, ...replies.book(view, true), time: desk.nowMs() };
}

function joined(replies: PlainReplies, book: 'range' | 'previous', beginsWithData: boolean): Partial<Feed> {
  const ids = (first: number, last: number): object => (book === 'range' ? { first, last } : { seq: last, previous: first - 1 });
  return {
    opening: ({ lastUpdateId: last }, { name }, { desk }) => {
      if (!beginsWithData) return undefined;
      return { topic: name, ...(book === 'range' ? ids(last, last) : ids(last + 1, last)), bids: [], asks: [], time: desk.nowMs() };
    },
    change: (change, { name }) => ({
      topic: name,
      ...ids(change.firstUpdateId, change.lastUpdateId),
      ...levelsOf(replies, change),
      time: change.timeMs,
    }),
  };
}

/** Snapshot, then updates, with whatever `mark` adds to each. */
function typed(replies: PlainReplies, mark: (tradingPair: BookView['tradingPair'], session: DialectSession) => object): Partial<Feed> {
  return {
    opening: (view, { name }, session) => ({
      topic: name,
      type: 'snapshot',
      ...mark(view.tradingPair, session),
      ...levelsOf(replies, view),
      time: session.desk.nowMs(),
    }),
    change: (change, { name }, session) => ({
      topic: name,
      type: 'update',
      ...mark(change.tradingPair, session),
      ...levelsOf(replies, change),
      time: change.timeMs,
    }),
  };
}

function sequenced(replies: PlainReplies): Partial<Feed> {
  const told = new WeakMap<DialectSession, Map<string, Told>>();
  const frame = (
    type: string,
    sequence: number,
    view: Pick<BookView, 'bids' | 'asks' | 'tradingPair'>,
    topic: string,
    time: number,
  ): object => ({
    topic,
    type,
    sequence,
    ...levelsOf(replies, view),
    time,
  });
  const remember = (session: DialectSession, topic: string, entry: Told): void => {
    const topics = told.get(session) ?? new Map<string, Told>();
    told.set(session, topics.set(topic, entry));
  };
  return {
    opening: (view, { name }, session) => {
      remember(session, name, { sequence: 1, lastUpdateId: view.lastUpdateId });
      return frame('snapshot', 1, view, name, session.desk.nowMs());
    },
    change: (change, { name }, session) => {
      const before = told.get(session)?.get(name) ?? { sequence: 0, lastUpdateId: change.firstUpdateId - 1 };
      const sequence = before.sequence + 1 + skipped(change, before.lastUpdateId);
      remember(session, name, { sequence, lastUpdateId: change.lastUpdateId });
      return frame('update', sequence, change, name, change.timeMs);
    },
  };
}

function counted(replies: PlainReplies): Partial<Feed> {
  const counts = new WeakMap<DialectSession, number>();
  const lastUpdateIds = new WeakMap<DialectSession, Map<string, number>>();
  const frames = typed(replies, () => ({}));
  const note = (session: DialectSession, topic: string, lastUpdateId: number): number | undefined => {
    const ids = lastUpdateIds.get(session) ?? new Map<string, number>();
    const before = ids.get(topic);
    lastUpdateIds.set(session, ids.set(topic, lastUpdateId));
    return before;
  };
  return {
    opening: (view, topic, session) => {
      note(session, topic.name, view.lastUpdateId);
      return frames.opening?.(view, topic, session);
    },
    change: (change, topic, session) => {
      const before = note(session, topic.name, change.lastUpdateId);
      if (before !== undefined) counts.set(session, (counts.get(session) ?? 0) + skipped(change, before));
      return frames.change?.(change, topic, session) ?? {};
    },
    stamp: (frame, session) => {
      const sequence = (counts.get(session) ?? 0) + 1;
      counts.set(session, sequence);
      return JSON.stringify({ ...frame, sequence });
    },
  };
}
