import { afterEach, describe, expect, it } from 'vitest';
import { RecoveryWorld, type RecoveryWorldOptions, type VenueSocket } from './listen-key-venue.ts';

let world: RecoveryWorld;

async function live(options: RecoveryWorldOptions = {}): Promise<VenueSocket> {
  world = new RecoveryWorld({ hasCredential: false, ...options });
  await world.goLive();
  return socket(1);
}

/** The venue's n-th socket, from 1. */
function socket(number: number): VenueSocket {
  const found = world.sockets[number - 1];
  if (found === undefined) throw new Error(`there is no socket ${number}`);
  return found;
}

const sockets = (count: number): Promise<void> => world.clock.runUntil(() => world.sockets.length >= count, { maximumMs: 300_000 });

const ROTATED = ['rotated'];
const RESTORED = ['problem', 'interrupted', 'connected', 'restored gap'];

/** The leak check after each. */
afterEach(async () => {
  await world.stop();
  await world.clock.advance(10_000);
  expect(world.leftovers()).toEqual({ timers: 0, sockets: 0, requests: 0, held: 0 });
  expect(world.faults()).toEqual([]);
});

describe.each([
  { trigger: 'an announced end', frame: 'soon', told: ROTATED },
  { trigger: 'an ended subscription', frame: 'terminated', told: RESTORED },
])('$trigger', ({ frame, told }) => {
  it.each([1, 2, 50])('burst of %i triggers: one recovery', async (count) => {
    const old = await live();
    for (let sent = 0; sent < count; sent += 1) world.say(frame);
    old.isDeaf = frame === 'terminated';
    world.happen();
    await world.settle();
    expect([world.sockets.length, world.told, world.tracker.isLive]).toEqual([2, told, true]);
  });

  it('trigger during connect: is coalesced', async () => {
    await live();
    world.network.setLatency(200);
    world.say(frame);
    await world.clock.runUntil(() => world.network.openedSockets === 2, { maximumMs: 10_000 });
    world.say(frame, [socket(1)]);
    await world.settle();
    expect([world.sockets.length, world.told]).toEqual([2, told]);
  });

  it('trigger during snapshot: is coalesced', async () => {
    await live();
    world.repairLatencyMs = 500;
    world.say(frame);
    await sockets(2);
    await world.clock.advance(100);
    world.say(frame, [socket(1)]);
    world.happen();
    await world.settle();
    expect([world.sockets.length, world.told]).toEqual([2, told]);
  });

  it('trigger during drain, of the line that was left: stale-generation trigger, dropped', async () => {
    await live({ tracker: { drainMs: 5_000 } });
    world.say(frame);
    await world.clock.runUntil(() => world.told.includes(told.at(-1) ?? ''), { maximumMs: 10_000 });
    world.say(frame, [socket(1)]);
    world.say(frame, [socket(1)]);
    await world.settle();
    expect([world.sockets.length, world.told]).toEqual([2, told]);
  });

  it('trigger during drain, of the new line: the drain ends, and there are never more than two sockets', async () => {
    await live({ tracker: { drainMs: 60_000 } });
    world.say(frame);
    await world.clock.runUntil(() => world.told.includes(told.at(-1) ?? ''), { maximumMs: 10_000 });
    world.say(frame, [socket(2)]);
    await world.settle();
    expect([world.sockets.length, world.told]).toEqual([3, [...told, ...told]]);
  });

  it('trigger during backoff: is coalesced', async () => {
    await live();
    world.repairFaults.push('everything', 'everything', 'everything', 'everything');
    world.say(frame);
    await world.clock.runUntil(() => world.gaps.length >= 4, { maximumMs: 60_000 });
    world.say(frame, [socket(1)]);
    await world.settle();
    expect(world.sockets.length).toBe(2);
  });

  it('recover twice in a row', async () => {
    await live();
    for (let round = 1; round <= 2; round += 1) {
      world.say(frame);
      world.happen();
      await world.settle();
    }
    expect([world.sockets.length, world.told]).toEqual([3, [...told, ...told]]);
  });

  it('told by every new socket at once: the moves keep growing distances', async () => {
    await live();
    for (let second = 0; second < 120; second += 1) {
      world.say(frame);
      await world.clock.advance(1_000);
    }
    await world.settle();
    expect(world.sockets.length).toBeLessThan(25);
  });

  it.each(['refuse', 'close', 'silent'] as const)('new socket: fault "%s", then it opens', async (fault) => {
    await live();
    world.socketFaults.push(fault, fault);
    world.say(frame);
    await world.clock.advance(5_000);
    world.happen();
    await world.settle();
    world.happen();
    await world.clock.advance(20);
    expect(world.told.filter((type) => type !== 'problem')).toEqual(told.filter((type) => type !== 'problem'));
  });

  it('old socket: already dead when the new one is there', async () => {
    const old = await live();
    world.say(frame);
    await world.clock.runUntil(() => world.network.openedSockets === 2, { maximumMs: 10_000 });
    old.end.terminate();
    world.happen();
    await world.settle();
    world.happen();
    await world.clock.advance(20);
    expect([world.sockets.length, world.told.filter((type) => type.startsWith('restored'))]).toEqual([2, ['restored gap']]);
  });

  it('old socket: close hangs', async () => {
    await live();
    const [client] = world.network.sockets;
    world.say(frame);
    await world.clock.advance(20);
    client?.blackHole();
    world.happen();
    await world.settle();
    expect([world.sockets.length, world.tracker.isLive]).toEqual([2, true]);
  });

  it('old socket: still delivering during drain', async () => {
    const old = await live();
    world.say(frame);
    await world.clock.runUntil(() => world.told.includes(told.at(-1) ?? ''), { maximumMs: 10_000 });
    const late = world.happenOn(old);
    const both = world.happen();
    await world.clock.advance(100);
    expect(world.events.map(({ id }) => id)).toEqual([late, both]);
    await world.settle();
  });

  it.each(['idle', 'mid-connect', 'mid-snapshot', 'mid-drain', 'mid-backoff'])('cancel: %s', async (moment) => {
    await live();
    world.repairLatencyMs = 300;
    if (moment === 'mid-backoff') world.repairFaults.push(...Array<'everything'>(20).fill('everything'));
    if (moment !== 'idle') world.say(frame);
    world.happen();
    if (moment === 'mid-connect') await world.clock.runUntil(() => world.network.openedSockets === 2, { maximumMs: 10_000 });
    if (moment === 'mid-snapshot') await world.clock.runUntil(() => world.gaps.length === 2, { maximumMs: 10_000 });
    if (moment === 'mid-drain') await world.clock.runUntil(() => world.told.includes(told.at(-1) ?? ''), { maximumMs: 10_000 });
    if (moment === 'mid-backoff') await world.clock.advance(20_000);
    await world.stop();
    await world.clock.advance(20);
    expect(world.leftovers()).toEqual({ timers: 0, sockets: 0, requests: 0, held: 0 });
    world.repairFaults.length = 0;
    await world.goLive();
  });
});

