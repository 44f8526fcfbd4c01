/** A venue's answer, read whole. */
export interface RestResponse {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  /** The body as text; `parseJson` of `network/json.ts` reads it without losing digits. */
  readonly text: string;
  /** Method, host and path: what may be named in an error. */
  readonly origin: string;
  readonly receivedWallMs: number;
}
