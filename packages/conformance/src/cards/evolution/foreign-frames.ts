import type { Card } from '../../card/card.ts';
import type { CardStage } from '../../card/card-stage.ts';
import { defineCard } from '../../card/define-card.ts';
import type { AlterableFrame } from '../../card/text-change.ts';
import { UNKNOWN_MEMBER } from '../../stage/payload-leaves.ts';

/** A frame of a kind that is new. */
const UNKNOWN_FRAME = JSON.stringify({ [UNKNOWN_MEMBER]: { kind: 'something new', at: 1 } });

/** Sends something else in place of the next frame of a kind. @returns whether it was sent */
function replaceNext(stage: CardStage, frame: AlterableFrame, change: (text: string) => string): () => boolean {
  let isSent = false;
  const end = stage.alterFrames(frame, (text) => {
    if (isSent) return text;
    isSent = true;
    return change(text);
  });
  return () => {
    if (isSent) end();
    return isSent;
  };
}

const half = (text: string): string => text.slice(0, Math.ceil(text.length / 2));

function problems(stage: CardStage, stream: 'market' | 'private'): number {
  return stage.eventsOf('stream-problem').filter((event) => event.stream === stream).length;
}

const PRIVATE = [
  {
    id: 'EVOLUTION-08',
    slug: 'unknown-private-event',
    text: 'A private event of a kind that nobody knows',
    change: () => UNKNOWN_FRAME,
    scenario: 'In place of an event about an order the venue sends one of a kind that is new.',
  },
  {
    id: 'EVOLUTION-09',
    slug: 'half-a-private-event',
    text: 'A private event that is no JSON',
    change: half,
    scenario: 'An event about an order arrives cut in half.',
  },
] as const;

const privateCards: readonly Card[] = PRIVATE.map(({ id, slug, text, change, scenario }) =>
  defineCard({
    id,
    slug,
    title: `${text} is reported, what it would have told is found out, and later events count`,
    family: 'EVOLUTION',
    severity: 'must',
    tier: 3,
    needs: ['trading', 'private-stream', 'order-type:limit'],
    since: '2026-11-20',
    scenario: `${scenario} It is reported as a problem. The next order is filled and told at once; the order that the event was about ends as the venue knows.`,
    expected: ['order-created', 'stream-problem', 'order-filled', 'order-canceled'],
    forbidden: ['order-failed', 'order-lost'],
    covers: ['HB-33'],
    doc: 'design: one unknown value never drops the rest',
    look: 'createUserStreamDataSource().onFrame, userStreamEventListener',
    run: async (stage) => {
      await stage.start();
      const canceled = await stage.openOrder({ amount: stage.amount(11) });
      const filled = await stage.openOrder({ amount: stage.amount(12) });
      const isSent = replaceNext(stage, 'execution', change);
      stage.cancelAtVenue(canceled);
      await stage.until('the strange event is sent', isSent, 10_000);
      await stage.advance(100);
      stage.holds('the strange event is reported', problems(stage, 'private') > 0);
      stage.fillAtVenue(filled);
      await stage.until('the fill is told', () => stage.orderEvents(filled).includes('order-completed'), 10_000);
      await stage.until('the cancel is found out', () => stage.orderEvents(canceled).includes('order-canceled'), 300_000);
    },
  }),
);

const unknownTrade: Card = defineCard({
  id: 'EVOLUTION-10',
  slug: 'unknown-market-frame',
  title: 'A frame of the market of a kind that nobody knows is reported, and what follows counts',
  family: 'EVOLUTION',
  severity: 'must',
  tier: 3,
  since: '2026-11-20',
  scenario:
    'In place of a trade the venue sends a frame of a kind that is new. It is reported as a problem; the next trade is told, and the book is live and right.',
  expected: ['stream-problem', 'book-trade'],
  doc: 'design: one unknown value never drops the rest',
  look: 'createOrderBookDataSource().onFrame',
  run: async (stage) => {
    await stage.start();
    const isSent = replaceNext(stage, 'trade', () => UNKNOWN_FRAME);
    stage.tradeByStranger('buy', stage.amount());
    await stage.until('the strange frame is sent', isSent, 10_000);
    await stage.advance(1_000);
    stage.holds('the strange frame is reported', problems(stage, 'market') > 0);
    // A venue that numbers all its frames has one less now, so that the connection may be made anew.
    await stage.rest();
    const before = stage.eventsOf('book-trade').length;
    stage.tradeByStranger('sell', stage.amount());
    await stage.until('the next trade is told', () => stage.eventsOf('book-trade').length > before, 10_000);
  },
});

const halfBook: Card = defineCard({
  id: 'EVOLUTION-11',
  slug: 'half-a-book-frame',
  title: 'A frame of a book that is no JSON is reported, and the book is right again',
  family: 'EVOLUTION',
  severity: 'must',
  tier: 3,
  since: '2026-11-20',
  scenario: 'A change of the book arrives cut in half. It is reported as a problem, and the book equals the venue’s soon after.',
  expected: ['stream-problem'],
  covers: ['NT-D14'],
  doc: 'design: one unknown value never drops the rest',
  look: 'createOrderBookDataSource().onFrame',
  run: async (stage) => {
    await stage.start();
    // Some venues tell changes, others the whole book each time.
    const areSent = (['book', 'top'] as const).map((frame) => replaceNext(stage, frame, half));
    stage.tradeByStranger('buy', stage.amount());
    await stage.until('a broken frame is sent', () => areSent.some((isSent) => isSent()), 10_000);
    await stage.advance(1_000);
    stage.holds('the broken frame is reported', problems(stage, 'market') > 0);
    stage.tradeByStranger('sell', stage.amount());
    await stage.advance(10_000);
  },
});

/** Frames that are something else than they should be. */
export const foreignFrameCards: readonly Card[] = [...privateCards, unknownTrade, halfBook];
