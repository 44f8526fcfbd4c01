import type { Buffer } from 'node:buffer';
import { PayloadFields, asError, parseJson } from '@venuekit/core/connector';
import type { StreamPlan, UsageReading, UserStreamDataSource, UserStreamSink } from '@venuekit/core/connector';
import type { BinanceAuthenticator, WsApiParameters } from '../auth.ts';
import { classifyFailure } from '../web-utils.ts';
import { LIMIT_IDS, POOLS_BY_TYPE_AND_INTERVAL } from './constants.ts';

const ORIGIN = 'user stream';

/**
 * Private events over the WebSocket API (`web-socket-api.md`, User Data Stream requests). An Ed25519 key logs the session on and
 * subscribes; the other keys, which cannot log on, sign the subscription itself. A subscription lives as long as its socket and
 * needs no keep-alive.
 */
export class SpotUserStreamDataSource implements UserStreamDataSource {
  readonly stream: StreamPlan;
  readonly #authenticator: BinanceAuthenticator;

  constructor(options: { readonly wsApiUrl: string; readonly authenticator: BinanceAuthenticator }) {
    this.stream = { url: options.wsApiUrl, connectLimitId: LIMIT_IDS.connectWsApi };
    this.#authenticator = options.authenticator;
  }

  loginFrames(login: {
    readonly nowMs: number;
    nextRequestId(): number;
  }): readonly { readonly requestId: number; readonly frame: string }[] {
    const signed = this.#authenticator.signedParameters({}, login.nowMs);
    if (this.#authenticator.keyType !== 'ed25519') return [request(login.nextRequestId(), 'userDataStream.subscribe.signature', signed)];
    return [request(login.nextRequestId(), 'session.logon', signed), request(login.nextRequestId(), 'userDataStream.subscribe')];
  }

  /** Without `E`, the time at which each subscription was told. */
  eventIdentity(event: unknown): string {
    return JSON.stringify(event, (name, value: unknown) => (name === 'E' ? undefined : value));
  }

  onFrame(frame: Buffer, sink: UserStreamSink): void {
    try {
      const message = new PayloadFields(parseJson(frame, { origin: ORIGIN }), ORIGIN);
      const event = message.optionalObject('event');
      if (event === undefined) onReply(message, sink);
      else if (event.value('e') === 'eventStreamTerminated') sink.terminated('eventStreamTerminated');
      else if (event.value('e') === 'serverShutdown') sink.closingSoon('serverShutdown');
      else sink.event(message.value('event'));
    } catch (error) {
      sink.problem(asError(error, ORIGIN));
    }
  }
}

function request(requestId: number, method: string, params?: WsApiParameters): { readonly requestId: number; readonly frame: string } {
  return { requestId, frame: JSON.stringify({ id: requestId, method, params }) };
}

/**
 * Replies carry `id` and `status`; one with the id null is the venue's notice that the key has become invalid.
 * @throws InvalidPayloadError for what is neither an event nor a reply.
 */
function onReply(reply: PayloadFields, sink: UserStreamSink): void {
  const id = reply.value('id');
  const status = reply.value('status');
  if (typeof status !== 'number') throw reply.wrong('status', 'that of a reply, or there should be an event');
  reportUsage(reply, sink);
  if (status === 200) {
    if (typeof id === 'number') sink.acknowledged(id);
    return;
  }
  const error = failureOf(status, reply.optionalObject('error'));
  if (typeof id === 'number') {
    sink.refused(id, error);
    return;
  }
  sink.problem(error);
  if (status === 401) sink.terminated('the session was revoked');
}

/** `rateLimits` of a reply (`web-socket-api.md`, Rate limits): what all requests of this address and account have used. */
function reportUsage(reply: PayloadFields, sink: UserStreamSink): void {
  if (reply.value('rateLimits') === undefined) return;
  const readings: UsageReading[] = [];
  const read = (row: PayloadFields): void => {
    const interval = row.text('interval');
    const limitId = POOLS_BY_TYPE_AND_INTERVAL.get(`${row.text('rateLimitType')} ${interval}`);
    if (limitId === undefined) throw row.wrong('rateLimitType', `a known limit by ${interval}`);
    readings.push({ limitId, used: row.count('count') });
  };
  try {
    reply.rows('rateLimits', read, (error) => sink.problem(error));
  } catch (error) {
    // The reply still says whether the login succeeded.
    sink.problem(asError(error, ORIGIN));
  }
  if (readings.length > 0) sink.usage(readings);
}

function failureOf(status: number, error: PayloadFields | undefined): Error {
  const code = error?.value('code');
  // Here `retryAfter` is a moment, other than the seconds of REST.
  const data = error?.optionalObject('data');
  const [serverTime, retryAfter] = [data?.value('serverTime'), data?.value('retryAfter')];
  return classifyFailure({
    status,
    code: typeof code === 'number' ? String(code) : undefined,
    message: error?.optionalText('msg') ?? '',
    retryAfterMs: typeof serverTime === 'number' && typeof retryAfter === 'number' ? retryAfter - serverTime : undefined,
  });
}
