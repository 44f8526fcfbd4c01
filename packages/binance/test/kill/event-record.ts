import type { ToldEvent } from './kill-plan.ts';

/** What all lives of a program have told, and whether it was told as it must be. */
export class EventRecord {
  readonly #bySequence = new Map<number, string>();
  readonly #fills = new Set<string>();
  /** Type and client id. */
  readonly #told = new Set<string>();
  #lastSequence = 0;
  #repetitions = 0;

  get events(): number {
    return this.#bySequence.size;
  }

  get repetitions(): number {
    return this.#repetitions;
  }

  get fills(): ReadonlySet<string> {
    return this.#fills;
  }

  hasTold(type: string, clientOrderId: string): boolean {
    return this.#told.has(`${type} ${clientOrderId}`);
  }

  /** @returns what is wrong with it; undefined when nothing is. */
  add(event: ToldEvent): string | undefined {
    const { type, clientOrderId, fill, sequence, replayed } = event;
    const text = `${type} ${clientOrderId} ${fill ?? ''}`;
    if (sequence === undefined) return `${text} was told without being saved`;
    const before = this.#bySequence.get(sequence);
    if (before !== undefined) {
      this.#repetitions += 1;
      if (before !== text) return `event ${sequence} was "${before}" and is "${text}"`;
      return replayed ? undefined : `event ${sequence}, ${text}, was told twice and is not marked as a repetition`;
    }
    if (sequence <= this.#lastSequence) return `event ${sequence}, ${text}, came after event ${this.#lastSequence}`;
    this.#lastSequence = sequence;
    this.#bySequence.set(sequence, text);
    if (fill !== undefined) {
      if (this.#fills.has(fill)) return `the fill ${fill} was told as two events`;
      this.#fills.add(fill);
      return undefined;
    }
    if (this.hasTold(type, clientOrderId)) return `${text} was told as two events`;
    this.#told.add(`${type} ${clientOrderId}`);
    return undefined;
  }
}
