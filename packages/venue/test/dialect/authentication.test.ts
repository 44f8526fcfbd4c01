import { Buffer } from 'node:buffer';
import { createHmac, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type ApiKey, type DialectDesk, isSignedBy, readWebToken, Refusal, requireFreshTime, requireKey } from '../../src/index.ts';
import { openFloor } from '../engine/trading-floor.ts';

const CONTENT = 'GET/orders?symbol=ü';
const NOW_MS = 1_000_000;

const pem = (key: KeyObject): string => key.export({ type: 'spki', format: 'pem' }).toString();
const rsa = generateKeyPairSync('rsa', { modulusLength: 2_048 });
const ed25519 = generateKeyPairSync('ed25519');
const es256 = generateKeyPairSync('ec', { namedCurve: 'P-256' });

const key = (kind: ApiKey['kind'], verifier: string): ApiKey => ({ account: 'ann', key: kind, kind, verifier, canTrade: true });
const KEYS = {
  hmac: key('hmac', 'secret'),
  rsa: key('rsa', pem(rsa.publicKey)),
  ed25519: key('ed25519', pem(ed25519.publicKey)),
  es256: key('es256', pem(es256.publicKey)),
};

function signatureOf(kind: ApiKey['kind'], content: string): Buffer {
  const data = Buffer.from(content);
  switch (kind) {
    case 'hmac':
      return createHmac('sha256', 'secret').update(data).digest();
    case 'rsa':
      return sign('RSA-SHA256', data, rsa.privateKey);
    case 'ed25519':
      return sign(null, data, ed25519.privateKey);
    default:
      return sign('SHA256', data, { key: es256.privateKey, dsaEncoding: 'ieee-p1363' });
  }
}

function desk(): DialectDesk {
  const { world } = openFloor();
  for (const each of Object.values(KEYS)) world.addApiKey(each);
  return { world, limits: [], nowMs: () => NOW_MS, usage: () => [], ownerOf: () => undefined };
}

function refusal(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof Refusal) return error.message;
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('a signature', () => {
  it.each(['hmac', 'rsa', 'ed25519', 'es256'] as const)('of a key of kind %s is over the content and by the key', (kind) => {
    const signature = signatureOf(kind, CONTENT);
    for (const encoding of ['hex', 'base64', 'base64url'] as const) {
      expect(isSignedBy(KEYS[kind], CONTENT, signature.toString(encoding), encoding)).toBe(true);
      expect(isSignedBy(KEYS[kind], `${CONTENT} `, signature.toString(encoding), encoding)).toBe(false);
    }
    expect(isSignedBy(KEYS[kind], CONTENT, '', 'hex')).toBe(false);
    expect(isSignedBy(KEYS[kind], CONTENT, 'ü', 'base64')).toBe(false);
  });

  it('counts in its canonical spelling alone', () => {
    const hex = signatureOf('hmac', CONTENT).toString('hex');
    expect(isSignedBy(KEYS.hmac, CONTENT, hex.toUpperCase(), 'hex')).toBe(false);
    expect(isSignedBy(KEYS.hmac, CONTENT, `${hex}zz`, 'hex')).toBe(false);
  });
});

describe('a key', () => {
  it('is known by its name, and of a kind that is wanted', () => {
    expect(requireKey('hmac', ['hmac', 'rsa'], desk())).toEqual(KEYS.hmac);
    expect(refusal(() => requireKey('hmac', ['rsa'], desk()))).toBe('unknown-key');
    expect(refusal(() => requireKey('nobody', ['hmac'], desk()))).toBe('unknown-key');
  });
});

describe('a time', () => {
  it('must be about the venue’s', () => {
    const times = [NOW_MS - 5_000, NOW_MS, NOW_MS + 1_000].map((time) => requireFreshTime(String(time), desk()));
    expect(times).toEqual([NOW_MS - 5_000, NOW_MS, NOW_MS + 1_000]);
    expect(refusal(() => requireFreshTime(String(NOW_MS - 5_001), desk()))).toBe('timestamp-too-old');
    expect(refusal(() => requireFreshTime(String(NOW_MS + 1_001), desk()))).toBe('timestamp-too-new');
    expect(refusal(() => requireFreshTime(String(NOW_MS - 50), desk(), 49))).toBe('timestamp-too-old');
    expect(refusal(() => requireFreshTime('soon', desk()))).toBe('malformed-parameter: time');
  });
});

const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('a web token', () => {
  const GOOD = { uri: 'GET /orders', nbf: 990, exp: 1_100 };
  const token = (claims: object = GOOD, header: object = {}, kind: 'ed25519' | 'es256' = 'es256'): string => {
    const content = `${part({ alg: kind === 'es256' ? 'ES256' : 'EdDSA', kid: kind, ...header })}.${part(claims)}`;
    return `${content}.${signatureOf(kind, content).toString('base64url')}`;
  };

  it.each(['es256', 'ed25519'] as const)('of a key of kind %s tells whose it is', (kind) => {
    const read = readWebToken(token(GOOD, { nonce: 'x' }, kind), 'GET /orders', desk());
    expect([read.key, read.header.get('nonce'), read.claims.get('exp')]).toEqual([KEYS[kind], 'x', 1_100]);
  });

  it.each([
    ['for another request', token({ ...GOOD, uri: 'POST /orders' }), 'not-permitted: uri'],
    ['before its time', token({ ...GOOD, nbf: 1_001 }), 'timestamp-too-new'],
    ['after its time', token({ ...GOOD, exp: 1_000 }), 'timestamp-too-old'],
    ['that lasts too long', token({ ...GOOD, exp: 1_111 }), 'timestamp-too-old'],
    ['without a time', token({ uri: GOOD.uri }), 'bad-key-format: nbf'],
    ['of an unknown key', token(GOOD, { kid: 'nobody' }), 'unknown-key'],
    ['of a key of another kind', token(GOOD, { kid: 'ed25519' }), 'unknown-key'],
    ['without a key', token(GOOD, { kid: 7 }), 'bad-key-format'],
    ['without a signature', token(GOOD, { alg: 'none' }), 'bad-key-format'],
    ['with a changed claim', token().replace(/\.[^.]+\./, `.${part({ ...GOOD, exp: 1_101 })}.`), 'bad-signature'],
    ['in two parts', 'a.b', 'bad-key-format'],
    ['that is no JSON', 'a.b.c', 'malformed-parameter: JSON'],
  ])('%s is refused', (_what, text, expected) => {
    expect(refusal(() => readWebToken(text, 'GET /orders', desk()))).toBe(expected);
  });
});
