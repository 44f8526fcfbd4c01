import type { RestRequest } from './rest-request.ts';

const REDACTED = '[redacted]';
/** Shorter values (flags, small numbers) are no secrets, and replacing them would spoil the words around them. */
const SHORTEST = 16;

/**
 * The body of an answer without what the authenticator had put into the request (keys, signatures): venues and proxies quote
 * requests in their refusals, and those words end up in our errors. The form of the body stays as it is.
 * @param asked the request before it was made ready, `sent` the one that was sent.
 */
export function withoutEcho(body: string, asked: RestRequest, sent: RestRequest): string {
  let text = body;
  for (const secret of addedValues(asked, sent)) {
    if (secret.length >= SHORTEST && text.includes(secret)) text = text.replaceAll(secret, REDACTED);
  }
  return text;
}

function* addedValues(asked: RestRequest, sent: RestRequest): Generator<string> {
  for (const [name, value] of Object.entries(sent.headers)) if (asked.headers[name] !== value) yield value;
  const known = new Set(Object.values(asked.parameters).map(String));
  for (const pair of (sent.encodedQuery ?? '').split('&')) {
    const written = pair.slice(pair.indexOf('=') + 1);
    const value = decoded(written);
    if (known.has(value)) continue;
    yield written;
    yield value;
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
