import type { HttpFaultAction } from '@venuekit/venue';
import { defineCard } from '../../card/define-card.ts';
import type { Card } from '../../card/card.ts';
import type { CardStage } from '../../card/card-stage.ts';
import {
  cutPrivate,
  expectExecuted,
  expectFlow,
  isWhole,
  privateEvents,
  RESTORED,
  restored,
  SELDOM_POLLED,
  whole,
} from '../../situation/private-stream.ts';

const HOUR_MS = 3_600_000;
/** Nothing but the key is looked at: the loops that ask by themselves would be most of the work of hours. */
const RARE = { shortPollMs: HOUR_MS, longPollMs: HOUR_MS, networkCheckMs: HOUR_MS } as const;

const common = {
  family: 'RECOVERY',
  severity: 'must',
  tier: 3,
  needs: ['trading', 'order-type:limit', 'trait:login-by-listen-key'],
  since: '2026-11-20',
  doc: 'private stream: keys of the stream',
  look: 'createUserStreamDataSource().credential',
  forbidden: ['order-failed', 'order-lost'],
} as const;

type KeyOperation = 'make-stream-key' | 'extend-stream-key';

/** Counts the answers of the venue to an operation about keys. */
function countAnswers(stage: CardStage, operation: KeyOperation): () => number {
  let count = 0;
  stage.alterReplies(operation, (text) => {
    count += 1;
    return text;
  });
  return () => count;
}

/** Lets an operation about keys fail. @returns how often it has */
function failKeys(stage: CardStage, operation: KeyOperation, action: HttpFaultAction, times: number): () => number {
  const { faults } = stage.venue.control;
  const before = faults.applied.length;
  faults.add({ on: 'http', match: { operation }, times, action });
  return () =>
    faults.applied.slice(before).filter(({ on, subject }) => on === 'http' && 'operation' in subject && subject.operation === operation)
      .length;
}

