import type { Card } from '../../card/card.ts';
import { bookPrices } from './book-prices.ts';
import { connections } from './connections.ts';
import { falseFrames } from './false-frames.ts';
import { gaps } from './gaps.ts';
import { kindsOfFeeds } from './kinds-of-feeds.ts';
import { liveBooks } from './live-books.ts';
import { marketsComeAndGo } from './markets-come-and-go.ts';
import { freshSnapshots, snapshots } from './snapshots.ts';

/** The cards of the family BOOK, in the order of their numbers. */
export const bookCards: readonly Card[] = [
  ...liveBooks,
  ...bookPrices,
  ...gaps,
  ...snapshots,
  ...connections,
  ...falseFrames,
  ...marketsComeAndGo,
  ...freshSnapshots,
  ...kindsOfFeeds,
];
