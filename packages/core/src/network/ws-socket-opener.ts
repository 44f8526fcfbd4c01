import { Buffer } from 'node:buffer';
import { WebSocket } from 'ws';
import { inLaterMacrotask } from '../clock/macrotask-turn.ts';
import { ConnectorError } from '../errors/connector-error.ts';
import { printable } from '../errors/excerpt.ts';
import { NetworkError } from '../errors/network-error.ts';
import { TimeoutError } from '../errors/timeout-error.ts';
import { scrubPath } from '../log/scrub-text.ts';
import type { Clock, TimerHandle } from '../runtime/clock.ts';
import type { SocketCloseInfo, SocketConnection, SocketHandlers, SocketOpener, SocketRequest } from '../runtime/socket.ts';
import { transportFailure } from './transport-failure.ts';
import type { TransportSubject } from './transport-failure.ts';
import { checkedUrl } from './transport-policy.ts';

const DEFAULT_MAXIMUM_PAYLOAD_BYTES = 8_388_608;
const DEFAULT_HANDSHAKE_TIMEOUT_MS = 10_000;
const CLOSE_TIMEOUT_MS = 2_000;
const NORMAL_CLOSE = 1_000;
const ABNORMAL_CLOSE = 1_006;
const MAXIMUM_REASON_BYTES = 123;
const REFUSED_HANDSHAKE = /^Unexpected server response: (\d{3})$/;

/** How sockets are opened. */
export interface WsSocketOpenerOptions {
  readonly clock: Clock;
  /** Default false. */
  readonly allowsPlainText?: boolean;
}

/** Sockets of the `ws` package. A peer that does not answer our close frame within 2 s is cut off. */
export class WsSocketOpener {
  readonly #clock: Clock;
  readonly #allowsPlainText: boolean;
  #openSockets = 0;

  constructor(options: WsSocketOpenerOptions) {
    this.#clock = options.clock;
    this.#allowsPlainText = options.allowsPlainText ?? false;
  }

  /** Sockets that are open or opening, or whose end has not been told yet. */
  get openSockets(): number {
    return this.#openSockets;
  }

  readonly open: SocketOpener = (request, handlers) => {
    this.#openSockets += 1;
    const onClose = (info: SocketCloseInfo): void => {
      this.#openSockets -= 1;
      handlers.onClose(info);
    };
    return new WsConnection(this.#clock, this.#allowsPlainText, request, handlers, onClose);
  };
}

class WsConnection implements SocketConnection {
  readonly #clock: Clock;
  readonly #handlers: SocketHandlers;
  readonly #onClose: (info: SocketCloseInfo) => void;
  readonly #socket: WebSocket | undefined;
  #subject: TransportSubject = { method: 'CONNECT', host: '', path: '' };
  #timer: TimerHandle | undefined;
  #error: Error | undefined;
  #wasOpen = false;

  constructor(
    clock: Clock,
    allowsPlainText: boolean,
    request: SocketRequest,
    handlers: SocketHandlers,
    onClose: (info: SocketCloseInfo) => void,
  ) {
    this.#clock = clock;
    this.#handlers = handlers;
    this.#onClose = onClose;
    try {
      const url = checkedUrl(request.url, 'ws', allowsPlainText);
      this.#subject = { method: 'CONNECT', host: url.host, path: url.pathname };
      this.#socket = this.#connect(request);
    } catch (error) {
      this.#socket = undefined;
      this.#error = this.#scrubbed(error);
      inLaterMacrotask(() => this.#finish(ABNORMAL_CLOSE, ''));
    }
  }

  get bufferedBytes(): number {
    return this.#socket?.bufferedAmount ?? 0;
  }

  send(data: string | Uint8Array): void {
    this.#openSocket().send(data);
  }

  ping(): void {
    this.#openSocket().ping();
  }

  close(code: number = NORMAL_CLOSE, reason = ''): void {
    const socket = this.#socket;
    if (socket === undefined || socket.readyState === WebSocket.CLOSING || socket.readyState === WebSocket.CLOSED) return;
    this.#arm(CLOSE_TIMEOUT_MS, () => socket.terminate());
    socket.close(code, clipped(reason));
  }

  terminate(): void {
    this.#socket?.terminate();
  }

  #connect(request: SocketRequest): WebSocket {
    const socket = new WebSocket(request.url, {
      headers: { ...request.headers },
      maxPayload: request.maximumPayloadBytes ?? DEFAULT_MAXIMUM_PAYLOAD_BYTES,
      followRedirects: false,
      perMessageDeflate: true,
      autoPong: true,
    });
    socket.on('open', () => {
      this.#disarm();
      this.#wasOpen = true;
      this.#handlers.onOpen();
    });
    socket.on('message', (data: Buffer, isBinary: boolean) => this.#handlers.onMessage(data, isBinary));
    socket.on('ping', () => this.#handlers.onPing());
    socket.on('pong', () => this.#handlers.onPong());
    socket.on('error', (error) => {
      this.#error ??= this.#scrubbed(error);
    });
    socket.on('close', (code, reason) => this.#finish(code, printable(reason.toString('utf8'))));
    const timeoutMs = request.handshakeTimeoutMs ?? DEFAULT_HANDSHAKE_TIMEOUT_MS;
    this.#arm(timeoutMs, () => {
      this.#error ??= new TimeoutError(`CONNECT ${this.#subject.host}${scrubPath(this.#subject.path)}`, timeoutMs);
      socket.terminate();
    });
    return socket;
  }

  #finish(code: number, reason: string): void {
    this.#disarm();
    this.#onClose(this.#error === undefined ? { code, reason } : { code, reason, error: this.#error });
  }

  #openSocket(): WebSocket {
    if (this.#socket?.readyState === WebSocket.OPEN) return this.#socket;
    throw new NetworkError({ host: this.#subject.host, problem: 'the socket is not open', mayHaveBeenSent: false });
  }

  #scrubbed(error: unknown): Error {
    if (ConnectorError.is(error)) return error;
    const status = error instanceof Error ? REFUSED_HANDSHAKE.exec(error.message)?.[1] : undefined;
    const problem = status === undefined ? 'the socket failed' : `the handshake was refused with HTTP ${status}`;
    return transportFailure(this.#subject, error, problem, this.#wasOpen);
  }

  #arm(delayMs: number, callback: () => void): void {
    this.#disarm();
    this.#timer = this.#clock.setTimer(delayMs, callback);
  }

  #disarm(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
  }
}

/** RFC 6455 leaves 123 bytes for the reason; half a character at the cut is dropped. */
function clipped(reason: string): string {
  const bytes = Buffer.from(reason, 'utf8');
  if (bytes.length <= MAXIMUM_REASON_BYTES) return reason;
  return bytes
    .subarray(0, MAXIMUM_REASON_BYTES)
    .toString('utf8')
    .replace(/\u{FFFD}+$/u, '');
}
