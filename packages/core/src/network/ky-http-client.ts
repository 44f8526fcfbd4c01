import ky from 'ky';
import { onAbort } from '../clock/on-abort.ts';
import { withDeadline } from '../clock/with-deadline.ts';
import { AbortedError } from '../errors/aborted-error.ts';
import { ConnectorError } from '../errors/connector-error.ts';
import { NetworkError } from '../errors/network-error.ts';
import { scrubPath } from '../log/scrub-text.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { BodyTooLarge, readBoundedText } from './bounded-body.ts';
import type { HttpClient, HttpRequest, HttpResponse } from './http-client.ts';
import type { TransportSubject } from './transport-failure.ts';
import { transportFailure } from './transport-failure.ts';
import { checkedUrl } from './transport-policy.ts';

const DEFAULT_MAXIMUM_BODY_BYTES = 33_554_432;

/** HTTP through ky and the runtime's `fetch`, with deadlines of the runtime's clock. Connections are kept alive by the platform. */
export class KyHttpClient implements HttpClient {
  readonly #runtime: Pick<Runtime, 'clock' | 'fetch' | 'allowsPlainText'>;
  /** The exchanges that are going on, each with what ends it. */
  readonly #open = new Map<Promise<HttpResponse>, AbortController>();
  #isClosed = false;

  constructor(runtime: Pick<Runtime, 'clock' | 'fetch' | 'allowsPlainText'>) {
    this.#runtime = runtime;
  }

  get openRequests(): number {
    return this.#open.size;
  }

  async send(request: HttpRequest): Promise<HttpResponse> {
    const url = checkedUrl(request.url, 'http', this.#runtime.allowsPlainText ?? false);
    const subject: TransportSubject = { method: request.method, host: url.host, path: url.pathname };
    const name = `${subject.method} ${subject.host}${scrubPath(subject.path)}`;
    if (this.#isClosed) throw new AbortedError(name, { mayHaveBeenSent: false });
    const controller = new AbortController();
    const answer = this.#sendWithDeadline(request, controller, subject, name);
    this.#open.set(answer, controller);
    try {
      return await answer;
    } finally {
      this.#open.delete(answer);
    }
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    for (const controller of this.#open.values()) controller.abort();
    await Promise.allSettled(this.#open.keys());
  }

  async #sendWithDeadline(
    request: HttpRequest,
    controller: AbortController,
    subject: TransportSubject,
    name: string,
  ): Promise<HttpResponse> {
    const exchange: Exchange = { wasHandedOver: false };
    if (request.signal?.aborted === true) controller.abort();
    const stopListening = request.signal && onAbort(request.signal, () => controller.abort());
    try {
      return await withDeadline(
        this.#runtime.clock,
        name,
        request.timeoutMs,
        controller.signal,
        (signal) => this.#exchange(request, signal, exchange),
        { mayHaveBeenSent: () => exchange.wasHandedOver },
      );
    } catch (error) {
      throw classified(error, subject, exchange.wasHandedOver);
    } finally {
      stopListening?.();
    }
  }

  async #exchange(request: HttpRequest, signal: AbortSignal, exchange: Exchange): Promise<HttpResponse> {
    const response = await ky(request.url, {
      method: request.method,
      headers: { ...request.headers },
      ...(request.body === undefined ? {} : { body: request.body }),
      retry: 0,
      timeout: false,
      throwHttpErrors: false,
      redirect: 'error',
      signal,
      fetch: (input, init) => {
        signal.throwIfAborted();
        exchange.wasHandedOver = true;
        return this.#runtime.fetch(input instanceof Request ? input : new Request(input, init));
      },
    });
    const receivedWallMs = this.#runtime.clock.wallMs();
    const text = await readBoundedText(response, request.maximumBodyBytes ?? DEFAULT_MAXIMUM_BODY_BYTES);
    return { status: response.status, headers: new Map(response.headers), text, receivedWallMs };
  }
}

interface Exchange {
  /** Whether the request was given to the platform. */
  wasHandedOver: boolean;
}

function classified(error: unknown, subject: TransportSubject, wasHandedOver: boolean): Error {
  if (ConnectorError.is(error)) return error;
  if (error instanceof BodyTooLarge) {
    return new NetworkError({
      host: subject.host,
      problem: `${subject.method} ${scrubPath(subject.path)}: the answer is too large`,
      mayHaveBeenSent: true,
    });
  }
  const problem = wasHandedOver ? 'the request failed' : 'the request cannot be sent as it is';
  return transportFailure(subject, error, problem, wasHandedOver);
}
