import type { StageWitness } from '../stage/stage-witness.ts';

const SLOTS = 512;
const NAME_LENGTH = 80;
/** For each slot: how many promises of this name are awaited, and how long the name is. */
const SLOT_NUMBERS = 2;
const HEAD_NUMBERS = 2;
const CURRENT = 0;
const USED_SLOTS = 1;
const NAMES_AT = (HEAD_NUMBERS + SLOTS * SLOT_NUMBERS) * Int32Array.BYTES_PER_ELEMENT;

/** What runs in a worker, as another thread sees it. */
export interface Running {
  /** The function that runs now; undefined when it is none that is watched. */
  readonly now: string | undefined;
  /** Those whose promises have not come. */
  readonly awaited: readonly string[];
}

/** Memory in which one thread says what runs, so that another can read it even while the first one is stuck. */
export function runningMemory(): SharedArrayBuffer {
  return new SharedArrayBuffer(NAMES_AT + SLOTS * NAME_LENGTH * Uint16Array.BYTES_PER_ELEMENT);
}

/** Says what runs. */
export class RunningMark implements StageWitness {
  readonly #numbers: Int32Array;
  readonly #letters: Uint16Array;
  readonly #slots = new Map<string, number>();
  readonly #stack: number[] = [];

  constructor(memory: SharedArrayBuffer) {
    this.#numbers = new Int32Array(memory, 0, HEAD_NUMBERS + SLOTS * SLOT_NUMBERS);
    this.#letters = new Uint16Array(memory, NAMES_AT);
  }

  enter(name: string): void {
    const slot = this.#slot(name);
    this.#stack.push(slot);
    Atomics.store(this.#numbers, CURRENT, slot);
  }

  leave(): void {
    this.#stack.pop();
    Atomics.store(this.#numbers, CURRENT, this.#stack.at(-1) ?? 0);
  }

  await(name: string): void {
    Atomics.add(this.#numbers, countAt(this.#slot(name)), 1);
  }

  settle(name: string): void {
    Atomics.sub(this.#numbers, countAt(this.#slot(name)), 1);
  }

  /** Forgets what was left running. */
  clear(): void {
    this.#stack.length = 0;
    Atomics.store(this.#numbers, CURRENT, 0);
    for (const slot of this.#slots.values()) Atomics.store(this.#numbers, countAt(slot), 0);
  }

  /** From 1; names beyond the last slot share it. */
  #slot(name: string): number {
    const known = this.#slots.get(name);
    if (known !== undefined) return known;
    const slot = Math.min(this.#slots.size + 1, SLOTS);
    this.#slots.set(name, slot);
    const length = Math.min(name.length, NAME_LENGTH);
    for (let index = 0; index < length; index += 1) this.#letters[(slot - 1) * NAME_LENGTH + index] = name.charCodeAt(index);
    Atomics.store(this.#numbers, countAt(slot) + 1, length);
    Atomics.store(this.#numbers, USED_SLOTS, slot);
    return slot;
  }
}

/** Reads, in any thread, what runs in the thread of the mark. */
export function readRunning(memory: SharedArrayBuffer): Running {
  const numbers = new Int32Array(memory, 0, HEAD_NUMBERS + SLOTS * SLOT_NUMBERS);
  const letters = new Uint16Array(memory, NAMES_AT);
  const nameOf = (slot: number): string => {
    const from = (slot - 1) * NAME_LENGTH;
    return String.fromCharCode(...letters.slice(from, from + Atomics.load(numbers, countAt(slot) + 1)));
  };
  const current = Atomics.load(numbers, CURRENT);
  const slots = Array.from({ length: Atomics.load(numbers, USED_SLOTS) }, (_, index) => index + 1);
  return {
    now: current === 0 ? undefined : nameOf(current),
    awaited: slots.filter((slot) => Atomics.load(numbers, countAt(slot)) > 0).map((slot) => nameOf(slot)),
  };
}

function countAt(slot: number): number {
  return HEAD_NUMBERS + (slot - 1) * SLOT_NUMBERS;
}
