import { describe, expect, it } from 'vitest';
import { UserStreamBench } from './scripted-session.ts';

const START = 1_000_000;

describe('the first connection', () => {
  it('holds events back until the repair is done, releases them in order, then lets them flow', async () => {
    const bench = new UserStreamBench();
    bench.tracker.start();
    expect(bench.tracker.state).toBe('recovering');
    bench.session.frame('e:early');
    bench.session.live();
    await bench.settle();
    expect([bench.tracker.state, bench.tracker.isLive]).toEqual(['recovering', false]);
    bench.session.frame('e:1');
    bench.session.frame('e:2');
    expect(bench.tracker.heldEvents).toBe(3);
    expect(bench.take()).toEqual(['stream-connected']);
    await bench.repair.succeed({ recoveredFills: 2, changedOrders: 1 });
    bench.session.frame('e:3');
    expect(bench.take()).toEqual(['event early', 'event 1', 'event 2', `restored start..${START} fills 2`, 'event 3']);
    expect([bench.tracker.state, bench.tracker.isLive, bench.tracker.heldEvents]).toEqual(['live', true, 0]);
  });

  it("logs in with the data source's frames at the venue's time, and hands acknowledgements on", async () => {
    const bench = new UserStreamBench();
    bench.tracker.start();
    bench.tracker.start();
    let id = 40;
    const frames = await bench.session.options.login?.(() => (id += 1));
    expect(frames).toEqual([{ requestId: 41, frame: `login at ${START + 7}` }]);
    bench.session.frame('ack:41');
    bench.session.frame('no:42');
    expect(bench.session.calls).toEqual(['start', 'acknowledge 41', 'refuse 42 refused']);
  });

  it('tells when the last sign of life came, also from a socket that carries no data', () => {
    const bench = new UserStreamBench();
    bench.tracker.start();
    expect(bench.tracker.lastReceivedMs).toBeUndefined();
    bench.session.lastSignOfLifeMs = 250;
    expect(bench.tracker.lastReceivedMs).toBe(250);
  });
});

describe('a gap', () => {
  it.each([
    { clockThat: 'was set back meanwhile', jumpMs: -600_000, fromMs: START - 600_000 },
    { clockThat: 'was set forward meanwhile, or a machine that slept', jumpMs: 600_000, fromMs: START },
  ])('is not taken for shorter than it was because of a wall clock that $clockThat', async ({ jumpMs, fromMs }) => {
    const bench = new UserStreamBench();
    await bench.goLive();
    bench.session.interrupt('cut');
    bench.clock.jumpWall(jumpMs);
    bench.session.live();
    await bench.settle(0);
    expect(bench.repairs.at(-1)?.gap).toMatchObject({ fromMs, toMs: START + jumpMs });
  });

  it('starts at the last frame and ends where the new stream is live', async () => {
    const bench = new UserStreamBench();
    await bench.goLive();
    await bench.settle(1_000);
    bench.session.frame('e:1');
    await bench.settle(500);
    bench.session.interrupt('closed 1006');
    expect(bench.tracker.state).toBe('recovering');
    await bench.settle(2_000);
    bench.session.live();
    await bench.settle(10);
    expect(bench.repair.gap).toEqual({ fromMs: START + 1_000, toMs: START + 3_500, reason: 'closed 1006' });
    await bench.repair.succeed();
    expect(bench.take()).toEqual([
      'event 1',
      'stream-interrupted closed 1006',
      'stream-connected',
      `restored ${START + 1_000}..${START + 3_500} fills 0`,
    ]);
  });

  it('starts where the last repair reached when no frame came since', async () => {
    const bench = new UserStreamBench();
    await bench.settle(300);
    await bench.goLive();
    await bench.settle(1_000);
    bench.session.interrupt('silent');
    bench.session.live();
    await bench.settle();
    expect(bench.repair.gap.fromMs).toBe(START + 300);
  });

  it('keeps its start when the repair is interrupted: the repair is aborted and begins anew', async () => {
    const bench = new UserStreamBench();
    await bench.goLive();
    await bench.settle(1_000);
    bench.session.interrupt('first');
    bench.session.live();
    await bench.settle(1_000);
    bench.session.frame('e:held');
    const first = bench.repair;
    bench.session.interrupt('second');
    expect(first.signal.aborted).toBe(true);
    expect(bench.tracker.heldEvents).toBe(0);
    await bench.settle(1_000);
    bench.session.live();
    await bench.settle();
    expect(bench.repairs).toHaveLength(3);
    expect(bench.repair.gap).toEqual({ fromMs: START, toMs: START + 3_000, reason: 'second' });
    await first.succeed();
    expect(bench.tracker.state).toBe('recovering');
    bench.session.frame('e:new');
    await bench.repair.succeed();
    expect(bench.take().slice(-2)).toEqual(['event new', `restored ${START}..${START + 3_000} fills 0`]);
  });

  it('is reported as interrupted once; further attempts that fail are reported as problems', async () => {
    const bench = new UserStreamBench();
    await bench.goLive();
    bench.session.interrupt('a');
    bench.session.interrupt('login refused');
    expect(bench.take()).toEqual(['stream-interrupted a', 'problem the private stream could not be connected: login refused']);
  });

  it('is repaired only when all earlier events have been handled', async () => {
    const work = Promise.withResolvers<void>();
    const slow = new UserStreamBench({ onEvent: () => work.promise });
    await slow.goLive();
    slow.session.frame('e:1');
    slow.session.interrupt('closed');
    slow.session.live();
    await slow.settle();
    expect(slow.repairs).toHaveLength(1);
    work.resolve();
    await slow.settle();
    expect(slow.repairs).toHaveLength(2);
  });
});

