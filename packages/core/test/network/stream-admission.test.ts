import { afterEach, expect, test } from 'vitest';
import { sleep } from '../../src/clock/sleep.ts';
import type { StreamAction, StreamAdmission } from '../../src/network/stream-gate.ts';
import type { StreamSessionOptions } from '../../src/network/stream-session.ts';
import { endWithNothingLeft, streamWorld, twoFrameLogin } from './stream-world.ts';
import type { StreamWorld } from './stream-world.ts';

let world: StreamWorld;
const asked: StreamAction[] = [];

function open(admit: StreamAdmission, overrides: Partial<StreamSessionOptions> = {}): StreamWorld {
  asked.length = 0;
  world = streamWorld(
    { sendSpacingMs: 10 },
    {
      ...overrides,
      admit: (action, signal) => {
        asked.push(action);
        return admit(action, signal);
      },
    },
  );
  return world;
}

afterEach(() => endWithNothingLeft(world));

/** Ends when the signal does, and counts that. */
function forever(signal: AbortSignal, ended: () => void): Promise<void> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => {
      ended();
      reject(new Error('aborted'));
    });
  });
}

test('an open gate changes nothing, and is asked for each attempt and each frame, pings included', async () => {
  const { session, clock, heard } = open(() => undefined, twoFrameLogin);
  session.want(['a']);
  session.start();
  await clock.advance(1_000);
  expect(heard.map((line) => line.replace(/^\d+ /, ''))).toEqual(['live 1', 'confirmed a']);
  expect(asked).toEqual(['connect', 'send', 'send', 'send']);
  await clock.advance(15_000);
  expect(world.connection().pings).toBe(1);
  expect(asked).toHaveLength(5);
});

test('a connection is attempted when the gate lets it', async () => {
  const { session, clock } = open((action, signal) => (action === 'connect' ? sleep(world.clock, 5_000, signal) : undefined));
  session.start();
  await clock.advance(4_999);
  expect(world.connections).toHaveLength(0);
  expect(session.status).toMatchObject({ phase: 'connecting', generation: 1 });
  await clock.advance(10);
  expect(session.status.phase).toBe('live');
});

test('frames go one by one as the gate lets them, and the time for their acknowledgement begins then', async () => {
  const { session, clock, heard } = open(
    (action, signal) => (action === 'send' ? sleep(world.clock, 12_000, signal) : undefined),
    twoFrameLogin,
  );
  session.want(['a']);
  session.start();
  await clock.advance(60_000);
  expect(world.connections).toHaveLength(1);
  expect(world.connection().times.slice(0, 3)).toEqual([12_003, 24_013, 36_023]);
  expect(heard.filter((line) => line.includes('interrupted'))).toEqual([]);
  expect(heard.at(-1)).toContain('confirmed a');
});

test('stop ends a wait to connect, and nothing is opened afterwards', async () => {
  let ended = 0;
  const { session, clock } = open((_action, signal) => forever(signal, () => (ended += 1)));
  session.start();
  await clock.settle();
  await session.stop();
  expect(ended).toBe(1);
  await clock.advance(60_000);
  expect(world.connections).toHaveLength(0);
  expect(world.heard).toEqual([]);
});

test('restart ends a wait to connect and asks again after the backoff', async () => {
  const { session, clock } = open((_action, signal) => (asked.length === 1 ? forever(signal, () => undefined) : undefined));
  session.start();
  await clock.settle();
  session.restart('a better idea');
  await clock.advance(2_000);
  expect(session.status).toMatchObject({ phase: 'live', generation: 2 });
});

test('the end of the connection ends a wait to send, and its permit is not used for the next one', async () => {
  let ended = 0;
  const { session, clock } = open((action, signal) =>
    action === 'send' && asked.length === 2 ? forever(signal, () => (ended += 1)) : undefined,
  );
  session.want(['a']);
  session.start();
  await clock.advance(100);
  world.connection().socket.terminate();
  await clock.advance(3_000);
  expect(ended).toBe(1);
  expect(world.connections).toHaveLength(2);
  expect(world.connection().frames).toHaveLength(1);
});

test.each(['rejects', 'throws'])(
  'a gate that %s when asked for an attempt makes it fail, and another follows after the backoff',
  async (how) => {
    const { session, clock, heard } = open(() => {
      if (asked.length > 1) return undefined;
      if (how === 'throws') throw new Error('rate limit "x" is not defined');
      return Promise.reject(new Error('rate limit "x" is not defined'));
    });
    session.start();
    await clock.advance(2_000);
    expect(heard[0]).toContain('interrupted: the attempt to connect was not admitted: rate limit "x" is not defined');
    expect(session.status).toMatchObject({ phase: 'live', generation: 2 });
  },
);

test('a gate that rejects a frame makes the session connect anew', async () => {
  const { session, clock, heard } = open((action) =>
    action === 'send' && asked.length === 2 ? Promise.reject(new Error('no')) : undefined,
  );
  session.want(['a']);
  session.start();
  await clock.advance(3_000);
  expect(heard.some((line) => line.includes('a frame was not admitted: no'))).toBe(true);
  expect(heard.at(-1)).toContain('confirmed a');
});
