import { createHmac } from 'node:crypto';
import { ConfigurationError, Secret, encodeQuery } from '@venuekit/core/connector';
import type { Authenticator, RestRequest, WsRequest } from '@venuekit/core/connector';

/** What an authenticator is made of. */
export interface PlainCredentials {
  readonly apiKey: Secret | string;
  /** The secret that belongs to the key. */
  readonly apiSecret: Secret | string;
  /** Where they came from, for errors, for instance `environment variable`. Default `option`. */
  readonly origin?: string;
}

/** Signs with HMAC-SHA256; key, time and signature are headers. Does no I/O and keeps the keys to itself. */
export class PlainAuthenticator implements Authenticator {
  readonly #apiKey: Secret;
  readonly #apiSecret: Secret;

  /** @throws ConfigurationError naming field and origin for a key that cannot be used. */
  constructor(credentials: PlainCredentials) {
    const { origin = 'option' } = credentials;
    this.#apiKey = readKey('apiKey', origin, credentials.apiKey);
    this.#apiSecret = readKey('apiSecret', origin, credentials.apiSecret);
  }

  /** Writes the query, and adds the headers that sign it. */
  restAuthenticate(request: RestRequest, nowMs: number): RestRequest {
    const query = encodeQuery(request.parameters);
    const members = Object.entries(this.signedParameters(contentOf(request, query), nowMs));
    const headers = Object.fromEntries(members.map(([name, value]) => [`plain-${name}`, value]));
    return { ...request, encodedQuery: query, headers: { ...request.headers, ...headers } };
  }

  wsAuthenticate(request: WsRequest): WsRequest {
    return request;
  }

  /** What a request is signed with, or a frame of the private stream by its `op`. */
  signedParameters(content: string, nowMs: number): Readonly<Record<string, string>> {
    const time = String(Math.trunc(nowMs));
    return { key: this.#apiKey.reveal(), time, signature: this.sign(`${time}${content}`) };
  }

  /** The hex HMAC-SHA256 of the exact text. */
  sign(payload: string): string {
    return createHmac('sha256', this.#apiSecret.reveal()).update(payload, 'utf8').digest('hex');
  }
}

/** Method, path, query and body, joined as the venue signs them. */
function contentOf(request: RestRequest, query: string): string {
  return `${request.method}${new URL(request.url).pathname}${query === '' ? '' : '?'}${query}${request.body ?? ''}`;
}

function asSecret(value: Secret | string): Secret {
  return typeof value === 'string' ? new Secret(value) : value;
}

/** A key that goes into a header or is typed by hand: one word of printable ASCII. */
function readKey(field: string, origin: string, value: Secret | string): Secret {
  const secret = asSecret(value);
  if (secret.reveal() === '') throw new ConfigurationError(field, origin, 'is missing');
  if (!/^[\x21-\x7e]+$/.test(secret.reveal())) {
    throw new ConfigurationError(field, origin, 'contains white space or characters that no key has');
  }
  return secret;
}
