import { AbortedError } from '../errors/aborted-error.ts';
import type { Clock } from '../runtime/clock.ts';

/** Resolves `ms` from now. Once `signal` is aborted it rejects with `AbortedError` and leaves no timer. */
export function sleep(clock: Clock, ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => {
      timer?.cancel();
      reject(new AbortedError('wait', { mayHaveBeenSent: false }));
    };
    if (signal?.aborted === true) {
      reject(new AbortedError('wait', { mayHaveBeenSent: false }));
      return;
    }
    const timer = clock.setTimer(ms, () => {
      signal?.removeEventListener('abort', onAbort);
      resolve();
    });
    signal?.addEventListener('abort', onAbort, { once: true });
  });
}
