import { Buffer } from 'node:buffer';
import { createHmac, createPrivateKey, sign } from 'node:crypto';
import { type Authenticator, encodeQuery } from '@venuekit/core/connector';
import type { PlainShape } from '@venuekit/venue';
import type { SubjectCredentials } from '../../src/subject/conformance-subject.ts';

type Request = Parameters<Authenticator['restAuthenticate']>[0];
type Members = Readonly<Record<string, string>>;

const TOKEN_SECONDS = 60;

const base64url = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** Signs requests and frames in the way that the shape asks for. */
export class ShapedSigner implements Authenticator {
  readonly sendsInOrder: boolean;
  readonly #form: NonNullable<PlainShape['signing']>;
  readonly #credentials: SubjectCredentials;
  #nonce = 0;

  constructor({ signing = 'header' }: PlainShape, credentials: SubjectCredentials) {
    this.#form = signing;
    this.#credentials = credentials;
    this.sendsInOrder = signing === 'nonce';
  }

  restAuthenticate(request: Request, nowMs: number): Request {
    const { pathname } = new URL(request.url);
    const content = (query: string): string => `${request.method}${pathname}${query === '' ? '' : '?'}${query}${request.body ?? ''}`;
    if (this.#form === 'query') {
      const query = encodeQuery({ ...request.parameters, key: this.#credentials.apiKey, time: String(Math.trunc(nowMs)) });
      return { ...request, encodedQuery: `${query}&signature=${this.#hmac(content(query))}` };
    }
    const query = encodeQuery(request.parameters);
    const headers =
      this.#form === 'jwt'
        ? { authorization: `Bearer ${this.#token(`${request.method} ${pathname}`, nowMs)}` }
        : Object.fromEntries(Object.entries(this.#members(content(query), nowMs)).map(([name, value]) => [`plain-${name}`, value]));
    return { ...request, encodedQuery: query, headers: { ...request.headers, ...headers } };
  }

  wsAuthenticate<Frame>(frame: Frame): Frame {
    return frame;
  }

  /** The members by which a frame with this `op` is signed. */
  frameMembers(op: string, nowMs: number): Members {
    return this.#form === 'jwt' ? { token: this.#token(`SOCKET ${op}`, nowMs) } : this.#members(op, nowMs);
  }

  #members(content: string, nowMs: number): Members {
    const { apiKey: key, apiSecret, passphrase = '' } = this.#credentials;
    const time = String(Math.trunc(nowMs));
    switch (this.#form) {
      case 'nonce': {
        this.#nonce = Math.max(this.#nonce + 1, Math.trunc(nowMs));
        const nonce = String(this.#nonce);
        return { key, nonce, signature: this.#hmac(`${nonce}${content}`) };
      }
      case 'ed25519':
        return { key, time, signature: sign(null, Buffer.from(`${time}${content}`), apiSecret).toString('base64') };
      case 'passphrase':
        return { key, time, signature: this.#hmac(`${time}${content}`), passphrase };
      default:
        return { key, time, signature: this.#hmac(`${time}${content}`) };
    }
  }

  #token(uri: string, nowMs: number): string {
    const { apiKey, apiSecret } = this.#credentials;
    const isElliptic = createPrivateKey(apiSecret).asymmetricKeyType === 'ec';
    const notBefore = Math.floor(nowMs / 1_000) - 1;
    const head = base64url({ alg: isElliptic ? 'ES256' : 'EdDSA', typ: 'JWT', kid: apiKey });
    const content = `${head}.${base64url({ uri, nbf: notBefore, exp: notBefore + TOKEN_SECONDS })}`;
    const signature = sign(isElliptic ? 'SHA256' : null, Buffer.from(content), { key: apiSecret, dsaEncoding: 'ieee-p1363' });
    return `${content}.${signature.toString('base64url')}`;
  }

  #hmac(content: string): string {
    return createHmac('sha256', this.#credentials.apiSecret).update(content).digest('hex');
  }
}
