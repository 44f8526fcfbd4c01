import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ManualClock } from '../../src/clock/manual-clock.ts';
import { sleep } from '../../src/clock/sleep.ts';
import { SeededRandom } from '../../src/random/seeded-random.ts';
import { Throttler } from '../../src/throttle/throttler.ts';

const INTERVAL_MS = 10_000;
const LIMIT = 300;
/** Counts of calls that were under way at the edge of a window may belong to either of two. */
const DOUBT_MS = 100;

interface Weather {
  readonly seed: number;
  /** When our monotonic clock starts within the venue's window. */
  readonly phaseMs: number;
  /** How much others use of each window, and in which steps. */
  readonly foreignPercent: number;
  readonly foreignSteps: number;
  /** Others use everything within this first part of a window. */
  readonly foreignUntilMs: number;
  /** The way there, and the way back: at least, and by how much more at random. */
  readonly wayMs: number;
  readonly jitterMs: number;
  /** How many calls of ours wait at a time. */
  readonly backlog: number;
  /** How long each of them pauses between two calls, at most. */
  readonly thinkMs: number;
  /** So many answers in a hundred bring no count, or never come. */
  readonly silentPercent: number;
}

/** One of the venue's fixed windows. */
interface Window {
  own: number;
  foreign: number;
  /** What others had used when a count was taken that has come to us since. */
  knownForeign: number;
  refused: number;
  refusedWeight: number;
}

interface Outcome {
  readonly windows: readonly Window[];
  /** Refusals that would have happened had the others used only what we knew of. */
  readonly provoked: number;
}

async function trade(weather: Weather, seconds: number): Promise<Outcome> {
  const clock = new ManualClock({ monotonicMs: 1_000_000 });
  const random = new SeededRandom(weather.seed);
  const venueOffsetMs = 5_000_000 * INTERVAL_MS + weather.phaseMs;
  const throttler = new Throttler({
    clock,
    limits: [
      { limitId: 'pool', limit: LIMIT, intervalMs: INTERVAL_MS },
      ...[1, 2, 5, 10].map((weight) => ({
        limitId: `weight ${weight}`,
        limit: 1_000_000,
        intervalMs: INTERVAL_MS,
        linkedLimits: [{ limitId: 'pool', weight }],
      })),
    ],
  });
  const windows = new Map<number, Window>();
  let provoked = 0;
  const venueMs = (): number => clock.monotonicMs() + venueOffsetMs;
  const windowNumber = (): number => Math.floor(venueMs() / INTERVAL_MS);
  const windowOf = (number: number): Window => {
    const known = windows.get(number) ?? { own: 0, foreign: 0, knownForeign: 0, refused: 0, refusedWeight: 0 };
    windows.set(number, known);
    return known;
  };
  const way = (then: () => void): void => void clock.setTimer(weather.wayMs + random.next() * weather.jitterMs, then);

  const call = async (): Promise<void> => {
    const weight = [1, 2, 5, 10][Math.floor(random.next() * 4)] ?? 1;
    const limitId = `weight ${weight}`;
    await throttler.acquire(limitId);
    const acquiredAtMs = clock.monotonicMs();
    const knownAtGrant = new Map([...windows].map(([number, { knownForeign }]) => [number, knownForeign]));
    const grantedVenueMs = venueMs();
    way(() => {
      const number = windowNumber();
      const window = windowOf(number);
      const isRefused = window.own + window.foreign + weight > LIMIT;
      if (isRefused) {
        window.refused += 1;
        window.refusedWeight += weight;
        if (window.own + (knownAtGrant.get(number) ?? 0) + weight > LIMIT) provoked += 1;
      } else {
        window.own += weight;
      }
      const { own, foreign } = window;
      way(() => {
        if (random.next() * 100 < weather.silentPercent) return;
        throttler.reportUsage('pool', own + foreign, { answeredCall: { limitId, acquiredAtMs }, venueOffsetMs });
        if (isRefused) throttler.pause('pool', (number + 1) * INTERVAL_MS - venueMs());
        const startMs = number * INTERVAL_MS;
        if (grantedVenueMs >= startMs + DOUBT_MS && venueMs() < startMs + INTERVAL_MS - DOUBT_MS) {
          window.knownForeign = Math.max(window.knownForeign, foreign);
        }
      });
    });
  };

  const consume = (): void => {
    const window = windowOf(windowNumber());
    const step = Math.floor((LIMIT * weather.foreignPercent) / 100 / weather.foreignSteps);
    const isDone = window.foreign + step > (LIMIT * weather.foreignPercent) / 100;
    if (!isDone && window.own + window.foreign + step <= LIMIT) window.foreign += step;
    clock.setTimer(weather.foreignUntilMs / weather.foreignSteps, consume);
  };
  if (weather.foreignPercent > 0) consume();

  const endMs = clock.monotonicMs() + seconds * 1_000;
  const keepCalling = async (): Promise<void> => {
    while (clock.monotonicMs() < endMs) {
      if (weather.thinkMs > 0) await sleep(clock, random.next() * weather.thinkMs);
      await call();
    }
  };
  for (let index = 0; index < weather.backlog; index += 1) keepCalling().catch(() => undefined);
  await clock.advance(seconds * 1_000);
  throttler.close();
  await clock.settle();
  // The first and the last window are not whole.
  return { windows: [...windows.values()].slice(1, -1), provoked };
}

const weather: fc.Arbitrary<Weather> = fc.record({
  seed: fc.integer({ min: 0, max: 1_000_000 }),
  phaseMs: fc.integer({ min: 0, max: INTERVAL_MS - 1 }),
  foreignPercent: fc.constantFrom(0, 10, 30, 60, 90, 100),
  foreignSteps: fc.integer({ min: 1, max: 20 }),
  foreignUntilMs: fc.integer({ min: 500, max: INTERVAL_MS }),
  wayMs: fc.integer({ min: 1, max: 300 }),
  jitterMs: fc.integer({ min: 0, max: 450 }),
  backlog: fc.integer({ min: 1, max: 60 }),
  thinkMs: fc.constantFrom(0, 300, 3_000, 10_000),
  silentPercent: fc.constantFrom(0, 0, 10, 100),
});

describe('against a venue that meters in fixed windows, with others on the same address', () => {
  test('nothing is refused that would have fitted beside what we knew of the others', async () => {
    await fc.assert(
      fc.asyncProperty(weather, async (given) => {
        expect((await trade(given, 60)).provoked).toBe(0);
      }),
      { numRuns: 60 },
    );
  });

  test('nothing at all is refused while nobody else is there', async () => {
    await fc.assert(
      fc.asyncProperty(weather, async (given) => {
        const { windows } = await trade({ ...given, foreignPercent: 0 }, 60);
        expect(windows.map(({ refused }) => refused)).toEqual(windows.map(() => 0));
      }),
      { numRuns: 30 },
    );
  });

  test.each([0, 10, 30, 60, 90])('at least 90 percent of what others leave is used, when they use %d percent', async (foreignPercent) => {
    await fc.assert(
      fc.asyncProperty(weather, async (given) => {
        const { windows } = await trade({ ...given, foreignPercent, silentPercent: 0, thinkMs: 0, backlog: 60 }, 300);
        const left = windows.reduce((sum, { foreign }) => sum + LIMIT - foreign, 0);
        // What is refused counts with us as used: some venues count it too.
        const used = windows.reduce((sum, { own, refusedWeight }) => sum + own + refusedWeight, 0);
        expect(used / left).toBeGreaterThanOrEqual(0.9);
      }),
      { numRuns: 6 },
    );
  });
});
