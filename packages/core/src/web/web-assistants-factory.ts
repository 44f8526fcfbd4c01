import { isClockError } from '../errors/clock-error.ts';
import type { HttpClient, HttpRequest, HttpResponse } from '../network/http-client.ts';
import { KyHttpClient } from '../network/ky-http-client.ts';
import type { Runtime } from '../runtime/runtime.ts';
import type { Throttler } from '../throttle/throttler.ts';
import type { Authenticator } from './authenticator.ts';
import type { RateFeedback, ResponseClassifier, RestPostProcessor, RestPreProcessor } from './processors.ts';
import type { RestCaller } from './request-context.ts';
import { RestAssistant, type RateLimitScope } from './rest-assistant.ts';
import type { TimeSynchronizer } from './time-synchronizer.ts';
import { UsageFeedback } from './usage-feedback.ts';
import { Turnstile } from './turnstile.ts';
import { WaitNotice } from './wait-notice.ts';
import { WsAssistant } from './ws-assistant.ts';

/** What is particular about the way to a venue. */
export interface WebAssistantsFactoryOptions {
  readonly runtime: Runtime;
  readonly throttler: Throttler;
  readonly timeSynchronizer: TimeSynchronizer;
  /** Absent: public endpoints only. */
  readonly authenticator?: Authenticator | undefined;
  /** The absolute URL of a path. */
  readonly resolveUrl: (path: string, isAuthRequired: boolean) => string;
  readonly classify: ResponseClassifier;
  /** Whether a request was refused for its timestamp alone, and not executed. Default: every `ClockError`. */
  readonly isClockError?: (error: unknown) => boolean;
  /**
   * Asks the venue's time in ms, through a caller that asks for no time itself. Absent: our wall clock is believed, and a
   * clock error is not repeated.
   */
  readonly serverTime?: (rest: RestCaller, signal?: AbortSignal) => Promise<number>;
  /** Reads the venue's counts of rate limits out of each response; the throttler is told. Absent: the venue tells none. */
  readonly rateFeedback?: RateFeedback;
  /** Default: every limit that the refused call is charged to; for a ban also every other one of scope `ip`. */
  readonly rateLimitScope?: RateLimitScope;
  /** Called in order, after the throttle wait and before signing; a slow one makes permits grow old. */
  readonly restPreProcessors?: readonly RestPreProcessor[];
  /** Called in order, before the answer is judged. */
  readonly restPostProcessors?: readonly RestPostProcessor[];
  /** Allows `http:` to other hosts than this one, which shows keys to the network. Default: what the runtime allows. */
  readonly allowPlainText?: boolean;
  /** Default: ky over the runtime's `fetch`. Called for the first request, and again for the first after `close`. */
  readonly createHttpClient?: () => HttpClient;
}

/** Makes the assistants of one connector; they share throttler, time, keys and connections. */
export class WebAssistantsFactory {
  readonly #options: WebAssistantsFactoryOptions;
  /** Tells the throttler the venue's counts, also those that do not come by REST. */
  readonly usageFeedback: UsageFeedback;
  readonly #waitNotice: WaitNotice;
  readonly #turnstile: Turnstile;
  #lastRequestId = 0;
  #http: HttpClient | undefined;
  #life = new AbortController();

  constructor(options: WebAssistantsFactoryOptions) {
    this.#options = options;
    const { runtime, throttler, timeSynchronizer } = options;
    this.#waitNotice = new WaitNotice(runtime.clock, runtime.log);
    this.#turnstile = new Turnstile(runtime.clock);
    this.usageFeedback = new UsageFeedback({ clock: runtime.clock, log: runtime.log, throttler, timeSynchronizer });
  }

  /** A caller that signs with the venue's time; see `RestAssistant`. */
  createRestAssistant(): RestCaller {
    const { serverTime, timeSynchronizer } = this.#options;
    if (serverTime === undefined) return this.#createRestAssistant(undefined);
    const rest = this.#createRestAssistant(undefined);
    const provider = (): Promise<number> => serverTime(rest, this.#life.signal);
    return this.#createRestAssistant({
      initialise: (signal) => timeSynchronizer.initialise(provider, signal),
      resynchronise: (signal) => timeSynchronizer.resynchronise(provider, signal),
    });
  }

  createWsAssistant(): WsAssistant {
    return new WsAssistant({ authenticator: this.#options.authenticator, timeSynchronizer: this.#options.timeSynchronizer });
  }

  /**
   * Asks the venue for its time and adds a sample; does nothing without `serverTime`.
   * @throws what the request throws; the samples stay then.
   */
  async synchroniseTime(signal?: AbortSignal): Promise<void> {
    const { serverTime, timeSynchronizer } = this.#options;
    if (serverTime === undefined) return;
    const either = signal === undefined ? this.#life.signal : AbortSignal.any([this.#life.signal, signal]);
    await timeSynchronizer.updateServerTimeOffset(() => serverTime(this.#createRestAssistant(undefined), either));
  }

  /**
   * As after a clock error: older samples are dropped if the new one differs by more than 1 s from the offset in use. Does
   * nothing without `serverTime`.
   * @throws what the request throws; the samples stay then.
   */
  async resynchroniseTime(signal?: AbortSignal): Promise<void> {
    const { serverTime, timeSynchronizer } = this.#options;
    if (serverTime === undefined) return;
    await timeSynchronizer.resynchronise(() => serverTime(this.#createRestAssistant(undefined), this.#life.signal), signal);
  }

  /** Requests that are under way. */
  get openRequests(): number {
    return this.#http?.openRequests ?? 0;
  }

  /** Ends every request with AbortedError and closes the connections. The factory and its assistants can be used again. */
  async close(): Promise<void> {
    const http = this.#http;
    this.#http = undefined;
    this.#life.abort();
    this.#life = new AbortController();
    await http?.close();
  }

  #createRestAssistant(venueTime: ConstructorParameters<typeof RestAssistant>[0]['venueTime']): RestAssistant {
    const { throttler, timeSynchronizer, authenticator, resolveUrl, classify, rateFeedback } = this.#options;
    return new RestAssistant({
      http: { send: (request) => this.#send(request) },
      throttler,
      timeSynchronizer,
      log: this.#options.runtime.log,
      waitNotice: this.#waitNotice,
      turnstile: this.#turnstile,
      nextRequestId: () => (this.#lastRequestId += 1),
      authenticator,
      resolveUrl,
      classify,
      isClockError: this.#options.isClockError ?? isClockError,
      rateLimitScope:
        this.#options.rateLimitScope ?? ((error, charged) => (error.isBan ? [...charged, ...throttler.limitIdsOfScope('ip')] : charged)),
      preProcessors: this.#options.restPreProcessors ?? [],
      postProcessors: this.#options.restPostProcessors ?? [],
      ...(rateFeedback === undefined ? {} : { feedback: { read: rateFeedback, to: this.usageFeedback } }),
      ...(venueTime === undefined ? {} : { venueTime }),
    });
  }

  #send(request: HttpRequest): Promise<HttpResponse> {
    this.#http ??= this.#createHttpClient();
    return this.#http.send(request);
  }

  #createHttpClient(): HttpClient {
    const { runtime, allowPlainText, createHttpClient } = this.#options;
    if (createHttpClient !== undefined) return createHttpClient();
    const allowsPlainText = allowPlainText ?? runtime.allowsPlainText ?? false;
    return new KyHttpClient({ clock: runtime.clock, fetch: (request) => runtime.fetch(request), allowsPlainText });
  }
}
