import { defineCard } from '../../card/define-card.ts';
import type { Card } from '../../card/card.ts';
import type { CardStage } from '../../card/card-stage.ts';
import { untilBookEquals } from '../book/book-watch.ts';
import { bookFrame } from '../book/lost-books.ts';
import { makeLevel, touchBook } from '../book/move-book.ts';
import { expectFlow } from '../../situation/private-stream.ts';

const common = {
  family: 'STREAM',
  severity: 'must',
  tier: 3,
  since: '2026-11-20',
  needs: ['trading', 'order-type:limit', 'trait:gzip'],
  expected: ['stream-problem'],
  forbidden: ['order-failed', 'order-lost'],
  doc: 'venues that differ: frames that the venue packs',
  look: 'onFrame: inflateFrame',
} as const;

const HUGE = 12 * 1024 * 1024;

async function expectAlive(stage: CardStage, id: string): Promise<void> {
  touchBook(stage);
  await untilBookEquals(stage, stage.pair, 60_000);
  await expectFlow(stage, id, stage.amount(10));
}

/** The venue packs its frames, and something is wrong with the packing. */
export const packedFrames: readonly Card[] = [
  defineCard({
    ...common,
    id: 'STREAM-30',
    slug: 'packed-frame-that-is-cut-short',
    title: 'A packed frame of which the end is missing is reported, nothing of it is believed, and the book is made good',
    scenario:
      'A change of the book comes packed, and half of its bytes are missing. It is reported; within a minute the book is the venue’s.',
    run: async (stage) => {
      await stage.start();
      const id = await stage.openOrder({ amount: stage.amount(30) });
      const { faults } = stage.venue.control;
      const match = { frame: bookFrame(stage), tradingPair: stage.pair } as const;
      faults.add({ on: 'frame', match, action: { kind: 'corrupt', how: 'packing' } });
      makeLevel(stage);
      await stage.until('a frame is cut short', () => faults.applied.length === 1, 10_000);
      await stage.until('it is reported', () => stage.eventsOf('stream-problem').length > 0, 5_000);
      await expectAlive(stage, id);
    },
  }),
  defineCard({
    ...common,
    id: 'STREAM-31',
    slug: 'packed-frame-that-is-a-bomb',
    title: 'A small packed frame that would be huge when it is unpacked is not unpacked: it is reported, and the book is made good',
    scenario:
      'A change of the book has a member of twelve million letters, which are a few kilobytes on the wire. It is reported and made good.',
    doc: 'design: bounded inflated size',
    run: async (stage) => {
      await stage.start();
      const id = await stage.openOrder({ amount: stage.amount(30) });
      let sent = 0;
      const grow = (text: string): string => {
        sent += 1;
        for (const end of ends) end();
        return text.replace(/\}$/, `,"venuekitUnknown":"${'x'.repeat(HUGE)}"}`);
      };
      const ends = [stage.alterFrames('book', grow), stage.alterFrames('top', grow)];
      makeLevel(stage);
      await stage.until('a huge frame is sent', () => sent > 0, 10_000);
      await stage.until('it is reported', () => stage.eventsOf('stream-problem').length > 0, 5_000);
      await expectAlive(stage, id);
    },
  }),
];
