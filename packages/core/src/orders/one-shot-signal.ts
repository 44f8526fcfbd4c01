import { AbortedError } from '../errors/aborted-error.ts';

interface Waiter<Value> {
  readonly resolve: (value: Value) => void;
  readonly stopListening: () => void;
}

/** A fact that becomes known once, and those who wait for it. A wait that ends, either way, leaves no listener behind. */
export class OneShotSignal<Value> {
  readonly #subject: string;
  #waiters: Set<Waiter<Value>> | undefined;

  /** @param subject what is waited for, for the error of an aborted wait. */
  constructor(subject: string) {
    this.#subject = subject;
  }

  /** Ends all waits with `value`. */
  fire(value: Value): void {
    const waiters = this.#waiters;
    if (waiters === undefined) return;
    this.#waiters = undefined;
    for (const waiter of waiters) {
      waiter.stopListening();
      waiter.resolve(value);
    }
  }

  /**
   * Waits for the next `fire`.
   * @throws AbortedError when `signal` ends first.
   */
  wait(signal: AbortSignal): Promise<Value> {
    return new Promise<Value>((resolve, reject) => {
      if (signal.aborted) {
        reject(new AbortedError(this.#subject, { mayHaveBeenSent: true }));
        return;
      }
      const waiters = (this.#waiters ??= new Set());
      const onAbort = (): void => {
        waiters.delete(waiter);
        reject(new AbortedError(this.#subject, { mayHaveBeenSent: true }));
      };
      const waiter: Waiter<Value> = { resolve, stopListening: () => signal.removeEventListener('abort', onAbort) };
      waiters.add(waiter);
      signal.addEventListener('abort', onAbort, { once: true });
    });
  }
}
