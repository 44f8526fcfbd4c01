import { inspect } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import { RecoveryWorld, type RecoveryWorldOptions } from './listen-key-venue.ts';

const MINUTE_MS = 60_000;
let world: RecoveryWorld;

function open(options: RecoveryWorldOptions = {}): RecoveryWorld {
  world = new RecoveryWorld(options);
  return world;
}

afterEach(async () => {
  await world.stop();
  await world.clock.advance(10_000);
  expect(world.leftovers()).toEqual({ timers: 0, sockets: 0, requests: 0, held: 0 });
  expect(world.faults()).toEqual([]);
});

const keyRequests = (method: string): number => world.requests.filter((request) => request.endsWith(method)).length;

describe('a stream with a key of the venue', () => {
  it('makes the key, connects to the address with it, and asks every 30 min to keep it alive', async () => {
    open();
    await world.goLive();
    expect(world.sockets.map(({ key }) => key)).toEqual(['key-1']);
    await world.clock.advance(301 * MINUTE_MS);
    expect(world.requests.map((request) => request.split(' ')[1])).toEqual(['POST', ...Array(10).fill('PUT')]);
    world.happen();
    await world.clock.advance(10);
    expect([world.tracker.isLive, world.sockets.length, world.events.length]).toEqual([true, 1, 1]);
    expect(inspect(world.tracker.status)).not.toContain('key-1');
  });

  it('takes the key back when it is stopped, where the connector says how, and makes another one at the next start', async () => {
    open({ closesKeys: true });
    await world.goLive();
    await world.stop();
    expect([keyRequests('DELETE'), world.key]).toEqual([1, undefined]);
    world.happen();
    await world.goLive();
    expect([world.key, [...world.recovered]]).toEqual(['key-2', [1]]);
  });

  it('stops in time although the key cannot be taken back', async () => {
    open({ closesKeys: true });
    await world.goLive();
    world.keyFaults.push('hang');
    await world.stop();
    expect(world.tracker.state).toBe('stopped');
  });

  it('key creation 4xx/5xx/timeout: is tried again with growing waits until there is one', async () => {
    open();
    world.keyFaults.push(401, 503, 'hang', 500);
    await world.goLive();
    expect([keyRequests('POST'), world.sockets.length]).toEqual([5, 1]);
  });

  it('key creation IP ban with retry-after: asks again when the ban has ended, not before', async () => {
    open();
    world.keyFaults.push({ banMs: 120_000 });
    await world.goLive();
    const [first = '', second = ''] = world.requests;
    expect(Number.parseInt(second, 10) - Number.parseInt(first, 10)).toBeGreaterThanOrEqual(120_000);
    expect(world.requests).toHaveLength(2);
  });

  it('a keep-alive that fails for the time being is tried again while the key is valid: no rotation', async () => {
    open();
    await world.goLive();
    world.keyFaults.push(500, 503, 'hang', 502);
    await world.clock.advance(59 * MINUTE_MS);
    expect([keyRequests('PUT'), keyRequests('POST'), world.sockets.length, world.tracker.isLive]).toEqual([5, 1, 1, true]);
    expect(world.told).toEqual([]);
  });

  it('a key that cannot be kept alive is replaced before it ends, while its stream goes on', async () => {
    open();
    await world.goLive();
    // All that is asked until the key has 3 min left fails.
    world.keyFaults.push(...Array<number>(1_000).fill(500));
    await world.clock.advance(56 * MINUTE_MS);
    expect([world.tracker.isLive, world.sockets.length]).toEqual([true, 1]);
    await world.clock.advance(2 * MINUTE_MS);
    world.keyFaults.length = 0;
    await world.settle();
    expect(world.sockets.length).toBe(2);
    expect(world.told.filter((type) => type !== 'problem')).toEqual(['rotated']);
  });

  it('a keep-alive which says that the key is gone rotates at once', async () => {
    open();
    await world.goLive();
    for (const socket of world.sockets) socket.isDeaf = true;
    world.keyFaults.push(400);
    world.happen();
    await world.clock.advance(30 * MINUTE_MS + 1_000);
    await world.settle();
    expect([world.sockets.length, [...world.recovered]]).toEqual([2, [1]]);
    expect(world.told).toEqual(['problem', 'interrupted', 'connected', 'restored gap']);
  });

  it.each([1, 2, 50])('listenKeyExpired, told %i times: one rotation, nothing lost', async (times) => {
    open();
    await world.goLive();
    world.expireKey(times);
    world.happen();
    await world.settle();
    world.happen();
    await world.clock.advance(10);
    expect(world.sockets.map(({ key }) => key)).toEqual(['key-1', 'key-2']);
    expect(world.told).toEqual(['problem', 'interrupted', 'connected', 'restored gap']);
  });

  it('listenKeyExpired for a different key: nothing happens', async () => {
    open();
    await world.goLive();
    world.say('expired key-0');
    await world.clock.advance(60_000);
    expect([world.told, world.sockets.length]).toEqual([[], 1]);
  });

  it('same key returned: the socket is replaced all the same, and the key kept alive', async () => {
    open();
    await world.goLive();
    world.say('expired');
    await world.settle();
    await world.clock.advance(90 * MINUTE_MS);
    expect(world.sockets.map(({ key }) => key)).toEqual(['key-1', 'key-1']);
    expect([world.tracker.isLive, keyRequests('PUT')]).toEqual([true, 3]);
  });

  it('two clients one key: the one that is left recovers when the other has taken the key back', async () => {
    open();
    await world.goLive();
    world.expireKey();
    const missed = world.happen();
    await world.settle();
    expect(world.recovered.has(missed)).toBe(true);
  });

  it('is stopped at any moment of making a key, and leaves nothing', async () => {
    open();
    world.repairLatencyMs = 20;
    for (let delayMs = 0; delayMs < 90; delayMs += 3) {
      world.tracker.start();
      await world.clock.advance(delayMs);
      await world.stop();
      await world.clock.advance(20);
      expect(world.leftovers(), `stopped after ${delayMs} ms`).toEqual({ timers: 0, sockets: 0, requests: 0, held: 0 });
    }
  });
});
