import type { DecodedRequest, DialectDesk, OperationResult, Refusal, WireReply, WireRequest } from '@venuekit/venue';
import { readForm, withoutSignature } from '../form-encoding.ts';
import { Parameters } from '../parameters.ts';
import { WireRefusal } from '../wire-refusal.ts';
import { authenticate } from './authentication.ts';
import { type Endpoint, FailureReply, type Reading } from './endpoint.ts';
import { REST_ENDPOINTS } from './endpoints.ts';
import { orderCharges, usageHeaders, weighing } from './limits.ts';
import { wordsOf } from './refusals.ts';
import { RequestNote } from './request-note.ts';

const JSON_TYPE = 'application/json;charset=UTF-8';
const GONE = '<html>\r\n<head><title>410 Gone</title></head>\r\n<body>\r\n<center><h1>410 Gone</h1></center>\r\n</body>\r\n</html>\r\n';
const NOT_FOUND = '<html><head><title>404 Not Found</title></head><body><h1>404 Not Found</h1></body></html>';

/** Reads and authenticates a call of `/api/v3`. @throws Refusal */
export function decodeRestRequest(request: WireRequest, desk: DialectDesk): DecodedRequest {
  const { method, path, headers } = request;
  if (path === '/api/v3/userDataStream') throw new WireRefusal(undefined, GONE, 410);
  const endpoint = REST_ENDPOINTS.get(`${method} ${path}`);
  if (request.service !== 'rest' || endpoint === undefined) {
    throw new WireRefusal(undefined, headers.get('accept')?.includes('text/html') === true ? NOT_FOUND : '', 404);
  }
  const parameters = readParameters(request);
  const account = endpoint.security === 'none' ? undefined : accountOf(endpoint, request, parameters, desk);
  if (account === undefined) parameters.requireAll(endpoint.mandatory);
  const reading = endpoint.read({ parameters, desk, account: account ?? '', isSocket: false });
  parameters.requireAllRead();
  return decodedAs(endpoint, reading, account, new RequestNote(reading, endpoint.unfilledOrders === undefined ? undefined : account));
}

/** What a request is charged, and gets back, over either API. */
export function decodedAs(endpoint: Endpoint, reading: Reading, account: string | undefined, note: RequestNote): DecodedRequest {
  const { operation, weight } = reading;
  const charges = [...weighing(weight), ...orderCharges(reading.unfilledOrders ?? endpoint.unfilledOrders ?? 0)];
  const { isFreeOnSuccess = false } = endpoint;
  const refund = isFreeOnSuccess === false ? {} : { refundOnSuccess: [{ limit: 'REQUEST_WEIGHT', weight }] };
  return { operation, account, charges, ...refund, ...(typeof isFreeOnSuccess === 'function' ? { isSuccess: isFreeOnSuccess } : {}), note };
}

export function encodeRestReply(result: OperationResult, { note }: DecodedRequest, desk: DialectDesk): WireReply {
  if (!(note instanceof RequestNote)) throw new TypeError('a reply without its request');
  const headers = { 'content-type': JSON_TYPE, ...usageHeaders(desk, note.orderAccount) };
  const body = note.reading?.encode(result, desk);
  if (!(body instanceof FailureReply)) return { status: 200, headers, body: JSON.stringify(body) };
  const { status, code, msg, data } = body;
  return { status, headers, body: JSON.stringify({ code, msg, data }) };
}

export function encodeRestRefusal(refusal: Refusal, decoded: DecodedRequest | undefined, desk: DialectDesk): WireReply {
  const { status, code, msg } = wordsOf(refusal, decoded?.operation.kind, desk);
  const headers = usageHeaders(desk, undefined);
  if (status === 429 || status === 418) headers['retry-after'] = String(Math.ceil((refusal.retryAfterMs ?? 0) / 1_000));
  if (code === undefined) return { status, headers: { 'content-type': 'text/html', ...headers }, body: msg };
  return { status, headers: { 'content-type': JSON_TYPE, ...headers }, body: JSON.stringify({ code, msg }) };
}

/** GET takes the query alone; elsewhere a name in the query wins over the same in the body. */
function readParameters({ method, query, body }: WireRequest): Parameters {
  const sent = method === 'GET' ? new Map<string, string>() : readForm(body);
  for (const [name, value] of readForm(query)) sent.set(name, value);
  return new Parameters(sent);
}

function accountOf(endpoint: Endpoint, { query, body, headers }: WireRequest, parameters: Parameters, desk: DialectDesk): string {
  const signed = {
    parameters,
    payload: withoutSignature(query) + withoutSignature(body),
    apiKey: headers.get('x-mbx-apikey') ?? '',
    isSessionTrusted: false,
    mandatory: endpoint.mandatory,
    needsTrade: endpoint.security === 'trade',
  };
  return authenticate(signed, desk).account;
}
