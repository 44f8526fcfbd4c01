import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ManualClock } from '../../src/clock/manual-clock.ts';
import { InvalidPayloadError } from '../../src/errors/invalid-payload-error.ts';
import { NetworkError } from '../../src/errors/network-error.ts';
import type { Clock } from '../../src/runtime/clock.ts';
import { TimeSynchronizer } from '../../src/web/time-synchronizer.ts';

/** A clock whose monotonic readings are consumed in the listed order. */
function scriptedClock(monotonicReadings: readonly number[], wallMs = 0): Clock {
  const readings = [...monotonicReadings];
  return {
    wallMs: () => wallMs,
    monotonicMs: () => {
      const reading = readings.shift();
      if (reading === undefined) throw new Error('the clock is read more often than the vector says');
      return reading;
    },
    setTimer: () => {
      throw new Error('no timer is needed');
    },
    pendingTimers: 0,
  };
}

const refused = new NetworkError({ host: 'venue', problem: 'refused', mayHaveBeenSent: false });

describe('the vectors', () => {
  test('T1: without a sample the wall clock is believed', () => {
    const time = new TimeSynchronizer(scriptedClock([2_000, 3_000], 1_640_000_000_000));
    expect(time.nowMs()).toBe(1_639_999_999_000);
  });

  test('T2: one sample counts from the middle of its request', async () => {
    const time = new TimeSynchronizer(scriptedClock([10_000, 30_000, 31_000]));
    await time.updateServerTimeOffset(() => Promise.resolve(1_640_000_020_000));
    expect(time.timeOffsetMs).toBe(1_640_000_000_000);
    expect(time.nowMs()).toBe(1_640_000_031_000);
  });

  test('T3: of three samples the median counts, not the outlier', async () => {
    const time = new TimeSynchronizer(scriptedClock([2_000, 4_000, 6_000, 10_000, 11_000, 13_000, 25_000]));
    for (const serverMs of [1_640_000_003_000, 16_400_000_010_000, 1_640_000_016_000]) {
      await time.updateServerTimeOffset(() => Promise.resolve(serverMs));
    }
    expect(time.nowMs()).toBe(1_640_000_029_000);
  });
});

describe('the window', () => {
  test('holds the last five samples', () => {
    const time = new TimeSynchronizer(new ManualClock());
    for (const offset of [1_000, 2_000, 10, 20, 30, 40, 50]) time.addTimeOffsetMsSample(offset);
    expect(time.timeOffsetMs).toBe(30);
  });

  test('gives the middle of the two middle ones for an even number', () => {
    const time = new TimeSynchronizer(new ManualClock());
    for (const offset of [40, 10, 20, 100]) time.addTimeOffsetMsSample(offset);
    expect(time.timeOffsetMs).toBe(30);
  });

  test('is empty again after clearing, and the wall clock is believed', () => {
    const time = new TimeSynchronizer(new ManualClock({ wallMs: 5_000, monotonicMs: 1_000 }));
    time.addTimeOffsetMsSample(7);
    expect(time.isInitialised).toBe(true);
    time.clearTimeOffsetMsSamples();
    expect(time.isInitialised).toBe(false);
    expect(time.timeOffsetMs).toBe(4_000);
  });

  test('refuses a sample that is no number', () => {
    const time = new TimeSynchronizer(new ManualClock());
    expect(() => time.addTimeOffsetMsSample(Number.NaN)).toThrow(InvalidPayloadError);
    expect(time.isInitialised).toBe(false);
  });

  test('gives whole milliseconds', () => {
    const time = new TimeSynchronizer(new ManualClock({ monotonicMs: 10.6 }));
    time.addTimeOffsetMsSample(1_000.5);
    expect(time.nowMs()).toBe(1_011);
  });

  test('never leaves the range of its samples, and two wild ones of five do not move it out of the others', () => {
    const sound = fc.integer({ min: -200, max: 200 });
    const wild = fc.integer({ min: -1e12, max: 1e12 });
    fc.assert(
      fc.property(fc.tuple(sound, sound, sound, wild, wild), fc.nat({ max: 4 }), (samples, turn) => {
        const time = new TimeSynchronizer(new ManualClock());
        for (const offset of [...samples.slice(turn), ...samples.slice(0, turn)]) time.addTimeOffsetMsSample(offset);
        expect(time.timeOffsetMs).toBeGreaterThanOrEqual(Math.min(...samples.slice(0, 3)));
        expect(time.timeOffsetMs).toBeLessThanOrEqual(Math.max(...samples.slice(0, 3)));
      }),
    );
  });
});

