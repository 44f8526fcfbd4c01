import { ConfigurationError } from '../errors/configuration-error.ts';

const ENCRYPTED: Readonly<Record<TransportKind, string>> = { http: 'https:', ws: 'wss:' };
const PLAIN: Readonly<Record<TransportKind, string>> = { http: 'http:', ws: 'ws:' };
const LOOPBACK_ADDRESS = /^127(?:\.\d{1,3}){3}$/;

export type TransportKind = 'http' | 'ws';

/**
 * Checks that a URL may be used: encrypted, or to this machine, or plain by an explicit option; and without user or password.
 *
 * @throws ConfigurationError naming the host, never the query
 */
export function checkedUrl(text: string, kind: TransportKind, allowsPlainText: boolean): URL {
  if (!URL.canParse(text)) throw new ConfigurationError('url', kind, 'is no absolute URL');
  const url = new URL(text);
  if (url.protocol !== ENCRYPTED[kind] && url.protocol !== PLAIN[kind]) {
    throw new ConfigurationError('url', url.host, `should start with ${ENCRYPTED[kind]}//, not ${url.protocol}`);
  }
  if (url.username !== '' || url.password !== '') throw new ConfigurationError('url', url.host, 'should hold neither user nor password');
  if (url.protocol === PLAIN[kind] && !allowsPlainText && !isLoopback(url.hostname)) {
    throw new ConfigurationError(
      'url',
      url.host,
      `${PLAIN[kind]}// would show keys to the network; use ${ENCRYPTED[kind]}// or allow plain text`,
    );
  }
  return url;
}

/** Whether this host name can only mean this machine. */
function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || LOOPBACK_ADDRESS.test(hostname);
}
