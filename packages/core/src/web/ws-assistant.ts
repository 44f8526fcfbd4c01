import type { Authenticator } from './authenticator.ts';
import { missingAuthenticator } from './rest-preparation.ts';
import type { TimeSynchronizer } from './time-synchronizer.ts';
import type { WsRequest } from './ws-request.ts';

/** Turns requests into the frames that are sent; a stream session owns the connection. */
export class WsAssistant {
  readonly #authenticator: Authenticator | undefined;
  readonly #timeSynchronizer: TimeSynchronizer;

  constructor(options: { readonly authenticator: Authenticator | undefined; readonly timeSynchronizer: TimeSynchronizer }) {
    this.#authenticator = options.authenticator;
    this.#timeSynchronizer = options.timeSynchronizer;
  }

  /**
   * A frame, text or binary, authenticated with the venue's time of now where the request asks for that.
   * @throws ConfigurationError when authentication is asked for and there are no keys; whatever the authenticator throws.
   */
  async encode(request: WsRequest): Promise<string | Uint8Array> {
    let ready = request;
    if (request.isAuthRequired) {
      if (this.#authenticator === undefined) throw missingAuthenticator('WebSocket request');
      ready = await this.#authenticator.wsAuthenticate(request, this.#timeSynchronizer.nowMs());
    }
    const { payload } = ready;
    return typeof payload === 'string' || payload instanceof Uint8Array ? payload : JSON.stringify(payload);
  }
}
