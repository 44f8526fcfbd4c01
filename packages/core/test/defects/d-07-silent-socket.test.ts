import { expect, test } from 'vitest';
import { endWithNothingLeft, streamWorld } from '../network/stream-world.ts';

test('D-07: a socket that died without a word is given up by default, and a new one is opened', async () => {
  const world = streamWorld({});
  await world.live();
  world.network.sockets[0]?.blackHole();
  await world.clock.advance(60_000);
  expect(world.heard.filter((line) => line.includes('interrupted'))).toHaveLength(1);
  expect(world.connections).toHaveLength(2);
  expect(world.session.status).toMatchObject({ phase: 'live', generation: 2 });
  await endWithNothingLeft(world);
});

test('D-07: so it is where no pings are sent', async () => {
  const world = streamWorld({ pingIntervalMs: 0 });
  await world.live();
  await world.clock.advance(61_000);
  expect(world.heard.filter((line) => line.includes('no frame for 60000 ms'))).toHaveLength(1);
  await endWithNothingLeft(world);
});
