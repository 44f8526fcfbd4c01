import { afterEach, expect, test } from 'vitest';
import { endWithNothingLeft, streamWorld } from './stream-world.ts';
import type { StreamWorld } from './stream-world.ts';

let world: StreamWorld;

afterEach(() => endWithNothingLeft(world));

function bytes(action: string, topics: readonly string[], id: number): Uint8Array {
  return new TextEncoder().encode(JSON.stringify({ id, do: action, topics }));
}

test('request frames of bytes go out as binary frames and are acknowledged like text', async () => {
  world = streamWorld(
    {},
    {
      login(nextRequestId) {
        const requestId = nextRequestId();
        return [{ requestId, frame: bytes('login', ['first'], requestId) }];
      },
      subscribeFrame: (topics, id) => bytes('subscribe', topics, id),
    },
  );
  world.session.want(['a', 'b']);
  await world.live();
  await world.clock.advance(1_000);
  world.session.unwant(['b']);
  await world.clock.advance(1_000);
  expect(world.connection().frames.map((frame) => [frame.do, ...frame.topics])).toEqual([
    ['login', 'first'],
    ['subscribe', 'a', 'b'],
    ['unsubscribe', 'b'],
  ]);
  expect(world.connection().binary).toEqual([true, true, false]);
  expect(world.heard.map((line) => line.replace(/^\d+ /, ''))).toEqual(['live 1', 'confirmed a b']);
});
