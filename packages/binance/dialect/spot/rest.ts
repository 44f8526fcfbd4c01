import {
  type DecodedRequest,
  type DialectDesk,
  type OperationResult,
  readForm,
  Refusal,
  type WireReply,
  type WireRequest,
} from '@venuekit/venue';
import { authenticate } from './authentication.ts';
import { decodedAs, RequestNote } from './endpoint.ts';
import { REST_ENDPOINTS } from './endpoints.ts';
import { usageHeaders } from './limits.ts';
import { wordsOf } from './refusals.ts';
import { SpotParameters } from './spot-parameters.ts';
import { WireRefusal } from './wire-refusal.ts';

const GONE = '<html>\r\n<head><title>410 Gone</title></head>\r\n<body>\r\n<center><h1>410 Gone</h1></center>\r\n</body>\r\n</html>\r\n';
const NOT_FOUND = '<html><head><title>404 Not Found</title></head><body><h1>404 Not Found</h1></body></html>';

/** Reads and authenticates a call of `/api/v3`. GET takes the query alone; elsewhere a name in the query wins over the same in the body. @throws Refusal */
export function decodeRestRequest({ service, method, path, query, body, headers }: WireRequest, desk: DialectDesk): DecodedRequest {
  if (path === '/api/v3/userDataStream') throw new WireRefusal(undefined, GONE, 410);
  const endpoint = path.startsWith('/api/v3/') ? REST_ENDPOINTS.get(`${method} ${path.slice('/api/v3/'.length)}`) : undefined;
  if (service !== 'rest' || endpoint === undefined) {
    throw new WireRefusal(undefined, headers.get('accept')?.includes('text/html') === true ? NOT_FOUND : '', 404);
  }
  const parameters = new SpotParameters([...(method === 'GET' ? [] : readForm(body)), ...readForm(query)]);
  const payload = withoutSignature(query) + withoutSignature(body);
  const proof = { parameters, apiKey: headers.get('x-mbx-apikey') ?? '', payload, isSessionTrusted: false };
  const account = endpoint.security === undefined ? '' : authenticate(endpoint, proof, desk).account;
  return decodedAs(endpoint, { parameters, desk, world: desk.world, account }, new RequestNote()).decoded;
}

/** The text exactly as sent, without the signature parameter. */
function withoutSignature(text: string): string {
  const parts = text.split('&').filter((part) => !part.startsWith('signature='));
  return parts.join('&');
}

function jsonReply(status: number, headers: Readonly<Record<string, string>>, body: unknown): WireReply {
  return { status, headers: { 'content-type': 'application/json;charset=UTF-8', ...headers }, body: JSON.stringify(body) };
}

export function encodeRestReply(result: OperationResult, { note }: DecodedRequest, desk: DialectDesk): WireReply {
  if (!(note instanceof RequestNote)) throw new TypeError('a reply without its request');
  const headers = usageHeaders(desk, note.orderAccount);
  const body = note.reading?.encode(result, desk);
  if (!(body instanceof Refusal)) return jsonReply(200, headers, body);
  const { status, ...failure } = wordsOf(body, undefined, desk);
  return jsonReply(status, headers, failure);
}

export function encodeRestRefusal(refusal: Refusal, decoded: DecodedRequest | undefined, desk: DialectDesk): WireReply {
  const { status, code, msg } = wordsOf(refusal, decoded?.operation.kind, desk);
  const headers = usageHeaders(desk, undefined);
  if (status === 429 || status === 418) headers['retry-after'] = String(Math.ceil((refusal.retryAfterMs ?? 0) / 1_000));
  if (code === undefined) return { status, headers: { 'content-type': 'text/html', ...headers }, body: msg };
  return jsonReply(status, headers, { code, msg });
}
