import { Buffer } from 'node:buffer';
import { createHmac, createPublicKey, timingSafeEqual, verify } from 'node:crypto';
import type { ApiKey } from '../model/account.ts';
import { Refusal } from '../model/refusal.ts';
import type { DialectDesk } from './dialect.ts';
import { whole } from './request-fields.ts';

/** How bytes of a signature are written. */
export type SignatureEncoding = 'hex' | 'base64' | 'base64url';

/** The key of this name, of one of these kinds. @throws Refusal `unknown-key` */
export function requireKey(name: string, kinds: readonly ApiKey['kind'][], { world }: DialectDesk): ApiKey {
  const key = world.apiKey(name);
  if (key === undefined || !kinds.includes(key.kind)) throw new Refusal('unknown-key');
  return key;
}

/**
 * A request's time in ms, which the venue's clock must bear out. Default: at most 5,000 ms old and 1,000 ms ahead.
 * @throws Refusal `malformed-parameter`, `timestamp-too-old`, `timestamp-too-new`
 */
export function requireFreshTime(time: string, desk: DialectDesk, maximumAgeMs = 5_000, maximumAheadMs = 1_000): number {
  const timeMs = whole(new Map([['time', time]]), 'time') ?? 0;
  if (timeMs < desk.nowMs() - maximumAgeMs) throw new Refusal('timestamp-too-old');
  if (timeMs > desk.nowMs() + maximumAheadMs) throw new Refusal('timestamp-too-new');
  return timeMs;
}

/**
 * Whether this is the key's signature over exactly this content: HMAC-SHA256 or -SHA512, RSASSA-PKCS1-v1_5 with SHA-256, Ed25519, or ECDSA on P-256
 * with SHA-256 (r and s of 32 bytes each, as in JWT). Only the canonical spelling of the bytes counts, hex in lower case.
 */
export function isSignedBy(key: ApiKey, content: string, signature: string, encoding: SignatureEncoding): boolean {
  const given = Buffer.from(signature, encoding);
  if (given.toString(encoding) !== signature) return false;
  const data = Buffer.from(content, 'utf8');
  switch (key.kind) {
    case 'hmac':
    case 'hmac-sha512': {
      const expected = createHmac(key.kind === 'hmac' ? 'sha256' : 'sha512', key.verifier)
        .update(data)
        .digest();
      return given.length === expected.length && timingSafeEqual(given, expected);
    }
    case 'rsa':
      return verify('RSA-SHA256', data, createPublicKey(key.verifier), given);
    case 'ed25519':
      return verify(null, data, createPublicKey(key.verifier), given);
    default:
      return verify('SHA256', data, { key: createPublicKey(key.verifier), dsaEncoding: 'ieee-p1363' }, given);
  }
}
