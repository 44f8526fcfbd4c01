import type { Clock, TimerHandle } from '@venuekit/core/connector';

/** Bytes go out as they are. */
export type LineFrame = string | Uint8Array;

interface WaitingFrame {
  readonly frame: LineFrame;
  readonly dueMs: number;
}

/** A frame that was to be overtaken waits no longer than this. */
const LONGEST_OVERTAKING_MS = 1_000;

/** The way out of one socket. A delayed frame holds up all that come after it, as a connection does. */
export class FrameLine {
  readonly #clock: Clock;
  readonly #write: (frame: LineFrame) => void;
  readonly #waiting: WaitingFrame[] = [];
  #timer: TimerHandle | undefined;
  #overtaken: LineFrame[] = [];
  #overtakenTimer: TimerHandle | undefined;
  #isClosed = false;

  constructor(clock: Clock, write: (frame: LineFrame) => void) {
    this.#clock = clock;
    this.#write = write;
  }

  push(frame: LineFrame, delayMs = 0): void {
    if (this.#isClosed) return;
    if (delayMs <= 0 && this.#waiting.length === 0) {
      this.#pass(frame);
      return;
    }
    const lastDueMs = this.#waiting.at(-1)?.dueMs ?? 0;
    this.#waiting.push({ frame, dueMs: Math.max(lastDueMs, this.#clock.monotonicMs() + delayMs) });
    this.#timer ??= this.#clock.setTimer(delayMs, () => this.#release());
  }

  /** Sends a frame after the next one, or after a second when none comes. */
  pushBehindNext(frame: LineFrame): void {
    if (this.#isClosed) return;
    this.#overtaken.push(frame);
    this.#overtakenTimer ??= this.#clock.setTimer(LONGEST_OVERTAKING_MS, () => this.#releaseOvertaken());
  }

  /** Drops whatever waits; nothing is written any more. */
  close(): void {
    this.#isClosed = true;
    this.#waiting.length = 0;
    this.#overtaken = [];
    this.#timer?.cancel();
    this.#overtakenTimer?.cancel();
  }

  #pass(frame: LineFrame): void {
    this.#write(frame);
    if (this.#overtaken.length > 0) this.#releaseOvertaken();
  }

  #release(): void {
    this.#timer = undefined;
    const nowMs = this.#clock.monotonicMs();
    for (let head = this.#waiting[0]; head !== undefined && head.dueMs <= nowMs; head = this.#waiting[0]) {
      this.#waiting.shift();
      this.#pass(head.frame);
    }
    const next = this.#waiting[0];
    if (next !== undefined) this.#timer = this.#clock.setTimer(next.dueMs - nowMs, () => this.#release());
  }

  #releaseOvertaken(): void {
    this.#overtakenTimer?.cancel();
    this.#overtakenTimer = undefined;
    const frames = this.#overtaken;
    this.#overtaken = [];
    for (const frame of frames) this.#write(frame);
  }
}
