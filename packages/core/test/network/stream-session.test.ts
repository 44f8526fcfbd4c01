import { afterEach, expect, test } from 'vitest';
import { sleep } from '../../src/clock/sleep.ts';
import { RateLimitError } from '../../src/errors/rate-limit-error.ts';
import type { StreamSessionOptions } from '../../src/network/stream-session.ts';
import type { StreamPlan } from '../../src/network/stream-plan.ts';
import { endWithNothingLeft, streamWorld, twoFrameLogin, ORIGIN } from './stream-world.ts';
import type { StreamWorld } from './stream-world.ts';

let world: StreamWorld;

function open(
  plan: Partial<StreamPlan> = {},
  overrides: Partial<StreamSessionOptions> = {},
  abilities: { readonly hasTopics: boolean } = { hasTopics: true },
): StreamWorld {
  world = streamWorld(plan, overrides, abilities);
  return world;
}

afterEach(() => endWithNothingLeft(world));

const interruptions = (): string[] => world.heard.filter((line) => line.includes('interrupted'));

test('it connects, is live, subscribes what is wanted and hands frames over', async () => {
  const { session, clock, heard, connection } = open();
  session.want(['a', 'b']);
  expect(session.status).toEqual({ phase: 'stopped', generation: 0, lastDataMs: undefined, reason: undefined });
  session.start();
  session.start();
  expect(session.status.phase).toBe('connecting');
  await clock.advance(10);
  connection().socket.send('hello');
  await clock.advance(10);
  expect(heard).toEqual(['2 live 1', '4 confirmed a b', '11 frame hello']);
  expect(world.connections).toHaveLength(1);
  expect(session.status).toEqual({ phase: 'live', generation: 1, lastFrameMs: 11, lastDataMs: 11, reason: undefined });
});

test('login frames are acknowledged one after the other before the stream is live and subscribes', async () => {
  const { session, clock, heard, connection } = open({ sendSpacingMs: 100 }, twoFrameLogin);
  session.want(['a']);
  session.start();
  await clock.advance(1_000);
  expect(connection().frames.map((frame) => [frame.do, ...frame.topics])).toEqual([
    ['login', 'first'],
    ['login', 'second'],
    ['subscribe', 'a'],
  ]);
  expect(connection().times).toEqual([3, 103, 203]);
  expect(heard).toEqual(['104 live 1', '204 confirmed a']);
});

test('a login may take its time to prepare, and one that fails or hangs is tried again on a new connection', async () => {
  let attempt = 0;
  const prepared: Partial<StreamSessionOptions> = {
    async login() {
      attempt += 1;
      if (attempt === 1) throw new Error('no time of the venue');
      if (attempt === 2) await new Promise(() => {});
      await sleep(world.clock, 500);
      return [];
    },
  };
  const { session, clock, heard } = open({}, prepared);
  session.start();
  await clock.runUntil(() => session.status.phase === 'live', { maximumMs: 120_000 });
  expect(heard.filter((line) => !line.includes('server'))).toEqual([
    '2 interrupted: login refused: no time of the venue',
    '30504 interrupted: the login was not acknowledged in time',
    '32006 live 3',
  ]);
});

test('a login that throws at once is reported and tried again', async () => {
  let attempt = 0;
  const { session, clock } = open(
    {},
    {
      login() {
        attempt += 1;
        if (attempt === 1) throw new Error('at once');
        return [];
      },
    },
  );
  session.start();
  await clock.runUntil(() => session.status.phase === 'live', { maximumMs: 60_000 });
  expect(interruptions()).toEqual(['2 interrupted: login refused: at once']);
});

test('a refused login is reported and tried again with growing backoff', async () => {
  const { session, clock } = open({}, twoFrameLogin);
  world.judge = (frame) => (frame.topics.includes('second') ? 'refuse' : 'accept');
  session.start();
  await clock.advance(20_000);
  expect(interruptions()).toHaveLength(6);
  expect(interruptions()[0]).toMatch(/interrupted: login refused: the venue refused 2$/);
  expect(world.logged[0]).toContain('stream interrupted');
  expect(session.status.reason).toContain('login refused');
  world.judge = () => 'accept';
  await clock.runUntil(() => session.status.phase === 'live', { maximumMs: 60_000 });
});

test('a login frame without an acknowledgement gives the connection up', async () => {
  const { session, clock } = open({ acknowledgeTimeoutMs: 5_000 }, twoFrameLogin);
  world.judge = () => 'ignore';
  session.start();
  await clock.advance(5_100);
  expect(interruptions()).toEqual(['5002 interrupted: the login was not acknowledged in time']);
});

test('topics go out in chunks, spaced, and ids are never used twice', async () => {
  const { session, clock, connection } = open({ topicsPerFrame: 2, sendSpacingMs: 250 });
  session.want(['a', 'b', 'c', 'd', 'e']);
  await world.live();
  await clock.advance(2_000);
  expect(connection().frames.map((frame) => frame.topics)).toEqual([['a', 'b'], ['c', 'd'], ['e']]);
  expect(connection().times).toEqual([3, 253, 503]);
  expect(connection().frames.map((frame) => frame.id)).toEqual([1, 2, 3]);
});

