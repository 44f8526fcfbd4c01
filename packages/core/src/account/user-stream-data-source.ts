import type { Buffer } from 'node:buffer';
import type { MaybePromise } from '../model/maybe-promise.ts';
import type { StreamPlan } from '../network/stream-plan.ts';
import type { UsageReading } from '../web/processors.ts';
import type { StreamCredential } from './stream-credential.ts';

/** Where a data source puts what it reads from a frame of the private stream. */
export interface UserStreamSink {
  /** One private event as the venue sent it, unwrapped and parsed; it goes to the connector's `userStreamEventListener`. */
  event(event: unknown): void;
  acknowledged(requestId: number): void;
  refused(requestId: number, error: Error): void;
  /**
   * The frame is a sign of life and nothing else: the answer to our ping, or a beat of the venue's own. Call it while the frame is read.
   */
  heartbeat(): void;
  /** Sends a frame at once, such as the answer to a ping of the venue's; it waits for no permit and is charged to no limit. */
  reply(frame: string | Uint8Array): void;
  /** The venue has ended the subscription (not necessarily the socket): the stream is opened anew. */
  terminated(reason: string): void;
  /** The venue is about to close this socket; until then it delivers. The stream moves to a new one meanwhile. */
  closingSoon(reason: string): void;
  /**
   * The venue says that the credential of the stream has ended. `credential`: which one, where the venue names it; another one than
   * that of this connection is not meant.
   */
  credentialExpired(credential: string | undefined): void;
  /** The venue's counts of rate limits, where a frame brings them. */
  usage(readings: readonly UsageReading[]): void;
  problem(error: Error): void;
}

/** What a connector's author writes for the private stream of one product. */
export interface UserStreamDataSource {
  readonly stream: StreamPlan;
  /** Where the venue hands out a key for the private stream. Its address is then used instead of that of `stream`. */
  readonly credential?: StreamCredential;
  /**
   * The frames that log in and subscribe on a fresh socket, in order; each must be acknowledged before the next is sent, and
   * the stream is live (and buffering) after the last. `requestIds` gives a new id per call; `nowMs` is the venue's time.
   * A frame of text is sent as text, one of bytes as binary.
   */
  loginFrames(login: {
    readonly nowMs: number;
    nextRequestId(): number;
  }): MaybePromise<readonly { readonly requestId: number; readonly frame: string | Uint8Array }[]>;
  /**
   * A fresh socket is open, whose frames will come with this sink, and nothing has been sent on it: what belonged to the connection
   * before it is to be forgotten. Two connections may be open at once, each with a sink of its own.
   */
  onConnected?(sink: UserStreamSink): void;
  /**
   * A text that two connections which deliver the same event have in common, and two different events have not; without what belongs
   * to the sending, such as the time of sending. Default: the event as JSON.
   */
  eventIdentity?(event: unknown): string;
  /** Reads one frame. Must not throw for what the venue sent. */
  onFrame(frame: Buffer, sink: UserStreamSink): void;
}