describe('the queries of a repair', () => {
  it('open-orders query fails: degraded, what is known flows, what is missing alone is asked for until it is whole', async () => {
    await live();
    world.repairFaults.push('orders', 'orders', 'orders');
    const { told } = world;
    socket(1).end.terminate();
    world.happen();
    await world.clock.runUntil(() => told.includes('degraded'), { maximumMs: 60_000 });
    expect(world.tracker.status).toMatchObject({ state: 'degraded', missing: ['orders'] });
    const flowing = world.happen();
    await world.clock.advance(20);
    expect(world.events.at(-1)?.id).toBe(flowing);
    await world.settle();
    expect(told).toEqual(['interrupted', 'connected', 'degraded', 'restored gap']);
  });

  it('both fail: events are held back, and everything is asked for again', async () => {
    await live();
    world.repairFaults.push('everything', 'everything');
    socket(1).end.terminate();
    await world.clock.runUntil(() => world.told.includes('degraded'), { maximumMs: 60_000 });
    world.happen();
    await world.clock.advance(20);
    expect([world.tracker.heldEvents, world.events.length]).toEqual([1, 0]);
    await world.settle();
    expect([world.told, world.history.length]).toEqual([['interrupted', 'connected', 'degraded', 'restored gap'], 1]);
  });

  it('a part fails while the old line delivers: the old line is kept until the snapshot is whole', async () => {
    const old = await live();
    world.repairFaults.push('orders', 'balances', 'everything');
    world.say('soon');
    await world.clock.runUntil(() => world.gaps.length >= 3, { maximumMs: 60_000 });
    world.happenOn(old);
    await world.clock.advance(20);
    expect([world.tracker.state, world.events.length]).toEqual(['live', 1]);
    await world.settle();
    expect(world.told).toEqual(['problem', 'rotated']);
  });

  it('the old line ends while the snapshot waits for its next attempt: it is tried again at once', async () => {
    const old = await live({ plan: { backoff: { initialMs: 30_000, maximumMs: 30_000 } } });
    world.repairFaults.push('everything');
    world.say('soon');
    await world.clock.runUntil(() => world.told.includes('problem'), { maximumMs: 60_000 });
    const attempts = world.gaps.length;
    old.end.terminate();
    world.happen();
    await world.clock.advance(20);
    expect(world.gaps.length).toBe(attempts + 1);
    await world.settle();
    expect(world.told).toEqual(['problem', 'interrupted', 'connected', 'restored gap']);
  });

  it('a trigger while degraded: the new line repairs everything, also what was missing', async () => {
    const old = await live();
    world.repairFaults.push('orders', 'orders', 'orders', 'orders', 'orders');
    old.end.terminate();
    world.happen();
    await world.clock.runUntil(() => world.told.includes('degraded'), { maximumMs: 60_000 });
    world.say('soon');
    await sockets(3);
    world.repairFaults.length = 0;
    await world.settle();
    expect(world.told).toEqual(['interrupted', 'connected', 'degraded', 'restored gap']);
  });
});

