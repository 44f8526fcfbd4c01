import { loggedWarning } from './logged-warning.ts';

/** Who did something. */
export type Lane = 'venue' | 'wire' | 'connector';

export interface TimelineEntry {
  /** Since the stage was made, in simulated ms. */
  readonly atMs: number;
  readonly lane: Lane;
  readonly text: string;
}

const MAXIMUM_ENTRIES = 2_000;

/** What happened on a stage, in order; of a long story the beginning is forgotten. */
export class Timeline {
  readonly #nowMs: () => number;
  readonly #entries: TimelineEntry[] = [];
  readonly #warnings = new Set<string>();
  #forgotten = 0;

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  add(lane: Lane, text: string): void {
    if (this.#entries.length === MAXIMUM_ENTRIES) {
      this.#entries.shift();
      this.#forgotten += 1;
    }
    this.#entries.push({ atMs: this.#nowMs(), lane, text });
  }

  /** A line of the connector's log, where it warns of something that it has not warned of before. */
  addLogged(line: string): void {
    const warning = loggedWarning(line);
    if (warning === undefined || this.#warnings.has(warning)) return;
    this.#warnings.add(warning);
    this.add('connector', warning);
  }

  get entries(): readonly TimelineEntry[] {
    return this.#entries;
  }

  /** How many entries at the beginning are not kept. */
  get forgotten(): number {
    return this.#forgotten;
  }
}
