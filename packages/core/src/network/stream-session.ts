import type { Buffer } from 'node:buffer';
import type { MaybePromise } from '../model/maybe-promise.ts';
import type { Runtime } from '../runtime/runtime.ts';
import type { StreamPlan, StreamStatus } from './stream-plan.ts';

/** A frame that logs in or subscribes, with the id by which the venue acknowledges it. */
export interface RequestFrame {
  readonly requestId: number;
  readonly frame: string;
}

/** What a stream session is made of. */
export interface StreamSessionOptions {
  readonly runtime: Runtime;
  readonly plan: StreamPlan;
  /** For logs and errors. */
  readonly name: string;
  /** Frames that log in on each fresh socket; each is acknowledged before the next is sent. */
  login?(nextRequestId: () => number): MaybePromise<readonly RequestFrame[]>;
  subscribeFrame?(topics: readonly string[], requestId: number): string;
  unsubscribeFrame?(topics: readonly string[], requestId: number): string;
  /** A data frame of the current connection; late frames of older ones never come here. */
  onFrame(frame: Buffer): void;
  /** The socket is open and every login frame acknowledged; the wanted topics are being subscribed. */
  onLive(generation: number): void;
  /** The connection was lost or given up; it is opened again after the backoff unless the session was stopped. */
  onInterrupted(reason: string): void;
  /** The venue confirmed these topics on the current connection. */
  onTopicsConfirmed?(topics: readonly string[]): void;
  /** The venue refused these topics; they are not asked for again on this connection. */
  onTopicsRefused?(topics: readonly string[], error: Error): void;
}

/** Keeps one socket of a venue connected, alive, logged in and subscribed to exactly the wanted topics. */
export declare class StreamSession {
  constructor(options: StreamSessionOptions);
  readonly status: StreamStatus;
  /** Starts connecting; does nothing when started already. */
  start(): void;
  /** Closes for good; resolves when the socket is closed and no timer is left. Can be started again. */
  stop(): Promise<void>;
  want(topics: readonly string[]): void;
  unwant(topics: readonly string[]): void;
  /** The data source saw the acknowledgement of a request frame. */
  acknowledge(requestId: number): void;
  refuse(requestId: number, error: Error): void;
  /** Gives the current connection up and opens a new one (terminated subscription, announced shutdown, overflow). */
  restart(reason: string): void;
}
