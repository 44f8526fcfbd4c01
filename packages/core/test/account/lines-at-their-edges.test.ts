import { describe, expect, it } from 'vitest';
import { UserStreamBench } from './scripted-session.ts';

describe('the new line of a move that is not connected yet', () => {
  it('forgets what overflows there and repairs nothing until it is connected; the old line goes on', async () => {
    const bench = new UserStreamBench({ bufferLimit: 4 });
    await bench.goLive();
    const old = bench.session;
    old.frame('soon:maintenance');
    await bench.settle(1_000);
    const next = bench.session;
    const repairs = bench.repairs.length;
    for (let count = 1; count <= 6; count += 1) {
      old.frame(`e:${count}`);
      next.frame(`e:${count}`);
    }
    await bench.settle();
    expect(bench.repairs.length).toBe(repairs);
    const told = bench.take();
    expect(told.filter((text) => text.startsWith('event'))).toEqual([1, 2, 3, 4, 5, 6].map((count) => `event ${count}`));
    expect(told.filter((text) => !text.startsWith('event'))).toEqual([
      'problem more than 4 private events are waiting; they are discarded and asked for',
    ]);
    next.live();
    await bench.settle();
    await bench.repair.succeed();
    expect(bench.take()).toEqual(['rotated to 2: the venue is about to close the private stream: maintenance']);
    await bench.tracker.stop();
    expect(bench.clock.pendingTimers).toBe(0);
  });
});

describe('the old line after a move', () => {
  it('ends for good when it is cut while it is still listened to, and nothing is repaired', async () => {
    const bench = new UserStreamBench();
    await bench.goLive();
    const old = bench.session;
    old.frame('soon:maintenance');
    await bench.settle(1_000);
    bench.session.live();
    await bench.settle();
    await bench.repair.succeed();
    const repairs = bench.repairs.length;
    bench.take();
    old.interrupt('cut');
    await bench.settle();
    expect(old.calls).toContain('stop');
    expect([bench.take(), bench.repairs.length, bench.tracker.isLive]).toEqual([[], repairs, true]);
    await bench.tracker.stop();
    expect(bench.clock.pendingTimers).toBe(0);
  });
});

describe('an order of which no event comes', () => {
  it('before the stream was ever whole raises no suspicion: the repair under way covers it', async () => {
    const bench = new UserStreamBench({ eventWithinMs: 1_000 });
    expect(bench.tracker.status.generation).toBe(0);
    bench.tracker.start();
    bench.session.live();
    await bench.settle();
    bench.tracker.witness.sent('place', 'one');
    bench.tracker.witness.acknowledged('place', 'one');
    await bench.settle(5_000);
    expect([bench.take(), bench.tracker.wholeUntilMs]).toEqual([['stream-connected'], undefined]);
    expect(bench.session.calls.filter((call) => call.startsWith('restart'))).toEqual([]);
    expect(bench.repair.gap.fromMs).toBeUndefined();
    await bench.tracker.stop();
    expect([bench.tracker.status.generation, bench.clock.pendingTimers]).toEqual([1, 0]);
  });
});
