import { defineCard } from '../../card/define-card.ts';
import type { Card } from '../../card/card.ts';
import type { CardStage } from '../../card/card-stage.ts';
import { ownBookText, untilBookEquals, venueBookText } from '../book/book-watch.ts';
import { makeLevel, marketSockets, touchBook } from '../book/move-book.ts';
import { expectExecuted, expectFlow, privateEvents, privateService } from '../../situation/private-stream.ts';

const common = {
  family: 'STREAM',
  severity: 'must',
  tier: 3,
  since: '2026-11-20',
  expected: ['stream-problem'],
  doc: 'design: one unknown event never drops the rest; it is reported and skipped',
} as const;

const CORRUPTIONS = [
  { how: 'malformed', slug: 'half-of-a-frame', words: 'half of a frame' },
  { how: 'binary', slug: 'bytes-that-are-no-text', words: 'bytes that are no text' },
] as const;

const corrupted = ({ venue }: CardStage): number => venue.control.faults.applied.filter(({ action }) => action.kind === 'corrupt').length;

/** The private socket carries something that cannot be read. */
export const unreadablePrivateFrames: readonly Card[] = CORRUPTIONS.map(({ how, slug, words }, index) =>
  defineCard({
    ...common,
    id: `STREAM-${18 + index}`,
    slug: `private-${slug}`,
    title: `In the place of a private event ${words} is reported and skipped, the stream goes on, and the truth is asked for soon`,
    needs: ['trading', 'order-type:limit', 'streams-fills'],
    scenario: `Each frame about one fill comes as ${words}. It is reported; within 15 s the fill is learned by asking; the next fill is told by the stream.`,
    forbidden: ['stream-interrupted', 'order-failed', 'order-lost'],
    covers: ['HB-33', 'NT-E84'],
    look: 'createUserStreamDataSource().onFrame',
    run: async (stage) => {
      await stage.start();
      const id = await stage.openOrder({ amount: stage.amount(60) });
      await stage.advance(30_000);
      const service = privateService(stage);
      const ends = (['execution', 'balances'] as const).map((frame) =>
        stage.venue.control.faults.add({ on: 'frame', match: { service, frame }, times: 2, action: { kind: 'corrupt', how } }),
      );
      const from = stage.events.length;
      stage.fillAtVenue(id, stage.amount(10));
      for (const end of ends) end();
      stage.holds('a frame was corrupted', corrupted(stage) > 0, corrupted(stage));
      await stage.until('it is reported', () => stage.events.slice(from).some(({ type }) => type === 'stream-problem'), 1_000);
      await stage.until('the fill is learned', () => stage.orderEvents(id).includes('order-filled'), 15_000);
      expectExecuted(stage, id);
      await expectFlow(stage, id, stage.amount(10));
      stage.equal('what was told of the private stream', privateEvents(stage, from), []);
    },
  }),
);

/** The market socket carries something that cannot be read. */
export const unreadableMarketFrames: readonly Card[] = CORRUPTIONS.map(({ how, slug, words }, index) =>
  defineCard({
    ...common,
    id: `STREAM-${20 + index}`,
    slug: `market-${slug}`,
    title: `In the place of a change of the book ${words} is reported, and the book is never told wrong for it`,
    scenario: `One change of the book comes as ${words}. It is reported; within ten seconds the book is the venue’s again, on the same socket unless its frames are numbered.`,
    look: 'createOrderBookDataSource().onFrame',
    run: async (stage) => {
      await stage.start();
      await stage.advance(3_000);
      const [before] = marketSockets(stage);
      const ends = (['book', 'top'] as const).map((frame) =>
        stage.venue.control.faults.add({ on: 'frame', match: { frame }, action: { kind: 'corrupt', how } }),
      );
      const from = stage.events.length;
      makeLevel(stage);
      await stage.until('it is reported', () => stage.events.slice(from).some(({ type }) => type === 'stream-problem'), 5_000);
      for (const end of ends) end();
      stage.holds('a frame was corrupted', corrupted(stage) > 0, corrupted(stage));
      touchBook(stage);
      await stage.advance(1_000);
      makeLevel(stage, stage.pair, 'sell');
      await untilBookEquals(stage, stage.pair, 10_000);
      stage.equal('the book', ownBookText(stage, stage.pair), venueBookText(stage, stage.pair));
      if (stage.has('lacks:book-connection-counter')) stage.equal('the socket of the market', marketSockets(stage)[0]?.id, before?.id);
    },
  }),
);

/** An event of a kind that did not exist when the connector was written. */
export const unknownPrivateEvent: Card = defineCard({
  ...common,
  id: 'STREAM-22',
  slug: 'unknown-private-event',
  title: 'A private message of a kind that nobody knows is reported and skipped, and the stream goes on',
  needs: ['trading', 'order-type:limit', 'streams-balances'],
  scenario:
    'In the place of a change of balances the venue tells something new. It is reported, the balance is asked for within 15 s, and fills are told as before.',
  forbidden: ['stream-interrupted', 'order-failed', 'order-lost'],
  covers: ['HB-33'],
  look: 'createUserStreamDataSource().onFrame',
  run: async (stage) => {
    await stage.start();
    const id = await stage.openOrder({ amount: stage.amount(60) });
    await stage.advance(30_000);
    const from = stage.events.length;
    let altered = 0;
    const end = stage.alterFrames('balances', () => {
      altered += 1;
      return JSON.stringify({ somethingNew: { of: 'the venue' }, kind: 'unheard-of' });
    });
    const [base = ''] = stage.pair.split('-');
    stage.venue.world.deposit(stage.account, base, '3');
    await stage.until('it is reported', () => stage.events.slice(from).some(({ type }) => type === 'stream-problem'), 1_000);
    end();
    stage.holds('an unknown message was sent', altered > 0, altered);
    const isKnown = (): boolean => stage.truth().balances.get(base)?.free.eq(stage.connector.getAvailableBalance(base)) === true;
    await stage.until('the balance is learned', isKnown, 15_000);
    await expectFlow(stage, id, stage.amount(10));
    stage.equal('what was told of the private stream', privateEvents(stage, from), []);
  },
});
