import { Worker } from 'node:worker_threads';
import type { Clock } from '@venuekit/core/connector';
import { SubjectError } from '../subject/subject-error.ts';
import { readRunning, runningMemory, type Running } from './running-mark.ts';
import { workerArguments, workerFile } from './worker-file.ts';
import type { WorkerAnswer, WorkerMessage, WorkerStart, WorkerTask } from './worker-messages.ts';

/** How a task has ended. */
export type TaskEnd =
  | { readonly kind: 'answer'; readonly answer: WorkerAnswer }
  /** It did not end within the watchdog's time; its worker was ended. */
  | { readonly kind: 'hung'; readonly afterMs: number; readonly running: Running }
  /** Its worker ended, or the suite threw. */
  | { readonly kind: 'crashed'; readonly message: string; readonly stack: string };

/** How a thread has begun. */
type LoadEnd = Extract<WorkerMessage, { readonly kind: 'ready' | 'broken' }>;

/** How a task is done. */
export interface TaskTerms {
  /** What it may take, in ms, where that is more than the watchdog's time. Default 0. */
  readonly leastMs?: number;
  /** Whether it is done in a new thread, which nothing else has run in. Default false. */
  readonly isAlone?: boolean;
}

/** How workers are made. */
export interface WorkerSeatOptions {
  /** The file whose export is the subject. */
  readonly module: URL;
  readonly exportName: string;
  readonly clock: Clock;
  /** How long a task may take, in ms. */
  readonly watchdogMs: number;
}

/** To load and compile a whole package may take longer than any card. */
const LEAST_LOAD_MS = 60_000;

/** A place for one worker thread at a time: one that is stuck or has ended is followed by another. */
export class WorkerSeat {
  readonly #options: WorkerSeatOptions;
  readonly #memory: SharedArrayBuffer = runningMemory();
  #worker: Worker | undefined;
  #isFree = true;

  constructor(options: WorkerSeatOptions) {
    this.#options = options;
  }

  get isFree(): boolean {
    return this.#isFree;
  }

  /** Does one task. @throws SubjectError when the subject does not load. */
  async run(task: WorkerTask, { leastMs = 0, isAlone = false }: TaskTerms = {}): Promise<TaskEnd> {
    this.#isFree = false;
    try {
      if (isAlone) await this.close();
      const worker = this.#worker ?? (await this.#start());
      const end = await this.#watch(worker, Math.max(this.#options.watchdogMs, leastMs), () => {
        // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
        worker.postMessage(task);
      });
      return end.kind === 'ready' || end.kind === 'broken' ? { kind: 'crashed', message: 'its thread began once more', stack: '' } : end;
    } finally {
      this.#isFree = true;
    }
  }

  async close(): Promise<void> {
    const worker = this.#worker;
    this.#worker = undefined;
    await worker?.terminate();
  }

  async #start(): Promise<Worker> {
    const { module, exportName, watchdogMs } = this.#options;
    const start: WorkerStart = { isConformanceWorker: true, module: module.href, exportName, memory: this.#memory };
    const worker = new Worker(workerFile(), { workerData: start, execArgv: workerArguments(process.execArgv) });
    this.#worker = worker;
    const end = await this.#watch(worker, Math.max(watchdogMs, LEAST_LOAD_MS), () => undefined);
    if (end.kind === 'ready') return worker;
    await this.close();
    if (end.kind === 'hung') throw new SubjectError(module.href, `it did not load within ${end.afterMs} ms`);
    if (end.kind === 'broken') throw new SubjectError(module.href, end.message);
    throw new SubjectError(module.href, end.kind === 'crashed' ? `it does not load: ${end.message}` : 'it does not load');
  }

  /** Begins something and waits for what the worker says to it. */
  async #watch(worker: Worker, maximumMs: number, begin: () => void): Promise<TaskEnd | LoadEnd> {
    const { promise, resolve } = Promise.withResolvers<TaskEnd | LoadEnd>();
    const thread = { isSpent: false };
    const onMessage = (message: WorkerMessage): void => {
      thread.isSpent = 'isSpent' in message && message.isSpent;
      if (message.kind === 'ready' || message.kind === 'broken') resolve(message);
      else if (message.kind === 'answer') resolve({ kind: 'answer', answer: message.answer });
      else resolve({ kind: 'crashed', message: message.message, stack: message.stack });
    };
    const gone = (message: string, stack: string): void => {
      if (this.#worker === worker) this.#worker = undefined;
      resolve({ kind: 'crashed', message, stack });
    };
    const onError = (error: Error): void => gone(`${error.name}: ${error.message}`, error.stack ?? '');
    const onExit = (code: number): void => gone(`its thread ended with code ${code}`, '');
    worker.on('message', onMessage).on('error', onError).on('exit', onExit);
    const timer = this.#options.clock.setTimer(maximumMs, () => {
      resolve({ kind: 'hung', afterMs: maximumMs, running: readRunning(this.#memory) });
    });
    try {
      begin();
      const end = await promise;
      if (end.kind === 'hung' || thread.isSpent) await this.close();
      return end;
    } finally {
      timer.cancel();
      worker.off('message', onMessage).off('error', onError).off('exit', onExit);
    }
  }
}
