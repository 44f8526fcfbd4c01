import { Buffer } from 'node:buffer';
import { printable } from '../errors/excerpt.ts';
import { NetworkError } from '../errors/network-error.ts';
import type { Clock, TimerHandle } from '../runtime/clock.ts';
import type { ServerHandshake, ServerSocket, ServerSocketHandlers } from '../runtime/server-socket.ts';
import type { SocketCloseInfo, SocketConnection, SocketHandlers } from '../runtime/socket.ts';
import type { DeliveryQueue } from './delivery-queue.ts';

const CLOSE_TIMEOUT_MS = 2_000;
const NORMAL_CLOSE = 1_000;
const ABNORMAL_CLOSE = 1_006;

/** What an in-process socket needs of its network. */
export interface SocketSurroundings {
  readonly clock: Clock;
  readonly toServer: DeliveryQueue;
  readonly toClient: DeliveryQueue;
  /** Runs something in a later macrotask, during which the network is busy. */
  later(callback: () => void): void;
  /** Both ends have been told that the socket is closed, or will never be told. */
  onEnded(): void;
}

type EndState = 'opening' | 'open' | 'closing' | 'closed';

/** One socket of the in-process network: both of its ends and the two ways between them. */
export class InProcessSocket {
  readonly handshake: ServerHandshake;
  readonly client: SocketConnection;
  readonly #surroundings: SocketSurroundings;
  readonly #clientHandlers: SocketHandlers;
  #serverHandlers: ServerSocketHandlers | undefined;
  #clientState: EndState = 'opening';
  #serverState: EndState = 'opening';
  #clientTimer: TimerHandle | undefined;
  #serverTimer: TimerHandle | undefined;
  #isBlackHole = false;

  constructor(handshake: ServerHandshake, handlers: SocketHandlers, surroundings: SocketSurroundings) {
    this.handshake = handshake;
    this.#clientHandlers = handlers;
    this.#surroundings = surroundings;
    this.client = this.#clientEnd();
  }

  get url(): string {
    return this.handshake.url;
  }

  /** Whether the client's end is open. */
  get isOpen(): boolean {
    return this.#clientState === 'open';
  }

  /** Whether the client's owner has been told of the end. */
  get isClosedForClient(): boolean {
    return this.#clientState === 'closed';
  }

  /** Whether the server never had this socket, or has been told of its end. */
  get isClosedForServer(): boolean {
    return this.#serverState === 'closed' || this.#serverHandlers === undefined;
  }

  /** From now on nothing passes in either direction and neither end is told: a half-open connection. */
  blackHole(): void {
    this.#isBlackHole = true;
  }

