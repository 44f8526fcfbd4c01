import { afterEach, describe, expect, it } from 'vitest';
import { ExpectedEvents } from '../../src/account/expected-events.ts';
import { ManualClock } from '../../src/clock/manual-clock.ts';
import { RecoveryWorld, type RecoveryWorldOptions } from './listen-key-venue.ts';

let world: RecoveryWorld | undefined;

async function live(options: RecoveryWorldOptions = {}): Promise<RecoveryWorld> {
  world = new RecoveryWorld({ hasCredential: false, ...options });
  await world.goLive();
  return world;
}

afterEach(async () => {
  if (world === undefined) return;
  await world.stop();
  await world.clock.advance(10_000);
  expect(world.leftovers()).toEqual({ timers: 0, sockets: 0, requests: 0, held: 0 });
  world = undefined;
});

describe('an acknowledged order without an event', () => {
  it('within 10 s shows that the stream is silently dead: it is recovered, from before the order was sent', async () => {
    const started = await live();
    const { clock, tracker } = started;
    await clock.advance(60_000);
    const sentMs = clock.wallMs();
    tracker.witness.sent('place', 'order-1');
    await clock.advance(100);
    tracker.witness.acknowledged('place', 'order-1');
    await clock.advance(5_000);
    // Something else does come, so that the stream seems alive.
    started.happen();
    await clock.advance(4_899);
    expect(tracker.state).toBe('live');
    started.happenOn();
    await clock.advance(200);
    await started.settle();
    expect(started.told).toEqual(['problem', 'interrupted', 'connected', 'restored gap']);
    expect(started.gaps.at(-1)?.reason).toBe('no private event came about the acknowledged order order-1');
    expect(started.gaps.at(-1)?.fromMs).toBeLessThanOrEqual(sentMs);
    expect(started.faults()).toEqual([]);
  });

  it('does not make a gap shorter than it is', async () => {
    const started = await live();
    const wholeUntilMs = started.tracker.wholeUntilMs ?? 0;
    await started.clock.advance(5_000);
    started.tracker.witness.sent('place', 'order-1');
    started.tracker.witness.acknowledged('place', 'order-1');
    await started.clock.advance(11_000);
    await started.settle();
    // Pongs do not show that private events come: nothing was told since the start.
    expect(started.gaps.at(-1)?.fromMs).toBe(wholeUntilMs);
  });

  it.each([
    ['sent', 'seen', 'acknowledged'],
    ['sent', 'acknowledged', 'seen'],
    ['sent', 'ended'],
    ['sent', 'acknowledged', 'ended'],
    ['acknowledged'],
  ] as const)('%s, %s, %s: the stream is not suspected', async (...calls) => {
    const { tracker, clock, told } = await live();
    for (const call of calls) {
      if (call === 'seen') tracker.witness.seen('order-1', false);
      else tracker.witness[call]('place', 'order-1');
    }
    await clock.advance(60_000);
    expect(told).toEqual([]);
  });

  it('a cancel is confirmed by the end of the order alone', async () => {
    const { tracker, clock, told } = await live();
    for (const id of ['one', 'two']) {
      tracker.witness.sent('cancel', id);
      tracker.witness.acknowledged('cancel', id);
    }
    tracker.witness.seen('one', true);
    tracker.witness.seen('two', false);
    await clock.advance(9_999);
    expect(told).toEqual([]);
    await clock.advance(2);
    expect(told).toEqual(['problem', 'interrupted']);
  });

  it('0 ms: nothing is expected', async () => {
    const { tracker, clock, told } = await live({ tracker: { eventWithinMs: 0 } });
    tracker.witness.sent('place', 'order-1');
    tracker.witness.acknowledged('place', 'order-1');
    await clock.advance(60_000);
    expect(told).toEqual([]);
  });

  it('is not looked for while the stream is being repaired anyway', async () => {
    const { tracker, clock, told, network } = await live();
    tracker.witness.sent('place', 'order-1');
    network.sockets[0]?.cut();
    await clock.advance(10);
    tracker.witness.acknowledged('place', 'order-1');
    await clock.advance(60_000);
    expect(told).toEqual(['interrupted', 'connected', 'restored gap']);
  });
});

describe('the watch over expected events', () => {
  it('judges each in its time with one timer, and not before the events that have come are handled', async () => {
    const clock = new ManualClock();
    const missing: string[] = [];
    let isBehind = true;
    const expected = new ExpectedEvents({
      clock,
      withinMs: 1_000,
      isWatching: () => true,
      isBehind: () => isBehind,
      onMissing: (id, sentMs) => void missing.push(`${id} ${sentMs}`),
    });
    for (const id of ['a', 'b']) {
      expected.sent('place', id);
      expected.acknowledged('place', id);
      await clock.advance(100);
    }
    expect(clock.pendingTimers).toBe(1);
    await clock.advance(900);
    expect(missing).toEqual([]);
    isBehind = false;
    await clock.advance(900);
    expect([missing, clock.pendingTimers]).toEqual([['a 0'], 0]);
  });

  it('forgets what a stream that is not whole any more owed, and goes on with what is on its way', async () => {
    const clock = new ManualClock();
    const missing: string[] = [];
    let isWatching = true;
    const expected = new ExpectedEvents({
      clock,
      withinMs: 1_000,
      isWatching: () => isWatching,
      isBehind: () => false,
      onMissing: (id) => void missing.push(id),
    });
    expected.sent('place', 'a');
    expected.sent('cancel', 'b');
    expected.acknowledged('place', 'a');
    isWatching = false;
    await clock.advance(2_000);
    isWatching = true;
    expected.acknowledged('cancel', 'b');
    await clock.advance(2_000);
    expect([missing, clock.pendingTimers]).toEqual([['b'], 0]);
  });
});
