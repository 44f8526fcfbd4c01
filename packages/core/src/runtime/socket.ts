import type { Buffer } from 'node:buffer';

/** What to open. */
export interface SocketRequest {
  /** `wss:` URL; `ws:` only where the opener's transport policy allows it. */
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Largest message in bytes after inflating; a larger one closes the socket. Default 8 MiB. */
  readonly maximumPayloadBytes?: number;
  /** How long the handshake may take. Default 10,000 ms. */
  readonly handshakeTimeoutMs?: number;
}

/** Why a socket is closed. */
export interface SocketCloseInfo {
  /** The close code of RFC 6455; 1006 when no close frame arrived. */
  readonly code: number;
  readonly reason: string;
  /** What went wrong, scrubbed of URL and headers; absent after an orderly close. */
  readonly error?: Error;
}

/** What a socket reports to its owner. */
export interface SocketHandlers {
  onOpen(): void;
  /** One whole message. The buffer belongs to the receiver until the call returns. */
  onMessage(data: Buffer, isBinary: boolean): void;
  /** The peer pinged; the pong has been sent already. */
  onPing(): void;
  onPong(): void;
  /** Called exactly once, as the last call, also when the handshake failed. */
  onClose(info: SocketCloseInfo): void;
}

/** An open or opening socket. */
export interface SocketConnection {
  /** Sends a text message (string) or a binary one. Throws `NetworkError` when the socket is not open. */
  send(data: string | Uint8Array): void;
  ping(): void;
  /** Starts an orderly close; `onClose` follows. */
  close(code?: number, reason?: string): void;
  /** Cuts the connection at once; `onClose` follows. */
  terminate(): void;
  /** Bytes handed over and not yet written to the network. */
  readonly bufferedBytes: number;
}

/** Opens a socket. Never throws: whatever fails is told by `onClose`, never during the call itself. */
export type SocketOpener = (request: SocketRequest, handlers: SocketHandlers) => SocketConnection;
