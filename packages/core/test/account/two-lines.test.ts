import { describe, expect, it } from 'vitest';
import { ClockError } from '../../src/errors/clock-error.ts';
import { type ScriptedSession, UserStreamBench } from './scripted-session.ts';

/** Live, and moving: the new line has been opened. */
async function moving(bench: UserStreamBench): Promise<{ readonly old: ScriptedSession; readonly next: ScriptedSession }> {
  await bench.goLive();
  const old = bench.session;
  old.frame('soon:maintenance');
  await bench.settle(1_000);
  return { old, next: bench.session };
}

describe('the new line of a move', () => {
  it.each(['end', 'soon', 'expired'])(
    'that is told its own end (%s) before it is used connects again, and the old one goes on',
    async (kind) => {
      const bench = new UserStreamBench();
      const { old, next } = await moving(bench);
      next.live();
      next.frame(`${kind}:`);
      await bench.settle();
      expect(next.calls.filter((call) => call.startsWith('restart'))).toHaveLength(1);
      old.frame('e:1');
      expect([bench.tracker.state, bench.sessions.length]).toEqual(['live', 2]);
      next.live();
      await bench.settle();
      await bench.repair.succeed();
      expect(bench.take().filter((text) => !text.startsWith('problem'))).toEqual([
        'event 1',
        'rotated to 2: the venue is about to close the private stream: maintenance',
      ]);
      await bench.tracker.stop();
      expect(bench.clock.pendingTimers).toBe(0);
    },
  );

  it('that holds back more than the buffer takes is asked for anew; what the old one delivers is not touched', async () => {
    const bench = new UserStreamBench({ bufferLimit: 4 });
    const { old, next } = await moving(bench);
    next.live();
    await bench.settle();
    const first = bench.repair;
    for (let count = 1; count <= 6; count += 1) {
      old.frame(`e:${count}`);
      next.frame(`e:${count}`);
    }
    await bench.settle();
    expect([first.signal.aborted, bench.tracker.state]).toEqual([true, 'live']);
    await bench.repair.succeed();
    expect(bench.take().filter((text) => text.startsWith('event'))).toEqual([1, 2, 3, 4, 5, 6].map((count) => `event ${count}`));
    await bench.tracker.stop();
  });

  it('repairs what a slow handler made overflow, when it is there already', async () => {
    const bench = new UserStreamBench({ bufferLimit: 4, onEvent: () => new Promise(() => {}) });
    const { old, next } = await moving(bench);
    next.live();
    await bench.settle();
    const repairs = bench.repairs.length;
    for (let count = 1; count <= 8; count += 1) old.frame(`e:${count}`);
    expect(bench.tracker.state).toBe('recovering');
    expect(bench.repairs.length).toBe(repairs);
    void bench.tracker.stop();
  });

  it('that cannot be had leaves a degraded stream to its repair', async () => {
    const bench = new UserStreamBench();
    bench.tracker.start();
    const [first] = bench.sessions;
    first?.live();
    await bench.settle();
    await bench.repair.succeed({ recoveredFills: 0, changedOrders: 0, failed: [{ part: 'balances', error: new Error('no balances') }] });
    first?.frame('soon:maintenance');
    await bench.settle(1_000);
    bench.session.live();
    await bench.settle();
    const repairs = bench.repairs.length;
    bench.session.interrupt('cut');
    await bench.settle();
    expect(bench.repairs.length).toBe(repairs + 1);
    await bench.repair.succeed();
    expect(bench.tracker.state).toBe('live');
    await bench.tracker.stop();
    expect(bench.clock.pendingTimers).toBe(0);
  });

  it('is in no hurry while the old one delivers, until the old one does not any more', async () => {
    const bench = new UserStreamBench();
    await bench.goLive();
    bench.session.frame('soon:maintenance');
    expect(bench.sessions).toHaveLength(1);
    bench.session.frame('end:now');
    await bench.settle();
    expect(bench.sessions).toHaveLength(2);
    await bench.tracker.stop();
  });

  it('is not opened when the old one ends before, and connects again by itself', async () => {
    const bench = new UserStreamBench();
    await bench.goLive();
    bench.session.frame('soon:maintenance');
    bench.session.interrupt('cut');
    await bench.settle(60_000);
    expect([bench.sessions.length, bench.clock.pendingTimers, bench.tracker.status.replacing]).toEqual([1, 0, undefined]);
  });
});

