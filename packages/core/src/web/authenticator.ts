import type { MaybePromise } from '../model/maybe-promise.ts';
import type { RestRequest } from './rest-request.ts';
import type { WsRequest } from './ws-request.ts';

/** Signs. It does no I/O, is given the time, and never logs. */
export interface Authenticator {
  /**
   * Whether signed requests must reach the venue in the order of their signatures, because a number in them must grow: each is then signed
   * when the one before has been answered or given up, or after a second. Should one still be overtaken, the venue refuses its number.
   * Default false.
   */
  readonly sendsInOrder?: boolean;
  /** Called after the throttle wait, right before sending. `nowMs` is the venue's time. */
  restAuthenticate(request: RestRequest, nowMs: number): MaybePromise<RestRequest>;
  wsAuthenticate(request: WsRequest, nowMs: number): MaybePromise<WsRequest>;
}
