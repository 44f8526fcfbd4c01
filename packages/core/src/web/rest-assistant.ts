import { ConnectorError } from '../errors/connector-error.ts';
import { noteRequest } from '../errors/note-request.ts';
import type { RateLimitError } from '../errors/rate-limit-error.ts';
import { scrubText } from '../log/scrub-text.ts';
import type { HttpClient } from '../network/http-client.ts';
import { parseJson } from '../network/json.ts';
import type { Logger } from '../runtime/logger.ts';
import type { Throttler } from '../throttle/throttler.ts';
import type { Authenticator } from './authenticator.ts';
import { withoutEcho } from './echo-redaction.ts';
import { encodeQuery } from './encode-query.ts';
import type { RateFeedback, ResponseClassifier, RestPostProcessor, RestPreProcessor } from './processors.ts';
import type { RestCaller } from './request-context.ts';
import { asUndecided, errorOf } from './rest-judgement.ts';
import { missingAuthenticator, notSent, originOf, requestOf, throwIfAborted } from './rest-preparation.ts';
import type { RestCall, RestRequest } from './rest-request.ts';
import type { RestResponse } from './rest-response.ts';
import { boundedWaitMs } from './retry-after.ts';
import type { TimeSynchronizer } from './time-synchronizer.ts';
import type { UsageFeedback } from './usage-feedback.ts';
import type { Turnstile } from './turnstile.ts';
import type { WaitNotice } from './wait-notice.ts';

/** Which limits a refusal for too many requests pauses, of those that the refused call is charged to, its own first. */
export type RateLimitScope = (error: RateLimitError, chargedLimitIds: readonly string[]) => readonly string[];

/** What a `RestAssistant` is made of. */
export interface RestAssistantOptions {
  readonly http: Pick<HttpClient, 'send'>;
  readonly throttler: Throttler;
  readonly timeSynchronizer: TimeSynchronizer;
  readonly log: Logger;
  readonly waitNotice: WaitNotice;
  /** Shared by all assistants of a venue; passed by signed requests where the authenticator wants them in order. */
  readonly turnstile: Turnstile;
  /** Numbers the requests, for log lines and errors. */
  readonly nextRequestId: () => number;
  readonly authenticator: Authenticator | undefined;
  readonly resolveUrl: (path: string, isAuthRequired: boolean) => string;
  readonly classify: ResponseClassifier;
  readonly isClockError: (error: unknown) => boolean;
  readonly rateLimitScope: RateLimitScope;
  readonly preProcessors: readonly RestPreProcessor[];
  readonly postProcessors: readonly RestPostProcessor[];
  /** Reads the venue's counts of rate limits; absent where it tells none. */
  readonly feedback?: { readonly read: RateFeedback; readonly to: UsageFeedback };
  /** Asks the venue for its time; absent where the venue has none, and for the request that asks for it. */
  readonly venueTime?: {
    initialise(signal: AbortSignal | undefined): Promise<void>;
    resynchronise(signal: AbortSignal | undefined): Promise<void>;
  };
}

/** Which request errors and log lines are about. */
interface RequestSubject {
  readonly origin: string;
  readonly requestId: number;
}

/** A request that may leave now. */
interface PreparedRequest {
  readonly request: RestRequest;
  /** Our monotonic time when its permit was granted; 0 where nobody asks. */
  readonly acquiredAtMs: number;
}

const MAXIMUM_JSON_DEPTH = 64;
const MAXIMUM_REASON = 300;

/**
 * Makes REST calls through the whole path, in this order: the venue's time is asked for once, before the first signed request;
 * throttle wait; pre-processors; signature with the venue's time of that moment; sending; the venue's counts of rate limits;
 * post-processors; judgement; parsing.
 *
 * A request that the venue refuses for its timestamp is repeated once, after the time has been asked for again. Nothing else is
 * repeated. A refusal for too many requests pauses the limits of its scope for as long as the venue asks.
 */
export class RestAssistant implements RestCaller {
  readonly #options: RestAssistantOptions;

  constructor(options: RestAssistantOptions) {
    this.#options = options;
  }

  /**
   * @returns the parsed body, as `parseJson` reads it; undefined for an answer with status 204 or 205.
   * @throws ConfigurationError, ThrottleError, RequestNotSentError: nothing was sent. AbortedError: its `outcome` says whether.
   * NetworkError, TimeoutError. The error that the connector's classifier makes of the answer; for an answer outside of
   * 200–299 that it does not know RateLimitError (429, 418) or VenueUnavailableError. InvalidPayloadError for a successful
   * answer that is no JSON: the request may have been executed.
   */
  async execute(call: RestCall): Promise<unknown> {
    const request = requestOf(call, this.#options.resolveUrl);
    const origin = originOf(request);
    const requestId = this.#options.nextRequestId();
    call.onNumbered?.(requestId);
    const subject: RequestSubject = { origin, requestId };
    if (request.isAuthRequired && this.#options.authenticator === undefined) throw missingAuthenticator(origin);
    try {
      return await this.#attempt(request, subject, call.signal);
    } catch (error) {
      if (!this.#options.isClockError(error) || !(await this.#hasResynchronised(subject, call.signal))) throw error;
    }
    return this.#attempt(request, subject, call.signal);
  }

  async #attempt(request: RestRequest, subject: RequestSubject, signal: AbortSignal | undefined): Promise<unknown> {
    const { authenticator, turnstile } = this.#options;
    const acquiredAtMs = await this.#admit(request, subject, signal);
    const turn = request.isAuthRequired && authenticator?.sendsInOrder === true ? await turnstile.enter(request.lane) : undefined;
    try {
      const ready = await this.#prepare(request, subject, signal);
      return await this.#exchange(request, { request: ready, acquiredAtMs }, subject, signal).catch((error: unknown) => {
        noteRequest(error, subject.requestId);
        throw error;
      });
    } finally {
      turn?.leave();
    }
  }

