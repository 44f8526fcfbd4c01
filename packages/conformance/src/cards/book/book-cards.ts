import type { Card } from '../../card/card.ts';
import { bookPrices } from './book-prices.ts';
import { connections } from './connections.ts';
import { gaps } from './gaps.ts';
import { liveBooks } from './live-books.ts';
import { snapshots } from './snapshots.ts';

/** What books claim to be, and what they are. */
export const bookCards: readonly Card[] = [...liveBooks, ...bookPrices, ...gaps, ...snapshots, ...connections];
