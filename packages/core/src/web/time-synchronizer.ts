import { onAbort } from '../clock/on-abort.ts';
import { AbortedError } from '../errors/aborted-error.ts';
import { InvalidPayloadError } from '../errors/invalid-payload-error.ts';
import type { Clock } from '../runtime/clock.ts';

/** Asks the venue for its time in ms. */
export type ServerTimeProvider = () => Promise<number>;

const WINDOW = 5;
const LARGEST_DRIFT_MS = 1_000;

/**
 * The venue's time: our monotonic clock plus an offset learned from the venue's answers. The offset is the median of the last
 * five samples; each sample is the venue's time minus the middle between our times before and after the request. Without a
 * sample our wall clock is believed.
 */
export class TimeSynchronizer {
  readonly #clock: Clock;
  #samples: number[] = [];
  #initialisation: Promise<void> | undefined;
  #resynchronisation: Promise<void> | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The venue's time in whole ms. */
  nowMs(): number {
    const monotonicMs = this.#clock.monotonicMs();
    return Math.round(monotonicMs + this.timeOffsetMs);
  }

  /** What is to be added to our monotonic time, in ms. */
  get timeOffsetMs(): number {
    if (this.#samples.length === 0) {
      const wallMs = this.#clock.wallMs();
      return wallMs - this.#clock.monotonicMs();
    }
    return median(this.#samples);
  }

  /** Whether there is a sample. */
  get isInitialised(): boolean {
    return this.#samples.length > 0;
  }

  /** Adds a sample; the oldest of more than five goes. */
  addTimeOffsetMsSample(offsetMs: number): void {
    if (!Number.isFinite(offsetMs)) {
      throw new InvalidPayloadError({ field: 'offset', origin: 'server time', expected: 'a finite number of ms', received: offsetMs });
    }
    this.#samples.push(offsetMs);
    if (this.#samples.length > WINDOW) this.#samples.shift();
  }

  clearTimeOffsetMsSamples(): void {
    this.#samples = [];
  }

  /**
   * Asks once and adds the sample.
   * @throws whatever the provider throws; InvalidPayloadError when it returns no time. No sample changes then.
   */
  async updateServerTimeOffset(provider: ServerTimeProvider): Promise<void> {
    this.addTimeOffsetMsSample(await this.#takeSample(provider));
  }

  /**
   * Asks only if there is no sample yet; calls that come while the venue is being asked share that request and its failure.
   * @throws as `updateServerTimeOffset`; AbortedError when the caller's signal ends its wait, which leaves the request to the others.
   */
  initialise(provider: ServerTimeProvider, signal?: AbortSignal): Promise<void> {
    if (this.isInitialised) return Promise.resolve();
    this.#initialisation ??= this.updateServerTimeOffset(provider).finally(() => {
      this.#initialisation = undefined;
    });
    return untilAborted(this.#initialisation, signal);
  }

  /**
   * After a clock error: asks once, and adds the sample; older ones are dropped first if it differs by more than 1 s from the
   * offset in use. Calls that come while the venue is being asked share that request and its failure.
   * @throws as `initialise`; all samples stay then.
   */
  resynchronise(provider: ServerTimeProvider, signal?: AbortSignal): Promise<void> {
    this.#resynchronisation ??= this.#replaceIfDrifted(provider).finally(() => {
      this.#resynchronisation = undefined;
    });
    return untilAborted(this.#resynchronisation, signal);
  }

  async #replaceIfDrifted(provider: ServerTimeProvider): Promise<void> {
    const sampleMs = await this.#takeSample(provider);
    if (Math.abs(sampleMs - this.timeOffsetMs) > LARGEST_DRIFT_MS) this.clearTimeOffsetMsSamples();
    this.addTimeOffsetMsSample(sampleMs);
  }

  async #takeSample(provider: ServerTimeProvider): Promise<number> {
    const beforeMs = this.#clock.monotonicMs();
    const serverMs = await provider();
    const afterMs = this.#clock.monotonicMs();
    if (!Number.isFinite(serverMs)) {
      throw new InvalidPayloadError({ field: 'time', origin: 'server time', expected: 'a time in ms', received: serverMs });
    }
    return serverMs - (beforeMs + afterMs) / 2;
  }
}

function median(samples: readonly number[]): number {
  const sorted = samples.toSorted((left, right) => left - right);
  const upper = sorted[sorted.length >>> 1] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[(sorted.length >>> 1) - 1] ?? 0) + upper) / 2;
}

function untilAborted(work: Promise<void>, signal: AbortSignal | undefined): Promise<void> {
  if (signal === undefined) return work;
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(new AbortedError('server time', { mayHaveBeenSent: false }));
    const stopListening = onAbort(signal, abort);
    if (signal.aborted) abort();
    work.then(resolve, reject).finally(stopListening);
  });
}
