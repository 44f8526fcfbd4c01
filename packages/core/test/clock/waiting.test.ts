import { getEventListeners } from 'node:events';
import { expect, test } from 'vitest';
import { ManualClock } from '../../src/clock/manual-clock.ts';
import { sleep } from '../../src/clock/sleep.ts';
import { withDeadline } from '../../src/clock/with-deadline.ts';
import { AbortedError } from '../../src/errors/aborted-error.ts';
import { TimeoutError } from '../../src/errors/timeout-error.ts';

/** Work that never ends and does not listen to its signal. */
const never = (): Promise<never> => new Promise(() => {});

test('sleep resolves after its time and leaves no listener', async () => {
  const clock = new ManualClock();
  const controller = new AbortController();
  let isAwake = false;
  const nap = sleep(clock, 100, controller.signal).then(() => (isAwake = true));
  await clock.advance(99);
  expect(isAwake).toBe(false);
  await clock.advance(1);
  await nap;
  expect(isAwake).toBe(true);
  expect(getEventListeners(controller.signal, 'abort')).toHaveLength(0);
});

test('an aborted sleep rejects at once and leaves no timer', async () => {
  const clock = new ManualClock();
  const controller = new AbortController();
  const nap = sleep(clock, 100, controller.signal);
  controller.abort();
  await expect(nap).rejects.toBeInstanceOf(AbortedError);
  expect(clock.pendingTimers).toBe(0);
  await expect(sleep(clock, 100, controller.signal)).rejects.toBeInstanceOf(AbortedError);
  expect(clock.pendingTimers).toBe(0);
});

test('work that ends in time gives its value, its error, and leaves nothing', async () => {
  const clock = new ManualClock();
  const { signal } = new AbortController();
  await expect(withDeadline(clock, 'question', 10, signal, async () => 42)).resolves.toBe(42);
  await expect(withDeadline(clock, 'question', 10, signal, () => Promise.reject(new Error('own')))).rejects.toThrow('own');
  await expect(
    withDeadline(clock, 'question', 10, signal, () => {
      throw new Error('at once');
    }),
  ).rejects.toThrow('at once');
  expect(clock.pendingTimers).toBe(0);
  expect(getEventListeners(signal, 'abort')).toHaveLength(0);
});

test('at the deadline even deaf work ends in TimeoutError, its signal is aborted, and a late rejection is nobody’s problem', async () => {
  const clock = new ManualClock();
  const late = Promise.withResolvers<never>();
  let inner: AbortSignal | undefined;
  const work = withDeadline(clock, 'question', 10, undefined, (signal) => {
    inner = signal;
    return late.promise;
  });
  const outcome = work.catch((error: unknown) => error);
  await clock.advance(10);
  expect(await outcome).toMatchObject({ code: 'TIMEOUT', timeoutMs: 10, message: 'question: no answer within 10 ms' });
  expect(inner?.reason).toBeInstanceOf(TimeoutError);
  late.reject(new Error('late'));
  await clock.settle();
  expect(clock.pendingTimers).toBe(0);
});

test('an abort ends the work with AbortedError, which says whether something may have left', async () => {
  const clock = new ManualClock();
  const controller = new AbortController();
  const started = withDeadline(clock, 'question', 10, controller.signal, never);
  const unsent = withDeadline(clock, 'question', 10, controller.signal, never, { mayHaveBeenSent: () => false });
  controller.abort();
  await expect(started).rejects.toMatchObject({ code: 'ABORTED', outcome: 'unknown' });
  await expect(unsent).rejects.toMatchObject({ code: 'ABORTED', outcome: 'not-sent' });
  await expect(withDeadline(clock, 'question', 10, controller.signal, never)).rejects.toMatchObject({ outcome: 'not-sent' });
  expect(clock.pendingTimers).toBe(0);
});
