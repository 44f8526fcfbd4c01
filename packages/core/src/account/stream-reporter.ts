import type { RepairRun } from './repair-run.ts';
import type { UserStreamEvent, UserStreamTrackerOptions } from './user-stream-options.ts';

/** Says what becomes of the private stream, each change once. */
export class StreamReporter {
  readonly #options: Pick<UserStreamTrackerOptions, 'nowMs' | 'onStatus'>;
  #isToldConnected = false;
  #toldMissing: string | undefined;

  constructor(options: Pick<UserStreamTrackerOptions, 'nowMs' | 'onStatus'>) {
    this.#options = options;
  }

  /** Whether the last word about the connection was that there is one. */
  get isToldConnected(): boolean {
    return this.#isToldConnected;
  }

  connected(): void {
    this.#isToldConnected = true;
    this.#tell({ type: 'stream-connected', stream: 'private', reason: undefined, eventTimeMs: this.#options.nowMs() });
  }

  interrupted(reason: string): void {
    this.#isToldConnected = false;
    this.#toldMissing = undefined;
    this.#tell({ type: 'stream-interrupted', stream: 'private', reason, eventTimeMs: this.#options.nowMs() });
  }

  /** Told when what is missing has changed. */
  degraded(run: RepairRun, isHolding: boolean, error: Error): void {
    const { gap, missing, failedAttempts: attempt } = run;
    const told = `${isHolding} ${missing.join(' ')}`;
    if (told === this.#toldMissing) return;
    this.#toldMissing = told;
    this.#tell({
      type: 'stream-degraded',
      stream: 'private',
      gap,
      missing,
      isHolding,
      attempt,
      error,
      eventTimeMs: this.#options.nowMs(),
    });
  }

  restored({ gap, repaired, failedAttempts }: RepairRun): void {
    this.#toldMissing = undefined;
    this.#tell({
      type: 'stream-restored',
      stream: 'private',
      gap,
      repaired,
      attempts: failedAttempts + 1,
      eventTimeMs: this.#options.nowMs(),
    });
  }

  rotated({ gap: { reason }, line: { number: generation }, repaired }: RepairRun): void {
    this.#tell({ type: 'stream-rotated', stream: 'private', reason, generation, repaired, eventTimeMs: this.#options.nowMs() });
  }

  problem(message: string, error: unknown): void {
    this.#tell({
      type: 'stream-problem',
      stream: 'private',
      message,
      error: error instanceof Error ? error : new Error(String(error)),
      eventTimeMs: this.#options.nowMs(),
    });
  }

  /** The next start begins with nothing told. */
  reset(): void {
    this.#isToldConnected = false;
    this.#toldMissing = undefined;
  }

  #tell(event: UserStreamEvent): void {
    this.#options.onStatus(event);
  }
}
