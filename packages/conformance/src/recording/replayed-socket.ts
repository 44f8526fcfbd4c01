import { Buffer } from 'node:buffer';
import type { Clock, TimerHandle } from '@venuekit/core/connector';
import type { RecordedFrame, ServerSocket, ServerSocketHandlers } from '@venuekit/core/testing';
import type { RecordedStream } from './recording.ts';
import { RequestNumbers } from './request-numbers.ts';

/** How much longer than in the recording a frame of the connector is waited for. */
const PATIENCE_MS = 5_000;
const ABNORMAL_CLOSE = 1_006;

/** What happens on one socket of a replay. */
export interface ReplayedSocketParts {
  readonly clock: Clock;
  /** Finds the recorded socket that this is; asked when it opens, with the connector's first frame when it must be known. */
  readonly find: (url: string, firstFrame: string | undefined) => RecordedStream | 'later' | undefined;
  /** Nothing like this socket stands in the recording. */
  readonly onUnknown: (url: string) => void;
}

/** Plays a recorded socket: tells the venue's frames in their order and at their distances, after the frames that the connector had sent. */
export class ReplayedSocket {
  readonly #socket: ServerSocket;
  readonly #parts: ReplayedSocketParts;
  readonly #numbers: RequestNumbers = new RequestNumbers();
  readonly #sent: string[] = [];
  #stream: RecordedStream | undefined;
  #isSought = true;
  #isAwaitingFrame = false;
  #next = 0;
  #timer: TimerHandle | undefined;

  constructor(socket: ServerSocket, parts: ReplayedSocketParts) {
    this.#socket = socket;
    this.#parts = parts;
    this.#seek(undefined);
  }

  readonly handlers: ServerSocketHandlers = {
    onMessage: (data, isBinary) => {
      this.#sent.push(isBinary ? data.toString('base64') : data.toString('utf8'));
      if (this.#isSought) this.#seek(this.#sent[0]);
      else if (this.#isAwaitingFrame) this.#goOn();
    },
    onClose: () => this.#timer?.cancel(),
  };

  #seek(firstFrame: string | undefined): void {
    const found = this.#parts.find(this.#socket.url, firstFrame);
    if (found === 'later') return;
    this.#isSought = false;
    this.#stream = found;
    if (found === undefined) this.#parts.onUnknown(this.#socket.url);
    else this.#goOn();
  }

  /** Goes to the next frame, waits for its time, tells it, and so on. */
  #goOn(): void {
    const frame = this.#stream?.frames[this.#next];
    this.#timer?.cancel();
    this.#isAwaitingFrame = false;
    if (frame === undefined) {
      this.#end();
      return;
    }
    const distanceMs = Math.max(0, frame.atMs - this.#momentBefore());
    if (frame.direction === 'from-venue') {
      this.#after(distanceMs, () => this.#socket.send(this.#contentOf(frame)));
      return;
    }
    const sent = this.#sent.shift();
    // A frame that the connector does not send any more must not hold up what came after it.
    this.#isAwaitingFrame = sent === undefined;
    if (sent === undefined) this.#after(distanceMs + PATIENCE_MS, () => undefined);
    else this.#pass(frame, sent);
  }

  /** The venue, or the network, had ended the socket before the connector did. */
  #end(): void {
    const { close, isClosedMidway = false } = this.#stream ?? {};
    if (close === undefined || !isClosedMidway) return;
    this.#timer = this.#parts.clock.setTimer(Math.max(0, close.atMs - this.#momentBefore()), () => {
      if (close.code === ABNORMAL_CLOSE) this.#socket.terminate();
      else this.#socket.close(close.code, close.reason);
    });
  }

  #pass(frame: RecordedFrame, sent: string): void {
    if ('text' in frame) this.#numbers.note(frame.text, sent);
    this.#next += 1;
    this.#goOn();
  }

  #after(delayMs: number, act: () => void): void {
    this.#timer = this.#parts.clock.setTimer(delayMs, () => {
      act();
      this.#next += 1;
      this.#goOn();
    });
  }

  #contentOf(frame: RecordedFrame): string | Uint8Array {
    return 'text' in frame ? this.#numbers.translate(frame.text) : Buffer.from(frame.base64, 'base64');
  }

  #momentBefore(): number {
    const stream = this.#stream;
    return stream?.frames[this.#next - 1]?.atMs ?? stream?.openedMs ?? stream?.socket.atMs ?? 0;
  }
}