test('after a reconnect exactly the wanted set is subscribed again', async () => {
  const { session, clock, network, connection } = open();
  session.want(['a', 'b', 'c']);
  await world.live();
  await clock.advance(1_000);
  session.unwant(['b']);
  session.want(['d']);
  await clock.advance(1_000);
  expect(connection().frames.map((frame) => [frame.do, ...frame.topics])).toEqual([
    ['subscribe', 'a', 'b', 'c'],
    ['unsubscribe', 'b'],
    ['subscribe', 'd'],
  ]);
  network.sockets[0]?.cut();
  await clock.advance(2_000);
  expect(world.connections).toHaveLength(2);
  expect(connection().frames.map((frame) => [frame.do, ...frame.topics])).toEqual([['subscribe', 'a', 'c', 'd']]);
  expect(connection().frames[0]?.id).toBe(4);
});

test('refused topics are told and not asked for again on this connection; the others go on', async () => {
  const { session, clock, heard, connection } = open({ topicsPerFrame: 1 });
  world.judge = (frame) => (frame.topics.includes('bad') ? 'refuse' : 'accept');
  session.want(['bad', 'good']);
  await world.live();
  await clock.advance(5_000);
  session.want(['bad']);
  await clock.advance(5_000);
  expect(heard.slice(1)).toEqual(['4 refused bad: the venue refused 1', '254 confirmed good']);
  expect(connection().frames).toHaveLength(2);
  expect(world.logged.join()).toContain('topics refused');
});

test('a subscription without an acknowledgement gives the connection up', async () => {
  const { session, clock } = open({ acknowledgeTimeoutMs: 4_000 });
  world.judge = () => 'ignore';
  session.want(['a']);
  await world.live();
  await clock.advance(4_000);
  expect(interruptions()).toEqual(['4002 interrupted: a subscription was not acknowledged in time']);
});

test('a stream without topics sends no subscription', async () => {
  const { clock, session, connection } = open({}, {}, { hasTopics: false });
  session.want(['a']);
  await world.live();
  await clock.advance(1_000);
  session.unwant(['a']);
  await clock.advance(1_000);
  expect(connection().frames).toEqual([]);
});

test('restart gives the connection up with its reason; without a connection it does nothing', async () => {
  const { clock, session } = open();
  session.restart('too early');
  await world.live();
  session.restart('the subscription was terminated');
  session.restart('twice');
  await clock.advance(2_000);
  expect(interruptions()).toEqual(['2 interrupted: the subscription was terminated']);
  expect(session.status).toMatchObject({ phase: 'live', generation: 2 });
});

test('a late frame of a given-up connection is delivered to nobody', async () => {
  const { clock, session, connection, network, heard } = open();
  await world.live();
  network.setLatency((direction) => (direction === 'to-client' ? 100 : 1));
  connection().socket.send('on its way');
  connection().socket.send('ack:1');
  await clock.advance(50);
  session.restart('overflow');
  connection().socket.send('later still');
  await clock.advance(5_000);
  expect(heard.filter((line) => line.includes('frame'))).toEqual([]);
});

function fail(what: string): () => never {
  return () => {
    throw new Error(`mistake in ${what}`);
  };
}

test('what the owner’s functions throw is logged and ends nothing', async () => {
  const { clock, session, connection, logged } = open(
    {},
    {
      onFrame: fail('onFrame'),
      onLive: fail('onLive'),
      onInterrupted: fail('onInterrupted'),
      onTopicsConfirmed: fail('onTopicsConfirmed'),
      onTopicsRefused: fail('onTopicsRefused'),
    },
  );
  session.want(['a']);
  await world.live();
  await clock.advance(10);
  session.acknowledge(1);
  connection().socket.send('data');
  await clock.advance(10);
  session.want(['b']);
  await clock.advance(500);
  session.refuse(2, new Error('no'));
  session.restart('test');
  await clock.advance(2_000);
  expect(session.status).toMatchObject({ phase: 'live', generation: 2 });
  for (const what of ['onFrame', 'onLive', 'onInterrupted', 'onTopicsConfirmed', 'onTopicsRefused']) {
    expect(logged.join('\n')).toContain(`mistake in ${what}`);
  }
});

test('a frame that the owner cannot make refuses its topics and leaves the stream alone', async () => {
  const { clock, session, heard } = open(
    {},
    {
      subscribeFrame() {
        throw new Error('unknown topic form');
      },
    },
  );
  session.want(['a']);
  await world.live();
  await clock.advance(30_000);
  expect(heard).toEqual(['2 live 1', '2 refused a: unknown topic form']);
});

