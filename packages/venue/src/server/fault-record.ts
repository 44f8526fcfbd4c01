/** Something that the dialect or the engine threw although it must not. */
export interface InternalFault {
  readonly timeMs: number;
  /** The function that threw, for instance `decodeRequest` or `place`. */
  readonly where: string;
  readonly error: unknown;
}

/** Where such faults are kept: at most 1,000, the oldest go first. */
export class FaultRecord {
  readonly #nowMs: () => number;
  readonly #faults: InternalFault[] = [];

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  get faults(): readonly InternalFault[] {
    return this.#faults;
  }

  add(where: string, error: unknown): void {
    if (this.#faults.length === 1_000) this.#faults.shift();
    this.#faults.push({ timeMs: this.#nowMs(), where, error });
  }

  /** What `work` gives, or undefined when it threw; that is recorded. */
  guard<T>(where: string, work: () => T): T | undefined {
    try {
      return work();
    } catch (error) {
      this.add(where, error);
      return undefined;
    }
  }
}
