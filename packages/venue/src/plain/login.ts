import type { DialectSession, SocketAction } from '../dialect/dialect.ts';
import type { Operation } from '../dialect/operation.ts';
import { type Parameters, required } from '../dialect/request-fields.ts';
import { Refusal } from '../model/refusal.ts';
import type { PlainShape } from './shape.ts';
import type { Signing } from './signing.ts';

/** How a socket proves whose it is. */
export interface Login {
  /** What the opening of a socket does. @throws Refusal */
  open(session: DialectSession): readonly SocketAction[];
  /** Whether there is the frame `login`. */
  readonly hasFrame: boolean;
  /** Whose private events a frame asks for. @throws Refusal */
  subscriber(frame: Parameters, session: DialectSession): string;
  /** The requests that it needs. */
  operation(name: string, argument: string, account: string): Operation | undefined;
}

const TOKEN_VALIDITY_MS = 900_000;
const LISTEN_KEY_VALIDITY_MS = 3_600_000;

/** The account that the socket is known to belong to. @throws Refusal `not-logged-on` */
export function accountOf({ state }: DialectSession): string {
  const account = state.get('account');
  if (typeof account !== 'string') throw new Refusal('not-logged-on');
  return account;
}

const WITHOUT: Login = { open: () => [], hasFrame: false, subscriber: (_frame, session) => accountOf(session), operation: () => undefined };

function owned(account: string): SocketAction {
  return { kind: 'remember', name: 'account', value: account };
}

/**
 * `frame`: the frame `login`, signed. `url`: the query of the socket's address is `key=…`, and no more is asked. `subscribe`: each `subscribe`
 * with `account` is signed as `login` would be. `token`: such a frame has the `token` that a signed `POST /token` gives (`{"token"}`, valid
 * for 15 min). `listen-key`: a signed `POST /listen-key` gives `{"listenKey"}`, valid for 60 min or until `DELETE /listen-key/<key>`, and from a
 * `PUT /listen-key/<key>` on for 60 min more; a socket whose query is `listenKey=…` gets the account's events at once, and in the end
 * `{"topic":"account","event":"listen-key-expired","listenKey"}`. `none`: sockets are public, and there is no topic `account`.
 */
export function loginOf({ login = 'frame' }: PlainShape, signing: Signing): Login {
  switch (login) {
    case 'frame':
      return { ...WITHOUT, hasFrame: true };
    case 'url':
      return {
        ...WITHOUT,
        open: ({ query, desk }) => byKey(new URLSearchParams(query).get('key'), (key) => desk.world.apiKey(key)?.account),
      };
    case 'subscribe':
      return { ...WITHOUT, subscriber: (frame, { desk }) => signing.ofFrame(frame, 'subscribe', desk).account };
    case 'none':
      return {
        ...WITHOUT,
        subscriber: () => {
          throw new Refusal('bad-enum', 'topics');
        },
      };
    case 'token':
      return {
        ...WITHOUT,
        subscriber: (frame, { desk }) => {
          const account = desk.ownerOf(required(frame, 'token'));
          if (account === undefined) throw new Refusal('unknown-key', 'token');
          return account;
        },
        operation: (name, _argument, account) =>
          name === 'POST token' ? { kind: 'make-stream-key', account, validityMs: TOKEN_VALIDITY_MS } : undefined,
      };
    default:
      return { ...WITHOUT, open: openByListenKey, operation: listenKeyOperation };
  }
}

/** A socket without a key is a public one. */
function byKey(key: string | null, owner: (key: string) => string | undefined): readonly SocketAction[] {
  if (key === null) return [];
  const account = owner(key);
  if (account === undefined) throw new Refusal('unknown-key');
  return [owned(account)];
}

function openByListenKey({ query, desk }: DialectSession): readonly SocketAction[] {
  const streamKey = new URLSearchParams(query).get('listenKey');
  const actions = byKey(streamKey, (key) => desk.ownerOf(key));
  const account = streamKey === null ? undefined : desk.ownerOf(streamKey);
  if (account === undefined || streamKey === null) return actions;
  return [...actions, { kind: 'subscribe-private', account, number: 0, streamKey }];
}

function listenKeyOperation(name: string, streamKey: string, account: string): Operation | undefined {
  switch (name) {
    case 'POST listen-key':
      return { kind: 'make-stream-key', account, validityMs: LISTEN_KEY_VALIDITY_MS };
    case 'PUT listen-key':
      return { kind: 'extend-stream-key', account, streamKey, validityMs: LISTEN_KEY_VALIDITY_MS };
    case 'DELETE listen-key':
      return { kind: 'end-stream-key', account, streamKey };
    default:
      return undefined;
  }
}
