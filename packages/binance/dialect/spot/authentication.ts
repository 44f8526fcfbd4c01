import { Decimal } from '@venuekit/core/connector';
import { type ApiKey, type DialectDesk, Refusal } from '@venuekit/venue';
import { illegal, missing, type Parameters } from '../parameters.ts';
import { isSignedBy } from '../signature.ts';
import { WireRefusal } from '../wire-refusal.ts';

const KEY_FORMAT = /^[A-Za-z0-9]{64}$/;
const RECV_WINDOW_RANGE = String.raw`^[0-9]{1,20}(\.[0-9]{1,3})?$`;

/** What a signed request must show. */
export interface SignedRequest {
  readonly parameters: Parameters;
  /** What the signature covers, as sent. */
  readonly payload: string;
  readonly apiKey: string;
  /** A socket that is logged on need not sign again. */
  readonly isSessionTrusted: boolean;
  /** Parameters that the endpoint cannot do without. */
  readonly mandatory: readonly string[];
  readonly needsTrade: boolean;
}

/**
 * Checks in this order: the key's format and validity, mandatory parameters, the timestamp, the signature. The documents define
 * none; what the endpoint itself checks comes after all of them.
 * @throws Refusal
 */
export function authenticate(request: SignedRequest, desk: DialectDesk): ApiKey {
  const { parameters, apiKey, isSessionTrusted } = request;
  const key = desk.world.apiKey(apiKey);
  if (key === undefined) throw new Refusal(KEY_FORMAT.test(apiKey) ? 'unknown-key' : 'bad-key-format');
  if (request.needsTrade && !key.canTrade) throw new Refusal('not-permitted');
  const isSigned = !isSessionTrusted || parameters.has('signature');
  parameters.requireAll([...request.mandatory, 'timestamp', ...(isSigned ? ['signature'] : [])]);
  checkTime(parameters, desk.nowMs());
  if (isSigned && !isSignedBy(key, request.payload, parameters.required('signature'))) throw new Refusal('bad-signature');
  return key;
}

/** Accepted while `timestamp < now + 1000` and `now - timestamp <= recvWindow` (`rest-api.md`, Timing security). */
function checkTime(parameters: Parameters, nowMs: number): void {
  const timestamp = parameters.time('timestamp');
  if (timestamp === undefined) throw missing('timestamp');
  const text = parameters.optional('recvWindow') ?? '5000';
  if (!new RegExp(RECV_WINDOW_RANGE).test(text)) throw illegal('recvWindow', RECV_WINDOW_RANGE);
  const recvWindow = new Decimal(text);
  if (recvWindow.gt(60_000)) throw new WireRefusal(-1102, "'recvWindow' contains unexpected value. Cannot be greater than 60000.");
  if (timestamp.gte(nowMs + 1_000)) throw new Refusal('timestamp-too-new');
  if (new Decimal(nowMs).minus(timestamp).gt(recvWindow)) throw new Refusal('timestamp-too-old');
}
