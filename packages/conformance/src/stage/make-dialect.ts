import type { Dialect } from '@venuekit/venue';
import type { ConformanceSubject } from '../subject/conformance-subject.ts';
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
  if (!isObject(dialect)) throw new DialectBrokenError(`is ${String(dialect)}`);
  const { services, limits, socketLife, traits = [] } = dialect;
  if (typeof dialect['name'] !== 'string') throw new DialectBrokenError('has no name');
  if (!Array.isArray(services) || services.length === 0) throw new DialectBrokenError('names no service');
  if (!Array.isArray(limits)) throw new DialectBrokenError('has no list of limits');
  if (!Array.isArray(traits)) throw new DialectBrokenError('has traits that are no list');
  if (!isObject(socketLife)) throw new DialectBrokenError('does not say how long a socket lives');
  const missing = FUNCTIONS.filter((name) => typeof dialect[name] !== 'function');
  if (missing.length > 0) throw new DialectBrokenError(`has no function ${missing.join(', ')}`);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