describe('a repair that fails', () => {
  it('is repeated with growing waits while events are held back', async () => {
    const bench = new UserStreamBench();
    bench.tracker.start();
    bench.session.live();
    await bench.settle();
    await bench.repair.fail();
    expect([bench.tracker.state, bench.tracker.isLive]).toEqual(['degraded', false]);
    bench.session.frame('e:1');
    const waits = [500, 1_000, 2_000, 2_000];
    for (const [index, waitMs] of waits.entries()) {
      await bench.settle(waitMs - 1);
      expect(bench.repairs).toHaveLength(index + 1);
      await bench.settle(1);
      expect(bench.repairs).toHaveLength(index + 2);
      expect(bench.tracker.state).toBe('degraded');
      await bench.repair.fail();
    }
    await bench.settle(2_000);
    await bench.repair.succeed();
    expect(bench.take()).toEqual([
      'stream-connected',
      'degraded all holding after 1: the query failed',
      'event 1',
      `restored start..${START} fills 0`,
    ]);
    expect(bench.clock.pendingTimers).toBe(0);
  });

  it('is not repeated when the connection has gone meanwhile', async () => {
    const bench = new UserStreamBench();
    bench.tracker.start();
    bench.session.live();
    await bench.settle();
    await bench.repair.fail();
    bench.session.interrupt('closed');
    await bench.settle(60_000);
    expect(bench.repairs).toHaveLength(1);
    expect([bench.tracker.state, bench.clock.pendingTimers]).toEqual(['recovering', 0]);
  });
});

describe('an overflow', () => {
  it('while buffering is reported, and the repair begins anew', async () => {
    const bench = new UserStreamBench({ bufferLimit: 3 });
    bench.tracker.start();
    bench.session.live();
    await bench.settle(100);
    const first = bench.repair;
    for (let count = 1; count <= 5; count += 1) bench.session.frame(`e:${count}`);
    await bench.settle();
    expect(first.signal.aborted).toBe(true);
    expect(bench.repairs).toHaveLength(2);
    expect(bench.repair.gap).toMatchObject({ fromMs: undefined, toMs: START + 100 });
    await bench.repair.succeed();
    const told = bench.take();
    expect(told[1]).toMatch(/^problem more than 3 private events are waiting/);
    expect(told.slice(2)).toEqual(['event 5', `restored start..${START + 100} fills 0`]);
  });

  it('behind a slow handler makes the stream incomplete again until it is repaired', async () => {
    const finishers: (() => void)[] = [];
    const handled: unknown[] = [];
    const bench = new UserStreamBench({
      bufferLimit: 2,
      onEvent: (event) => {
        handled.push(event);
        return new Promise<void>((resolve) => finishers.push(resolve));
      },
    });
    await bench.goLive();
    await bench.settle(50);
    for (let count = 1; count <= 4; count += 1) bench.session.frame(`e:${count}`);
    expect(bench.tracker.state).toBe('recovering');
    await bench.settle();
    expect(bench.repairs).toHaveLength(1);
    finishers.shift()?.();
    await bench.settle();
    expect(bench.repair.gap).toMatchObject({ fromMs: START + 50 });
    await bench.repair.succeed();
    expect(bench.tracker.isLive).toBe(true);
    expect(handled).toEqual(['1']);
  });

  it('before the connection is live is reported, and covered by the repair to come', async () => {
    const bench = new UserStreamBench({ bufferLimit: 1 });
    bench.tracker.start();
    bench.session.frame('e:1');
    bench.session.frame('e:2');
    expect(bench.tracker.state).toBe('recovering');
    expect(bench.take()).toHaveLength(1);
    bench.session.live();
    await bench.settle();
    expect(bench.repairs).toHaveLength(1);
  });
});

