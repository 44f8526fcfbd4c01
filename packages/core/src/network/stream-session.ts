import type { Buffer } from 'node:buffer';
import { RateLimitError } from '../errors/rate-limit-error.ts';
import type { MaybePromise } from '../model/maybe-promise.ts';
import type { TimerHandle } from '../runtime/clock.ts';
import type { LogFields } from '../runtime/logger.ts';
import type { Runtime } from '../runtime/runtime.ts';
import type { SocketConnection, SocketHandlers } from '../runtime/socket.ts';
import { AddressSearch } from './address-search.ts';
import { nextWakeMs } from './stream-deadlines.ts';
import { StreamGate } from './stream-gate.ts';
import type { StreamAdmission } from './stream-gate.ts';
import type { StreamPlan, StreamStatus } from './stream-plan.ts';
import { closeReason, messageOf } from './stream-reasons.ts';
import { step } from './stream-session-machine.ts';
import type { StreamSessionEffect, StreamSessionEvent } from './stream-session-machine.ts';
import { initialStreamSessionState, isListening, noteFrame, streamTiming } from './stream-session-state.ts';
import type { RequestFrame, StreamSessionState } from './stream-session-state.ts';

/** What a stream session is made of. What the owner's functions throw is logged and ends nothing. */
export interface StreamSessionOptions {
  readonly runtime: Runtime;
  readonly plan: StreamPlan;
  /** For logs and errors. */
  readonly name: string;
  /** Its number among the owner's sessions of this name, for logs, where the owner opens several. Default: none. */
  readonly line?: number;
  /**
   * Makes the address of the next connection, where it depends on a credential; asked before each attempt. What it throws ends the
   * attempt, and the wait that a `RateLimitError` names is kept. Default: the plan's address.
   */
  url?(signal: AbortSignal): MaybePromise<string>;
  /** Frames that log in on each fresh socket; each is acknowledged before the next is sent. */
  login?(nextRequestId: () => number): MaybePromise<readonly RequestFrame[]>;
  /** Text goes out in a text frame, bytes in a binary one. */
  subscribeFrame?(topics: readonly string[], requestId: number): string | Uint8Array;
  /** Where it is absent, topics that are no longer wanted go on until the connection ends. */
  unsubscribeFrame?(topics: readonly string[], requestId: number): string | Uint8Array;
  /**
   * Asked before each attempt to connect and before each frame that is sent, pings included. The time for an acknowledgement
   * begins when its frame has been admitted. Absent: nothing waits.
   */
  readonly admit?: StreamAdmission | undefined;
  /** A data frame of the current connection; late frames of older ones never come here. */
  onFrame(frame: Buffer): void;
  /** The socket is open and every login frame acknowledged; the wanted topics are being subscribed. */
  onLive(generation: number): void;
  /** A connection, or the attempt at one, was lost or given up; it is opened again after the backoff. Not called by `stop()`. */
  onInterrupted(reason: string): void;
  /**
   * The connection has reached the age at which it should be replaced; told once. It stays until the owner, or the venue, ends it.
   * Absent: the session closes it and opens another.
   */
  onRotationDue?(reason: string): void;
  /** The venue confirmed these topics on the current connection. */
  onTopicsConfirmed?(topics: readonly string[]): void;
  /** The venue refused these topics; they are not asked for again on this connection. */
  onTopicsRefused?(topics: readonly string[], error: Error): void;
}

/** Keeps one socket of a venue connected, alive, logged in and subscribed to exactly the wanted topics. */
export class StreamSession {
  readonly #options: StreamSessionOptions;
  readonly #state: StreamSessionState;
  readonly #gate: StreamGate | undefined;
  readonly #effects: StreamSessionEffect[] = [];
  readonly #waiting: StreamSessionEvent[] = [];
  #isStepping = false;
  /** The attempt to connect of the current generation waits for its permit or its address. */
  #isOpenPending = false;
  /** Of the current generation. */
  readonly #address = new AddressSearch();
  #socket: SocketConnection | undefined;
  #timer: TimerHandle | undefined;
  #timerDueMs = Number.POSITIVE_INFINITY;
  /** When the last data came before the frame that is being read. */
  #dataBeforeFrameMs: number | undefined;
  #stopWaiters: (() => void)[] = [];