  /** Breaks the connection: both ends are told by code 1006. */
  cut(): void {
    this.#surroundings.toClient.clear();
    this.#surroundings.toServer.clear();
    this.#surroundings.later(() => {
      this.#endServer(ABNORMAL_CLOSE, '');
      this.#endClient({ code: ABNORMAL_CLOSE, reason: '', error: this.#failure('connection reset (ECONNRESET)') });
    });
  }

  /** Closes from the server's side with a close frame. */
  closeFromServer(code: number, reason: string): void {
    if (this.#serverState !== 'open') return;
    this.#serverState = 'closing';
    this.#serverTimer = this.#surroundings.clock.setTimer(CLOSE_TIMEOUT_MS, () => this.#endServer(ABNORMAL_CLOSE, ''));
    this.#sendToClient(() => {
      if (this.#clientState === 'closed') return;
      this.#sendToServer(() => this.#endServer(code, reason));
      this.#endClient({ code, reason: printable(reason) });
    });
  }

  /** The network lets the client in. */
  admit(onSocket: (socket: ServerSocket) => ServerSocketHandlers): void {
    if (this.#clientState === 'closed' || this.#clientState === 'closing') return;
    this.#serverState = 'open';
    this.#sendToClient(() => {
      if (this.#clientState !== 'opening') return;
      this.#disarmClient();
      this.#clientState = 'open';
      this.#clientHandlers.onOpen();
    });
    this.#serverHandlers = onSocket(this.#serverEnd());
  }

  /** The network, or the server, turns the client away. */
  refuse(problem: string, afterRoundTrip: boolean): void {
    const tell = (): void => this.#endClient({ code: ABNORMAL_CLOSE, reason: '', error: this.#failure(problem) });
    if (afterRoundTrip) this.#sendToClient(tell);
    else this.#surroundings.later(tell);
  }

  /** The handshake must be done within `timeoutMs`. */
  expectOpenWithin(timeoutMs: number, timeout: () => Error): void {
    this.#clientTimer = this.#surroundings.clock.setTimer(timeoutMs, () =>
      this.#endClient({ code: ABNORMAL_CLOSE, reason: '', error: timeout() }),
    );
  }

  #clientEnd(): SocketConnection {
    return {
      bufferedBytes: 0,
      send: (data) => {
        this.#requireOpen();
        const isBinary = typeof data !== 'string';
        const copy = Buffer.from(data);
        this.#sendToServer(() => this.#ifServerOpen((handlers) => handlers.onMessage(copy, isBinary)));
      },
      ping: () => {
        this.#requireOpen();
        this.#sendToServer(() =>
          this.#ifServerOpen((handlers) => {
            this.#sendToClient(() => this.#ifClientOpen(() => this.#clientHandlers.onPong()));
            handlers.onPing?.();
          }),
        );
      },
      close: (code = NORMAL_CLOSE, reason = '') => this.#closeFromClient(code, reason),
      terminate: () => this.#terminateFromClient(),
    };
  }

  #serverEnd(): ServerSocket {
    const isOpen = (): boolean => this.#serverState === 'open';
    return {
      url: this.handshake.url,
      headers: this.handshake.headers,
      get isOpen() {
        return isOpen();
      },
      send: (data) => {
        if (this.#serverState !== 'open') return;
        const isBinary = typeof data !== 'string';
        const copy = Buffer.from(data);
        this.#sendToClient(() => this.#ifClientOpen(() => this.#clientHandlers.onMessage(copy, isBinary)));
      },
      ping: () => {
        if (this.#serverState !== 'open') return;
        this.#sendToClient(() =>
          this.#ifClientOpen(() => {
            this.#sendToServer(() => this.#ifServerOpen((handlers) => handlers.onPong?.()));
            this.#clientHandlers.onPing();
          }),
        );
      },
      close: (code, reason) => this.closeFromServer(code, reason),
      terminate: () => {
        if (this.#serverState === 'closed') return;
        this.#sendToClient(() =>
          this.#endClient({ code: ABNORMAL_CLOSE, reason: '', error: this.#failure('connection reset (ECONNRESET)') }),
        );
        this.#surroundings.later(() => this.#endServer(ABNORMAL_CLOSE, ''));
      },
    };
  }

  #closeFromClient(code: number, reason: string): void {
    if (this.#clientState === 'opening') {
      this.#terminateFromClient();
      return;
    }
    if (this.#clientState !== 'open') return;
    this.#clientState = 'closing';
    this.#clientTimer = this.#surroundings.clock.setTimer(CLOSE_TIMEOUT_MS, () => this.#endClient({ code: ABNORMAL_CLOSE, reason: '' }));
    this.#sendToServer(() => {
      this.#sendToClient(() => this.#endClient({ code, reason: printable(reason) }));
      this.#endServer(code, reason);
    });
  }

  #terminateFromClient(): void {
    if (this.#clientState === 'closed') return;
    this.#clientState = 'closing';
    this.#surroundings.toClient.clear();
    this.#surroundings.later(() => this.#endClient({ code: ABNORMAL_CLOSE, reason: '' }));
    this.#sendToServer(() => this.#endServer(ABNORMAL_CLOSE, ''));
  }

  #sendToServer(deliver: () => void): void {
    this.#surroundings.toServer.add(() => {
      if (!this.#isBlackHole) deliver();
    });
  }

  #sendToClient(deliver: () => void): void {
    this.#surroundings.toClient.add(() => {
      if (!this.#isBlackHole) deliver();
    });
  }

  #ifServerOpen(act: (handlers: ServerSocketHandlers) => void): void {
    if (this.#serverState === 'open' && this.#serverHandlers !== undefined) act(this.#serverHandlers);
  }

  /** A client that is closing still gets what was under way, as on a real connection. */
  #ifClientOpen(act: () => void): void {
    if (this.#clientState === 'open' || this.#clientState === 'closing') act();
  }

  #endClient(info: SocketCloseInfo): void {
    if (this.#clientState === 'closed') return;
    this.#clientState = 'closed';
    this.#disarmClient();
    this.#surroundings.onEnded();
    this.#clientHandlers.onClose(info);
  }

  #endServer(code: number, reason: string): void {
    if (this.#serverState === 'closed') return;
    this.#serverState = 'closed';
    this.#serverTimer?.cancel();
    this.#surroundings.onEnded();
    this.#serverHandlers?.onClose({ code, reason });
  }

  #disarmClient(): void {
    this.#clientTimer?.cancel();
    this.#clientTimer = undefined;
  }

  #requireOpen(): void {
    if (this.#clientState === 'open') return;
    throw new NetworkError({ host: new URL(this.handshake.url).host, problem: 'the socket is not open', mayHaveBeenSent: false });
  }

  #failure(problem: string): NetworkError {
    return new NetworkError({ host: new URL(this.handshake.url).host, problem, mayHaveBeenSent: this.#clientState !== 'opening' });
  }
}
