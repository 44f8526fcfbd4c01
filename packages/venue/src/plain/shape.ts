import type { TradingPair } from '@venuekit/core/connector';
import type { DialectTrait } from '../dialect/trait.ts';

/** How the plain wire differs from its usual form: each member is one choice, and what is absent is as usual. */
export interface PlainShape {
  /** How requests prove whose they are; see `signing.ts`. Default `header`. */
  readonly signing?: 'header' | 'query' | 'passphrase' | 'nonce' | 'ed25519' | 'jwt';
  /** How bodies are written. Default `json`. */
  readonly body?: 'json' | 'form';
  /** Where a reply says whether all is well; see `success.ts`. Default `status`. */
  readonly success?: 'status' | 'code';
  /** How a socket proves whose it is; see `login.ts`. Default `frame`. */
  readonly login?: 'frame' | 'url' | 'subscribe' | 'token' | 'listen-key' | 'none';
  /** How both sides tell that they live; see `heartbeat.ts`. Default `protocol`. */
  readonly heartbeat?: 'protocol' | 'text' | 'json' | 'channel';
  /** How subscriptions are confirmed; see `acks.ts`. Default `id`. */
  readonly acks?: 'id' | 'echo' | 'list' | 'first-data';
  /** How frames are packed. Default `none`. */
  readonly compression?: 'none' | 'gzip';
  /** How a book is kept current; see `feed.ts`. Default `range`. */
  readonly book?: 'range' | 'previous' | 'sequence' | 'checksum' | 'connection-counter' | 'full';
  /** How many levels of each side a client keeps; of what falls out of them it is told nothing. Default all; with `checksum` 10. */
  readonly depth?: number;
  /** What the venue takes as the client's id of an order; see `client-ids.ts`. Default `text`. */
  readonly clientIds?: 'text' | 'none' | 'numeric' | 'uuid';
  /** Longest client id. Default none. */
  readonly clientIdMaxLength?: number;
  /** Whether a cancel has happened when it is answered, or is carried out 300 ms later and may come too late. Default `synchronous`. */
  readonly cancels?: 'synchronous' | 'asynchronous';
  /** Whether each fill is told by its trade id, or only how much of an order is executed. Default `each`. */
  readonly fills?: 'each' | 'cumulative';
  /** Default `pushed`. */
  readonly balances?: 'pushed' | 'rest';
  /** What amounts are counted in; see `amounts.ts`. Default `base`. */
  readonly amounts?: 'base' | 'quote' | 'contracts';
  /** What one contract is of the base, by market. Default 0.001. */
  readonly contractSizes?: Readonly<Record<TradingPair, string>>;
  /** How requests are limited; see `limits.ts`. Default `fixed`. */
  readonly limits?: 'fixed' | 'rolling' | 'decaying' | 'headers';
  /** How markets are spelled, and whether REST, sockets and assets do it in their own ways; see `symbols.ts`. Default `one`. */
  readonly symbols?: 'one' | 'joined' | 'hyphen' | 'slash' | 'several';
  /** Whether several orders can be placed or canceled by one request; see `batches.ts`. Default `none`. */
  readonly batches?: 'none' | 'items';
  /** Whether the venue tells before that it closes a socket, and that it has ended a private subscription. Default `told`. */
  readonly notices?: 'told' | 'none';
}

type Choices = Omit<PlainShape, 'depth' | 'clientIdMaxLength' | 'contractSizes' | 'notices'>;

/** What each choice is called among the traits of a dialect; the usual choices have no name. */
const TRAITS: { readonly [Axis in keyof Choices]-?: Readonly<Partial<Record<NonNullable<Choices[Axis]>, DialectTrait>>> } = {
  signing: {
    query: 'sign-query',
    passphrase: 'sign-passphrase',
    nonce: 'sign-nonce',
    ed25519: 'sign-asymmetric',
    jwt: 'sign-jwt',
  },
  body: { form: 'form-body' },
  success: { code: 'success-in-body' },
  login: {
    url: 'login-by-url',
    subscribe: 'login-per-subscribe',
    token: 'login-by-token',
    'listen-key': 'login-by-listen-key',
    none: 'no-private-stream',
  },
  heartbeat: { text: 'text-heartbeat', json: 'json-heartbeat', channel: 'channel-heartbeat' },
  acks: { echo: 'ack-by-echo', list: 'ack-by-full-list', 'first-data': 'ack-by-data' },
  compression: { gzip: 'gzip' },
  book: {
    previous: 'book-previous-pointer',
    sequence: 'book-socket-snapshot',
    checksum: 'book-checksum',
    'connection-counter': 'book-connection-counter',
    full: 'book-full-push',
  },
  clientIds: { none: 'no-client-ids', numeric: 'numeric-client-ids', uuid: 'uuid-client-ids' },
  cancels: { asynchronous: 'asynchronous-cancel' },
  fills: { cumulative: 'cumulative-fills' },
  balances: { rest: 'polled-balances' },
  amounts: { quote: 'amounts-in-quote', contracts: 'amounts-in-contracts' },
  limits: { rolling: 'rolling-limits', decaying: 'decaying-limits', headers: 'limits-in-headers' },
  symbols: { several: 'several-symbol-spellings' },
  batches: { items: 'batches' },
};

/** The traits of a dialect of this shape. */
export function traitsOf(shape: PlainShape): readonly DialectTrait[] {
  const traits = Object.entries(TRAITS).flatMap(([axis, names]) => {
    const choice: unknown = Reflect.get(shape, axis);
    const trait = Object.entries(names).find(([name]) => name === choice)?.[1];
    return trait === undefined ? [] : [trait];
  });
  if (shape.book === 'checksum' || shape.book === 'connection-counter') traits.push('book-socket-snapshot');
  if (depthOf(shape) !== undefined) traits.push('book-depth-truncated');
  if (shape.clientIdMaxLength !== undefined) traits.push('short-client-ids');
  if (shape.notices === 'none') traits.push('no-closing-notice', 'no-termination-notice');
  return traits;
}

/** How many levels of each side a client keeps. */
export function depthOf({ book, depth }: PlainShape): number | undefined {
  return depth ?? (book === 'checksum' ? 10 : undefined);
}

/** Whether the book of REST says where it can be joined with the changes. */
export function isJoinedWithRest({ book = 'range' }: PlainShape): boolean {
  return book === 'range' || book === 'previous';
}
