import { DeadlineQueue } from './deadline-queue.ts';

/** What is due for a waiting order: to ask again, or to stop waiting. */
export interface WaitDue {
  readonly clientOrderId: string;
  readonly isOver: boolean;
}

/** Orders that the venue calls filled and whose fills have not all been seen: how long each waits, and when they are asked for again. */
export class MissingFillsWait {
  readonly #questions = new DeadlineQueue();
  readonly #endMs = new Map<string, number>();
  readonly #waitMs: number;
  readonly #askIntervalMs: number;

  constructor(options: { readonly waitMs: number; readonly askIntervalMs: number }) {
    this.#waitMs = options.waitMs;
    this.#askIntervalMs = options.askIntervalMs;
  }

  /** @returns false when the order waits already. */
  start(clientOrderId: string, nowMs: number): boolean {
    if (this.#endMs.has(clientOrderId)) return false;
    this.#endMs.set(clientOrderId, nowMs + this.#waitMs);
    this.#questions.set(clientOrderId, nowMs + Math.min(this.#askIntervalMs, this.#waitMs));
    return true;
  }

  /** When something is due next; undefined while no order waits. */
  get nextMs(): number | undefined {
    return this.#questions.nextMs;
  }

  stop(clientOrderId: string): void {
    if (this.#endMs.delete(clientOrderId)) this.#questions.delete(clientOrderId);
  }

  /** The next thing that is due until `nowMs`; an order whose wait is over is not waiting any more. */
  takeDue(nowMs: number): WaitDue | undefined {
    const clientOrderId = this.#questions.take(nowMs);
    if (clientOrderId === undefined) return undefined;
    const endMs = this.#endMs.get(clientOrderId) ?? nowMs;
    const isOver = nowMs >= endMs;
    if (isOver) this.#endMs.delete(clientOrderId);
    else this.#questions.set(clientOrderId, Math.min(nowMs + this.#askIntervalMs, endMs));
    return { clientOrderId, isOver };
  }
}
