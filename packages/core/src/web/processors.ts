import type { MaybePromise } from '../model/maybe-promise.ts';
import type { RestRequest } from './rest-request.ts';
import type { RestResponse } from './rest-response.ts';

/** Changes a request before it is signed. */
export type RestPreProcessor = (request: RestRequest, signal: AbortSignal | undefined) => MaybePromise<RestRequest>;

/** Looks at, or changes, a response before it is judged: status and body are still untouched. */
export type RestPostProcessor = (response: RestResponse, request: RestRequest) => MaybePromise<RestResponse>;

/** Turns a response with a status of 400 or more (or, for venues that answer 200 always, any response) into an error, or undefined when it is none. */
export type ResponseClassifier = (response: RestResponse) => Error | undefined;

/** The venue's count of one rate limit, as an answer tells it. */
export interface UsageReading {
  readonly limitId: string;
  /** The weight used in the venue's current window, by everybody who shares the limit. */
  readonly used: number;
  /** When that window began, in ms of the venue's time, where it tells. Default: at the last whole multiple of the limit's interval. */
  readonly windowStartMs?: number | undefined;
}

/** Reads the venue's counts of rate limits out of a response, whatever its status: usually out of its headers. */
export type RateFeedback = (response: RestResponse) => readonly UsageReading[];
