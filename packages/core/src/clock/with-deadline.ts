import { AbortedError } from '../errors/aborted-error.ts';
import { TimeoutError } from '../errors/timeout-error.ts';
import type { Clock } from '../runtime/clock.ts';
import { onAbort } from './on-abort.ts';

/** What `withDeadline` may be told beside the work. */
export interface DeadlineOptions {
  /** Whether, at the moment of an abort, something may have left already. Default: yes, once the work was started. */
  readonly mayHaveBeenSent?: () => boolean;
}

/**
 * Runs `work` for at most `timeoutMs`. The signal that `work` is given is aborted at the deadline and together with `signal`;
 * the promise settles then at once, even when `work` ignores its signal. Leaves neither timer nor listener behind.
 *
 * @param subject what is waited for, named in the error
 * @throws TimeoutError at the deadline; AbortedError when `signal` is aborted; whatever `work` throws
 */
export function withDeadline<Value>(
  clock: Clock,
  subject: string,
  timeoutMs: number,
  signal: AbortSignal | undefined,
  work: (signal: AbortSignal) => Promise<Value>,
  options: DeadlineOptions = {},
): Promise<Value> {
  if (signal?.aborted === true) return Promise.reject(new AbortedError(subject, { mayHaveBeenSent: false }));
  return new Promise((resolve, reject) => {
    const controller = new AbortController();
    const giveUp = (error: Error): void => {
      finish();
      reject(error);
      controller.abort(error);
    };
    const timer = clock.setTimer(timeoutMs, () => giveUp(new TimeoutError(subject, timeoutMs)));
    const stopListening =
      signal && onAbort(signal, () => giveUp(new AbortedError(subject, { mayHaveBeenSent: options.mayHaveBeenSent?.() ?? true })));
    const finish = (): void => {
      timer.cancel();
      stopListening?.();
    };
    const onValue = (value: Value): void => {
      finish();
      resolve(value);
    };
    const onError = (error: unknown): void => {
      finish();
      reject(error instanceof Error ? error : new Error('something that is no error was thrown'));
    };
    try {
      work(controller.signal).then(onValue, onError);
    } catch (error) {
      onError(error);
    }
  });
}
