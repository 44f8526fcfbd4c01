import type { Dialect, DialectDesk } from '../dialect/dialect.ts';
import type { CancelItem, Operation } from '../dialect/operation.ts';
import type { WireReply } from '../dialect/wire.ts';
import type { Refusal } from '../model/refusal.ts';
import { type Acks, acksOf } from './acks.ts';
import { amountsOf } from './amounts.ts';
import { type BatchReader, batchReaderOf } from './batches.ts';
import { type BodyReader, bodyReaderOf } from './body.ts';
import { clientIdsOf } from './client-ids.ts';
import { type Feed, feedOf } from './feed.ts';
import { type Heartbeat, heartbeatOf } from './heartbeat.ts';
import { type Limits, limitsOf } from './limits.ts';
import { type Login, loginOf } from './login.ts';
import { packingOf } from './packing.ts';
import { PlainReplies } from './plain-reply.ts';
import type { PlainWords } from './plain-words.ts';
import type { PlainShape } from './shape.ts';
import { type Signing, signingOf } from './signing.ts';
import { successFormOf } from './success.ts';
import { type Place, symbolsOf } from './symbols.ts';

const CANCEL_DELAY_MS = 300;

/** A plain wire of one shape: what was chosen on each axis. */
export interface PlainWire extends PlainWords {
  readonly shape: PlainShape;
  readonly signing: Signing;
  readonly readBody: BodyReader;
  readonly login: Login;
  readonly heartbeat: Heartbeat;
  readonly acks: Acks;
  readonly packing: Pick<Dialect, 'packFrame' | 'unpackFrame'>;
  readonly feed: Feed;
  /** A cancel that is carried out before it is answered, or some time after. */
  readonly cancel: (item: CancelItem) => Operation;
  readonly limits: Limits;
  /** A reply by HTTP, to the account where it is known. */
  readonly reply: (body: object, desk: DialectDesk, account: string | undefined) => WireReply;
  readonly refusal: (refusal: Refusal, desk: DialectDesk, account: string | undefined) => WireReply;
  readonly readBatch: BatchReader;
  readonly replies: Readonly<Record<Place, PlainReplies>>;
}

/** A request that is being read. */
export interface Reading {
  readonly wire: PlainWire;
  readonly place: Place;
  readonly desk: DialectDesk;
  /** Method and resource, such as `POST orders`. */
  readonly name: string;
  /** What follows the resource in the path; empty where nothing does. */
  readonly argument: string;
  readonly body: ReadonlyMap<string, unknown>;
}

export function plainWire(shape: PlainShape): PlainWire {
  const signing = signingOf(shape);
  const acks = acksOf(shape);
  const [success, limits] = [successFormOf(shape), limitsOf(shape)];
  const headers = (desk: DialectDesk, account: string | undefined): WireReply['headers'] => ({
    'content-type': 'application/json',
    ...limits.headers(desk, account),
  });
  const words: PlainWords = { symbols: symbolsOf(shape), amounts: amountsOf(shape), clientIds: clientIdsOf(shape) };
  const replies = { rest: new PlainReplies(shape, 'rest', words), socket: new PlainReplies(shape, 'socket', words) };
  const cancelDelayMs = shape.cancels === 'asynchronous' ? CANCEL_DELAY_MS : undefined;
  return {
    shape,
    signing,
    readBody: bodyReaderOf(shape),
    reply: (body, desk, account) => ({ ...success.reply(body), headers: headers(desk, account) }),
    refusal: (refusal, desk, account) => ({
      ...success.refusal(limits.told(refusal)),
      headers: { ...headers(desk, account), ...limits.refusalHeaders(refusal) },
    }),
    login: loginOf(shape, signing),
    heartbeat: heartbeatOf(shape),
    acks,
    packing: packingOf(shape),
    feed: feedOf(shape, replies.socket, acks.beginsWithData),
    cancel: (item) =>
      cancelDelayMs === undefined ? { kind: 'cancel', ...item } : { kind: 'request-cancel', ...item, delayMs: cancelDelayMs },
    limits,
    readBatch: batchReaderOf(shape, cancelDelayMs),
    replies,
    ...words,
  };
}
