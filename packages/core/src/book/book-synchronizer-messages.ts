import type { DepthDiff, DepthSnapshot } from './depth-message.ts';

/** A diff of the current connection. The message may be reused after the step. */
export interface DiffInput {
  readonly type: 'diff';
  diff: DepthDiff;
}

/** What happens to one book. */
export type BookInput =
  | DiffInput
  /** Follow the book again after a stop. */
  | { readonly type: 'start' }
  | { readonly type: 'stop' }
  /** The venue confirmed the book's topics on the current connection. */
  | { readonly type: 'stream-ready' }
  /** The connection is gone, or the book's topics were refused on it. */
  | { readonly type: 'interrupted'; readonly reason: string }
  /** A whole book that came on the socket. `isInSequence`: in the order of the diffs, so that it holds all that came before it. */
  | { readonly type: 'snapshot'; readonly snapshot: DepthSnapshot; readonly isInSequence?: boolean }
  /** The answer to the request with this number. */
  | { readonly type: 'snapshot-received'; readonly request: number; readonly snapshot: DepthSnapshot }
  | { readonly type: 'snapshot-failed'; readonly request: number; readonly reason: string }
  /** A message of this book was lost or unreadable, or the book is doubted for another reason. */
  | { readonly type: 'problem'; readonly reason: string };

/** What the driver has to do after a step, in this order. */
export type BookEffect =
  /** The book may be trusted from now on. `isResync`: it was live before, since its start. */
  | { readonly type: 'became-live'; readonly isResync: boolean }
  | { readonly type: 'became-stale'; readonly reason: string }
  /**
   * Fetch a snapshot and answer with this number. `attempt` counts from 1 since the book was last live; from the second on,
   * wait before. Replaces the request before.
   */
  | { readonly type: 'request-snapshot'; readonly request: number; readonly attempt: number }
  /** The answer to the last request is not wanted any more. */
  | { readonly type: 'abandon-snapshot' };

/** Where a step leaves its effects; reused, and emptied by the driver. */
export interface BookEffects {
  /** The live book has changed and may be shown; to be told after `list`. */
  isPublished: boolean;
  list: BookEffect[];
}