describe('events around the gap', () => {
  it('fill in [snapshot, new socket] gap: there is none, the snapshot is taken when the new line is live', async () => {
    const old = await live();
    world.repairLatencyMs = 400;
    world.say('terminated');
    old.isDeaf = true;
    const before = world.happen();
    await sockets(2);
    await world.clock.advance(300);
    const during = world.happen();
    await world.settle();
    expect([[...world.recovered], world.events.map(({ id }) => id)]).toEqual([[before], [during]]);
  });

  it('fill delivered on both sockets: told once, and the same thing twice is told twice', async () => {
    await live();
    world.repairLatencyMs = 400;
    world.say('soon');
    await sockets(2);
    await world.clock.advance(30);
    world.happen();
    world.happen();
    await world.settle();
    expect(world.events.map(({ id }) => id)).toEqual([1, 2]);
  });

  it('fill in snapshot and late on old: it is told, and its identity makes the double harmless', async () => {
    const old = await live({ tracker: { drainMs: 5_000 } });
    world.say('terminated');
    old.isDeaf = true;
    const id = world.happen();
    await world.clock.runUntil(() => world.told.includes('restored gap'), { maximumMs: 10_000 });
    old.told += 1;
    old.end.send(`event ${id} 1 ${old.told}`);
    await world.settle();
    expect([world.recovered.has(id), world.events.map((event) => event.id)]).toEqual([true, [id]]);
  });

  it('10k events queued on old: all are told before those of the new line', async () => {
    const finishers: (() => void)[] = [];
    let isSlow = false;
    const told: number[] = [];
    await live({
      tracker: {
        bufferLimit: 20_000,
        onEvent: (event) => {
          const known = event as { readonly id: number; readonly socket: number; readonly place: number };
          told.push(known.id);
          world.events.push(known);
          return isSlow ? new Promise<void>((resolve) => finishers.push(resolve)) : undefined;
        },
      },
    });
    isSlow = true;
    for (let count = 0; count < 10_000; count += 1) world.happen();
    await world.clock.advance(20);
    world.say('soon');
    await sockets(2);
    await world.clock.advance(1_000);
    expect([world.tracker.heldEvents, world.gaps.length]).toEqual([9_999, 1]);
    const last = world.happen();
    isSlow = false;
    finishers.shift()?.();
    await world.settle();
    expect([told.length, told[0], told.at(-1), world.told]).toEqual([10_001, 1, last, ROTATED]);
  });

  it('disconnect then connect again: the time between is repaired', async () => {
    await live();
    await world.stop();
    const missed = world.happen();
    await world.goLive();
    expect([[...world.recovered], world.gaps.at(-1)?.reason]).toEqual([[missed], 'stopped']);
  });

  it('start while the stop is under way follows it, with one socket', async () => {
    await live();
    const stopped = world.tracker.stop();
    world.tracker.start();
    await world.settle();
    await stopped;
    expect([world.mostSockets, world.tracker.isLive]).toEqual([1, true]);
    const again = world.tracker.stop();
    world.tracker.start();
    await world.stop();
    await again;
    await world.clock.advance(1_000);
    expect(world.tracker.state).toBe('stopped');
  });

  it.each([-86_400_000, 86_400_000])('clock jump by %i ms: no rotation, no gap that is too short', async (jumpMs) => {
    const old = await live();
    await world.clock.advance(1_000);
    const wholeUntilMs = world.tracker.wholeUntilMs ?? 0;
    world.clock.jumpWall(jumpMs);
    await world.clock.advance(1_000);
    expect(world.told).toEqual([]);
    old.end.terminate();
    await world.settle();
    expect(world.gaps.at(-1)?.fromMs).toBeLessThanOrEqual(Math.min(wholeUntilMs, wholeUntilMs + jumpMs));
  });
});

describe('the age of a connection', () => {
  it('rotates before the venue cuts, a little earlier at random, without a gap', async () => {
    await live({ plan: { rotateAfterMs: 1_000_000 } });
    for (let minute = 0; minute < 60; minute += 1) {
      world.happen();
      await world.clock.advance(60_000);
    }
    await world.settle();
    expect([world.sockets.length, new Set(world.told), world.events.length]).toEqual([4, new Set(ROTATED), 60]);
    expect(world.recovered.size).toBe(0);
  });

  it('a reason to rotate that comes during the first repair waits until it is whole', async () => {
    world = new RecoveryWorld({ hasCredential: false });
    world.repairLatencyMs = 2_000;
    world.tracker.start();
    await sockets(1);
    await world.clock.advance(50);
    world.say('soon');
    await world.clock.advance(1_000);
    expect(world.sockets.length).toBe(1);
    await world.settle();
    expect([world.sockets.length, world.told]).toEqual([2, ['connected', 'restored first', 'rotated']]);
  });
});
