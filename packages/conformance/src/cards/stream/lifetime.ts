import { defineCard } from '../../card/define-card.ts';
import type { Card } from '../../card/card.ts';
import type { CardStage } from '../../card/card-stage.ts';
import { untilBookEquals } from '../book/book-watch.ts';
import { marketSockets } from '../book/move-book.ts';
import { expectFlow, isWhole, privateEvents } from '../../situation/private-stream.ts';

const HOUR_MS = 3_600_000;
/** Nothing but the sockets is looked at: the loops that ask by themselves would be most of the work of a day. */
const RARE = { shortPollMs: HOUR_MS, longPollMs: HOUR_MS, networkCheckMs: 6 * HOUR_MS, tradingRulesMs: 48 * HOUR_MS } as const;

const common = {
  family: 'STREAM',
  severity: 'must',
  tier: 3,
  since: '2026-11-20',
  setup: { connector: { intervals: RARE } },
} as const;

/** Sockets whose age was the venue's limit, so that the venue has closed them. */
function closedByAge({ wire, venue }: CardStage): readonly string[] {
  const { lifetimeMs } = venue.dialect.socketLife;
  if (lifetimeMs <= 0) return [];
  return wire.sockets.flatMap(({ service, openedMs, closedMs }) =>
    closedMs !== undefined && closedMs - openedMs >= lifetimeMs ? [`${service} after ${closedMs - openedMs} ms`] : [],
  );
}

/** How long to wait for the end of a socket's life, at least a day. */
function lifetimeMs({ venue }: CardStage): number {
  return Math.max(24 * HOUR_MS, venue.dialect.socketLife.lifetimeMs) + HOUR_MS;
}

/** A day passes, or the venue says that it is over. */
export const lifetime: readonly Card[] = [
  defineCard({
    ...common,
    id: 'STREAM-15',
    slug: 'private-socket-is-replaced-before-its-end',
    title: 'The private socket is replaced before the venue’s limit of its age, while the old one still delivers: there is no gap',
    needs: ['trading', 'private-stream', 'order-type:limit'],
    scenario:
      'A day and an hour pass, with a fill every few hours. The stream moves by itself, and no socket lives until the venue closes it.',
    expected: ['stream-rotated'],
    forbidden: ['stream-degraded', 'order-failed', 'order-lost'],
    covers: ['REC-rotation'],
    doc: 'private stream: how a line is replaced',
    look: 'createUserStreamDataSource().stream',
    run: async (stage) => {
      await stage.start();
      const id = await stage.openOrder({ amount: stage.amount(60) });
      const from = stage.events.length;
      const steps = 5;
      for (let step = 0; step < steps; step += 1) {
        await stage.advance(lifetimeMs(stage) / steps);
        await expectFlow(stage, id, stage.amount(10));
      }
      stage.equal('what was told of the private stream', privateEvents(stage, from), ['stream-rotated']);
      stage.equal('sockets that the venue closed for their age', closedByAge(stage), []);
      stage.holds('the private stream is whole and has one socket', isWhole(stage), stage.connector.privateStreamStatus);
      // Where balances are not told they are asked for each hour.
      await stage.advance(HOUR_MS);
    },
  }),
  defineCard({
    ...common,
    id: 'STREAM-16',
    slug: 'market-socket-is-replaced-before-its-end',
    title: 'The market socket is replaced before the venue’s limit of its age, and its books are live again at once',
    scenario: 'A day and an hour pass. No market socket lives until the venue closes it.',
    forbidden: ['stream-degraded'],
    doc: 'connector guide: the market stream',
    look: 'createOrderBookDataSource().stream',
    run: async (stage) => {
      await stage.start();
      const [before] = marketSockets(stage);
      await stage.advance(lifetimeMs(stage));
      await untilBookEquals(stage, stage.pair, 10_000);
      stage.equal('sockets that the venue closed for their age', closedByAge(stage), []);
      const [after] = marketSockets(stage);
      stage.holds('the market has another socket', after !== undefined && after.id !== before?.id, after);
    },
  }),
  defineCard({
    ...common,
    id: 'STREAM-17',
    slug: 'market-socket-that-announces-its-end',
    title: 'A market socket whose end the venue announces is left before that end, and its books are live again at once',
    needs: ['lacks:no-closing-notice'],
    scenario:
      'The venue says that it will close the market socket. The connector has another one before the venue closes the old one ten seconds later.',
    setup: {},
    doc: 'connector guide: the market stream',
    look: 'createOrderBookDataSource().onFrame',
    run: async (stage) => {
      await stage.start();
      const { control } = stage.venue;
      const sockets = marketSockets(stage);
      stage.holds('the connector follows markets over a socket', sockets.length > 0);
      for (const { id } of sockets) control.announceClosing({ id });
      await stage.advance(10_000);
      const left = sockets.filter(({ id }) => control.sockets({ id }).length > 0);
      stage.equal(
        'sockets that were told and are still used',
        left.map(({ service }) => service),
        [],
      );
      stage.tradeByStranger('buy', stage.amount(2));
      await untilBookEquals(stage, stage.pair, 10_000);
    },
  }),
];
