/** One HTTP request, ready to be sent. */
export interface HttpRequest {
  readonly method: string;
  /** Absolute, with the query exactly as it was signed. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** From the call of `send` to the last byte of the answer. */
  readonly timeoutMs: number;
  /** Largest body of an answer, after decompression. Default 32 MiB. */
  readonly maximumBodyBytes?: number;
  readonly signal?: AbortSignal;
}

/** An answer, read whole. */
export interface HttpResponse {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  readonly text: string;
  /** Our wall clock when the head of the answer was there. */
  readonly receivedWallMs: number;
}

/** Sends HTTP requests. It neither retries nor follows redirects, and every status is an answer, not an error. */
export interface HttpClient {
  /**
   * @throws ConfigurationError for a URL that the transport policy forbids; NetworkError (`mayHaveBeenSent` is false only when
   * that is certain); TimeoutError; AbortedError. None of them shows query, headers or body.
   */
  send(request: HttpRequest): Promise<HttpResponse>;
  readonly openRequests: number;
  /** Ends open requests with `AbortedError` and refuses new ones; resolves when none is left. */
  close(): Promise<void>;
}
