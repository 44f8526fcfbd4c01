import { isRecord, NumberText, parseLosslessly } from '../lossless-json.ts';

/** A control message of the market streams; `id` is JSON text, to be echoed. */
export type StreamRequest =
  | { readonly method: 'SUBSCRIBE' | 'UNSUBSCRIBE'; readonly id: string; readonly names: readonly string[] }
  | { readonly method: 'LIST_SUBSCRIPTIONS' | 'GET_PROPERTY'; readonly id: string }
  | { readonly method: 'SET_PROPERTY'; readonly id: string; readonly isCombined: boolean };

const METHODS = ['SUBSCRIBE', 'UNSUBSCRIBE', 'LIST_SUBSCRIPTIONS', 'SET_PROPERTY', 'GET_PROPERTY'] as const;

/** A control message that is refused; `frame` is the answer (`web-socket-streams.md`, Error messages). */
export class StreamRequestError extends Error {
  override readonly name = 'StreamRequestError';
  readonly frame: string;

  constructor(code: number, msg: string, id: string | undefined) {
    super(msg);
    this.frame = `{"code":${code},"msg":${JSON.stringify(msg)}${id === undefined ? '' : `,"id":${id}`}}`;
  }
}

/** @throws StreamRequestError */
export function readStreamRequest(text: string): StreamRequest {
  const request = parseLosslessly(text);
  if (request === undefined) throw new StreamRequestError(3, 'Invalid JSON: expected value at line 1 column 1', undefined);
  const invalid = (what: string, id?: string): StreamRequestError => new StreamRequestError(2, `Invalid request: ${what}`, id);
  if (!isRecord(request) || !('method' in request)) throw invalid(`missing field \`method\` at line 1 column ${text.length}`);
  const method = METHODS.find((candidate) => candidate === request['method']);
  if (method === undefined) {
    const known = METHODS.map((name) => `\`${name}\``).join(', ');
    throw invalid(`unknown variant \`${String(request['method'])}\`, expected one of ${known} at line 1 column ${text.length}`);
  }
  const id = idText(request['id']);
  if (id === undefined) throw invalid('request ID must be an unsigned integer');
  const params = request['params'] ?? [];
  if (!Array.isArray(params)) throw invalid('invalid type: expected a sequence', id);
  const values: readonly unknown[] = params;
  if (method === 'SUBSCRIBE' || method === 'UNSUBSCRIBE') {
    if (!values.every((name) => typeof name === 'string')) throw invalid('invalid type: expected a string', id);
    return { method, id, names: values };
  }
  if (method === 'LIST_SUBSCRIPTIONS') {
    if (values.length > 0) throw invalid('too many parameters', id);
    return { method, id };
  }
  const [property, value] = values;
  if (typeof property !== 'string') throw invalid('property name must be a string', id);
  if (values.length > (method === 'SET_PROPERTY' ? 2 : 1)) throw invalid('too many parameters', id);
  if (property !== 'combined') throw new StreamRequestError(0, 'Unknown property', id);
  if (method === 'GET_PROPERTY') return { method, id };
  if (typeof value !== 'boolean') throw new StreamRequestError(1, 'Invalid value type: expected Boolean', id);
  return { method, id, isCombined: value };
}

/** A 64-bit integer, a text of at most 36 characters, or null, as JSON text. */
function idText(id: unknown): string | undefined {
  if (id === undefined || id === null) return 'null';
  if (typeof id === 'string') return id.length <= 36 ? JSON.stringify(id) : undefined;
  return id instanceof NumberText && /^-?[0-9]{1,19}$/.test(id.text) ? id.text : undefined;
}