/** A key of the private stream lives and ends. */
export const streamKeys: readonly Card[] = [
  defineCard({
    ...common,
    id: 'RECOVERY-59',
    slug: 'key-is-kept-alive',
    title: 'The key of the private stream is kept alive, so that the stream outlives the key’s validity many times without a move',
    scenario: 'Five hours pass. The venue is told again and again that the key is wanted; nothing is told of the stream, and fills flow.',
    setup: { connector: { intervals: RARE } },
    forbidden: ['stream-interrupted', 'stream-degraded', 'stream-rotated'],
    covers: ['MUT-18', 'REC-keep-alive'],
    run: async (stage) => {
      await stage.start();
      const id = await stage.openOrder({ amount: stage.amount(60) });
      const extended = countAnswers(stage, 'extend-stream-key');
      for (let hour = 1; hour <= 5; hour += 1) {
        await stage.advance(HOUR_MS);
        await expectFlow(stage, id, stage.amount(10));
      }
      stage.holds('the key was kept alive', extended() >= 4, extended());
      await stage.advance(HOUR_MS);
    },
  }),
  defineCard({
    ...common,
    id: 'RECOVERY-60',
    slug: 'key-expires',
    title: 'A key that ends, told twice, is replaced once: the gap is repaired, and the stream flows again',
    scenario: 'The venue ends the key, as when another program takes it back, and tells it twice. An order is filled in part meanwhile.',
    setup: SELDOM_POLLED,
    expected: RESTORED,
    covers: ['REC-double-listen-key-expired', 'REC-two-clients-one-key'],
    look: 'createUserStreamDataSource().onFrame',
    run: async (stage) => {
      await stage.start();
      const id = await stage.openOrder({ amount: stage.amount(30) });
      await stage.advance(5_000);
      const from = stage.events.length;
      const sockets = stage.wire.sockets.length;
      stage.venue.control.faults.add({ on: 'frame', match: { frame: 'notice' }, action: { kind: 'duplicate' } });
      stage.equal('keys that the venue ended', stage.venue.control.endStreamKeys(stage.account), 1);
      stage.fillAtVenue(id, stage.amount(10));
      await restored(stage, from, 10_000);
      expectExecuted(stage, id);
      await whole(stage);
      await stage.advance(60_000);
      stage.equal('what was told of the private stream', privateEvents(stage, from), RESTORED);
      stage.equal('sockets that were opened', stage.wire.sockets.length - sockets, 1);
      await expectFlow(stage, id, stage.amount(10));
    },
  }),
  defineCard({
    ...common,
    id: 'RECOVERY-61',
    slug: 'another-key-expires',
    title: 'That another key than the socket’s has ended moves nothing',
    scenario: 'The venue tells on the private socket that a key has ended which is not the key of this socket.',
    forbidden: ['stream-interrupted', 'stream-degraded', 'stream-rotated'],
    covers: ['REC-listen-key-expired-for-a-different-key', 'REC-stale-generation-trigger'],
    look: 'createUserStreamDataSource().onFrame',
    run: async (stage) => {
      await stage.start();
      const id = await stage.openOrder({ amount: stage.amount(30) });
      const { account } = stage;
      const sockets = stage.wire.sockets.length;
      let told = 0;
      const end = stage.alterFrames('notice', (text, { subject, encode }) => {
        if (subject.kind !== 'closing-soon') return text;
        told += 1;
        return encode({ kind: 'stream-key-ended', account, number: 0, streamKey: 'f'.repeat(48) });
      });
      stage.venue.control.announceClosing({ account });
      await stage.advance(30_000);
      end();
      stage.equal('how often it was told', told, 1);
      stage.equal('sockets that were opened', stage.wire.sockets.length - sockets, 0);
      await expectFlow(stage, id, stage.amount(10));
    },
  }),
  defineCard({
    ...common,
    id: 'RECOVERY-62',
    slug: 'keep-alive-fails-for-a-while',
    title: 'A keep-alive that is not answered is tried again while the key is valid; the stream does not move for it',
    scenario: 'The venue answers the next four keep-alives with 503. Three hours pass, and nothing is told of the stream.',
    setup: { connector: { intervals: RARE } },
    forbidden: ['stream-interrupted', 'stream-degraded', 'stream-rotated'],
    covers: ['MUT-18', 'REC-keep-alive-fails'],
    run: async (stage) => {
      await stage.start();
      const id = await stage.openOrder({ amount: stage.amount(60) });
      const failed = failKeys(stage, 'extend-stream-key', { kind: 'answer', status: 503 }, 4);
      const extended = countAnswers(stage, 'extend-stream-key');
      for (let hour = 1; hour <= 3; hour += 1) {
        await stage.advance(HOUR_MS);
        await expectFlow(stage, id, stage.amount(10));
      }
      stage.equal('keep-alives that failed', failed(), 4);
      stage.holds('the key was kept alive later', extended() >= 3, extended());
      await stage.advance(HOUR_MS);
    },
  }),
  defineCard({
    ...common,
    id: 'RECOVERY-63',
    slug: 'keep-alive-says-the-key-is-gone',
    title: 'A keep-alive whose answer says that the key is gone replaces key and socket at once, and later keep-alives are of the new key',
    scenario:
      'The answer to one keep-alive is that the venue does not know the key. Within a minute another key is made; the stream then lives on for hours.',
    setup: { connector: { intervals: RARE } },
    covers: ['MUT-18', 'REC-keep-alive-superseded-key'],
    run: async (stage) => {
      await stage.start();
      const id = await stage.openOrder({ amount: stage.amount(60) });
      const failed = failKeys(stage, 'extend-stream-key', { kind: 'refuse', reason: 'not-found' }, 1);
      const made = countAnswers(stage, 'make-stream-key');
      await stage.until('a keep-alive was refused', () => failed() === 1, 2 * HOUR_MS);
      await stage.until('another key is made', () => made() === 1, 60_000);
      await whole(stage);
      const from = stage.events.length;
      for (let hour = 1; hour <= 4; hour += 1) {
        await stage.advance(HOUR_MS);
        await expectFlow(stage, id, stage.amount(10));
      }
      stage.equal('what was told of the private stream afterwards', privateEvents(stage, from), []);
      stage.equal('keys that were made afterwards', made(), 1);
      await stage.advance(HOUR_MS);
    },
  }),
  defineCard({
    ...common,
    id: 'RECOVERY-64',
    slug: 'same-key-returned',
    title: 'Where the venue gives the key that is still valid again, the stream moves all the same, and flows',
    needs: [...common.needs, 'lacks:no-closing-notice'],
    scenario:
      'The venue announces the end of the private socket, and answers the wish for a key with the one of before. An order is filled in parts meanwhile.',
    expected: ['stream-rotated'],
    covers: ['REC-same-key-returned'],
    run: async (stage) => {
      let first: string | undefined;
      let given = 0;
      stage.alterReplies('make-stream-key', (text) => {
        given += 1;
        first ??= text;
        return first;
      });
      await stage.start();
      const id = await stage.openOrder({ amount: stage.amount(60) });
      const from = stage.events.length;
      const before = given;
      stage.venue.control.announceClosing({ account: stage.account });
      for (let fill = 0; fill < 3; fill += 1) {
        await stage.advance(400);
        stage.fillAtVenue(id, stage.amount(10));
      }
      await whole(stage);
      stage.holds('the key of before was given', given > before, given - before);
      expectExecuted(stage, id);
      stage.equal('what was told of the private stream', privateEvents(stage, from), ['stream-rotated']);
      await expectFlow(stage, id, stage.amount(10));
    },
  }),
];

