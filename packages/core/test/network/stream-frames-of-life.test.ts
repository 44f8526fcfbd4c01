import { afterEach, expect, test } from 'vitest';
import type { StreamSessionOptions } from '../../src/network/stream-session.ts';
import type { StreamPlan } from '../../src/network/stream-plan.ts';
import { endWithNothingLeft, streamWorld, type StreamWorld } from './stream-world.ts';

let world: StreamWorld;

afterEach(() => endWithNothingLeft(world));

const interruptions = (): string[] => world.heard.filter((line) => line.includes('interrupted'));

/** A server that answers `"ping"` with `pong`, and a data source that knows that word. */
function open(plan: Partial<StreamPlan>, answers = true): StreamWorld {
  const onFrame: StreamSessionOptions['onFrame'] = (data) => {
    const text = data.toString();
    if (text === 'pong' || text === 'beat') world.session.noteHeartbeat();
    else if (text === 'are you there') world.session.reply('"here"');
    else if (text.startsWith('ack:')) world.session.acknowledge(Number(text.slice(4)));
  };
  world = streamWorld(plan, { onFrame });
  world.judge = (frame) => {
    if (JSON.stringify(frame) === '"ping"' && answers) world.connection().socket.send('pong');
    return JSON.stringify(frame) === '"ping"' || JSON.stringify(frame) === '"here"' ? 'ignore' : 'accept';
  };
  return world;
}

const framesOf = (word: string): number =>
  world.connection().frames.filter((frame) => JSON.stringify(frame) === JSON.stringify(word)).length;

test('a ping may be a frame, and its answer another one', async () => {
  const { clock } = open({ pingIntervalMs: 15_000, pingFrame: '"ping"' });
  await world.live();
  await clock.advance(61_000);
  expect([framesOf('ping'), world.connection().pings]).toEqual([4, 0]);
  expect(interruptions()).toEqual([]);
});

test('a ping that is a frame and is not answered means a dead socket', async () => {
  const { clock } = open({ pingIntervalMs: 15_000, pongTimeoutMs: 10_000, pingFrame: '"ping"' }, false);
  await world.live();
  await clock.advance(26_000);
  expect(interruptions()).toEqual(['25002 interrupted: no pong within 10000 ms']);
});

test('it pings whatever comes where the venue wants to hear of us', async () => {
  const { clock, connection } = open({ pingIntervalMs: 15_000, pingFrame: '"ping"', pingWhen: 'always' });
  await world.live();
  for (let second = 0; second < 61; second += 1) {
    connection().socket.send('data');
    await clock.advance(1_000);
  }
  expect(framesOf('ping')).toBe(4);
});

test('beats of the venue keep a silent stream, but are no data', async () => {
  const { clock, connection, session } = open({ pingIntervalMs: 0, maximumSilenceMs: 10_000, maximumDataAgeMs: 60_000 });
  session.want(['book']);
  await world.live();
  for (let count = 0; count < 11; count += 1) {
    await clock.advance(5_000);
    connection().socket.send('beat');
  }
  expect(interruptions()).toEqual([]);
  await clock.advance(10_000);
  expect(interruptions()).toEqual([expect.stringContaining('no data for 60000 ms')]);
});

test('an answer goes out at once', async () => {
  const { clock, connection } = open({ sendSpacingMs: 5_000 });
  await world.live();
  connection().socket.send('are you there');
  await clock.advance(10);
  expect(framesOf('here')).toBe(1);
});

test('topics that are renewed end and begin again', async () => {
  const { clock, session, connection } = open({ sendSpacingMs: 1 });
  session.want(['book', 'trades']);
  await world.live();
  await clock.advance(100);
  session.renew(['book', 'unknown']);
  await clock.advance(100);
  expect(connection().frames.map(({ do: what, topics }) => [what, topics])).toEqual([
    ['subscribe', ['book', 'trades']],
    ['unsubscribe', ['book']],
    ['subscribe', ['book']],
  ]);
});

test.each([
  ['all', 0, 1],
  ['subscriptions', 0, 0],
  ['none', 1, 0],
] as const)(
  'where the venue acknowledges %s, only what it does not is taken as done',
  async (acknowledges, confirmedEarly, interruptedLate) => {
    world = streamWorld({ acknowledges, sendSpacingMs: 1, acknowledgeTimeoutMs: 10_000 }, { onTopicsConfirmed: () => (confirmed += 1) });
    let confirmed = 0;
    world.judge = () => 'ignore';
    world.session.want(['book']);
    await world.live();
    await world.clock.advance(100);
    expect(confirmed).toBe(confirmedEarly);
    if (acknowledges !== 'none') world.session.acknowledge(1);
    world.session.unwant(['book']);
    await world.clock.advance(10_100);
    expect(interruptions()).toHaveLength(interruptedLate);
  },
);
