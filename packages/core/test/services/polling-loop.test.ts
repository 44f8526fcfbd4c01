import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../src/clock/manual-clock.ts';
import { silentLogger } from '../../src/log/silent-logger.ts';
import { SeededRandom } from '../../src/random/seeded-random.ts';
import { PollingLoop } from '../../src/services/polling-loop.ts';
import type { PollingLoopOptions } from '../../src/services/polling-loop.ts';

function makeLoop(clock: ManualClock, overrides: Partial<PollingLoopOptions> & Pick<PollingLoopOptions, 'run'>): PollingLoop {
  return new PollingLoop({
    name: 'test',
    clock,
    random: new SeededRandom(1),
    log: silentLogger,
    intervalMs: () => 1_000,
    ...overrides,
  });
}

describe('PollingLoop', () => {
  it('runs at once and then once per interval, counted from the end of a round', async () => {
    const clock = new ManualClock();
    const startedMs: number[] = [];
    const loop = makeLoop(clock, {
      run: async () => {
        startedMs.push(clock.monotonicMs());
        await new Promise<void>((resolve) => clock.setTimer(100, resolve));
      },
    });
    loop.start();
    await clock.advance(2_300);
    expect(startedMs).toEqual([0, 1_100, 2_200]);
    const stopped = loop.stop();
    await clock.advance(100);
    await stopped;
    expect(clock.pendingTimers).toBe(0);
  });

  it('asks for the interval anew each time', async () => {
    const clock = new ManualClock();
    let intervalMs = 10;
    let rounds = 0;
    const loop = makeLoop(clock, {
      intervalMs: () => intervalMs,
      run: () => {
        rounds += 1;
        return Promise.resolve();
      },
    });
    loop.start('after-interval');
    await clock.advance(20);
    expect(rounds).toBe(2);
    intervalMs = 1_000;
    await clock.advance(500);
    expect(rounds).toBe(3);
    await loop.stop();
  });

  it('can be hastened: the next round comes within the time, never later than it would have come', async () => {
    const clock = new ManualClock();
    const startedMs: number[] = [];
    const loop = makeLoop(clock, {
      run: () => {
        startedMs.push(clock.monotonicMs());
        return Promise.resolve();
      },
    });
    loop.hasten(10);
    loop.start('after-interval');
    loop.hasten(5_000);
    loop.hasten(300);
    loop.hasten(400);
    await clock.advance(1_400);
    expect(startedMs).toEqual([300, 1_300]);
    await loop.stop();
    loop.hasten(10);
    expect(clock.pendingTimers).toBe(0);
  });

  it('reports a failure once, retries with growing delays, and reports again after it had worked', async () => {
    const clock = new ManualClock();
    const failures: unknown[] = [];
    let isBroken = true;
    let rounds = 0;
    const loop = makeLoop(clock, {
      run: () => {
        rounds += 1;
        return isBroken ? Promise.reject(new Error(`round ${rounds}`)) : Promise.resolve();
      },
      onFailure: (error) => failures.push(error),
      retryMaximumMs: 4_000,
    });
    loop.start();
    await clock.advance(60_000);
    expect(failures).toHaveLength(1);
    expect(rounds).toBeGreaterThan(10);
    isBroken = false;
    await clock.advance(5_000);
    isBroken = true;
    await clock.advance(1_001);
    expect(failures).toHaveLength(2);
    await loop.stop();
  });

  it('does a triggered round right after the running one, never beside it', async () => {
    const clock = new ManualClock();
    let running = 0;
    let most = 0;
    let rounds = 0;
    const loop = makeLoop(clock, {
      run: async () => {
        running += 1;
        rounds += 1;
        most = Math.max(most, running);
        await new Promise<void>((resolve) => clock.setTimer(50, resolve));
        running -= 1;
      },
    });
    loop.start();
    loop.trigger();
    loop.trigger();
    await clock.advance(120);
    expect(rounds).toBe(2);
    expect(most).toBe(1);
    await loop.stop();
  });

  it('aborts the running round when it is stopped, waits for its end, and can be started again', async () => {
    const clock = new ManualClock();
    let aborted = 0;
    const loop = makeLoop(clock, {
      run: (signal) =>
        new Promise<void>((_resolve, reject) => {
          signal.addEventListener('abort', () => {
            aborted += 1;
            reject(new Error('aborted'));
          });
        }),
    });
    loop.start();
    await loop.stop();
    expect(aborted).toBe(1);
    expect(clock.pendingTimers).toBe(0);
    loop.start();
    await clock.settle();
    await loop.stop();
    expect(aborted).toBe(2);
    expect(clock.pendingTimers).toBe(0);
  });

  it('ignores a trigger while it is stopped', async () => {
    const clock = new ManualClock();
    let rounds = 0;
    const loop = makeLoop(clock, {
      run: () => {
        rounds += 1;
        return Promise.resolve();
      },
    });
    loop.trigger();
    await clock.advance(5_000);
    expect(rounds).toBe(0);
  });
});
