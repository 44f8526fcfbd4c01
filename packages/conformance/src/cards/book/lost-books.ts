import type { CardStage } from '../../card/card-stage.ts';
import { untilBookEquals } from './book-watch.ts';
import { touchBook } from './move-book.ts';

/** What cards about continuity have in common. */
export const GAPS = { family: 'BOOK', tier: 3, since: '2026-11-20', doc: 'design: continuity is checked on every diff for ever' } as const;

/** How often a market was lost and won back. */
export function resyncs(stage: CardStage, pair: CardStage['pair']): readonly [number, number] {
  const about = (type: 'book-stale' | 'book-resynced'): number =>
    stage.eventsOf(type).filter(({ tradingPair }) => tradingPair === pair).length;
  return [about('book-stale'), about('book-resynced')];
}

/** What the frames are by which the venue tells a book: changes, or whole books again and again. */
export function bookFrame(stage: CardStage): 'book' | RegExp {
  return stage.has('trait:book-full-push') ? /^(?:book|top)$/ : 'book';
}

/** Moves the book so that what was lost shows, and waits until it is the venue's. */
export async function moveOn(stage: CardStage): Promise<void> {
  for (let round = 0; round < 3; round += 1) {
    touchBook(stage, stage.pair, round % 2 === 0 ? 'sell' : 'buy');
    await stage.advance(200);
  }
  await untilBookEquals(stage);
}
