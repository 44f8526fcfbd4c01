import { Decimal } from '@venuekit/core/connector';
import { type ApiKey, type DialectDesk, isSignedBy, Refusal, required } from '@venuekit/venue';
import type { Endpoint } from './endpoint.ts';
import { missing, type SpotParameters } from './spot-parameters.ts';
import { WireRefusal } from './wire-refusal.ts';

const KEY_FORMAT = /^[A-Za-z0-9]{64}$/;
const RECV_WINDOW_RANGE = String.raw`^[0-9]{1,20}(\.[0-9]{1,3})?$`;

/** What a signed request must show. */
export interface Proof {
  readonly parameters: SpotParameters;
  readonly apiKey: string;
  /** What the signature covers, as sent. */
  readonly payload: string;
  /** A socket that is logged on need not sign again. */
  readonly isSessionTrusted: boolean;
}

/**
 * Checks in this order: the key's format and validity, mandatory parameters, the timestamp, the signature. The documents define
 * none; what the endpoint itself checks comes after all of them.
 * @throws Refusal
 */
export function authenticate({ security, mandatory }: Endpoint, proof: Proof, desk: DialectDesk): ApiKey {
  const { parameters, apiKey, payload, isSessionTrusted } = proof;
  const key = desk.world.apiKey(apiKey);
  if (key === undefined) throw new Refusal(KEY_FORMAT.test(apiKey) ? 'unknown-key' : 'bad-key-format');
  if ((security === 'trade' || security === 'order') && !key.canTrade) throw new Refusal('not-permitted');
  const isSigned = !isSessionTrusted || parameters.has('signature');
  parameters.requireAll(mandatory, 'timestamp', isSigned ? 'signature' : undefined);
  checkTime(parameters, desk.nowMs());
  if (isSigned && !hasSigned(key, payload, required(parameters, 'signature'))) throw new Refusal('bad-signature');
  return key;
}

/** Hex in either case for HMAC-SHA256, otherwise base64 (`rest-api.md`, SIGNED endpoint security). */
export function hasSigned(key: ApiKey, payload: string, signature: string): boolean {
  const isHmac = key.kind === 'hmac';
  return isSignedBy(key, payload, isHmac ? signature.toLowerCase() : signature, isHmac ? 'hex' : 'base64');
}

/** Accepted while `timestamp < now + 1000` and `now - timestamp <= recvWindow` (`rest-api.md`, Timing security). */
function checkTime(parameters: SpotParameters, nowMs: number): void {
  const timestamp = parameters.time('timestamp');
  if (timestamp === undefined) throw missing('timestamp');
  const recvWindow = parameters.matching('recvWindow', RECV_WINDOW_RANGE) ?? '5000';
  if (new Decimal(recvWindow).gt(60_000)) {
    throw new WireRefusal(-1102, "'recvWindow' contains unexpected value. Cannot be greater than 60000.");
  }
  if (timestamp.gte(nowMs + 1_000)) throw new Refusal('timestamp-too-new');
  if (new Decimal(nowMs).minus(timestamp).gt(recvWindow)) throw new Refusal('timestamp-too-old');
}
