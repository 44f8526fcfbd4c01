import { isSignedBy, requireFreshTime, requireKey } from '../dialect/authentication.ts';
import type { DecodedRequest, DialectDesk } from '../dialect/dialect.ts';
import { type Parameters, required } from '../dialect/request-fields.ts';
import { readWebToken } from '../dialect/web-token.ts';
import type { WireRequest } from '../dialect/wire.ts';
import type { ApiKey } from '../model/account.ts';
import { Refusal } from '../model/refusal.ts';
import type { PlainShape } from './shape.ts';

/** Whose a request is. */
interface Signer {
  readonly account: string;
  /** Whether the key may place and cancel orders. */
  readonly canTrade: boolean;
  readonly nonce?: NonNullable<DecodedRequest['nonce']>;
}

/** How requests and frames prove whose they are. What is signed is always told by `contentOf`. @throws Refusal */
export interface Signing {
  ofRequest(request: WireRequest, desk: DialectDesk): Signer;
  /** By members of a frame. `purpose` is what is signed of it: its `op`. */
  ofFrame(frame: Parameters, purpose: string, desk: DialectDesk): Signer;
}

interface Form {
  /** The key itself says which of them it is. */
  readonly kinds: readonly ApiKey['kind'][];
  readonly encoding: 'hex' | 'base64';
}

const HMAC: Form = { kinds: ['hmac', 'hmac-sha512'], encoding: 'hex' };
const ASYMMETRIC: Form = { kinds: ['ed25519', 'rsa'], encoding: 'base64' };

function signerOf({ account, canTrade }: ApiKey): Signer {
  return { account, canTrade };
}

/** Method, path, `?query` where there is one, and body, joined without anything between. */
function contentOf({ method, path, query, body }: WireRequest): string {
  return `${method}${path}${query === '' ? '' : '?'}${query}${body}`;
}

function requireSignature(key: ApiKey, content: string, signature: string, { encoding }: Form): void {
  if (!isSignedBy(key, content, signature, encoding)) throw new Refusal('bad-signature');
}

/** `key`, `time` and `signature` of time and content; perhaps a `passphrase`. */
function timed(members: Parameters, prefix: string, content: string, desk: DialectDesk, form: Form, hasPassphrase: boolean): Signer {
  const member = (name: string): string => required(members, `${prefix}${name}`);
  const key = requireKey(member('key'), form.kinds, desk);
  const time = member('time');
  requireFreshTime(time, desk);
  requireSignature(key, `${time}${content}`, member('signature'), form);
  if (hasPassphrase && key.passphrase !== member('passphrase')) throw new Refusal('not-permitted', 'passphrase');
  return signerOf(key);
}

/**
 * `header`: headers `plain-key`, `plain-time` (at most 5,000 ms old, 1,000 ms ahead) and `plain-signature`, the hex HMAC-SHA256 under the
 * secret of time and content (SHA512 for keys of the kind `hmac-sha512`). In a frame these are the members `key`, `time` and `signature`, and the content is the frame's `op`.
 * `passphrase`: besides `plain-passphrase`, the word that belongs to the key; in a frame `passphrase`.
 * `ed25519`: as `header`, the signature in base64 by an Ed25519 key, or an RSA key (PKCS#1 v1.5, SHA-256).
 */
function byHeader(form: Form, hasPassphrase: boolean): Signing {
  return {
    ofRequest: (request, desk) => timed(request.headers, 'plain-', contentOf(request), desk, form, hasPassphrase),
    ofFrame: (frame, purpose, desk) => timed(frame, '', purpose, desk, form, hasPassphrase),
  };
}

/**
 * `query`: the query ends with `key=…&time=…&signature=…`, the hex HMAC-SHA256 of the content with the query up to `&signature=`. Frames as
 * with `header`.
 */
const byQuery: Signing = {
  ofRequest: (request, desk) => {
    const at = request.query.lastIndexOf('&signature=');
    const signed = at === -1 ? request.query : request.query.slice(0, at);
    const parameters = new Map(new URLSearchParams(request.query));
    const key = requireKey(required(parameters, 'key'), HMAC.kinds, desk);
    requireFreshTime(required(parameters, 'time'), desk);
    requireSignature(key, contentOf({ ...request, query: signed }), required(parameters, 'signature'), HMAC);
    return signerOf(key);
  },
  ofFrame: (frame, purpose, desk) => timed(frame, '', purpose, desk, HMAC, false),
};

/**
 * `nonce`: instead of the time a whole number in `plain-nonce` that is above all that the key has sent before. One that is not is refused
 * as `timestamp-too-old`, detail `nonce`. In a frame `nonce`, which is not held against the others.
 */
const byNonce: Signing = {
  ofRequest: (request, desk) => {
    const { key, nonce: value } = numbered(request.headers, 'plain-', contentOf(request), desk);
    return { ...signerOf(key), nonce: { key: key.key, value } };
  },
  ofFrame: (frame, purpose, desk) => signerOf(numbered(frame, '', purpose, desk).key),
};

function numbered(
  members: Parameters,
  prefix: string,
  content: string,
  desk: DialectDesk,
): { readonly key: ApiKey; readonly nonce: bigint } {
  const key = requireKey(required(members, `${prefix}key`), HMAC.kinds, desk);
  const nonce = required(members, `${prefix}nonce`);
  if (!/^\d{1,19}$/.test(nonce)) throw new Refusal('malformed-parameter', 'nonce');
  requireSignature(key, `${nonce}${content}`, required(members, `${prefix}signature`), HMAC);
  return { key, nonce: BigInt(nonce) };
}

/**
 * `jwt`: `authorization: Bearer` and a token (ES256 or EdDSA) for this request alone: `kid` in its header is the key, its claims are `uri`,
 * the method, a space and the path without query, and `nbf` and `exp` in seconds, at most 120 apart. In a frame `token` with the `uri`
 * `SOCKET` and the frame's `op`.
 */
const byWebToken: Signing = {
  ofRequest: ({ method, path, headers }, desk) => {
    const [scheme, token] = required(headers, 'authorization').split(' ');
    if (scheme !== 'Bearer' || token === undefined) throw new Refusal('bad-key-format');
    return signerOf(readWebToken(token, `${method} ${path}`, desk).key);
  },
  ofFrame: (frame, purpose, desk) => signerOf(readWebToken(required(frame, 'token'), `SOCKET ${purpose}`, desk).key),
};

export function signingOf({ signing = 'header' }: PlainShape): Signing {
  switch (signing) {
    case 'header':
      return byHeader(HMAC, false);
    case 'passphrase':
      return byHeader(HMAC, true);
    case 'ed25519':
      return byHeader(ASYMMETRIC, false);
    case 'query':
      return byQuery;
    case 'nonce':
      return byNonce;
    default:
      return byWebToken;
  }
}
