import type { Buffer } from 'node:buffer';

/** A client asks for a socket. */
export interface ServerHandshake {
  /** The URL as it was asked for, with path and query. */
  readonly url: string;
  /** Names in lower case. */
  readonly headers: ReadonlyMap<string, string>;
}

/** The server's end of one socket. After the socket is closed every method does nothing. */
export interface ServerSocket extends ServerHandshake {
  readonly isOpen: boolean;
  /** Sends a text message (string) or a binary one. */
  send(data: string | Uint8Array): void;
  ping(): void;
  /** Sends a close frame; `onClose` follows. */
  close(code: number, reason: string): void;
  /** Cuts the connection without a close frame; `onClose` follows. */
  terminate(): void;
}

/** What the server's end hears. */
export interface ServerSocketHandlers {
  /** One whole message. The buffer belongs to the receiver until the call returns. */
  onMessage(data: Buffer, isBinary: boolean): void;
  /** The client pinged; the pong has been sent already. */
  onPing?(): void;
  onPong?(): void;
  /** Called exactly once, as the last call; code 1006 when no close frame arrived. */
  onClose(info: { readonly code: number; readonly reason: string }): void;
}

/** The answer to a handshake that is refused. */
export interface SocketRefusal {
  /** An HTTP status of 400 or more. */
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** A server of sockets; the same code runs in process and behind a real listener. */
export interface SocketServer {
  /** Decides before the handshake is answered; undefined admits the client. Default: everybody is admitted. */
  admit?(handshake: ServerHandshake): SocketRefusal | undefined;
  /** The handshake has been answered; what is sent now reaches the client after its `onOpen`. */
  onSocket(socket: ServerSocket): ServerSocketHandlers;
}

/** An HTTP request as a server reads it. */
export interface ServerRequest {
  readonly method: string;
  /** Absolute, with query. */
  readonly url: string;
  /** Names in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  /** The body as text, empty where there is none. */
  readonly body: string;
}

export interface ServerReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** For servers that fail on purpose: the connection breaks when that many characters of the body have been sent. */
  readonly cutBodyAfter?: number;
}

/** A server of HTTP requests; the same code runs in process and behind a real listener. */
export interface RequestServer {
  /** `reset` breaks the connection without an answer. */
  onRequest(request: ServerRequest): Promise<ServerReply | 'reset'> | ServerReply | 'reset';
}
