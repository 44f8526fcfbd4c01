import type { MaybePromise } from '../model/maybe-promise.ts';
import type { RestRequest } from './rest-request.ts';
import type { WsRequest } from './ws-request.ts';

/** Signs. It does no I/O, is given the time, and never logs. */
export interface Authenticator {
  /** Called after the throttle wait, right before sending. `nowMs` is the venue's time. */
  restAuthenticate(request: RestRequest, nowMs: number): MaybePromise<RestRequest>;
  wsAuthenticate(request: WsRequest, nowMs: number): MaybePromise<WsRequest>;
}