const FAILURES: readonly {
  readonly slug: string;
  readonly words: string;
  readonly action: HttpFaultAction;
  readonly times: number;
  /** No key is asked for before this time has passed. */
  readonly leastMs: number;
}[] = [
  { slug: '4xx', words: 'is refused', action: { kind: 'refuse', reason: 'not-permitted' }, times: 3, leastMs: 0 },
  { slug: '5xx', words: 'is answered with 503', action: { kind: 'answer', status: 503 }, times: 3, leastMs: 0 },
  { slug: 'timeout', words: 'is never answered', action: { kind: 'hang' }, times: 2, leastMs: 0 },
  {
    slug: 'ban',
    words: 'is answered with a ban of 90 s',
    action: { kind: 'refuse', reason: 'banned', retryAfterMs: 90_000 },
    times: 1,
    leastMs: 90_000,
  },
];

/** No key is to be had at first. */
export const keysNotToBeHad: readonly Card[] = FAILURES.map(({ slug, words, action, times, leastMs }, index) =>
  defineCard({
    ...common,
    id: `RECOVERY-${65 + index}`,
    slug: `key-creation-${slug}`,
    title: `When the wish for a key ${words}, it is repeated with patience, and nothing of the longer gap is lost`,
    scenario: `The private socket is cut, and the wish for a key ${words}, ${times} times. An order is filled in part meanwhile.`,
    expected: RESTORED,
    covers: [`REC-key-creation-${slug}`],
    run: async (stage) => {
      await stage.start();
      const id = await stage.openOrder({ amount: stage.amount(60) });
      const from = stage.events.length;
      const failed = failKeys(stage, 'make-stream-key', action, times);
      const made = countAnswers(stage, 'make-stream-key');
      cutPrivate(stage);
      stage.fillAtVenue(id, stage.amount(10));
      await stage.until('the wish for a key fails', () => failed() > 0, 60_000);
      const failedMs = stage.clock.monotonicMs();
      await stage.until('a key is made', () => made() > 0, 300_000);
      const waitedMs = stage.clock.monotonicMs() - failedMs;
      stage.holds(`no key was made for ${leastMs} ms`, waitedMs >= leastMs, waitedMs);
      stage.equal('wishes that failed', failed(), times);
      await restored(stage, from);
      await stage.advance(1_000);
      expectExecuted(stage, id);
      await whole(stage);
      await expectFlow(stage, id, stage.amount(10));
      stage.holds('the private stream is whole and has one socket', isWhole(stage), stage.connector.privateStreamStatus);
    },
  }),
);
