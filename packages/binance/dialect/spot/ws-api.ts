import {
  type DecodedRequest,
  type DialectSession,
  members,
  memoryOf,
  NumberText,
  type OperationResult,
  parseExactJson,
  Refusal,
  required,
  type SocketAction,
} from '@venuekit/venue';
import { authenticate } from './authentication.ts';
import { type Caller, decodedAs, type Endpoint, RequestNote } from './endpoint.ts';
import { WS_ENDPOINTS } from './endpoints.ts';
import { charging, usageRows, weighing } from './limits.ts';
import { wordsOf } from './refusals.ts';
import { requestIdText } from './request-id.ts';
import { SessionMemory } from './session-endpoints.ts';
import { invalid, missing, SpotParameters } from './spot-parameters.ts';
import { WireRefusal } from './wire-refusal.ts';

/** `/ws-api/v3`; connecting weighs 2. @throws Refusal for any other path. */
export function openWsApi({ path }: DialectSession): readonly SocketAction[] {
  if (path !== '/ws-api/v3') throw new Refusal('not-found', path);
  return [{ kind: 'charge', charges: [...charging(2, 'REQUEST_WEIGHT'), ...charging(1, 'CONNECTIONS')] }];
}

export function decodeWsApiFrame(text: string, session: DialectSession): readonly SocketAction[] {
  const note = new RequestNote();
  note.showsLimits = memoryOf(session, SessionMemory).showsLimits;
  try {
    const frame = members(parseExactJson(text), 'JSON');
    const id = requestIdText(frame.get('id'));
    if (id === undefined) throw invalid('id');
    note.id = id;
    const method = frame.get('method');
    if (typeof method !== 'string') throw missing('method');
    const params = members(frame.has('params') ? frame.get('params') : {}, 'params');
    const parameters = new SpotParameters([...params].map(([name, value]) => [name, valueText(value)]));
    note.showsLimits = parameters.isTrue('returnRateLimits') ?? note.showsLimits;
    const endpoint = WS_ENDPOINTS.get(method.replace(/^v3\//, ''));
    if (endpoint === undefined) throw new WireRefusal(-1020, 'This operation is not supported.');
    return call(endpoint, parameters, note, session);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return [{ kind: 'refuse', refusal: error, note, charges: weighing(1) }];
  }
}

/** Calls about the socket itself are charged before anything of them happens. */
function call(endpoint: Endpoint, parameters: SpotParameters, note: RequestNote, session: DialectSession): readonly SocketAction[] {
  const { desk } = session;
  const caller = endpoint.security === undefined ? undefined : callerOf(endpoint, parameters, session);
  const request = { parameters, desk, world: desk.world, account: caller?.account ?? '', socket: { session, caller } };
  const { decoded, reading } = decodedAs(endpoint, request, note);
  if (endpoint.rest !== undefined) return [{ kind: 'request', decoded }];
  const { before = [], after = [] } = reading;
  return [
    { kind: 'charge', charges: decoded.charges, note },
    ...before,
    { kind: 'request', decoded: { ...decoded, charges: [] } },
    ...after,
  ];
}

/** Whoever signs the request or, where that is enough, is logged on. Logging on takes Ed25519 keys alone. @throws Refusal */
function callerOf(endpoint: Endpoint, parameters: SpotParameters, session: DialectSession): Caller {
  const { desk } = session;
  const { logon } = memoryOf(session, SessionMemory);
  if (endpoint.rest === undefined) required(parameters, 'apiKey');
  const apiKey = parameters.optional('apiKey') ?? logon?.apiKey;
  if (apiKey === undefined) throw missing('apiKey');
  const proof = { parameters, apiKey, payload: signaturePayload(parameters), isSessionTrusted: !parameters.has('apiKey') };
  const { account, kind } = authenticate(endpoint, proof, desk);
  if (endpoint.security === 'logon' && kind !== 'ed25519') throw new Refusal('not-permitted');
  return { apiKey, account, sinceMs: desk.nowMs() };
}

/** The envelope (`web-socket-api.md`, Response format). */
export function encodeWsApiReply(
  outcome: OperationResult | Refusal,
  note: unknown,
  { desk }: DialectSession,
  decoded: DecodedRequest | undefined,
): string {
  const { reading, id, showsLimits, orderAccount } = note instanceof RequestNote ? note : new RequestNote();
  const limits = showsLimits ? { rateLimits: usageRows(desk.usage(orderAccount), ['ORDERS', 'REQUEST_WEIGHT']) } : {};
  const result = outcome instanceof Refusal ? outcome : reading?.encode(outcome, desk);
  const content = result instanceof Refusal ? refused(result, decoded, desk) : { status: 200, result };
  return `{"id":${id},${JSON.stringify({ ...content, ...limits }).slice(1)}`;
}

function refused(refusal: Refusal, decoded: DecodedRequest | undefined, desk: DialectSession['desk']): object {
  const { status, ...error } = wordsOf(refusal, decoded?.operation.kind, desk);
  if (status !== 429 && status !== 418) return { status, error };
  const serverTime = desk.nowMs();
  return { status, error: { ...error, data: { serverTime, retryAfter: serverTime + (refusal.retryAfterMs ?? 0) } } };
}

export function encodeWsApiShutdown({ desk }: DialectSession): string {
  return JSON.stringify({ event: { e: 'serverShutdown', E: desk.nowMs() } });
}

/** Sorted by name, not percent-encoded, without the signature itself. */
export function signaturePayload(values: ReadonlyMap<string, string>): string {
  const signed = [...values].filter(([name]) => name !== 'signature').sort(([one], [other]) => (one < other ? -1 : 1));
  return signed.map(([name, value]) => `${name}=${value}`).join('&');
}

/** As it is signed: texts and numbers as they were written. */
function valueText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (value instanceof NumberText) return value.text;
  return value === null ? '' : JSON.stringify(value);
}
