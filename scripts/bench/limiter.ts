import { Throttler } from '@venuekit/core/connector';
import type { Clock, RateLimit, TimerHandle } from '@venuekit/core/connector';
import type { Contestant } from './contest.ts';
import { cpuMicroseconds, cpuPerOperation, holdContest } from './contest.ts';
import { RingLimiter } from './ring-limiter.ts';
import type { BenchRow, Target } from './row.ts';
import { contestRows } from './row.ts';

const WINDOW_MS = 60_000;
const PLENTY = 1_000_000_000;
const RING_CAPACITY = 8_192;
const NANOSECONDS = 1_000;
const FLOOR = 'ring buffer with a running sum, three limits, 6,000 entries';
const HARDEST = 'acquire, three linked limits, 6,000 entries';
const TARGETS: ReadonlyMap<string, Target> = new Map([[HARDEST, { of: 'value', most: 250 }]]);

/** The engine throws compiled code away together with the last object of a shape; a program keeps its limiter. */
const KEPT: unknown[] = [];

/**
 * Reads this machine's clock, and moves on by the same step at each reading: so a window that slides has as many entries as is
 * wanted, one of which expires with each call.
 */
class SteppingClock implements Clock {
  readonly #stepMs: number;
  #nowMs = 0;
  /** Keeps the reading of the real clock from being optimised away. */
  lastRealMs = 0;
  timersSet = 0;

  constructor(stepMs: number) {
    this.#stepMs = stepMs;
  }

  get pendingTimers(): number {
    return 0;
  }

  wallMs(): number {
    return this.monotonicMs();
  }

  monotonicMs(): number {
    this.lastRealMs = performance.now();
    this.#nowMs += this.#stepMs;
    return this.#nowMs;
  }

  setTimer(): TimerHandle {
    this.timersSet += 1;
    return { cancel: () => undefined };
  }
}

/** The cost of a permit that is free. */
export async function benchLimiter(options: { readonly isQuick: boolean }): Promise<readonly BenchRow[]> {
  const calls = options.isQuick ? 100_000 : 500_000;
  const contestants: readonly Contestant[] = [
    ring(FLOOR, 3, 10, calls),
    ring('ring buffer with a running sum, one limit, 100 entries', 1, 600, calls),
    throttler('acquire, one limit, 100 entries', 1, 600, calls),
    throttler('acquire, three linked limits, 100 entries', 3, 600, calls),
    throttler(HARDEST, 3, 10, calls),
    awaited('acquire and await, three linked limits, 6,000 entries', calls),
  ];
  const standings = await holdContest(contestants, { rounds: options.isQuick ? 5 : 9, warmUpRounds: 2, floor: FLOOR });
  KEPT.length = 0;
  return contestRows('limiter', 'ns/acquire', standings, FLOOR, TARGETS);
}

function ring(name: string, limits: 1 | 3, stepMs: number, calls: number): Contestant {
  return {
    name,
    run() {
      const clock = new SteppingClock(stepMs);
      const rings = Array.from({ length: limits }, () => new RingLimiter(PLENTY, WINDOW_MS, RING_CAPACITY));
      KEPT.push(clock, rings);
      let granted = 0;
      const charge = (): void => {
        const nowMs = clock.monotonicMs();
        let isFree = true;
        for (const limiter of rings) isFree = limiter.tryCharge(1, nowMs) && isFree;
        if (isFree) granted += 1;
      };
      for (let call = 0; call < RING_CAPACITY; call += 1) charge();
      granted = 0;
      const cost = cpuPerOperation(calls, () => {
        for (let call = 0; call < calls; call += 1) charge();
      });
      requireEntries(name, rings[0]?.entries ?? 0, stepMs);
      if (granted !== calls) throw new Error(`${name}: ${granted} of ${calls} were granted`);
      return cost * NANOSECONDS;
    },
  };
}

function throttler(name: string, limits: 1 | 3, stepMs: number, calls: number): Contestant {
  return {
    name,
    run() {
      const { clock, limiter, options } = filledThrottler(limits, stepMs);
      const cost = cpuPerOperation(calls, () => {
        for (let call = 0; call < calls; call += 1) void limiter.acquire('call', options);
      });
      requireFree(name, limiter, clock, stepMs);
      return cost * NANOSECONDS;
    },
  };
}

function awaited(name: string, calls: number): Contestant {
  return {
    name,
    async run() {
      const { clock, limiter, options } = filledThrottler(3, 10);
      const startedMicroseconds = cpuMicroseconds();
      for (let call = 0; call < calls; call += 1) await limiter.acquire('call', options);
      const cost = (cpuMicroseconds() - startedMicroseconds) / calls;
      requireFree(name, limiter, clock, 10);
      return cost * NANOSECONDS;
    },
  };
}

function filledThrottler(
  limits: 1 | 3,
  stepMs: number,
): {
  readonly clock: SteppingClock;
  readonly limiter: Throttler;
  readonly options: { readonly lane: 'order'; readonly signal: AbortSignal };
} {
  const clock = new SteppingClock(stepMs);
  const limiter = new Throttler({ limits: limitsOf(limits), clock, safetyMarginPercent: 0 });
  const options = { lane: 'order', signal: new AbortController().signal } as const;
  KEPT.push(limiter);
  for (let call = 0; call < RING_CAPACITY; call += 1) void limiter.acquire('call', options);
  return { clock, limiter, options };
}

function limitsOf(limits: 1 | 3): readonly RateLimit[] {
  const call: RateLimit = { limitId: 'call', limit: PLENTY, intervalMs: WINDOW_MS };
  if (limits === 1) return [call];
  return [
    { ...call, linkedLimits: [{ limitId: 'weight' }, { limitId: 'orders' }] },
    { limitId: 'weight', limit: PLENTY, intervalMs: WINDOW_MS },
    { limitId: 'orders', limit: PLENTY, intervalMs: WINDOW_MS },
  ];
}

function requireFree(name: string, limiter: Throttler, clock: SteppingClock, stepMs: number): void {
  for (const usage of limiter.usage()) {
    if (usage.waiting > 0) throw new Error(`${name}: ${usage.waiting} calls wait at ${usage.limitId}`);
    requireEntries(name, usage.used, stepMs);
  }
  if (clock.timersSet > 0) throw new Error(`${name}: ${clock.timersSet} timers were set`);
}

function requireEntries(name: string, entries: number, stepMs: number): void {
  const expected = WINDOW_MS / stepMs;
  if (Math.abs(entries - expected) > 1) throw new Error(`${name}: the window holds ${entries} entries instead of ${expected}`);
}
