import type { Buffer } from 'node:buffer';
import { StreamSession, type StreamSessionOptions } from '../network/stream-session.ts';
import type { Secret } from '../runtime/secret.ts';
import type { CredentialKeeper } from './credential-keeper.ts';
import type { PrivateLogin } from './private-login.ts';
import type { UserStreamSink } from './user-stream-data-source.ts';
import type { UserStreamSession, UserStreamTrackerOptions } from './user-stream-options.ts';

/** What a line tells its owner; nothing any more once it has been stopped. */
interface StreamLineHandlers {
  onFrame(line: StreamLine): void;
  onEvent(line: StreamLine, event: unknown): void;
  onLive(line: StreamLine): void;
  onInterrupted(line: StreamLine, reason: string, wasConnected: boolean): void;
  onRotationDue(line: StreamLine, reason: string): void;
  onTerminated(line: StreamLine, reason: string): void;
  onClosingSoon(line: StreamLine, reason: string): void;
  onCredentialExpired(line: StreamLine, reason: string): void;
  onProblem(message: string, error: unknown): void;
}

/** What a line is made of, beside its number. */
export interface StreamLineParts {
  readonly options: UserStreamTrackerOptions;
  readonly login: PrivateLogin;
  readonly credentials: CredentialKeeper | undefined;
  readonly handlers: StreamLineHandlers;
}

/** One line to the venue: a session with its credential, and the events that it holds back until they may be told. */
export class StreamLine {
  readonly number: number;
  /** Held back until the gap before them is repaired; undefined while events flow. */
  held: unknown[] | undefined = [];
  /** Whether it is logged in: what the venue tells arrives. */
  isConnected = false;
  credential: Secret | undefined;
  readonly #session: UserStreamSession;
  readonly #parts: StreamLineParts;
  #ending: Promise<void> | undefined;

  constructor(number: number, parts: StreamLineParts) {
    this.number = number;
    this.#parts = parts;
    this.#session = this.#createSession();
  }

  /** Our monotonic time of the last sign of life. */
  get lastFrameMs(): number | undefined {
    return this.#session.status.lastFrameMs;
  }

  start(): void {
    this.#session.start();
  }

  /** Gives the current connection up and opens another one on the same line. */
  restart(reason: string): void {
    this.#session.restart(reason);
  }

  /** Ends the line for good; resolves when no socket and timer of it is left. */
  stop(): Promise<void> {
    this.#ending ??= this.#session.stop();
    return this.#ending;
  }

  #createSession(): UserStreamSession {
    const { options, login, credentials, handlers } = this.#parts;
    const { runtime, dataSource } = options;
    const sink = this.#createSink();
    const sessionOptions: StreamSessionOptions = {
      runtime,
      plan: dataSource.stream,
      name: 'private',
      line: this.number,
      admit: options.admit,
      login: (nextRequestId) => {
        dataSource.onConnected?.(sink);
        return login.frames(nextRequestId);
      },
      ...(credentials === undefined ? {} : { url: () => this.#address(credentials) }),
      onFrame: (frame) => this.#onFrame(frame, sink),
      onLive: () =>
        this.#tell(() => {
          this.isConnected = true;
          handlers.onLive(this);
        }),
      onInterrupted: (reason) =>
        this.#tell(() => {
          const wasConnected = this.isConnected;
          this.isConnected = false;
          handlers.onInterrupted(this, reason, wasConnected);
        }),
      onRotationDue: (reason) => this.#tell(() => handlers.onRotationDue(this, reason)),
    };
    return options.createSession?.(sessionOptions) ?? new StreamSession(sessionOptions);
  }

  async #address(credentials: CredentialKeeper): Promise<string> {
    const credential = await credentials.obtain();
    this.credential = credential;
    return this.#parts.options.dataSource.credential?.url(credential) ?? this.#parts.options.dataSource.stream.url;
  }

  #createSink(): UserStreamSink {
    const { login, handlers, options } = this.#parts;
    return {
      event: (event) => this.#tell(() => handlers.onEvent(this, event)),
      acknowledged: (requestId) => this.#session.acknowledge(requestId),
      refused: (requestId, error) => {
        login.noteRefusal(error);
        this.#session.refuse(requestId, error);
      },
      heartbeat: () => this.#session.noteHeartbeat(),
      reply: (frame) => this.#session.reply(frame),
      terminated: (reason) => this.#tell(() => handlers.onTerminated(this, reason)),
      closingSoon: (reason) => this.#tell(() => handlers.onClosingSoon(this, reason)),
      credentialExpired: (credential) =>
        this.#tell(() => {
          // A key that was replaced long ago may end while its successor is good.
          if (credential !== undefined && credential !== this.credential?.reveal()) return;
          if (this.credential !== undefined) this.#parts.credentials?.forget(this.credential);
          handlers.onCredentialExpired(this, 'its credential has ended');
        }),
      usage: (readings) => this.#tell(() => options.onUsage?.(readings)),
      problem: (error) => this.#tell(() => handlers.onProblem('a private message could not be used', error)),
    };
  }

  #onFrame(frame: Buffer, sink: UserStreamSink): void {
    if (this.#ending !== undefined) return;
    this.#parts.handlers.onFrame(this);
    try {
      this.#parts.options.dataSource.onFrame(frame, sink);
    } catch (error) {
      this.#parts.handlers.onProblem('a private frame could not be read', error);
    }
  }

  #tell(act: () => void): void {
    if (this.#ending === undefined) act();
  }
}
