import { availableParallelism } from 'node:os';
import { WorkerSeat, type TaskEnd, type WorkerSeatOptions } from './worker-seat.ts';
import type { WorkerTask } from './worker-messages.ts';

interface WaitingTask {
  readonly task: WorkerTask;
  readonly leastMs: number;
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

  /** @param leastMs what the task may take, where that is more than the watchdog's time. @throws SubjectError when the subject does not load. */
  run(task: WorkerTask, leastMs: number = 0): Promise<TaskEnd> {
    return new Promise((settle, fail) => {
      this.#waiting.push({ task, leastMs, settle, fail });
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

  async #seat(seat: WorkerSeat, { task, leastMs, settle, fail }: WaitingTask): Promise<void> {
    try {
      settle(await seat.run(task, leastMs));
    } catch (error) {
      fail(error);
    }
    this.#assign();
  }
}
