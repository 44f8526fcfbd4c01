import type { TradingPair } from '@venuekit/core/connector';
import type { World } from '../engine/world.ts';
import type { AccountBalance } from '../model/account.ts';
import type { BookChange, BookView } from '../model/book-change.ts';
import type { ListStatus } from '../model/order-list.ts';
import type { Refusal } from '../model/refusal.ts';
import type { Execution, VenueTrade } from '../model/trade.ts';
import type { Charge, Usage, VenueLimit } from './limit.ts';
import type { Operation, OperationResult } from './operation.ts';
import type { DialectTrait } from './trait.ts';
import type { WireReply, WireRequest } from './wire.ts';

/** A request that a dialect understood. */
export interface DecodedRequest {
  readonly operation: Operation;
  /** The account that was authenticated, undefined for public requests. */
  readonly account: string | undefined;
  /** Charged before the operation runs. */
  readonly charges: readonly Charge[];
  /** Given back when the operation succeeds. */
  readonly refundOnSuccess?: readonly Charge[];
  /**
   * A number that must be above all that were used with this key before; it counts as used when the operation runs. One that is not is
   * refused as `timestamp-too-old`, detail `nonce`.
   */
  readonly nonce?: { readonly key: string; readonly value: bigint };
  /** Whether a result is a success; without it every result is. */
  readonly isSuccess?: (result: OperationResult) => boolean;
  /** Whatever the encoding of the reply needs to remember of the request (reply form, ids). */
  readonly note?: unknown;
}

/** What a dialect may look at while it decodes and encodes. */
export interface DialectDesk {
  readonly world: World;
  /** The dialect's limits as they now are: the test side may change them while the venue runs. */
  readonly limits: readonly VenueLimit[];
  nowMs(): number;
  /** The running windows of the address and, where given, the account. */
  usage(account: string | undefined): readonly Usage[];
  /** Whom a stream key was made for; undefined for one that does not exist (any more). */
  ownerOf(streamKey: string): string | undefined;
}

/** A feed of the market that a socket follows. */
export interface Topic {
  /** The venue's name of it, as the dialect's frames use it. */
  readonly name: string;
  readonly kind: 'book' | 'trades' | 'best-quote' | 'top-of-book' | 'whole-book';
  readonly tradingPair: TradingPair;
  /** Book changes are gathered for this long; 0 sends each at once. */
  readonly intervalMs: number;
  /**
   * Levels of each side. `top-of-book`, `whole-book`: how many a frame has. `book`: how many the client keeps; it is told what changes among them, and of
   * a level that falls out of them nothing. Default all.
   */
  readonly depth?: number;
}

/** One connected socket, as a dialect sees it. */
export interface DialectSession {
  readonly desk: DialectDesk;
  readonly service: string;
  readonly path: string;
  readonly query: string;
  readonly connectedMs: number;
  /** The dialect's own memory of the socket (logon, subscription numbers, options). */
  state: Map<string, unknown>;
  /** The topics that are followed. */
  readonly topics: ReadonlyMap<string, Topic>;
  /** The accounts whose private events are followed, with the dialect's number of each subscription. */
  readonly privateSubscriptions: ReadonlyMap<string, number>;
}

/**
 * What a frame, or the opening of a socket, makes the venue do, in the order of the list. A request or a charge that is refused drops the
 * rest of the list, so that `[request, subscribe-private]` subscribes only who may.
 */
export type SocketAction =
  | { readonly kind: 'subscribe'; readonly topics: readonly Topic[] }
  | { readonly kind: 'unsubscribe'; readonly names: readonly string[] }
  /** With `streamKey` it ends when that key does, and the client is told. */
  | { readonly kind: 'subscribe-private'; readonly account: string; readonly number: number; readonly streamKey?: string }
  | { readonly kind: 'unsubscribe-private'; readonly account: string }
  /** Runs an operation; the reply is `encodeSocketReply`'s. */
  | { readonly kind: 'request'; readonly decoded: DecodedRequest }
  /** Refuses; the reply is `encodeSocketReply`'s. */
  | { readonly kind: 'refuse'; readonly refusal: Refusal; readonly note?: unknown; readonly charges?: readonly Charge[] }
  /** Charged to the address; where the limit does not allow it `encodeSocketReply` tells the refusal, with this note. */
  | { readonly kind: 'charge'; readonly charges: readonly Charge[]; readonly note?: unknown }
  /** Sets an entry of the session's `state`, in its turn: not when a charge before it was refused. */
  | { readonly kind: 'remember'; readonly name: string; readonly value: unknown }
  /**
   * A function is asked when its turn comes. With `topic` the frame counts as one of that feed, for faults: how things stand when the client
   * begins to follow it.
   */
  | { readonly kind: 'reply'; readonly frame: string | (() => string); readonly topic?: Topic }
  /** The client has answered a ping that was a frame. */
  | { readonly kind: 'pong' }
  /** Begins or ends what `socketLife.heartbeat` says. */
  | { readonly kind: 'follow-heartbeat' | 'unfollow-heartbeat' }
  | { readonly kind: 'close'; readonly code: number; readonly reason: string };

