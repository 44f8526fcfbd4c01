import type { WireReply } from '../dialect/wire.ts';

/** What becomes of an HTTP request; a transport does it to the connection. */
export type HttpOutcome =
  /** With `cutBodyAfter` the connection breaks when that many characters of the body have been sent. */
  | { readonly kind: 'reply'; readonly reply: WireReply; readonly cutBodyAfter?: number }
  /** The connection is cut without an answer. */
  | { readonly kind: 'reset' }
  /** No answer ever comes; the connection stays open. */
  | { readonly kind: 'hang' };

/** What a client sent to open a socket. */
export interface Handshake {
  readonly service: string;
  readonly path: string;
  /** Without `?`. */
  readonly query: string;
  /** Whom address limits count. */
  readonly address: string;
}

/** What becomes of a handshake. */
export type HandshakeOutcome =
  /** The transport completes the handshake and then calls `attach` once. */
  | { readonly kind: 'accept'; attach(peer: SocketPeer): SocketIntake }
  | { readonly kind: 'refuse'; readonly reply: WireReply }
  | { readonly kind: 'reset' }
  | { readonly kind: 'hang' };

/** A socket, as a transport offers it to the venue. */
export interface SocketPeer {
  /** Bytes go out in a binary frame. */
  send(frame: string | Uint8Array): void;
  ping(): void;
  /** Starts an orderly close. */
  close(code: number, reason: string): void;
  /** Cuts the connection without a close frame. */
  cut(): void;
  /** Neither reads nor writes from now on, and leaves the connection open. */
  fallSilent(): void;
}

/** What a transport tells the venue of a socket. */
export interface SocketIntake {
  /** Bytes: a binary frame. */
  onFrame(frame: string | Uint8Array): void;
  onPong(): void;
  /** The connection is gone. Calling it again does nothing. */
  onClosed(): void;
}
