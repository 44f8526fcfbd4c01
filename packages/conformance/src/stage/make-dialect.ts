import type { Dialect, DialectTrait } from '@venuekit/venue';
import type { ConformanceSubject } from '../subject/conformance-subject.ts';
import { describeValue } from './describe-value.ts';
import { DialectBrokenError } from './dialect-broken-error.ts';
import type { StageWitness } from './stage-witness.ts';

const FUNCTIONS = [
  'decodeRequest',
  'encodeReply',
  'encodeRefusal',
  'openSocket',
  'decodeFrame',
  'encodeSocketReply',
  'encodeBook',
  'encodeTop',
  'encodeTrade',
  'encodeExecution',
  'encodeBalances',
  'encodeNotice',
] as const satisfies readonly (keyof Dialect)[];

const TIMES = ['pingIntervalMs', 'pongTimeoutMs', 'lifetimeMs'] as const satisfies readonly (keyof Dialect['socketLife'])[];

const NAMES_OF_TRAITS: Readonly<Record<DialectTrait, true>> = {
  'sign-query': true,
  'sign-passphrase': true,
  'sign-nonce': true,
  'sign-asymmetric': true,
  'sign-jwt': true,
  'form-body': true,
  'success-in-body': true,
  'login-by-url': true,
  'login-per-subscribe': true,
  'login-by-token': true,
  'login-by-listen-key': true,
  'no-private-stream': true,
  'text-heartbeat': true,
  'json-heartbeat': true,
  'channel-heartbeat': true,
  'ack-by-echo': true,
  'ack-by-full-list': true,
  'ack-by-data': true,
  gzip: true,
  'book-previous-pointer': true,
  'book-socket-snapshot': true,
  'book-checksum': true,
  'book-connection-counter': true,
  'book-full-push': true,
  'book-depth-truncated': true,
  'no-client-ids': true,
  'numeric-client-ids': true,
  'uuid-client-ids': true,
  'short-client-ids': true,
  'asynchronous-cancel': true,
  'cumulative-fills': true,
  'polled-balances': true,
  'amounts-in-quote': true,
  'amounts-in-contracts': true,
  'rolling-limits': true,
  'decaying-limits': true,
  'limits-in-headers': true,
  'several-symbol-spellings': true,
  batches: true,
  'no-closing-notice': true,
  'no-termination-notice': true,
};

const TRAITS: ReadonlySet<unknown> = new Set(Object.keys(NAMES_OF_TRAITS));

/** A fresh dialect of the subject. @throws DialectBrokenError when it cannot be made, or lacks what every dialect has. */
export function makeDialect({ dialect: make }: ConformanceSubject, witness: StageWitness): Dialect {
  witness.enter('subject.dialect');
  let dialect: Dialect;
  try {
    dialect = make();
  } catch (error) {
    throw new DialectBrokenError(`cannot be made: ${error instanceof Error ? `${error.name}: ${error.message}` : String(error)}`, {
      cause: error,
    });
  } finally {
    witness.leave();
  }
  checkDialect(dialect);
  return dialect;
}

function checkDialect(dialect: unknown): void {
  if (dialect instanceof Promise) throw new DialectBrokenError('is a promise; the function that makes it must not be async');
  if (!isObject(dialect)) throw new DialectBrokenError(`is ${String(dialect)}`);
  const { services, limits, socketLife, traits = [] } = dialect;
  if (typeof dialect['name'] !== 'string') throw new DialectBrokenError('has no name');
  if (!Array.isArray(services) || services.length === 0) throw new DialectBrokenError('names no service');
  if (!services.every((service) => typeof service === 'string' && /^[a-z][a-z\d-]*$/.test(service)))
    throw new DialectBrokenError(`names services that are no names of hosts: ${describeValue(services)}`);
  if (!Array.isArray(limits) || !limits.every((limit) => isLimit(limit)))
    throw new DialectBrokenError(`has no list of limits, each with name, scope, limit and intervalMs: ${describeValue(limits)}`);
  if (!Array.isArray(traits)) throw new DialectBrokenError('has traits that are no list');
  const strange: unknown = traits.find((trait) => !TRAITS.has(trait));
  if (strange !== undefined) throw new DialectBrokenError(`has the trait ${describeValue(strange)}, which nobody knows`);
  if (!isObject(socketLife)) throw new DialectBrokenError('does not say how long a socket lives');
  const untold = TIMES.find((name) => !isCount(socketLife[name]));
  if (untold !== undefined) throw new DialectBrokenError(`has a socketLife without a ${untold} in ms`);
  const missing = FUNCTIONS.filter((name) => typeof dialect[name] !== 'function');
  if (missing.length > 0) throw new DialectBrokenError(`has no function ${missing.join(', ')}`);
}

function isLimit(limit: unknown): boolean {
  if (!isObject(limit)) return false;
  const { name, scope } = limit;
  return (
    typeof name === 'string' && (scope === 'address' || scope === 'account') && isCount(limit['limit']) && isCount(limit['intervalMs'])
  );
}

function isCount(value: unknown): boolean {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