describe('initialising', () => {
  test('asks once for many calls that start together, and never again', async () => {
    const time = new TimeSynchronizer(new ManualClock());
    const answer = Promise.withResolvers<number>();
    let requests = 0;
    const provider = (): Promise<number> => {
      requests += 1;
      return answer.promise;
    };
    const all = Promise.all(Array.from({ length: 50 }, () => time.initialise(provider)));
    answer.resolve(1_000);
    await all;
    await time.initialise(provider);
    expect(requests).toBe(1);
    expect(time.timeOffsetMs).toBe(1_000);
  });

  test('tells every caller of a failure, and asks again at the next call', async () => {
    const time = new TimeSynchronizer(new ManualClock());
    const both = await Promise.allSettled([1, 2].map(() => time.initialise(() => Promise.reject(refused))));
    expect(both).toEqual([
      { status: 'rejected', reason: refused },
      { status: 'rejected', reason: refused },
    ]);
    expect(time.isInitialised).toBe(false);
    await time.initialise(() => Promise.resolve(9));
    expect(time.isInitialised).toBe(true);
  });

  test('lets one caller give up and leaves the request to the others', async () => {
    const time = new TimeSynchronizer(new ManualClock());
    const answer = Promise.withResolvers<number>();
    const controller = new AbortController();
    const impatient = time.initialise(() => answer.promise, controller.signal);
    const patient = time.initialise(() => answer.promise, new AbortController().signal);
    controller.abort();
    await expect(impatient).rejects.toMatchObject({ code: 'ABORTED', outcome: 'not-sent' });
    await expect(time.initialise(() => answer.promise, AbortSignal.abort())).rejects.toMatchObject({ code: 'ABORTED' });
    answer.resolve(5);
    await patient;
    expect(time.isInitialised).toBe(true);
  });

  test('refuses an answer that is no time', async () => {
    const time = new TimeSynchronizer(new ManualClock());
    await expect(time.initialise(() => Promise.resolve(Number.NaN))).rejects.toBeInstanceOf(InvalidPayloadError);
    expect(time.isInitialised).toBe(false);
  });
});

function withSamples(...offsets: readonly number[]): TimeSynchronizer {
  const time = new TimeSynchronizer(new ManualClock());
  for (const offset of offsets) time.addTimeOffsetMsSample(offset);
  return time;
}

describe('resynchronising', () => {
  test('drops the older samples when the new one differs by more than a second', async () => {
    const time = withSamples(0, 0, 0);
    await time.resynchronise(() => Promise.resolve(1_001));
    expect(time.timeOffsetMs).toBe(1_001);
  });

  test('drops them in the other direction too', async () => {
    const time = withSamples(0, 0, 0);
    await time.resynchronise(() => Promise.resolve(-1_001));
    expect(time.timeOffsetMs).toBe(-1_001);
  });

  test('keeps them when it differs by a second or less', async () => {
    const time = withSamples(0, 0, 0);
    await time.resynchronise(() => Promise.resolve(1_000));
    expect(time.timeOffsetMs).toBe(0);
  });

  test('keeps them when the request fails, and tells the caller', async () => {
    const time = withSamples(3, 4, 5);
    await expect(time.resynchronise(() => Promise.reject(refused))).rejects.toBe(refused);
    expect(time.timeOffsetMs).toBe(4);
  });

  test('asks once for many calls that come together', async () => {
    const time = withSamples(0);
    let requests = 0;
    const provider = (): Promise<number> => {
      requests += 1;
      return Promise.resolve(5_000);
    };
    await Promise.all(Array.from({ length: 10 }, () => time.resynchronise(provider)));
    expect(requests).toBe(1);
    await time.resynchronise(provider);
    expect(requests).toBe(2);
  });
});
