import type { Dialect } from '../dialect/dialect.ts';
import { type Acks, acksOf } from './acks.ts';
import { type Amounts, amountsOf } from './amounts.ts';
import { type BatchReader, batchReaderOf } from './batches.ts';
import { type BodyReader, bodyReaderOf } from './body.ts';
import { type ClientIds, clientIdsOf } from './client-ids.ts';
import { type Feed, feedOf } from './feed.ts';
import { type Heartbeat, heartbeatOf } from './heartbeat.ts';
import { type Limits, limitsOf } from './limits.ts';
import { type Login, loginOf } from './login.ts';
import { packingOf } from './packing.ts';
import { PlainReplies } from './plain-reply.ts';
import type { PlainShape } from './shape.ts';
import { type Signing, signingOf } from './signing.ts';
import { type SuccessForm, successFormOf } from './success.ts';
import { type Place, type Symbols, symbolsOf } from './symbols.ts';

const CANCEL_DELAY_MS = 300;

/** A plain wire of one shape: what was chosen on each axis. */
export interface PlainWire {
  readonly shape: PlainShape;
  readonly signing: Signing;
  readonly readBody: BodyReader;
  readonly success: SuccessForm;
  readonly login: Login;
  readonly heartbeat: Heartbeat;
  readonly acks: Acks;
  readonly packing: Pick<Dialect, 'packFrame' | 'unpackFrame'>;
  readonly feed: Feed;
  readonly clientIds: ClientIds;
  /** How long after its answer a cancel is carried out; undefined: before. */
  readonly cancelDelayMs: number | undefined;
  readonly amounts: Amounts;
  readonly limits: Limits;
  readonly symbols: Symbols;
  readonly readBatch: BatchReader;
  readonly replies: Readonly<Record<Place, PlainReplies>>;
}

export function plainWire(shape: PlainShape): PlainWire {
  const signing = signingOf(shape);
  const acks = acksOf(shape);
  const words = { symbols: symbolsOf(shape), amounts: amountsOf(shape), clientIds: clientIdsOf(shape) };
  const replies = { rest: new PlainReplies(shape, 'rest', words), socket: new PlainReplies(shape, 'socket', words) };
  const cancelDelayMs = shape.cancels === 'asynchronous' ? CANCEL_DELAY_MS : undefined;
  return {
    shape,
    signing,
    readBody: bodyReaderOf(shape),
    success: successFormOf(shape),
    login: loginOf(shape, signing),
    heartbeat: heartbeatOf(shape),
    acks,
    packing: packingOf(shape),
    feed: feedOf(shape, replies.socket, acks.beginsWithData),
    cancelDelayMs,
    limits: limitsOf(shape),
    readBatch: batchReaderOf(shape, cancelDelayMs),
    replies,
    ...words,
  };
}
