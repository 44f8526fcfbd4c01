/** A frame before it is sent. */
export interface WsRequest {
  /** JSON-encoded when it is an object. */
  readonly payload: string | Readonly<Record<string, unknown>>;
  readonly isAuthRequired: boolean;
}
