import { type DialectSession, memoryOf, parseExactJson, type SocketAction } from '@venuekit/venue';
import { requestIdText } from './request-id.ts';
import { follow, StreamMemory } from './stream-topics.ts';

const MESSAGES_PER_SECOND = 5;
const METHODS = ['SUBSCRIBE', 'UNSUBSCRIBE', 'LIST_SUBSCRIPTIONS', 'SET_PROPERTY', 'GET_PROPERTY'] as const;

/** A control message that is refused; `frame` is the answer (`web-socket-streams.md`, Error messages). */
class StreamRequestError extends Error {
  override readonly name = 'StreamRequestError';
  readonly frame: string;

  constructor(code: number, msg: string, id?: string) {
    super(msg);
    this.frame = `{"code":${code},"msg":${JSON.stringify(msg)}${id === undefined ? '' : `,"id":${id}`}}`;
  }
}

const invalid = (what: string, id?: string): StreamRequestError => new StreamRequestError(2, `Invalid request: ${what}`, id);

/** A control message; more than five within a second end the connection (`web-socket-streams.md`). */
export function decodeStreamFrame(text: string, session: DialectSession): readonly SocketAction[] {
  const { arrivals } = memoryOf(session, StreamMemory);
  const nowMs = session.desk.nowMs();
  arrivals.push(nowMs);
  const earliest = arrivals.length > MESSAGES_PER_SECOND ? arrivals.shift() : undefined;
  if (earliest !== undefined && nowMs - earliest < 1_000) return [{ kind: 'close', code: 1008, reason: 'Too many requests' }];
  try {
    return perform(text, session);
  } catch (error) {
    if (!(error instanceof StreamRequestError)) throw error;
    return [{ kind: 'reply', frame: error.frame }];
  }
}

/** @throws StreamRequestError */
function perform(text: string, session: DialectSession): readonly SocketAction[] {
  const request = parseExactJson(text);
  if (request === undefined) throw new StreamRequestError(3, 'Invalid JSON: expected value at line 1 column 1');
  if (typeof request !== 'object' || request === null || !('method' in request)) {
    throw invalid(`missing field \`method\` at line 1 column ${text.length}`);
  }
  const method = METHODS.find((candidate) => candidate === request.method);
  if (method === undefined) {
    const known = METHODS.map((name) => `\`${name}\``).join(', ');
    throw invalid(`unknown variant \`${String(request.method)}\`, expected one of ${known} at line 1 column ${text.length}`);
  }
  const id = requestIdText('id' in request ? request.id : undefined);
  if (id === undefined) throw invalid('request ID must be an unsigned integer');
  const values: unknown = 'params' in request ? (request.params ?? []) : [];
  if (!Array.isArray(values)) throw invalid('invalid type: expected a sequence', id);
  const [result, ...actions] = answer(method, values, id, session);
  return [...actions, { kind: 'reply', frame: `{"result":${JSON.stringify(result)},"id":${id}}` }];
}

type Answer = readonly [result: unknown, ...actions: readonly SocketAction[]];

/** @throws StreamRequestError */
function answer(method: (typeof METHODS)[number], values: readonly unknown[], id: string, session: DialectSession): Answer {
  const memory = memoryOf(session, StreamMemory);
  if (method === 'SUBSCRIBE' || method === 'UNSUBSCRIBE') {
    if (!values.every((name) => typeof name === 'string')) throw invalid('invalid type: expected a string', id);
    if (method === 'SUBSCRIBE') return [null, ...follow(values, session)];
    for (const name of values) memory.names.delete(name);
    return [null, { kind: 'unsubscribe', names: values }];
  }
  const mostValues = ['LIST_SUBSCRIPTIONS', 'GET_PROPERTY', 'SET_PROPERTY'].indexOf(method);
  const [property, value] = values;
  if (mostValues > 0 && typeof property !== 'string') throw invalid('property name must be a string', id);
  if (values.length > mostValues) throw invalid('too many parameters', id);
  if (mostValues === 0) return [[...memory.names]];
  if (property !== 'combined') throw new StreamRequestError(0, 'Unknown property', id);
  if (mostValues === 1) return [memory.isCombined];
  if (typeof value !== 'boolean') throw new StreamRequestError(1, 'Invalid value type: expected Boolean', id);
  memory.isCombined = value;
  return [null];
}
