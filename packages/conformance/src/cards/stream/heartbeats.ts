import { defineCard } from '../../card/define-card.ts';
import type { Card } from '../../card/card.ts';
import type { CardStage } from '../../card/card-stage.ts';
import { cutMarketSockets, touchBook } from '../book/move-book.ts';
import { untilBookEquals } from '../book/book-watch.ts';
import { cutPrivate, expectExecuted, whole } from '../../situation/private-stream.ts';

const common = {
  family: 'STREAM',
  severity: 'must',
  tier: 2,
  since: '2026-11-20',
  forbidden: ['order-failed', 'order-lost'],
  doc: 'venues that differ: heartbeats',
  look: 'the stream plans of both data sources, and onFrame',
} as const;

/** Longer than any venue waits for a sign of life. */
const QUIET_MS = 120_000;
const ROUNDS = 30;

/** For two and a half minutes both sockets are told something every five seconds, so that they are never quiet. */
async function keepBusy(stage: CardStage, clientOrderId: string): Promise<void> {
  for (let round = 0; round < ROUNDS; round += 1) {
    touchBook(stage, stage.pair, round % 2 === 0 ? 'buy' : 'sell');
    stage.fillAtVenue(clientOrderId, stage.amount(1));
    await stage.advance(5_000);
  }
}

/** @throws CardFailure when a socket has been closed by either side */
function checkNoneClosed(stage: CardStage): void {
  const closed = stage.wire.sockets.filter(({ closedMs }) => closedMs !== undefined).map(({ service }) => service);
  stage.equal('sockets that were closed', closed, []);
}

/** Both sides tell by frames that they live. */
export const heartbeatFrames: readonly Card[] = [
  defineCard({
    ...common,
    id: 'STREAM-27',
    slug: 'text-pings-are-sent-in-busy-times-too',
    title: 'Where the venue wants to hear of us, it is sent its ping on both sockets, in quiet times and while data flows',
    needs: ['trading', 'order-type:limit', 'trait:text-heartbeat'],
    scenario:
      'For some minutes book and account change every five seconds, then nothing happens. No socket is closed, and no answer to a ping is a problem.',
    forbidden: [...common.forbidden, 'stream-interrupted', 'stream-problem', 'book-stale'],
    covers: ['MUT-24'],
    look: 'the stream plans: pingFrame, pingIntervalMs, pingWhen',
    run: async (stage) => {
      await stage.start();
      const id = await stage.openOrder({ amount: stage.amount(60) });
      await keepBusy(stage, id);
      await stage.advance(QUIET_MS);
      checkNoneClosed(stage);
      expectExecuted(stage, id);
    },
  }),
  defineCard({
    ...common,
    id: 'STREAM-28',
    slug: 'pings-in-frames-are-answered',
    title: 'The venue’s pings that are frames are answered on both sockets, in quiet times and while data flows',
    needs: ['trading', 'order-type:limit', 'trait:json-heartbeat'],
    scenario:
      'For some minutes book and account change every five seconds, then nothing happens. No socket is closed, and no ping is a problem.',
    forbidden: [...common.forbidden, 'stream-interrupted', 'stream-problem', 'book-stale'],
    covers: ['MUT-24'],
    look: 'onFrame: sink.reply, sink.heartbeat',
    run: async (stage) => {
      await stage.start();
      const id = await stage.openOrder({ amount: stage.amount(60) });
      await keepBusy(stage, id);
      await stage.advance(QUIET_MS);
      checkNoneClosed(stage);
      expectExecuted(stage, id);
    },
  }),
  defineCard({
    ...common,
    id: 'STREAM-29',
    slug: 'heartbeat-topic-outlives-markets',
    title: 'The topic of heartbeats is followed on every socket, also on later ones, and goes on when a market is left',
    tier: 3,
    needs: ['trading', 'order-type:limit', 'trait:channel-heartbeat'],
    setup: { followedMarkets: 2 },
    scenario:
      'Of two markets one is left, and nothing happens for two minutes. Then all sockets are cut, and two quiet minutes follow again. The venue closes no socket.',
    expected: ['stream-interrupted', 'stream-restored'],
    forbidden: [...common.forbidden, 'stream-problem'],
    covers: ['MUT-6', 'MUT-24'],
    look: 'topicsOf and loginFrames: the topic of heartbeats',
    run: async (stage) => {
      await stage.start();
      await stage.openOrder();
      stage.connector.removeTradingPair(stage.otherPair);
      await stage.advance(QUIET_MS);
      checkNoneClosed(stage);
      const sockets = stage.wire.sockets.length;
      cutPrivate(stage);
      cutMarketSockets(stage);
      await whole(stage);
      touchBook(stage);
      await untilBookEquals(stage);
      await stage.advance(QUIET_MS);
      const closed = stage.wire.sockets.slice(sockets).filter(({ closedMs }) => closedMs !== undefined);
      stage.equal('later sockets that were closed', closed.length, 0);
    },
  }),
];
