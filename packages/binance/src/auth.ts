import { Buffer } from 'node:buffer';
import { createHmac, createPrivateKey, createSecretKey, sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { ConfigurationError, Secret, encodeQuery, isPayloadObject, percentEncode } from '@venuekit/core/connector';
import type { Authenticator, RestRequest, WsRequest } from '@venuekit/core/connector';

/** How a key signs; told by the secret itself. */
export type BinanceKeyType = 'hmac' | 'rsa' | 'ed25519';

/** What an authenticator is made of. */
export interface BinanceCredentials {
  readonly apiKey: Secret | string;
  /** The HMAC secret, or a private key of kind RSA or Ed25519 in PEM form (PKCS#8). */
  readonly apiSecret: Secret | string;
  /** Where the two came from, for errors, for instance `environment variable`. Default `option`. */
  readonly origin?: string;
  /** How long a signed request is valid, in ms, up to 60,000. Default 5,000. */
  readonly recvWindowMs?: number;
}

/** Parameters of a WebSocket API request. */
export type WsApiParameters = Readonly<Record<string, string | number | boolean>>;

/** How long a signed request is valid at the venue, in ms. */
export const DEFAULT_RECV_WINDOW_MS = 5000;
const MAXIMUM_RECV_WINDOW_MS = 60_000;

/**
 * Signs for REST (`rest-api.md`, SIGNED endpoint security) and for the WebSocket API (`web-socket-api.md`, Request security) with
 * HMAC-SHA256, RSA (PKCS#1 v1.5, SHA-256) or Ed25519. Does no I/O and keeps the keys to itself.
 */
export class BinanceAuthenticator implements Authenticator {
  readonly keyType: BinanceKeyType;
  readonly recvWindowMs: number;
  readonly #apiKey: Secret;
  readonly #key: KeyObject;

  /** @throws ConfigurationError naming field and origin for a key or secret that cannot be used. */
  constructor(credentials: BinanceCredentials) {
    const origin = credentials.origin ?? 'option';
    this.#apiKey = asSecret(credentials.apiKey);
    checkSingleToken('apiKey', origin, this.#apiKey.reveal());
    const { keyType, key } = readSigningKey(asSecret(credentials.apiSecret), origin);
    this.keyType = keyType;
    this.#key = key;
    this.recvWindowMs = credentials.recvWindowMs ?? DEFAULT_RECV_WINDOW_MS;
    if (!(this.recvWindowMs > 0 && this.recvWindowMs <= MAXIMUM_RECV_WINDOW_MS)) {
      throw new ConfigurationError('recvWindowMs', 'option', `should be above 0 and at most ${MAXIMUM_RECV_WINDOW_MS}`);
    }
  }

  /** Signs the exact text: hexadecimal for HMAC, base64 for RSA and Ed25519. */
  sign(payload: string): string {
    if (this.keyType === 'hmac') return createHmac('sha256', this.#key).update(payload, 'utf8').digest('hex');
    const algorithm = this.keyType === 'rsa' ? 'RSA-SHA256' : null;
    return sign(algorithm, Buffer.from(payload, 'utf8'), this.#key).toString('base64');
  }

  /** Writes every parameter, the receive window and the time into the query, and the signature as its last parameter. */
  restAuthenticate(request: RestRequest, nowMs: number): RestRequest {
    const query = encodeQuery({ ...request.parameters, recvWindow: this.recvWindowMs, timestamp: Math.trunc(nowMs) });
    const signature = this.sign(query + (request.body ?? ''));
    return {
      ...request,
      encodedQuery: `${query}&signature=${percentEncode(signature)}`,
      headers: { ...request.headers, 'X-MBX-APIKEY': this.#apiKey.reveal() },
    };
  }

  /** Adds key, receive window, time and signature to the `params` of a WebSocket API request. */
  wsAuthenticate(request: WsRequest, nowMs: number): WsRequest {
    if (!request.isAuthRequired) return request;
    if (typeof request.payload === 'string' || request.payload instanceof Uint8Array) {
      throw new ConfigurationError('payload', 'WebSocket request', 'must be an object, so that its parameters can be signed');
    }
    return { ...request, payload: { ...request.payload, params: this.signedParameters(request.payload['params'], nowMs) } };
  }

  /** The parameters with `apiKey`, `recvWindow`, `timestamp` and the `signature` over all of them. */
  signedParameters(parameters: unknown, nowMs: number): WsApiParameters {
    const all: Record<string, string | number | boolean> = {
      ...(isPayloadObject(parameters) ? writable(parameters) : {}),
      apiKey: this.#apiKey.reveal(),
      recvWindow: this.recvWindowMs,
      timestamp: Math.trunc(nowMs),
    };
    return { ...all, signature: this.sign(wsPayload(all)) };
  }
}

/** `name=value` joined by `&`, sorted by name and not encoded: what a WebSocket API signature covers. */
export function wsPayload(parameters: WsApiParameters): string {
  return Object.keys(parameters)
    .toSorted((left, right) => Buffer.compare(Buffer.from(left), Buffer.from(right)))
    .map((name) => `${name}=${String(parameters[name])}`)
    .join('&');
}

function writable(parameters: Readonly<Record<string, unknown>>): Record<string, string | number | boolean> {
  const written: Record<string, string | number | boolean> = {};
  for (const [name, value] of Object.entries(parameters)) {
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') written[name] = value;
  }
  return written;
}

function asSecret(value: Secret | string): Secret {
  return typeof value === 'string' ? new Secret(value) : value;
}

/** A key that goes into a header or is typed by hand: one word of printable ASCII. */
function checkSingleToken(field: string, origin: string, text: string): void {
  if (text === '') throw new ConfigurationError(field, origin, 'is missing');
  if (!/^[\x21-\x7e]+$/.test(text)) throw new ConfigurationError(field, origin, 'contains white space or characters that no key has');
}

function readSigningKey(secret: Secret, origin: string): { readonly keyType: BinanceKeyType; readonly key: KeyObject } {
  // Environment variables often carry a PEM file in one line, with its line ends written as \n.
  const text = secret.reveal().replaceAll('\\n', '\n').trim();
  if (!text.startsWith('-----BEGIN')) {
    checkSingleToken('apiSecret', origin, secret.reveal());
    return { keyType: 'hmac', key: createSecretKey(text, 'utf8') };
  }
  const key = parsePrivateKey(text);
  const keyType = key?.asymmetricKeyType;
  if (key === undefined || (keyType !== 'rsa' && keyType !== 'ed25519')) {
    throw new ConfigurationError(
      'apiSecret',
      origin,
      'is no readable, unencrypted private key of kind RSA or Ed25519 in PEM form (PKCS#8)',
    );
  }
  return { keyType, key };
}

/** The parser's own error is dropped, because it may quote the key. */
function parsePrivateKey(pem: string): KeyObject | undefined {
  try {
    return createPrivateKey({ key: pem, format: 'pem' });
  } catch {
    return undefined;
  }
}
