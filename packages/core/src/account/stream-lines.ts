import type { Clock, TimerHandle } from '../runtime/clock.ts';
import type { Secret } from '../runtime/secret.ts';
import { OverlapFilter } from './overlap-filter.ts';
import { StreamLine, type StreamLineParts } from './stream-line.ts';

/** The lines of one private stream: never more than two with a socket. */
export class StreamLines {
  readonly #clock: Clock;
  readonly #parts: StreamLineParts;
  readonly #drainMs: number;
  readonly #memory: number;
  #lastNumber = 0;
  #current: StreamLine | undefined;
  #next: StreamLine | undefined;
  /** The line that was replaced, until its socket is closed. */
  #retired: StreamLine | undefined;
  #drain: TimerHandle | undefined;
  #overlap: OverlapFilter | undefined;

  /** @param memory how many events of one line are remembered while there are two */
  constructor(clock: Clock, parts: StreamLineParts, drainMs: number, memory: number) {
    this.#clock = clock;
    this.#parts = parts;
    this.#drainMs = drainMs;
    this.#memory = memory;
  }

  /** The line that delivers, or is to. */
  get current(): StreamLine | undefined {
    return this.#current;
  }

  /** The line that will replace it. */
  get next(): StreamLine | undefined {
    return this.#next;
  }

  get lastNumber(): number {
    return this.#lastNumber;
  }

  /** Whether events of the current line are told as they come. */
  get isFlowing(): boolean {
    return this.#current !== undefined && this.#current.held === undefined;
  }

  /** Events that the lines hold back. */
  get held(): number {
    return (this.#current?.held?.length ?? 0) + (this.#next?.held?.length ?? 0);
  }

  /** Whether the line counts: one that was replaced does not. */
  has(line: StreamLine | undefined): line is StreamLine {
    return line !== undefined && (line === this.#current || line === this.#next);
  }

  withCredential(credential: Secret): StreamLine | undefined {
    return [this.#current, this.#next].find((line) => line?.credential === credential);
  }

  openFirst(): void {
    this.#current = this.#create();
    this.#current.start();
  }

  openNext(): void {
    this.#overlap ??= new OverlapFilter(this.#memory);
    this.#next = this.#create();
    this.#next.start();
  }

  /** The new line becomes the current one, and the old one is still listened to for a while. */
  takeOver(): void {
    this.#retired = this.#current;
    this.#current = this.#next;
    this.#next = undefined;
    this.#drain = this.#clock.setTimer(this.#drainMs, () => void this.endDrain());
  }

  /** Stops listening to the line that was replaced; resolves when it is closed. */
  async endDrain(): Promise<void> {
    this.#drain?.cancel();
    this.#drain = undefined;
    const retired = this.#retired;
    await retired?.stop();
    if (this.#retired === retired) this.#retired = undefined;
    this.#forgetOverlap();
  }

  /** Whether the event is to be told, or the other line has told it already. One that cannot be recognised is told. */
  admits(line: StreamLine, event: unknown): boolean {
    if (this.#overlap === undefined) return true;
    const { dataSource } = this.#parts.options;
    let identity: string;
    try {
      identity = dataSource.eventIdentity?.(event) ?? JSON.stringify(event);
    } catch {
      return true;
    }
    return this.#overlap.admits(line.number, identity);
  }

  /** From now on the events of the current line flow. @returns what it has held back and what is to be told before. */
  release(): readonly unknown[] {
    const line = this.#current;
    const held = line?.held ?? [];
    if (line === undefined) return held;
    line.held = undefined;
    const told = held.filter((event) => this.admits(line, event));
    this.#forgetOverlap();
    return told;
  }

  /** Ends all lines. @returns when no socket or timer of them is left */
  stop(): Promise<unknown> {
    this.#drain?.cancel();
    this.#drain = undefined;
    const ends = [this.#current, this.#next, this.#retired].flatMap((line) => (line === undefined ? [] : [line.stop()]));
    this.#current = this.#next = this.#retired = undefined;
    this.#overlap = undefined;
    return Promise.all(ends);
  }

  #create(): StreamLine {
    this.#lastNumber += 1;
    return new StreamLine(this.#lastNumber, this.#parts);
  }

  /** Once there is one line only, no event comes twice. */
  #forgetOverlap(): void {
    if (this.#next === undefined && this.#retired === undefined && this.isFlowing) this.#overlap = undefined;
  }
}
