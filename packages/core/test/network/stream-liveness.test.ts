import { afterEach, expect, test } from 'vitest';
import type { StreamSessionOptions } from '../../src/network/stream-session.ts';
import type { StreamPlan } from '../../src/network/stream-plan.ts';
import { endWithNothingLeft, streamWorld, ORIGIN } from './stream-world.ts';
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

test('it pings only when the peer is quiet, and goes on as long as pongs come', async () => {
  const { clock, connection } = open({ pingIntervalMs: 15_000 });
  await world.live();
  for (let index = 0; index < 10; index += 1) {
    connection().socket.send('data');
    await clock.advance(10_000);
  }
  expect(connection().pings).toBe(0);
  await clock.advance(120_000);
  expect(connection().pings).toBeGreaterThanOrEqual(7);
  expect(interruptions()).toEqual([]);
});

test('a missing pong means a dead socket: it is cut, and a new one opened', async () => {
  const { clock, network } = open({ pingIntervalMs: 15_000, pongTimeoutMs: 10_000 });
  await world.live();
  network.sockets[0]?.blackHole();
  await clock.advance(26_000);
  expect(interruptions()).toEqual(['25002 interrupted: no pong within 10000 ms']);
  await clock.advance(1_000);
  expect(world.connections).toHaveLength(2);
  expect(world.session.status).toMatchObject({ phase: 'live', generation: 2 });
});

test('without pings, silence alone means a dead socket, but the peer’s pings are signs of life', async () => {
  const { clock, network, connection } = open({ pingIntervalMs: 0, maximumSilenceMs: 60_000 });
  await world.live();
  for (let index = 0; index < 5; index += 1) {
    await clock.advance(50_000);
    connection().socket.ping();
  }
  await clock.advance(10);
  expect(interruptions()).toEqual([]);
  network.sockets[0]?.blackHole();
  await clock.advance(60_100);
  expect(interruptions()).toEqual([expect.stringContaining('no frame for 60000 ms')]);
});

test('a stream that answers pings but brings no data is stale', async () => {
  const { session, clock, connection } = open({ maximumDataAgeMs: 30_000 });
  await world.live();
  await clock.advance(100_000);
  expect(interruptions()).toEqual([]);
  session.want(['a']);
  await clock.advance(29_000);
  connection().socket.send('data');
  await clock.advance(29_000);
  expect(interruptions()).toEqual([]);
  await clock.advance(2_000);
  expect(interruptions()).toEqual([expect.stringContaining('no data for 30000 ms')]);
});

test('a stream without topics expects data from the moment it is live', async () => {
  const { clock, connection } = open({ maximumDataAgeMs: 30_000 }, {}, { hasTopics: false });
  await world.live();
  await clock.advance(20_000);
  connection().socket.send('data');
  await clock.advance(29_000);
  expect(interruptions()).toEqual([]);
  await clock.advance(2_000);
  expect(interruptions()).toEqual(['50003 interrupted: no data for 30000 ms']);
});

test('it rotates before the venue would cut, a little earlier at random, without backoff', async () => {
  const { clock, heard } = open({ rotateAfterMs: 1_000_000, maximumSilenceMs: 0 });
  world.chance = 0.4;
  await world.live();
  await clock.advance(979_999);
  expect(interruptions()).toEqual([]);
  await clock.advance(10);
  expect(heard.slice(1)).toEqual([
    '980002 interrupted: rotation before the age at which the venue cuts connections',
    '980003 server sees 1000',
    '980006 live 2',
  ]);
});

test('the backoff has full jitter, doubles to its bound, and starts again only after a stable connection', async () => {
  const { session, clock, network } = open();
  network.refuseConnections(ORIGIN);
  world.chance = 0.5;
  session.start();
  await clock.advance(100_000);
  const times = interruptions().map((line) => Number(line.split(' ')[0]));
  expect(times).toEqual([0, 500, 1_500, 3_500, 7_500, 15_500, 30_500, 45_500, 60_500, 75_500, 90_500]);
  expect(interruptions()[0]).toContain('ECONNREFUSED');
  network.refuseConnections(ORIGIN, false);
  await clock.runUntil(() => session.status.phase === 'live', { maximumMs: 60_000 });
  network.sockets[0]?.cut();
  await clock.advance(14_000);
  expect(session.status.phase).toBe('backing-off');
  await clock.runUntil(() => session.status.phase === 'live', { maximumMs: 60_000 });
  await clock.advance(60_000);
  network.sockets[0]?.cut();
  await clock.advance(510);
  expect(session.status.phase).toBe('live');
});

test('the venue closing the socket is told with code and reason, and a new one is opened', async () => {
  const { clock, connection, session } = open();
  await world.live();
  connection().socket.close(1_012, 'maintenance');
  await clock.advance(1_000);
  expect(interruptions()).toEqual(['3 interrupted: closed with code 1012: maintenance']);
  expect(session.status).toMatchObject({ phase: 'live', generation: 2 });
});

test('an owner that replaces connections by itself is told of their age once, and the connection stays', async () => {
  const due: string[] = [];
  const { clock, heard, session } = open({ rotateAfterMs: 1_000_000 }, { onRotationDue: (reason) => void due.push(reason) });
  await world.live();
  await clock.advance(3_000_000);
  expect(due).toEqual(['rotation before the age at which the venue cuts connections']);
  expect(session.status).toMatchObject({ phase: 'live', generation: 1 });
  expect(heard.filter((line) => line.includes('interrupted'))).toEqual([]);
});

test('a month of daily rotations keeps one socket at a time', async () => {
  const { clock, session, network } = open({ pingIntervalMs: 600_000, maximumSilenceMs: 0 });
  session.want(['a']);
  await world.live();
  let most = 0;
  for (let day = 0; day < 30; day += 1) {
    await clock.advance(86_400_000);
    most = Math.max(most, network.openSockets);
  }
  expect(most).toBe(1);
  expect(session.status.generation).toBeGreaterThanOrEqual(30);
  expect(interruptions().every((line) => line.includes('rotation'))).toBe(true);
});
