import { availableParallelism } from 'node:os';
import { WorkerSeat, type TaskEnd, type TaskTerms, type WorkerSeatOptions } from './worker-seat.ts';
import type { WorkerTask } from './worker-messages.ts';

interface WaitingTask {
  readonly task: WorkerTask;
  readonly terms: TaskTerms;
  readonly settle: (end: TaskEnd) => void;
  readonly fail: (error: unknown) => void;
}

/** Worker threads that each do one task after another. */
export class WorkerPool {
  readonly #waiting: WaitingTask[] = [];
  readonly #seats: readonly WorkerSeat[];

  /** @param size how many threads. Default: 2 where the machine has as many. */
  constructor(options: WorkerSeatOptions, size: number = Math.min(2, availableParallelism())) {
    this.#seats = Array.from({ length: size }, () => new WorkerSeat(options));
  }

  /** @throws SubjectError when the subject does not load. */
  run(task: WorkerTask, terms: TaskTerms = {}): Promise<TaskEnd> {
    return new Promise((settle, fail) => {
      this.#waiting.push({ task, terms, settle, fail });
      this.#assign();
    });
  }

  /** Ends all workers. Tasks that are left are never answered. */
  async close(): Promise<void> {
    this.#waiting.length = 0;
    await Promise.all(this.#seats.map((seat) => seat.close()));
  }

  #assign(): void {
    for (const seat of this.#seats) {
      const next = seat.isFree ? this.#waiting.shift() : undefined;
      if (next !== undefined) void this.#seat(seat, next);
    }
  }

  async #seat(seat: WorkerSeat, { task, terms, settle, fail }: WaitingTask): Promise<void> {
    try {
      settle(await seat.run(task, terms));
    } catch (error) {
      fail(error);
    }
    this.#assign();
  }
}
