import type { Buffer } from 'node:buffer';
import { InvalidPayloadError, parseJson } from '@venuekit/core/connector';
import type { StreamPlan, UserStreamDataSource, UserStreamSink } from '@venuekit/core/connector';
import type { BinanceAuthenticator, WsApiParameters } from '../auth.ts';
import { asError, isObject, optionalText } from '../payload-fields.ts';
import type { Payload } from '../payload-fields.ts';
import { classifyFailure } from '../web-utils.ts';

/**
 * Private events over the WebSocket API (binance-api.md F.2). An Ed25519 key logs the session on and subscribes; the other keys,
 * which cannot log on, sign the subscription itself. A subscription lives as long as its socket and needs no keep-alive.
 */
export class SpotUserStreamDataSource implements UserStreamDataSource {
  readonly stream: StreamPlan;
  readonly #authenticator: BinanceAuthenticator;

  constructor(options: { readonly wsApiUrl: string; readonly authenticator: BinanceAuthenticator }) {
    this.stream = { url: options.wsApiUrl };
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

  onFrame(frame: Buffer, sink: UserStreamSink): void {
    let message: unknown;
    try {
      message = parseJson(frame, { origin: 'user stream' });
    } catch (error) {
      sink.problem(asError(error, 'user stream'));
      return;
    }
    if (!isObject(message)) {
      sink.problem(new InvalidPayloadError({ field: '(whole)', origin: 'user stream', expected: 'a message', received: message }));
      return;
    }
    const envelope: Payload<'event'> = message;
    if (isObject(envelope.event)) onEvent(envelope.event, sink);
    else onReply(message, sink);
  }
}

function request(requestId: number, method: string, params?: WsApiParameters): { readonly requestId: number; readonly frame: string } {
  return { requestId, frame: JSON.stringify({ id: requestId, method, params }) };
}

function onEvent(event: Payload<'e'>, sink: UserStreamSink): void {
  if (event.e === 'eventStreamTerminated') sink.terminated('eventStreamTerminated');
  else if (event.e === 'serverShutdown') sink.closingSoon('serverShutdown');
  else sink.event(event);
}

/** Replies carry `id` and `status` (G.1); one with the id null is the venue's notice that the key has become invalid (G.2). */
function onReply(reply: Payload<'id' | 'status' | 'error'>, sink: UserStreamSink): void {
  const { id, status } = reply;
  if (typeof status !== 'number') {
    const keys = Object.keys(reply).join();
    sink.problem(new InvalidPayloadError({ field: 'status', origin: 'user stream', expected: 'an event or a reply', received: keys }));
    return;
  }
  if (status === 200) {
    if (typeof id === 'number') sink.acknowledged(id);
    return;
  }
  const error = classifyReply(status, isObject(reply.error) ? reply.error : {});
  if (typeof id === 'number') {
    sink.refused(id, error);
    return;
  }
  sink.problem(error);
  if (status === 401) sink.terminated('the session was revoked');
}

function classifyReply(status: number, error: Payload<'code' | 'msg' | 'data'>): Error {
  const wait: Payload<'serverTime' | 'retryAfter'> = isObject(error.data) ? error.data : {};
  // Here `retryAfter` is a moment, other than the seconds of REST.
  const { serverTime, retryAfter } = wait;
  return classifyFailure({
    status,
    code: typeof error.code === 'number' ? error.code : undefined,
    message: optionalText(error.msg) ?? '',
    retryAfterMs: typeof serverTime === 'number' && typeof retryAfter === 'number' ? retryAfter - serverTime : undefined,
  });
}
