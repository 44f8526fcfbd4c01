import { defineCard } from '../../card/define-card.ts';
import type { Card } from '../../card/card.ts';
import type { CardStage } from '../../card/card-stage.ts';
import { untilBookEquals } from '../book/book-watch.ts';
import { cutMarketSockets, marketSockets } from '../book/move-book.ts';
import { cutPrivate, privateService, whole } from '../../situation/private-stream.ts';

const common = {
  family: 'STREAM',
  severity: 'must',
  tier: 3,
  since: '2026-11-20',
  doc: 'design: backoff with jitter, reset only after a stable period',
} as const;

const MINUTE_MS = 60_000;

/** The most sockets that were asked for within one minute, since the socket of this number. */
function mostInAMinute({ wire }: CardStage, from: number): number {
  const opened = wire.sockets.slice(from).map(({ openedMs }) => openedMs);
  let [most, first] = [0, 0];
  for (const [index, openedMs] of opened.entries()) {
    while (openedMs - (opened[first] ?? openedMs) >= MINUTE_MS) first += 1;
    most = Math.max(most, index - first + 1);
  }
  return most;
}

/** Whether the distances of the sockets since that of this number differ, as jitter makes them. */
function haveJitter({ wire }: CardStage, from: number): boolean {
  const opened = wire.sockets.slice(from).map(({ openedMs }) => Math.round(openedMs / 10));
  const distances = opened.slice(1).map((openedMs, index) => openedMs - (opened[index] ?? 0));
  return new Set(distances).size > distances.length / 2;
}

const STREAMS = [
  {
    stream: 'private',
    needs: ['trading', 'private-stream'],
    look: 'createUserStreamDataSource().stream',
    service: privateService,
    isThere: ({ venue, account }: CardStage) => venue.control.sockets({ account }).length > 0,
    cut: (stage: CardStage) => cutPrivate(stage),
    back: (stage: CardStage) => whole(stage, MINUTE_MS),
  },
  {
    stream: 'market',
    needs: [],
    look: 'createOrderBookDataSource().stream',
    service: (stage: CardStage) => stage.present('a socket of the market', marketSockets(stage)[0]).service,
    isThere: (stage: CardStage) => marketSockets(stage).length > 0,
    cut: (stage: CardStage) => cutMarketSockets(stage),
    back: (stage: CardStage) => untilBookEquals(stage, stage.pair, MINUTE_MS),
  },
] as const;

/** The venue refuses sockets, over and over. */
export const refusedHandshakes: readonly Card[] = STREAMS.map(({ stream, needs, look, service, cut, back }, index) =>
  defineCard({
    ...common,
    id: `STREAM-${index === 0 ? '09' : '10'}`,
    slug: `refused-${stream}-handshakes`,
    title: `While the venue refuses the ${stream} socket it is asked rarely and at uneven distances, and the stream is back soon after`,
    needs,
    scenario: `The ${stream} socket is cut and every handshake answered with 503 for ten minutes. Then the venue accepts again.`,
    covers: ['MUT-15', 'REC-new-socket-refuses'],
    look,
    run: async (arena) => {
      await arena.start();
      const from = arena.wire.sockets.length;
      const end = arena.venue.control.faults.add({
        on: 'handshake',
        match: { service: service(arena) },
        times: Number.POSITIVE_INFINITY,
        action: { kind: 'answer', status: 503 },
      });
      cut(arena);
      for (let minute = 0; minute < 10; minute += 1) {
        await arena.advance(MINUTE_MS);
        arena.holds('at most 20 sockets are asked for in a minute', mostInAMinute(arena, from) <= 20, mostInAMinute(arena, from));
      }
      const opened = arena.wire.sockets.length - from;
      arena.holds('sockets are asked for again and again', opened >= 15, opened);
      arena.holds('at most 100 sockets are asked for in ten minutes', opened <= 100, opened);
      arena.holds('they are asked for at uneven distances', haveJitter(arena, from));
      end();
      await back(arena);
    },
  }),
);

/** The venue accepts each socket and cuts it soon. */
export const flappingSockets: readonly Card[] = STREAMS.map(({ stream, needs, look, isThere, cut, back }, index) =>
  defineCard({
    ...common,
    id: `STREAM-${11 + index}`,
    slug: `flapping-${stream}-socket`,
    title: `A ${stream} socket that is accepted and cut two seconds later, again and again, is asked for ever more rarely`,
    needs,
    scenario: `For ten minutes each ${stream} socket is cut two seconds after it was ready. Being connected for a moment does not make the connector impatient.`,
    covers: ['REC-new-socket-opens-then-closes'],
    look,
    run: async (arena) => {
      await arena.start();
      const from = arena.wire.sockets.length;
      const endMs = arena.clock.monotonicMs() + 10 * MINUTE_MS;
      while (arena.clock.monotonicMs() < endMs) {
        await arena.until(`there is a ${stream} socket`, () => isThere(arena), 2 * MINUTE_MS);
        await arena.advance(2_000);
        cut(arena);
        await arena.advance(50);
      }
      const opened = arena.wire.sockets.length - from;
      arena.holds('sockets are asked for again and again', opened >= 10, opened);
      arena.holds('at most 100 sockets are asked for in ten minutes', opened <= 100, opened);
      await back(arena);
    },
  }),
);

/** What was long ago does not count any more. */
export const patienceEnds: readonly Card[] = STREAMS.map(({ stream, needs, look, service, cut, isThere, back }, index) =>
  defineCard({
    ...common,
    id: `STREAM-${13 + index}`,
    slug: `stable-${stream}-socket-is-trusted`,
    title: `After ten quiet minutes a ${stream} socket that is cut is replaced within two seconds, whatever was before`,
    needs,
    scenario: `The venue refuses the ${stream} socket ten times. Then it is stable for ten minutes, and is cut once.`,
    look,
    run: async (arena) => {
      await arena.start();
      arena.venue.control.faults.add({
        on: 'handshake',
        match: { service: service(arena) },
        times: 10,
        action: { kind: 'answer', status: 503 },
      });
      cut(arena);
      await arena.advance(50);
      await arena.until(`the ${stream} socket is there again`, () => isThere(arena), 10 * MINUTE_MS);
      await arena.advance(10 * MINUTE_MS);
      cut(arena);
      await arena.advance(50);
      await arena.until(`the ${stream} socket is there again at once`, () => isThere(arena), 2_000);
      await back(arena);
    },
  }),
);
