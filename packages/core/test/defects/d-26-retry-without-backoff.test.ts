import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../src/clock/manual-clock.ts';
import { PollingLoop } from '../../src/services/polling-loop.ts';
import { silentLogger } from '../../src/log/silent-logger.ts';
import { SeededRandom } from '../../src/random/seeded-random.ts';

const HOUR_MS = 3_600_000;

describe('D-26: a loop that fails waits longer from failure to failure, at random, and says so once', () => {
  it.each([1, 2, 3])('an hour of failures, seed %i: neither a storm nor silence', async (seed) => {
    const clock = new ManualClock();
    const startedMs: number[] = [];
    const reported: unknown[] = [];
    let fails = true;
    const loop = new PollingLoop({
      name: 'trading-rules',
      clock,
      random: new SeededRandom(seed),
      log: silentLogger,
      intervalMs: () => 1_800_000,
      run: () => {
        startedMs.push(clock.monotonicMs());
        return fails ? Promise.reject(new Error('503')) : Promise.resolve();
      },
      onFailure: (error) => reported.push(error),
    });
    loop.start();
    await clock.advance(HOUR_MS);
    const waits = startedMs.slice(1).map((atMs, index) => atMs - (startedMs[index] ?? 0));
    expect(startedMs.length).toBeGreaterThan(60);
    expect(startedMs.length).toBeLessThan(300);
    for (const [index, waitMs] of waits.entries()) expect(waitMs).toBeLessThanOrEqual(Math.min(1_000 * 2 ** index, 60_000));
    expect(new Set(waits.slice(10)).size).toBeGreaterThan(waits.length / 2);
    expect(reported).toHaveLength(1);
    fails = false;
    await clock.advance(60_000);
    const { length } = startedMs;
    await clock.advance(1_700_000);
    expect(startedMs).toHaveLength(length);
    await loop.stop();
  });
});
