import { NetworkError } from '../errors/network-error.ts';
import { scrubPath } from '../log/scrub-text.ts';

/** What may be told of a request whose transport failed: neither query nor headers nor body. */
export interface TransportSubject {
  readonly method: string;
  readonly host: string;
  readonly path: string;
}

/** Failures before a byte of the request can have left: while connecting, resolving or checking the certificate. */
const BEFORE_SENDING: ReadonlyMap<string, string> = new Map([
  ['ECONNREFUSED', 'connection refused'],
  ['ENOTFOUND', 'host name not found'],
  ['EAI_AGAIN', 'host name cannot be resolved now'],
  ['UND_ERR_CONNECT_TIMEOUT', 'no connection in time'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'the certificate is for another host'],
  ['CERT_HAS_EXPIRED', 'the certificate has expired'],
  ['CERT_NOT_YET_VALID', 'the certificate is not yet valid'],
  ['CERT_UNTRUSTED', 'the certificate is not trusted'],
  ['CERT_REVOKED', 'the certificate is revoked'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'the certificate is self-signed'],
  ['SELF_SIGNED_CERT_IN_CHAIN', 'the certificate is self-signed'],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'the certificate cannot be verified'],
  ['UNABLE_TO_GET_ISSUER_CERT', 'the certificate cannot be verified'],
  ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'the certificate cannot be verified'],
]);

/** Failures that are certain to be early only when they belong to the `connect` call itself. */
const WHILE_CONNECTING: ReadonlyMap<string, string> = new Map([
  ['ETIMEDOUT', 'no connection in time'],
  ['EHOSTUNREACH', 'host unreachable'],
  ['ENETUNREACH', 'network unreachable'],
  ['EADDRNOTAVAIL', 'no local address available'],
]);

const AFTERWARDS: ReadonlyMap<string, string> = new Map([
  ['ECONNRESET', 'connection reset'],
  ['EPIPE', 'connection closed'],
  ['ETIMEDOUT', 'connection timed out'],
  ['UND_ERR_SOCKET', 'connection closed by the other side'],
  ['UND_ERR_HEADERS_TIMEOUT', 'no answer in time'],
  ['UND_ERR_BODY_TIMEOUT', 'the answer stopped halfway'],
]);

const LONGEST_CHAIN = 6;
const CODE = /^[A-Z][A-Z0-9_]{1,60}$/;

/**
 * Turns whatever a transport threw into a `NetworkError`. Nothing of the original is kept but its code, since the errors of
 * fetch, ky and ws carry URL, headers and body.
 *
 * @param problem used when the code tells nothing
 */
export function transportFailure(subject: TransportSubject, error: unknown, problem: string, canHaveBeenSent: boolean): NetworkError {
  const faults = rootFaults(error, 0);
  const codes = faults.map((fault) => fault.code);
  const isEarly = faults.length > 0 && faults.every((fault) => fault.isEarly);
  const code = codes[0];
  const explained = code === undefined ? undefined : explanation(code);
  const text = explained === undefined ? problem : `${explained} (${code})`;
  return new NetworkError({
    host: subject.host,
    problem: `${subject.method} ${scrubPath(subject.path)}: ${text}`,
    mayHaveBeenSent: canHaveBeenSent && !isEarly,
    cause: { method: subject.method, host: subject.host, path: scrubPath(subject.path), code },
  });
}

interface RootFault {
  readonly code: string;
  readonly isEarly: boolean;
}

/** The codes at the ends of the chain of causes; several when a host was tried at several addresses. */
function rootFaults(error: unknown, depth: number): readonly RootFault[] {
  if (typeof error !== 'object' || error === null || depth > LONGEST_CHAIN) return [];
  if (error instanceof AggregateError) {
    const parts: readonly unknown[] = error.errors;
    const faults = parts.flatMap((part) => rootFaults(part, depth + 1));
    if (faults.length > 0) return faults;
  }
  const deeper = 'cause' in error ? rootFaults(error.cause, depth + 1) : [];
  if (deeper.length > 0) return deeper;
  const code = 'code' in error && typeof error.code === 'string' && CODE.test(error.code) ? error.code : undefined;
  if (code === undefined) return [];
  const isConnect = 'syscall' in error && error.syscall === 'connect';
  return [{ code, isEarly: BEFORE_SENDING.has(code) || (isConnect && WHILE_CONNECTING.has(code)) }];
}

function explanation(code: string): string | undefined {
  return (
    BEFORE_SENDING.get(code) ??
    AFTERWARDS.get(code) ??
    WHILE_CONNECTING.get(code) ??
    (code.startsWith('ERR_SSL') ? 'TLS failed' : undefined)
  );
}
