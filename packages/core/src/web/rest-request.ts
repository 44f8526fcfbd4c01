import type { ThrottleLane } from '../throttle/rate-limit.ts';

export type RestMethod = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** Parameters in the order in which they are written; undefined ones are left out. */
export type RestParameters = Readonly<Record<string, string | number | boolean | undefined>>;

/** A request before it is sent. Processors and authenticators return a changed copy and leave this one alone. */
export interface RestRequest {
  readonly method: RestMethod;
  /** Absolute URL without a query. */
  readonly url: string;
  readonly parameters: RestParameters;
  /**
   * The query string exactly as it will be sent, without `?`, once an authenticator has written (and signed) it; while it is
   * undefined, `parameters` are percent-encoded into it.
   */
  readonly encodedQuery?: string;
  /** The body exactly as it will be sent. */
  readonly body?: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly isAuthRequired: boolean;
  /** The rate limit that is charged. */
  readonly limitId: string;
  readonly lane: ThrottleLane;
  readonly timeoutMs: number;
}

/** What a caller of `RestAssistant.execute` says. */
export interface RestCall {
  /** A path of the venue, resolved by the factory's `resolveUrl`; or `url`. */
  readonly path?: string;
  readonly url?: string;
  /** Default GET. */
  readonly method?: RestMethod;
  readonly parameters?: RestParameters;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Default false. */
  readonly isAuthRequired?: boolean;
  /** Default: the path. */
  readonly limitId?: string;
  /** Default `query`. */
  readonly lane?: ThrottleLane;
  /** Default 10,000 ms, measured from the moment of sending. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
  /** Told at once the number by which log lines and errors name this request; a repetition after a clock error keeps it. */
  readonly onNumbered?: (requestId: number) => void;
}
