import { Buffer } from 'node:buffer';
import { createHmac, createPublicKey, timingSafeEqual, verify } from 'node:crypto';
import type { ApiKey } from '@venuekit/venue';

/**
 * Whether `signature` is the key's over exactly this payload: hex in either case for HMAC-SHA256, otherwise canonical base64 of
 * RSASSA-PKCS1-v1_5 with SHA-256 or of Ed25519 (`rest-api.md`, SIGNED endpoint security).
 */
export function isSignedBy(key: ApiKey, payload: string, signature: string): boolean {
  if (key.kind === 'hmac') {
    const expected = Buffer.from(createHmac('sha256', key.verifier).update(payload, 'utf8').digest('hex'));
    const given = Buffer.from(signature.toLowerCase());
    return given.length === expected.length && timingSafeEqual(given, expected);
  }
  const given = Buffer.from(signature, 'base64');
  if (given.toString('base64') !== signature) return false;
  return verify(key.kind === 'rsa' ? 'RSA-SHA256' : null, Buffer.from(payload, 'utf8'), createPublicKey(key.verifier), given);
}
