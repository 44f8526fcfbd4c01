import type { MaybePromise } from '../model/maybe-promise.ts';
import type { RestRequest } from './rest-request.ts';
import type { RestResponse } from './rest-response.ts';

/** Changes a request before it is signed. */
export type RestPreProcessor = (request: RestRequest, signal: AbortSignal | undefined) => MaybePromise<RestRequest>;

/** Looks at, or changes, a response before it is judged: status and body are still untouched. */
export type RestPostProcessor = (response: RestResponse, request: RestRequest) => MaybePromise<RestResponse>;

/** Turns a response with a status of 400 or more (or, for venues that answer 200 always, any response) into an error, or undefined when it is none. */
export type ResponseClassifier = (response: RestResponse) => Error | undefined;
