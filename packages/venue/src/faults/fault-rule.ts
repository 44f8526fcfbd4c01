import type { TradingPair } from '@venuekit/core/connector';
import type { Operation } from '../dialect/operation.ts';
import type { RefusalReason } from '../model/refusal.ts';

/** A raw HTTP answer. Default body: none. */
export interface RawAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** A refusal in the dialect's own words, for instance `rate-limited` with its `Retry-After`. */
export interface InjectedRefusal {
  readonly reason: RefusalReason;
  readonly detail?: string;
  readonly retryAfterMs?: number;
}

/** What can go wrong with an HTTP request. Names that begin with `execute-then` say that the venue did what was asked. */
export type HttpFaultAction =
  | ({ readonly kind: 'answer' } & RawAnswer)
  | ({ readonly kind: 'refuse' } & InjectedRefusal)
  | { readonly kind: 'reset' }
  | { readonly kind: 'hang' }
  | ({ readonly kind: 'execute-then-answer' } & RawAnswer)
  | { readonly kind: 'execute-then-reset' }
  | { readonly kind: 'execute-then-hang' }
  /** Executes; status 200 with a body that is no reply of the venue. Default: an HTML page. */
  | { readonly kind: 'execute-then-garbage'; readonly body?: string }
  /** Executes; half of the body arrives as if it were whole. */
  | { readonly kind: 'execute-then-truncate' }
  /** Executes; the connection breaks in the middle of the body. */
  | { readonly kind: 'execute-then-cut-body' }
  /** `request`: executes later; `reply` (default): executes at once and answers later. */
  | { readonly kind: 'delay'; readonly delayMs: number; readonly phase?: 'request' | 'reply' };

/** What can go wrong with a request that came over a socket. */
export type SocketRequestFaultAction =
  | ({ readonly kind: 'refuse' } & InjectedRefusal)
  /** Neither executed nor answered. */
  | { readonly kind: 'ignore' }
  | { readonly kind: 'execute-then-ignore' }
  | { readonly kind: 'execute-then-cut' };

/** What can go wrong with a frame on its way to a client. */
export type FrameFaultAction =
  | { readonly kind: 'drop' }
  | { readonly kind: 'duplicate' }
  /** The frame and all that follow it on this socket come later. */
  | { readonly kind: 'delay'; readonly delayMs: number }
  /** The next frame overtakes it; when none comes within a second it is sent. */
  | { readonly kind: 'reorder' }
  | { readonly kind: 'corrupt'; readonly how: FrameCorruption }
  /** The frame is sent; then the book of its market uses up an update id that nobody is told of. */
  | { readonly kind: 'skip' }
  /** The connection is cut instead. */
  | { readonly kind: 'cut' }
  /** Nothing comes through this socket any more, and it stays open. */
  | { readonly kind: 'fall-silent' };

/**
 * `malformed`: no JSON any more; `binary`: a binary frame of bytes that no dialect's packing makes; `packing`: the packed bytes cut to half,
 * where the dialect packs, otherwise as `malformed`; otherwise the named member, wherever it stands first, is taken out or replaced.
 */
export type FrameCorruption =
  | 'malformed'
  | 'binary'
  | 'packing'
  | { readonly remove: string }
  | { readonly replace: string; readonly value: unknown };

/** What can go wrong when a socket is opened. */
export type HandshakeFaultAction =
  | ({ readonly kind: 'answer' } & RawAnswer)
  | { readonly kind: 'reset' }
  | { readonly kind: 'hang' }
  | { readonly kind: 'accept-then-cut' }
  | { readonly kind: 'accept-then-fall-silent' };

/** What a rule may ask of an HTTP request; absent members match everything. */
export interface HttpSubject {
  readonly service: string;
  readonly method: string;
  readonly path: string;
  /** Undefined when the dialect refused the request. */
  readonly operation: Operation['kind'] | undefined;
}

export interface SocketRequestSubject {
  readonly service: string;
  readonly operation: Operation['kind'];
}

/** What a frame tells. `reply`: answers to the client's own frames. */
export type FrameKind = 'book' | 'trade' | 'top' | 'execution' | 'list-status' | 'balances' | 'notice' | 'reply';

export interface FrameSubject {
  readonly service: string;
  readonly frame: FrameKind;
  readonly tradingPair: TradingPair | undefined;
  /** The topic's name, for frames of the market. */
  readonly topic: string | undefined;
  /** The account, for private events. */
  readonly account: string | undefined;
}

export interface HandshakeSubject {
  readonly service: string;
  readonly path: string;
}

/** Members that must be equal (a `RegExp` must match), and from which match on the rule applies, counted from 1. */
export type FaultMatch<Subject> = {
  readonly [Member in keyof Subject]?: Exclude<Subject[Member], undefined> | RegExp;
} & { readonly nth?: number };

interface RuleOf<On extends string, Subject, Action> {
  readonly on: On;
  readonly match?: FaultMatch<Subject>;
  /** How often the rule applies. Default once; `Infinity` until it is removed. */
  readonly times?: number;
  readonly action: Action;
}

/** A fault that the test side asks for. Of several rules that match, the one that was added first applies. */
export type FaultRule =
  | RuleOf<'http', HttpSubject, HttpFaultAction>
  | RuleOf<'socket-request', SocketRequestSubject, SocketRequestFaultAction>
  | RuleOf<'frame', FrameSubject, FrameFaultAction>
  | RuleOf<'handshake', HandshakeSubject, HandshakeFaultAction>;
