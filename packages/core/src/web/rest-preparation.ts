import { AbortedError } from '../errors/aborted-error.ts';
import { ConfigurationError } from '../errors/configuration-error.ts';
import { ConnectorError } from '../errors/connector-error.ts';
import { RequestNotSentError } from '../errors/request-not-sent-error.ts';
import { scrubPath } from '../log/scrub-text.ts';
import type { RestCall, RestRequest } from './rest-request.ts';

const DEFAULT_TIMEOUT_MS = 10_000;

/**
 * The request that a call asks for.
 * @throws ConfigurationError when the call names neither path nor url.
 */
export function requestOf(call: RestCall, resolveUrl: (path: string, isAuthRequired: boolean) => string): RestRequest {
  const isAuthRequired = call.isAuthRequired ?? false;
  const url = call.url ?? (call.path === undefined ? undefined : resolveUrl(call.path, isAuthRequired));
  if (url === undefined || !URL.canParse(url))
    throw new ConfigurationError('path', 'REST call', 'should lead to an absolute URL, or `url` be one');
  const limitId = call.limitId ?? call.path;
  if (limitId === undefined) throw new ConfigurationError('limitId', 'REST call', 'should be given where there is no path');
  return {
    method: call.method ?? 'GET',
    url,
    parameters: call.parameters ?? {},
    ...(call.body === undefined ? {} : { body: call.body }),
    headers: call.headers ?? {},
    isAuthRequired,
    limitId,
    lane: call.lane ?? 'query',
    timeoutMs: call.timeoutMs ?? DEFAULT_TIMEOUT_MS,
  };
}

/** Method, host and path, without anything that could be secret. */
export function originOf(request: Pick<RestRequest, 'method' | 'url'>): string {
  const { host, pathname } = new URL(request.url);
  return `${request.method} ${host}${scrubPath(pathname)}`;
}

/** Nothing of the request has left: makes an error say so. `stage` names what failed. */
export function notSent(error: unknown, origin: string, stage: string): ConnectorError {
  if (ConnectorError.is(error)) {
    if (error.outcome === 'not-sent') return error;
    return new RequestNotSentError(origin, `${stage} failed: ${error.message}`, { cause: error, retryable: error.retryable });
  }
  // What foreign code throws may hold the keys that it was working with.
  return new RequestNotSentError(origin, `${stage} failed with ${error instanceof Error ? error.name : 'something that is no error'}`);
}

/** @throws AbortedError, saying that nothing was sent. */
export function throwIfAborted(signal: AbortSignal | undefined, origin: string): void {
  if (signal?.aborted === true) throw new AbortedError(origin, { mayHaveBeenSent: false });
}

export function missingAuthenticator(origin: string): ConfigurationError {
  return new ConfigurationError('authenticator', origin, 'the request is to be signed, but no keys were given');
}
