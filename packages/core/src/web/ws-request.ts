/** A frame before it is sent. */
export interface WsRequest {
  /** JSON-encoded when it is an object; bytes are sent as they are, in a binary frame. */
  readonly payload: string | Uint8Array | Readonly<Record<string, unknown>>;
  readonly isAuthRequired: boolean;
}