describe('a repair in parts', () => {
  it('asks for what is missing alone, tells each change of it once, and sums what it found', async () => {
    const bench = new UserStreamBench();
    bench.tracker.start();
    bench.session.live();
    await bench.settle();
    const balances = { part: 'balances', error: new Error('no balances') } as const;
    const trades = { part: 'trades', error: new Error('no trades') } as const;
    await bench.repair.succeed({ recoveredFills: 1, changedOrders: 0, failed: [trades, balances] });
    for (const failed of [[trades, balances], [balances]]) {
      await bench.settle(30_000);
      await bench.repair.succeed({ recoveredFills: 1, changedOrders: 0, failed });
    }
    expect(bench.tracker.status).toMatchObject({ state: 'degraded', failedAttempts: 3, missing: ['balances'] });
    await bench.settle(30_000);
    await bench.repair.succeed({ recoveredFills: 1, changedOrders: 0 });
    expect(bench.repairs.map(({ parts }) => parts)).toEqual([undefined, ['trades', 'balances'], ['trades', 'balances'], ['balances']]);
    expect(bench.take()).toEqual([
      'stream-connected',
      'degraded trades balances flowing after 1: no trades',
      'degraded balances flowing after 3: no balances',
      'restored start..1000000 fills 4',
    ]);
  });
});

describe('a listener that stops the stream', () => {
  it.each(['stream-interrupted', 'stream-connected', 'stream-degraded', 'stream-restored', 'stream-problem'])(
    'when it is told %s leaves nothing',
    async (type) => {
      let isArmed = false;
      const bench: UserStreamBench = new UserStreamBench({
        onStatus: (event) => {
          if (isArmed && event.type === type) void bench.tracker.stop();
        },
      });
      isArmed = type !== 'stream-interrupted';
      bench.tracker.start();
      bench.session.live();
      await bench.settle();
      await bench.repairs
        .at(-1)
        ?.succeed({ recoveredFills: 0, changedOrders: 0, failed: [{ part: 'balances', error: new Error('none') }] });
      await bench.settle(2_000);
      await bench.repairs.at(-1)?.succeed();
      isArmed = true;
      bench.session.frame('e:1');
      bench.session.frame('end:now');
      await bench.settle(60_000);
      expect([bench.tracker.state, bench.clock.pendingTimers, bench.tracker.heldEvents]).toEqual(['stopped', 0, 0]);
    },
  );
});

it('a login that is refused for its timestamp is made with the time that the venue was asked for', async () => {
  let asked = 0;
  const bench = new UserStreamBench({
    venueTime: {
      isClockError: (error) => error instanceof ClockError || error.message === 'refused',
      resynchronise: async () => {
        asked += 1;
        if (asked === 1) throw new Error('no time');
      },
    },
  });
  bench.tracker.start();
  const login = (): unknown => bench.session.options.login?.(() => 1);
  expect(login()).toHaveLength(1);
  bench.session.frame('no:1');
  await expect(login()).rejects.toThrow('no time');
  await expect(login()).resolves.toHaveLength(1);
  expect([login(), asked]).toEqual([[{ requestId: 1, frame: 'login at 1000007' }], 2]);
  await bench.tracker.stop();
});

it('an event that cannot be recognised is told by both lines', async () => {
  const bench = new UserStreamBench({
    dataSource: {
      stream: { url: 'wss://venue.test/private' },
      loginFrames: () => [],
      eventIdentity: () => {
        throw new Error('no identity');
      },
      onFrame: (frame, sink) => {
        const text = frame.toString();
        if (text === 'soon:maintenance') sink.closingSoon('maintenance');
        else sink.event(text);
      },
    },
  });
  const { old, next } = await moving(bench);
  next.live();
  await bench.settle();
  old.frame('1');
  next.frame('1');
  await bench.repair.succeed();
  expect(bench.take()).toEqual(['event 1', 'event 1', 'rotated to 2: the venue is about to close the private stream: maintenance']);
  await bench.tracker.stop();
});
