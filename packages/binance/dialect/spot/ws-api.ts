import { type DecodedRequest, type DialectSession, type OperationResult, Refusal, type SocketAction } from '@venuekit/venue';
import { isRecord, NumberText, parseLosslessly } from '../lossless-json.ts';
import { invalid, missing, Parameters } from '../parameters.ts';
import { WireRefusal } from '../wire-refusal.ts';
import { authenticate } from './authentication.ts';
import { type Endpoint, FailureReply } from './endpoint.ts';
import { WS_ENDPOINTS } from './endpoints.ts';
import { usageRows, weighing } from './limits.ts';
import { wordsOf } from './refusals.ts';
import { RequestNote } from './request-note.ts';
import { decodedAs } from './rest.ts';
import { type Logon, memoryOf, SESSION_CALLS, type SessionCall } from './ws-session.ts';

/** A frame that was read as far as its parameters. */
interface WsRequest {
  /** JSON text. */
  readonly id: string;
  readonly method: string;
  readonly values: ReadonlyMap<string, string>;
  readonly parameters: Parameters;
  readonly showsLimits: boolean;
}

/** `/ws-api/v3`; connecting weighs 2. @throws Refusal for any other path. */
export function openWsApi({ path }: DialectSession): readonly SocketAction[] {
  if (path !== '/ws-api/v3') throw new Refusal('not-found', path);
  const charges = [
    { limit: 'REQUEST_WEIGHT', weight: 2 },
    { limit: 'CONNECTIONS', weight: 1 },
  ];
  return [{ kind: 'charge', charges }];
}

export function decodeWsApiFrame(text: string, session: DialectSession): readonly SocketAction[] {
  let note = new RequestNote(undefined, undefined, 'null', memoryOf(session).showsLimits);
  try {
    const frame = parseLosslessly(text);
    if (!isRecord(frame)) throw new WireRefusal(-1135, 'Invalid JSON Request');
    const id = readId(frame['id']);
    note = new RequestNote(undefined, undefined, id, note.showsLimits);
    const request = readRequest(frame, id, note.showsLimits);
    note = new RequestNote(undefined, undefined, id, request.showsLimits);
    const endpoint = WS_ENDPOINTS.get(request.method);
    if (endpoint !== undefined) return callEndpoint(endpoint, request, session);
    const call = SESSION_CALLS.get(request.method);
    if (call !== undefined) return callSession(call, request, session);
    throw new WireRefusal(-1020, 'This operation is not supported.');
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return [{ kind: 'refuse', refusal: error, note, charges: weighing(1) }];
  }
}

/** The envelope (`web-socket-api.md`, Response format). */
export function encodeWsApiReply(
  outcome: OperationResult | Refusal,
  note: unknown,
  session: DialectSession,
  decoded: DecodedRequest | undefined,
): string {
  const { desk } = session;
  const known = note instanceof RequestNote ? note : new RequestNote(undefined);
  const limits = known.showsLimits ? { rateLimits: usageRows(desk.usage(known.orderAccount), ['ORDERS', 'REQUEST_WEIGHT']) } : {};
  let content: object;
  if (outcome instanceof Refusal) {
    const { status, code, msg } = wordsOf(outcome, decoded?.operation.kind, desk);
    const serverTime = desk.nowMs();
    const data = status === 429 || status === 418 ? { data: { serverTime, retryAfter: serverTime + (outcome.retryAfterMs ?? 0) } } : {};
    content = { status, error: { code, msg, ...data }, ...limits };
  } else {
    const result = known.reading?.encode(outcome, desk);
    if (result instanceof FailureReply) {
      const { status, code, msg, data } = result;
      content = { status, error: { code, msg, data }, ...limits };
    } else {
      content = { status: 200, result, ...limits };
    }
  }
  return `{"id":${known.id},${JSON.stringify(content).slice(1)}`;
}

