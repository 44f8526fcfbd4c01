import type { Buffer } from 'node:buffer';
import type { MaybePromise } from '../model/maybe-promise.ts';
import type { StreamPlan } from '../network/stream-plan.ts';

/** Where a data source puts what it reads from a frame of the private stream. */
export interface UserStreamSink {
  /** One private event as the venue sent it, unwrapped and parsed; it goes to the connector's `userStreamEventListener`. */
  event(event: unknown): void;
  acknowledged(requestId: number): void;
  refused(requestId: number, error: Error): void;
  /** The venue has ended the subscription (not necessarily the socket): the stream is opened anew. */
  terminated(reason: string): void;
  /** The venue is about to close this socket. */
  closingSoon(reason: string): void;
  problem(error: Error): void;
}

/** What a connector's author writes for the private stream of one product. */
export interface UserStreamDataSource {
  readonly stream: StreamPlan;
  /**
   * The frames that log in and subscribe on a fresh socket, in order; each must be acknowledged before the next is sent, and
   * the stream is live (and buffering) after the last. `requestIds` gives a new id per call; `nowMs` is the venue's time.
   */
  loginFrames(login: {
    readonly nowMs: number;
    nextRequestId(): number;
  }): MaybePromise<readonly { readonly requestId: number; readonly frame: string }[]>;
  /** Reads one frame. Must not throw for what the venue sent. */
  onFrame(frame: Buffer, sink: UserStreamSink): void;
}
