import { AbortedError } from '../errors/aborted-error.ts';
import type { Clock } from '../runtime/clock.ts';
import { onAbort } from './on-abort.ts';

/** Resolves `ms` from now. Once `signal` is aborted it rejects with `AbortedError` and leaves no timer. */
export function sleep(clock: Clock, ms: number, signal?: AbortSignal): Promise<void> {
  if (signal?.aborted === true) return Promise.reject(new AbortedError('wait', { mayHaveBeenSent: false }));
  return new Promise((resolve, reject) => {
    const timer = clock.setTimer(ms, () => {
      stopListening?.();
      resolve();
    });
    const stopListening =
      signal &&
      onAbort(signal, () => {
        timer.cancel();
        reject(new AbortedError('wait', { mayHaveBeenSent: false }));
      });
  });
}