describe('what the venue says of the stream', () => {
  it('an end of the subscription is told once, and another line is opened at once', async () => {
    const bench = new UserStreamBench();
    await bench.goLive();
    bench.session.frame('end:maintenance');
    bench.session.frame('end:maintenance');
    expect(bench.tracker.state).toBe('recovering');
    await bench.settle();
    expect(bench.sessions.map(({ calls }) => calls)).toEqual([['start'], ['start']]);
    const reason = 'the venue has ended the private stream: maintenance';
    expect(bench.take()).toEqual([`problem ${reason}`, `stream-interrupted ${reason}`]);
  });

  it('an end that is announced moves the stream while the old line delivers', async () => {
    const bench = new UserStreamBench();
    await bench.goLive();
    const [old] = bench.sessions;
    for (let count = 1; count <= 50; count += 1) old?.frame('soon:maintenance');
    expect(bench.tracker.status).toMatchObject({ state: 'live', replacing: 'the venue is about to close the private stream: maintenance' });
    await bench.settle(1_000);
    expect(bench.sessions).toHaveLength(2);
    old?.frame('e:1');
    bench.session.live();
    bench.session.frame('e:2');
    old?.frame('e:2');
    old?.frame('e:3');
    bench.session.frame('e:3');
    await bench.settle();
    await bench.repair.succeed();
    expect(old?.calls).toEqual(['start']);
    bench.session.frame('e:4');
    old?.frame('e:4');
    old?.frame('e:late');
    await bench.settle(1_000);
    old?.frame('e:too late');
    expect(old?.calls).toEqual(['start', 'stop']);
    expect(bench.take()).toEqual([
      'event 1',
      'event 2',
      'event 3',
      'rotated to 2: the venue is about to close the private stream: maintenance',
      'event 4',
      'event late',
    ]);
    expect([bench.tracker.state, bench.clock.pendingTimers]).toEqual(['live', 0]);
  });

  it('that cannot be read is reported, and the stream goes on', async () => {
    const bench = new UserStreamBench({
      onEvent: () => {
        throw new Error('cannot be handled');
      },
    });
    await bench.goLive();
    bench.session.frame('bad:a row');
    bench.session.frame('throw');
    bench.session.frame('e:1');
    expect(bench.take()).toEqual(['problem a row', 'problem cannot be read', 'problem cannot be handled']);
    expect(bench.tracker.isLive).toBe(true);
  });
});

describe('stopping', () => {
  it('ends connection, repair and waits, and ignores what still comes', async () => {
    const bench = new UserStreamBench();
    bench.tracker.start();
    bench.session.live();
    await bench.settle();
    await bench.repair.fail();
    bench.session.frame('e:1');
    bench.take();
    await bench.tracker.stop();
    bench.session.frame('e:2');
    bench.session.frame('end:late');
    bench.session.interrupt('late');
    bench.session.live();
    await bench.settle(60_000);
    expect([bench.tracker.state, bench.tracker.heldEvents, bench.clock.pendingTimers, bench.repairs.length]).toEqual(['stopped', 0, 0, 1]);
    expect(bench.take()).toEqual([]);
    await bench.tracker.stop();
  });

  it('waits for the handler at work and for the repair', async () => {
    const work = Promise.withResolvers<void>();
    const bench = new UserStreamBench({ onEvent: () => work.promise });
    await bench.goLive();
    bench.session.frame('e:1');
    let isStopped = false;
    const stopped = bench.tracker.stop().then(() => {
      isStopped = true;
    });
    await bench.settle();
    expect(isStopped).toBe(false);
    work.resolve();
    await stopped;
  });

  it('can be followed by a start that repairs the time between', async () => {
    const bench = new UserStreamBench();
    await bench.goLive();
    await bench.settle(1_000);
    bench.session.frame('e:1');
    await bench.tracker.stop();
    await bench.settle(5_000);
    bench.tracker.start();
    bench.session.live();
    await bench.settle();
    expect(bench.repair.gap).toEqual({ fromMs: START + 1_000, toMs: START + 6_000, reason: 'stopped' });
    await bench.repair.succeed();
    expect(bench.tracker.isLive).toBe(true);
    expect(bench.session.calls).toEqual(['start']);
  });
});
