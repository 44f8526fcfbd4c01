import { Buffer } from 'node:buffer';
import type { ApiKey } from '../model/account.ts';
import { Refusal } from '../model/refusal.ts';
import { isSignedBy, requireKey } from './authentication.ts';
import type { DialectDesk } from './dialect.ts';
import { readObject } from './request-fields.ts';

/** A JSON Web Token (RFC 7519) that one of our keys has signed. */
export interface WebToken {
  readonly key: ApiKey;
  readonly header: ReadonlyMap<string, unknown>;
  readonly claims: ReadonlyMap<string, unknown>;
}

const ALGORITHMS: ReadonlyMap<unknown, ApiKey['kind']> = new Map([
  ['ES256', 'es256'],
  ['EdDSA', 'ed25519'],
  ['HS256', 'hmac'],
]);

/**
 * Reads a token: its header names the key in `kid`, its claims bind it to this `uri`, and it is used after `nbf` and before `exp`, which is
 * at most `maximumValidityMs` later. Both are in seconds.
 * @throws Refusal `bad-key-format` for what is no such token, `unknown-key`, `bad-signature`, `not-permitted` for another `uri`,
 * `timestamp-too-new` and `timestamp-too-old` outside of its time.
 */
export function readWebToken(token: string, uri: string, desk: DialectDesk, maximumValidityMs = 120_000): WebToken {
  const parts = token.split('.');
  const [head = '', body = '', signature = ''] = parts;
  if (parts.length !== 3) throw new Refusal('bad-key-format');
  const [header, claims] = [readObject(text(head)), readObject(text(body))];
  const kind = ALGORITHMS.get(header.get('alg'));
  const kid = header.get('kid');
  if (kind === undefined || typeof kid !== 'string') throw new Refusal('bad-key-format');
  const key = requireKey(kid, [kind], desk);
  if (!isSignedBy(key, `${head}.${body}`, signature, 'base64url')) throw new Refusal('bad-signature');
  if (claims.get('uri') !== uri) throw new Refusal('not-permitted', 'uri');
  const [notBefore, expires] = [seconds(claims, 'nbf'), seconds(claims, 'exp')];
  const nowMs = desk.nowMs();
  if (notBefore * 1_000 > nowMs) throw new Refusal('timestamp-too-new');
  if (expires * 1_000 <= nowMs || (expires - notBefore) * 1_000 > maximumValidityMs) throw new Refusal('timestamp-too-old');
  return { key, header, claims };
}

function text(part: string): string {
  return Buffer.from(part, 'base64url').toString('utf8');
}

function seconds(claims: ReadonlyMap<string, unknown>, name: string): number {
  const value = claims.get(name);
  if (typeof value !== 'number' || !Number.isSafeInteger(value)) throw new Refusal('bad-key-format', name);
  return value;
}