test('the owner may call back from inside of each callback', async () => {
  const { clock, session, heard } = open(
    {},
    {
      onLive: (generation) => {
        world.heard.push(`live ${generation}`);
        world.session.want([`topic ${generation}`]);
      },
      onTopicsConfirmed: (topics) => {
        world.heard.push(`confirmed ${topics.join()}`);
        if (world.session.status.generation === 1) world.session.restart('again');
      },
      onInterrupted: () => {
        world.session.unwant(['topic 1']);
      },
    },
  );
  session.start();
  await clock.advance(5_000);
  expect(heard.filter((line) => !line.includes('server'))).toEqual(['live 1', 'confirmed topic 1', 'live 2', 'confirmed topic 2']);
});

test.each([0, 1, 2, 3, 4, 100, 300, 20_000, 26_000])(
  'stop after %s ms leaves no timer and no socket, and it can be started again',
  async (delayMs) => {
    const { clock, session, network } = open({ pingIntervalMs: 15_000, sendSpacingMs: 100 }, twoFrameLogin);
    session.want(['a']);
    session.start();
    await clock.advance(delayMs);
    const heardBefore = interruptions().length;
    let isStopped = false;
    const stopped = Promise.all([session.stop(), session.stop()]).then(() => {
      isStopped = true;
    });
    expect(session.status.phase).toBe('stopped');
    await clock.advance(2_500);
    await stopped;
    expect(isStopped).toBe(true);
    expect(network.openSockets).toBe(0);
    expect(clock.pendingTimers).toBe(0);
    expect(interruptions()).toHaveLength(heardBefore);
    await session.stop();
    await world.live();
    await clock.advance(1_000);
    expect(world.connection().frames.at(-1)).toMatchObject({ do: 'subscribe', topics: ['a'] });
  },
);

test('stop during the backoff and against a black hole ends too', async () => {
  const { clock, session, network } = open();
  network.refuseConnections(ORIGIN);
  session.start();
  await clock.advance(10);
  expect(session.status.phase).toBe('backing-off');
  await session.stop();
  expect(clock.pendingTimers).toBe(0);
  network.refuseConnections(ORIGIN, false);
  await world.live();
  network.sockets[0]?.blackHole();
  const stopped = session.stop();
  await clock.advance(2_000);
  await stopped;
  expect(clock.pendingTimers).toBe(0);
});

test('a start during the stop waits for the old socket, then connects; the stop is told', async () => {
  const { clock, session, heard } = open();
  await world.live();
  const stopped = session.stop();
  session.start();
  expect(world.network.openSockets).toBe(1);
  await clock.advance(10);
  await stopped;
  expect(session.status).toMatchObject({ phase: 'live', generation: 2 });
  expect(heard.filter((line) => line.includes('live'))).toEqual(['2 live 1', '6 live 2']);
});

test('a login that is still being prepared when the session stops is forgotten', async () => {
  const { clock, session, heard } = open(
    {},
    {
      async login() {
        await sleep(world.clock, 500);
        return [];
      },
    },
  );
  session.start();
  await clock.advance(100);
  const stopped = session.stop();
  await clock.advance(1_000);
  await stopped;
  expect(heard.filter((line) => line.includes('live'))).toEqual([]);
});

test('an address that depends on a credential is asked for before each attempt, and one that cannot be had ends the attempt', async () => {
  const answers: (string | Error)[] = [new Error('no key'), `${ORIGIN}/one`, `${ORIGIN}/two`];
  const { session, clock, network } = open(
    {},
    {
      async url() {
        await sleep(world.clock, 10);
        const answer = answers.shift();
        if (typeof answer === 'string') return answer;
        throw answer ?? new Error('asked too often');
      },
    },
  );
  session.start();
  await clock.runUntil(() => session.status.phase === 'live', { maximumMs: 60_000 });
  network.sockets[0]?.cut();
  await clock.runUntil(() => world.connections.length === 2, { maximumMs: 60_000 });
  expect(interruptions()[0]).toMatch(/no address to connect to: no key$/);
  expect(world.connections.map(({ socket }) => new URL(socket.url).pathname)).toEqual(['/one', '/two']);
});

test('the wait that a venue names when it refuses a credential is kept', async () => {
  let asked = 0;
  const { session, clock } = open(
    {},
    {
      url() {
        asked += 1;
        if (asked > 1) return ORIGIN;
        throw new RateLimitError({ status: 418, venueCode: '', venueMessage: 'no', retryAfterMs: 90_000, isBan: true });
      },
    },
  );
  session.start();
  await clock.advance(89_999);
  expect(asked).toBe(1);
  await clock.advance(10);
  expect(session.status.phase).toBe('live');
});

test('a stop while the address is asked for ends the question, and what is answered later opens nothing', async () => {
  const signals: AbortSignal[] = [];
  const { session, clock, network } = open(
    {},
    {
      async url(signal) {
        signals.push(signal);
        await sleep(world.clock, 1_000);
        return ORIGIN;
      },
    },
  );
  session.start();
  await clock.advance(10);
  await session.stop();
  expect(signals[0]?.aborted).toBe(true);
  await clock.advance(5_000);
  expect(network.openedSockets).toBe(0);
});