  async #exchange(
    request: RestRequest,
    { request: ready, acquiredAtMs }: PreparedRequest,
    { origin, requestId }: RequestSubject,
    signal: AbortSignal | undefined,
  ): Promise<unknown> {
    const { http, classify, feedback } = this.#options;
    const answer = await http.send({
      method: ready.method,
      url: urlOf(ready),
      headers: ready.headers,
      timeoutMs: ready.timeoutMs,
      ...(ready.body === undefined ? {} : { body: ready.body }),
      ...(signal === undefined ? {} : { signal }),
    });
    const received: RestResponse = { ...answer, origin, text: withoutEcho(answer.text, request, ready) };
    feedback?.to.report(() => feedback.read(received), { limitId: request.limitId, acquiredAtMs, requestId });
    const response = await this.#process(received, ready);
    const error = errorOf(response, classify);
    if (error === undefined) return parseBody(response);
    if (isRateLimitError(error)) this.#pause(error, request.limitId, requestId);
    throw error;
  }

  /** Waits until the request may be sent. @returns our monotonic time when its permit was granted; 0 where nobody asks. */
  async #admit(request: RestRequest, { origin, requestId }: RequestSubject, signal: AbortSignal | undefined): Promise<number> {
    const { feedback, throttler, timeSynchronizer, venueTime } = this.#options;
    let stage = 'asking for the venue’s time';
    try {
      throwIfAborted(signal, origin);
      // Before the throttle wait: a permit must not grow old between being charged and being used.
      if (request.isAuthRequired && venueTime !== undefined && !timeSynchronizer.isInitialised) await venueTime.initialise(signal);
      stage = 'waiting for the rate limit';
      const { limitId, lane } = request;
      await throttler.acquire(limitId, { lane, signal, onWaiting: () => this.#options.waitNotice.note({ limitId, lane, requestId }) });
      return feedback?.to.nowMs() ?? 0;
    } catch (error) {
      throw notSent(error, origin, stage);
    }
  }

  async #prepare(request: RestRequest, { origin }: RequestSubject, signal: AbortSignal | undefined): Promise<RestRequest> {
    const { authenticator, preProcessors, timeSynchronizer } = this.#options;
    let stage = 'a pre-processor';
    try {
      let ready = request;
      for (const process of preProcessors) ready = await process(ready, signal);
      throwIfAborted(signal, origin);
      stage = 'signing';
      if (ready.isAuthRequired) {
        if (authenticator === undefined) throw missingAuthenticator(origin);
        ready = await authenticator.restAuthenticate(ready, timeSynchronizer.nowMs());
      }
      throwIfAborted(signal, origin);
      return withEncodedQuery(ready);
    } catch (error) {
      throw notSent(error, origin, stage);
    }
  }

  async #process(response: RestResponse, request: RestRequest): Promise<RestResponse> {
    let processed = response;
    try {
      for (const process of this.#options.postProcessors) processed = await process(processed, request);
    } catch (error) {
      throw asUndecided(error, response);
    }
    return processed;
  }

  async #hasResynchronised({ origin, requestId }: RequestSubject, signal: AbortSignal | undefined): Promise<boolean> {
    const { log, venueTime } = this.#options;
    if (venueTime === undefined) return false;
    try {
      await venueTime.resynchronise(signal);
      return true;
    } catch (error) {
      log.warn({ origin, requestId, error }, 'the venue refused a timestamp, and its time cannot be asked for');
      return false;
    }
  }

  #pause(error: RateLimitError, limitId: string, requestId: number): void {
    const { log, rateLimitScope, throttler } = this.#options;
    try {
      const waitMs = boundedWaitMs(error.retryAfterMs);
      const cause = { isBan: error.isBan, reason: scrubText(error.message, MAXIMUM_REASON) };
      for (const paused of rateLimitScope(error, throttler.chargedLimitIds(limitId))) throttler.pause(paused, waitMs, cause);
    } catch (problem) {
      log.error({ limitId, requestId, error: problem }, 'a rate limit could not be paused');
    }
  }
}

/** Writes the query where the authenticator has not, so that whatever it cannot hold is found before sending. */
function withEncodedQuery(request: RestRequest): RestRequest {
  const encodedQuery = request.encodedQuery ?? encodeQuery(request.parameters);
  if (request.body === undefined || Object.keys(request.headers).some((name) => name.toLowerCase() === 'content-type')) {
    return { ...request, encodedQuery };
  }
  return { ...request, encodedQuery, headers: { ...request.headers, 'content-type': 'application/json' } };
}

function urlOf({ url, encodedQuery = '' }: RestRequest): string {
  return encodedQuery === '' ? url : `${url}?${encodedQuery}`;
}

function parseBody(response: RestResponse): unknown {
  if (response.status === 204 || response.status === 205) return undefined;
  return parseJson(response.text, { origin: response.origin, maximumDepth: MAXIMUM_JSON_DEPTH });
}

function isRateLimitError(error: unknown): error is RateLimitError {
  return ConnectorError.is(error) && error.code === 'RATE_LIMITED';
}
