import { onAbort } from '../clock/on-abort.ts';
import { AbortedError } from '../errors/aborted-error.ts';
import type { InFlightOrder } from '../orders/in-flight-order.ts';

interface Waiter {
  readonly isReached: (order: InFlightOrder) => boolean;
  readonly end: () => void;
}

/** Who waits for what of which order. */
export class OrderWaits {
  readonly #waiting = new Map<InFlightOrder, Set<Waiter>>();

  /** Orders that are waited for. */
  get size(): number {
    return this.#waiting.size;
  }

  /**
   * Resolves as soon as the order is as described, also when it is so already.
   * @throws AbortedError when `signal` ends first.
   */
  until(order: InFlightOrder, isReached: (order: InFlightOrder) => boolean, signal: AbortSignal): Promise<void> {
    if (isReached(order)) return Promise.resolve();
    const aborted = (): AbortedError =>
      new AbortedError(`waiting for order ${order.clientOrderId}`, { mayHaveBeenSent: true, cause: signal.reason });
    if (signal.aborted) return Promise.reject(aborted());
    return new Promise((resolve, reject) => {
      let waiters = this.#waiting.get(order);
      if (waiters === undefined) this.#waiting.set(order, (waiters = new Set()));
      const ofOrder = waiters;
      const leave = (): void => {
        stopListening();
        ofOrder.delete(waiter);
        if (ofOrder.size === 0) this.#waiting.delete(order);
      };
      const stopListening = onAbort(signal, () => {
        leave();
        reject(aborted());
      });
      const waiter: Waiter = {
        isReached,
        end: () => {
          leave();
          resolve();
        },
      };
      ofOrder.add(waiter);
    });
  }

  /** The order may have changed. */
  notice(order: InFlightOrder | undefined): void {
    const waiters = order === undefined ? undefined : this.#waiting.get(order);
    if (order === undefined || waiters === undefined) return;
    for (const waiter of waiters) if (waiter.isReached(order)) waiter.end();
  }

  /** Any order may have changed. */
  noticeAll(): void {
    for (const order of this.#waiting.keys()) this.notice(order);
  }
}
