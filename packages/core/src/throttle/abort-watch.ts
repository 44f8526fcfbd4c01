import { onAbort } from '../clock/on-abort.ts';

/** Watches abort signals for many waits at once: one listener for each signal, and all its waits end together. */
export class AbortWatch<Wait> {
  readonly #watched = new Map<AbortSignal, { readonly waits: Set<Wait>; readonly stop: () => void }>();
  readonly #endAll: (waits: ReadonlySet<Wait>) => void;

  constructor(endAll: (waits: ReadonlySet<Wait>) => void) {
    this.#endAll = endAll;
  }

  add(signal: AbortSignal, wait: Wait): void {
    const watched = this.#watched.get(signal);
    if (watched !== undefined) {
      watched.waits.add(wait);
      return;
    }
    const waits = new Set([wait]);
    const stop = onAbort(signal, () => {
      this.#watched.delete(signal);
      this.#endAll(waits);
    });
    this.#watched.set(signal, { waits, stop });
  }

  remove(signal: AbortSignal, wait: Wait): void {
    const watched = this.#watched.get(signal);
    if (watched === undefined) return;
    watched.waits.delete(wait);
    if (watched.waits.size > 0) return;
    watched.stop();
    this.#watched.delete(signal);
  }
}