/** Something that the venue tells a socket by itself. */
export type Notice =
  | { readonly kind: 'closing-soon' }
  | { readonly kind: 'private-terminated'; readonly account: string; readonly number: number }
  /** The stream key of a private subscription has ended, and with it the subscription. */
  | { readonly kind: 'stream-key-ended'; readonly account: string; readonly number: number; readonly streamKey: string }
  /** Where `socketLife.pingForm` is `frame`. */
  | { readonly kind: 'ping' }
  /** Where `socketLife.heartbeat` says so; `count` is the number of such notices before it. */
  | { readonly kind: 'heartbeat'; readonly count: number };

/** How a socket is kept alive and when it ends. Times of 0 mean never. */
export interface SocketTerms {
  /** How often the venue pings. */
  readonly pingIntervalMs: number;
  /** How long it waits for the pong. */
  readonly pongTimeoutMs: number;
  readonly lifetimeMs: number;
  /** `frame`: the notice `ping`, which the client answers by a frame that decodes into the action `pong`. Default `protocol`. */
  readonly pingForm?: 'protocol' | 'frame';
  /** A socket from which no frame has come for this long is closed. Default never. */
  readonly silenceTimeoutMs?: number;
  /** Who follows the heartbeat gets a notice each `intervalMs`; a socket that does not follow it for `withinMs` is closed. Default none. */
  readonly heartbeat?: { readonly intervalMs: number; readonly withinMs: number };
}

/**
 * One exchange's wire format over the venue's state: twelve functions, and three more where a wire tells of order lists or packs its frames.
 * It decodes and encodes; it decides nothing about markets, and it sets no test's expectations.
 */
export interface Dialect {
  readonly name: string;
  /** What is unusual about this wire. Default nothing. */
  readonly traits?: readonly DialectTrait[];
  /** The services that listen, each on a port of its own; for instance `rest`, `stream`, `ws-api`. */
  readonly services: readonly string[];
  readonly limits: readonly VenueLimit[];
  /** What an HTTP request costs that `decodeRequest` refuses. Default nothing. */
  readonly refusedCharges?: readonly Charge[];
  /** What an account gets back when one of its orders trades for the first time. Default nothing. */
  readonly firstFillRefund?: readonly Charge[];
  readonly socketLife: SocketTerms;

  /** Reads and authenticates an HTTP request. @throws Refusal */
  decodeRequest(request: WireRequest, desk: DialectDesk): DecodedRequest;
  encodeReply(result: OperationResult, decoded: DecodedRequest, desk: DialectDesk): WireReply;
  /** `decoded` is undefined when decoding itself refused. */
  encodeRefusal(refusal: Refusal, decoded: DecodedRequest | undefined, desk: DialectDesk): WireReply;

  /** A socket wants to open. @throws Refusal to answer the handshake with an HTTP error. */
  openSocket(session: DialectSession): readonly SocketAction[];
  /** One frame of the client: what a text frame holds, or what `unpackFrame` makes of a binary one. */
  decodeFrame(text: string, session: DialectSession): readonly SocketAction[];
  encodeSocketReply(
    outcome: OperationResult | Refusal,
    note: unknown,
    session: DialectSession,
    decoded: DecodedRequest | undefined,
  ): string;

  encodeBook(change: BookChange, topic: Topic, session: DialectSession): string;
  /** For the topics `best-quote`, `top-of-book` and `whole-book`. */
  encodeTop(book: BookView, topic: Topic, session: DialectSession): string;
  encodeTrade(trade: VenueTrade, topic: Topic, session: DialectSession): string;
  /** One execution of an account's order; undefined when this dialect tells nothing of it. */
  encodeExecution(execution: Execution, subscription: number, session: DialectSession): string | undefined;
  encodeBalances(balances: readonly AccountBalance[], timeMs: number, subscription: number, session: DialectSession): string | undefined;
  /** What happened to a list of orders; told after the executions of the same step. Default nothing. */
  encodeListStatus?(status: ListStatus, subscription: number, session: DialectSession): string | undefined;
  encodeNotice(notice: Notice, session: DialectSession): string | undefined;
  /** How a frame goes onto the wire: bytes go out in a binary frame. Default as it is. */
  packFrame?(frame: string, session: DialectSession): string | Uint8Array;
  /** The text of a binary frame. A frame that it throws a `Refusal` for is dropped. Default UTF-8. */
  unpackFrame?(bytes: Uint8Array, session: DialectSession): string;
}