export function encodeWsApiShutdown({ desk }: DialectSession): string {
  return JSON.stringify({ event: { e: 'serverShutdown', E: desk.nowMs() } });
}

/** Sorted by name, not percent-encoded, without the signature itself. */
export function signaturePayload(values: ReadonlyMap<string, string>): string {
  const signed = [...values].filter(([name]) => name !== 'signature');
  return signed
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
}

function readId(id: unknown): string {
  if (id === undefined || id === null) return 'null';
  if (typeof id === 'string' && id.length <= 36) return JSON.stringify(id);
  if (id instanceof NumberText && /^-?[0-9]{1,19}$/.test(id.text)) return id.text;
  throw invalid('id');
}

function readRequest(frame: Readonly<Record<string, unknown>>, id: string, showsLimits: boolean): WsRequest {
  const { method, params = {} } = frame;
  if (typeof method !== 'string') throw missing('method');
  if (!isRecord(params)) throw invalid('params');
  const values = new Map(Object.entries(params).map(([name, value]) => [name, valueText(value)]));
  const parameters = new Parameters(values);
  const isWanted = parameters.isTrue('returnRateLimits') ?? showsLimits;
  return { id, method: method.replace(/^v3\//, ''), values, parameters, showsLimits: isWanted };
}

/** As it is signed: texts and numbers as they were written. */
function valueText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (value instanceof NumberText) return value.text;
  return value === null ? '' : JSON.stringify(value);
}

function callEndpoint(endpoint: Endpoint, request: WsRequest, session: DialectSession): readonly SocketAction[] {
  const { parameters, id, showsLimits } = request;
  const isPublic = endpoint.security === 'none';
  const account = isPublic ? undefined : callerOf(request, endpoint.mandatory, endpoint.security === 'trade', session).account;
  if (isPublic) parameters.requireAll(endpoint.mandatory);
  const reading = endpoint.read({ parameters, desk: session.desk, account: account ?? '', isSocket: true });
  parameters.requireAllRead();
  const note = new RequestNote(reading, endpoint.unfilledOrders === undefined ? undefined : account, id, showsLimits);
  return [{ kind: 'request', decoded: decodedAs(endpoint, reading, account, note) }];
}

function callSession(call: SessionCall, request: WsRequest, session: DialectSession): readonly SocketAction[] {
  const { parameters, id, showsLimits } = request;
  const caller = call.security === 'none' ? undefined : signerOf(request, session, call.security === 'logon');
  const { before = [], reading, after = [] } = call.perform(session, parameters, caller);
  parameters.requireAllRead();
  const note = new RequestNote(reading, undefined, id, showsLimits);
  const decoded = { operation: reading.operation, account: caller?.account, charges: [], note };
  return [{ kind: 'charge', charges: weighing(reading.weight), note }, ...before, { kind: 'request', decoded }, ...after];
}

/** Whoever signs the request, or is logged on. @throws Refusal */
function callerOf(request: WsRequest, mandatory: readonly string[], needsTrade: boolean, session: DialectSession): Logon {
  const { parameters, values } = request;
  const { logon } = memoryOf(session);
  const apiKey = parameters.optional('apiKey') ?? logon?.apiKey;
  if (apiKey === undefined) throw missing('apiKey');
  const isSessionTrusted = logon !== undefined && !parameters.has('apiKey');
  const signed = { parameters, payload: signaturePayload(values), apiKey, isSessionTrusted, mandatory, needsTrade };
  return { apiKey, account: authenticate(signed, session.desk).account, sinceMs: session.desk.nowMs() };
}

/** Whoever signs this very request; logging on takes Ed25519 keys alone. @throws Refusal */
function signerOf(request: WsRequest, session: DialectSession, isLogon: boolean): Logon {
  request.parameters.requireAll(['apiKey']);
  const caller = callerOf(request, [], false, session);
  if (isLogon && session.desk.world.apiKey(caller.apiKey)?.kind !== 'ed25519') throw new Refusal('not-permitted');
  return caller;
}