  constructor(options: StreamSessionOptions) {
    this.#options = options;
    this.#gate = options.admit === undefined ? undefined : new StreamGate(options.admit);
    this.#state = initialStreamSessionState(streamTiming(options.plan), {
      hasLogin: options.login !== undefined,
      canSubscribe: options.subscribeFrame !== undefined,
      canUnsubscribe: options.unsubscribeFrame !== undefined,
      isGated: options.admit !== undefined,
      isRotatedByOwner: options.onRotationDue !== undefined,
    });
  }

  get status(): StreamStatus {
    const { phase, generation, lastDataMs, lastFrameMs, reason } = this.#state;
    return { phase, generation, lastDataMs, lastFrameMs: generation === 0 ? undefined : lastFrameMs, reason };
  }

  /** Starts connecting; does nothing when started already. */
  start(): void {
    this.#dispatch({ kind: 'start' });
  }

  /** Closes for good; resolves when the socket is closed and no timer is left. Can be started again. */
  stop(): Promise<void> {
    if (!this.#state.isStarted && !this.#state.isStopping) return Promise.resolve();
    const stopped = new Promise<void>((resolve) => {
      this.#stopWaiters.push(resolve);
    });
    this.#dispatch({ kind: 'stop' });
    return stopped;
  }

  want(topics: readonly string[]): void {
    this.#dispatch({ kind: 'want', topics });
  }

  /** Ends these topics and subscribes them anew; does nothing about those that are not confirmed. */
  renew(topics: readonly string[]): void {
    this.#dispatch({ kind: 'renew', topics });
  }

  unwant(topics: readonly string[]): void {
    this.#dispatch({ kind: 'unwant', topics });
  }

  /** The data source saw the acknowledgement of a request frame. */
  acknowledge(requestId: number): void {
    this.#dispatch({ kind: 'acknowledged', requestId });
  }

  refuse(requestId: number, error: Error): void {
    this.#dispatch({ kind: 'refused', requestId, error });
  }

  /**
   * The frame that is being read is a sign of life and nothing else: the answer to our ping, or a beat of the venue's own. It is no data, and
   * does not keep a stale stream alive.
   */
  noteHeartbeat(): void {
    this.#state.lastDataMs = this.#dataBeforeFrameMs;
    this.#dispatch({ kind: 'ponged', generation: this.#state.generation });
  }

  /** Sends at once, such as the answer to a ping of the venue's; waits for no permit. */
  reply(frame: string | Uint8Array): void {
    this.#send(frame);
  }

  /** Gives the current connection up and opens a new one (terminated subscription, announced shutdown, overflow). */
  restart(reason: string): void {
    this.#dispatch({ kind: 'restart', reason });
  }

  /** One event after the other, also when the owner's callback causes the next one. */
  #dispatch(event: StreamSessionEvent): void {
    this.#waiting.push(event);
    if (this.#isStepping) return;
    this.#isStepping = true;
    try {
      for (let next = this.#waiting.shift(); next !== undefined; next = this.#waiting.shift()) this.#step(next);
    } finally {
      this.#isStepping = false;
    }
    this.#armTimer();
  }

  #step(event: StreamSessionEvent): void {
    const { clock, random } = this.#options.runtime;
    this.#effects.length = 0;
    step(this.#state, { ...event, nowMs: clock.monotonicMs(), chance: random.next() }, this.#effects);
    for (const effect of this.#effects) this.#perform(effect);
  }

  #perform(effect: StreamSessionEffect): void {
    const options = this.#options;
    switch (effect.kind) {
      case 'open':
        this.#askToOpen(effect.generation);
        return;
      case 'ask-to-send':
        this.#askToSend(effect.generation);
        return;
      case 'prepare-login':
        this.#prepareLogin(effect.generation);
        return;
      case 'live':
        this.#guarded('onLive', () => options.onLive(effect.generation));
        return;
      case 'close':
        this.#endAsking();
        this.#socket?.close();
        return;
      case 'terminate':
        this.#endAsking();
        this.#socket?.terminate();
        return;
      case 'ping':
        this.#ping();
        return;
      case 'rotation-due':
        this.#guarded('onRotationDue', () => options.onRotationDue?.(effect.reason));
        return;
      case 'stopped':
        for (const resolve of this.#stopWaiters.splice(0)) resolve();
        return;
      case 'send':
        this.#send(effect.frame);
        return;
      case 'subscribe':
      case 'unsubscribe':
        this.#sendSubscription(effect.kind, effect.topics, effect.requestId);
        return;
      case 'interrupted':
        this.#endAsking();
        options.runtime.log.warn({ ...this.#logFields, reason: effect.reason, error: effect.error }, 'stream interrupted');
        this.#guarded('onInterrupted', () => options.onInterrupted(effect.reason));
        return;
      case 'confirmed':
        this.#guarded('onTopicsConfirmed', () => options.onTopicsConfirmed?.(effect.topics));
        return;
      case 'refused':
        options.runtime.log.warn({ ...this.#logFields, topics: effect.topics, error: effect.error }, 'topics refused');
        this.#guarded('onTopicsRefused', () => options.onTopicsRefused?.(effect.topics, effect.error));
    }
  }

  #askToOpen(generation: number): void {
    this.#isOpenPending = true;
    if (this.#gate === undefined) {
      this.#findAddress(generation);
      return;
    }
    this.#gate.ask(
      'connect',
      () => this.#findAddress(generation),
      (error) => this.#giveUpOpening(generation, `the attempt to connect was not admitted: ${messageOf(error)}`, error),
    );
  }

  #findAddress(generation: number): void {
    const options = this.#options;
    if (options.url === undefined) {
      this.#open(generation, options.plan.url);
      return;
    }
    this.#address.begin(
      (signal) => options.url?.(signal) ?? options.plan.url,
      (url) => this.#open(generation, url),
      (error) => this.#giveUpOpening(generation, `no address to connect to: ${messageOf(error)}`, error),
    );
  }

  #giveUpOpening(generation: number, reason: string, error: unknown): void {
    this.#isOpenPending = false;
    const retryAfterMs = error instanceof RateLimitError ? error.retryAfterMs : undefined;
    this.#dispatch({ kind: 'closed', generation, reason, retryAfterMs });
  }

  #askToSend(generation: number): void {
    this.#gate?.ask(
      'send',
      () => this.#dispatch({ kind: 'admitted', generation }),
      (error) => this.restart(`a frame was not admitted: ${messageOf(error)}`),
    );
  }

  /** A socket that has not been opened yet reports no end: the wait for it is all there is to end. */
  #endAsking(): void {
    this.#gate?.cancel();
    this.#address.cancel();
    if (!this.#isOpenPending) return;
    this.#isOpenPending = false;
    this.#dispatch({ kind: 'closed', generation: this.#state.generation, reason: 'given up before it was opened' });
  }

  #open(generation: number, url: string): void {
    const { plan, runtime } = this.#options;
    this.#isOpenPending = false;
    const handlers: SocketHandlers = {
      onOpen: () => this.#dispatch({ kind: 'opened', generation }),
      onMessage: (data) => this.#onMessage(generation, data),
      onPing: () => this.#onSignOfLife(generation),
      onPong: () => {
        this.#onSignOfLife(generation);
        this.#dispatch({ kind: 'ponged', generation });
      },
      onClose: (info) => {
        if (generation === this.#state.generation) this.#socket = undefined;
        this.#dispatch({ kind: 'closed', generation, reason: closeReason(info) });
      },
    };
    this.#socket = runtime.openSocket(
      {
        url,
        ...(plan.headers === undefined ? {} : { headers: plan.headers }),
        ...(plan.maximumPayloadBytes === undefined ? {} : { maximumPayloadBytes: plan.maximumPayloadBytes }),
      },
      handlers,
    );
  }

  #onMessage(generation: number, data: Buffer): void {
    if (!isListening(this.#state, generation)) return;
    this.#dataBeforeFrameMs = this.#state.lastDataMs;
    noteFrame(this.#state, this.#options.runtime.clock.monotonicMs(), true);
    try {
      this.#options.onFrame(data);
    } catch (error) {
      this.#report('onFrame', error);
    }
  }

  #onSignOfLife(generation: number): void {
    if (isListening(this.#state, generation)) noteFrame(this.#state, this.#options.runtime.clock.monotonicMs(), false);
  }

  #prepareLogin(generation: number): void {
    const ready = (frames: readonly RequestFrame[]): void => this.#dispatch({ kind: 'login-ready', generation, frames });
    const failed = (error: unknown): void => {
      this.#dispatch({
        kind: 'login-failed',
        generation,
        error: error instanceof Error ? error : new Error('the login could not be made'),
      });
    };
    const nextRequestId = (): number => {
      this.#state.lastRequestId += 1;
      return this.#state.lastRequestId;
    };
    try {
      const frames = this.#options.login?.(nextRequestId) ?? [];
      if (frames instanceof Promise) frames.then(ready, failed);
      else ready(frames);
    } catch (error) {
      failed(error);
    }
  }

  #sendSubscription(kind: 'subscribe' | 'unsubscribe', topics: readonly string[], requestId: number): void {
    try {
      const frame =
        kind === 'subscribe' ? this.#options.subscribeFrame?.(topics, requestId) : this.#options.unsubscribeFrame?.(topics, requestId);
      if (frame !== undefined) this.#send(frame);
    } catch (error) {
      this.#report(`${kind}Frame`, error);
      this.refuse(requestId, error instanceof Error ? error : new Error('the frame could not be made'));
    }
  }

  /** A socket that is no longer open reports its end by itself. */
  #send(frame: string | Uint8Array): void {
    this.#guarded('send', () => this.#socket?.send(frame));
  }

  #ping(): void {
    const { pingFrame } = this.#options.plan;
    if (pingFrame === undefined) this.#guarded('ping', () => this.#socket?.ping());
    else this.#send(pingFrame);
  }

  #guarded(what: string, act: () => void): void {
    try {
      act();
    } catch (error) {
      this.#report(what, error);
    }
  }

  #report(what: string, error: unknown): void {
    this.#options.runtime.log.error({ ...this.#logFields, error }, `${what} of the stream threw`);
  }

  /** Which connection a log line is about. */
  get #logFields(): LogFields {
    const { name, line } = this.#options;
    const { generation } = this.#state;
    return line === undefined ? { stream: name, generation } : { stream: name, generation: line, connection: generation };
  }

  /** A timer that is set for an earlier time than needed only causes one idle step; so the path of messages sets none. */
  #armTimer(): void {
    const dueMs = nextWakeMs(this.#state);
    if (this.#timer !== undefined && dueMs !== undefined && this.#timerDueMs <= dueMs) return;
    this.#timer?.cancel();
    this.#timer = undefined;
    if (dueMs === undefined) return;
    const { clock } = this.#options.runtime;
    this.#timerDueMs = dueMs;
    this.#timer = clock.setTimer(dueMs - clock.monotonicMs(), () => {
      this.#timer = undefined;
      this.#dispatch({ kind: 'tick' });
    });
  }
}
