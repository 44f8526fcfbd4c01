import { afterEach, expect, test, vi } from 'vitest';
import { SystemClock } from '../../src/clock/system-clock.ts';

afterEach(() => {
  vi.useRealTimers();
});

test('it counts the timers that are set, and a timer counts no more once it ran or was cancelled', () => {
  vi.useFakeTimers();
  const clock = new SystemClock();
  let runs = 0;
  const first = clock.setTimer(10, () => (runs += 1));
  const second = clock.setTimer(10, () => (runs += 1));
  expect(clock.pendingTimers).toBe(2);
  first.cancel();
  first.cancel();
  expect(clock.pendingTimers).toBe(1);
  vi.advanceTimersByTime(10);
  expect(runs).toBe(1);
  expect(clock.pendingTimers).toBe(0);
  second.cancel();
  expect(clock.pendingTimers).toBe(0);
});

test('a timer longer than the platform can hold does not run at once', () => {
  vi.useFakeTimers();
  const clock = new SystemClock();
  let hasRun = false;
  clock.setTimer(2_147_483_647 + 1_000, () => {
    hasRun = true;
  });
  vi.advanceTimersByTime(2_147_483_647);
  expect(hasRun).toBe(false);
  vi.advanceTimersByTime(1_000);
  expect(hasRun).toBe(true);
});

test('a timer never runs before its time, also for fractions of a millisecond', () => {
  vi.useFakeTimers();
  const clock = new SystemClock();
  const startMs = clock.monotonicMs();
  let ranAtMs = 0;
  clock.setTimer(1.5, () => {
    ranAtMs = clock.monotonicMs();
  });
  vi.advanceTimersByTime(10);
  expect(ranAtMs - startMs).toBeGreaterThanOrEqual(1.5);
});

test('wall and monotonic time are the platform’s', () => {
  const clock = new SystemClock();
  const first = clock.monotonicMs();
  expect(clock.monotonicMs()).toBeGreaterThanOrEqual(first);
  expect(clock.wallMs()).toBeGreaterThan(Date.UTC(2025, 0, 1));
});
