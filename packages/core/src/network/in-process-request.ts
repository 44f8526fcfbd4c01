import type { Clock } from '../runtime/clock.ts';
import type { RequestServer, ServerReply } from '../runtime/server-socket.ts';
import type { DeliveryQueue } from './delivery-queue.ts';

/** What goes wrong with a request, and whether the server has seen (and done) it by then. */
export type RequestFault =
  | { readonly kind: 'reset' | 'hang'; readonly when: 'before-server' | 'after-server' }
  /** Something in between answers in place of the server, having passed the request on or not. */
  | { readonly kind: 'answer'; readonly when: 'before-server' | 'after-server'; readonly reply: ServerReply };

/** What an in-process request needs of its network. */
export interface RequestSurroundings {
  readonly clock: Clock;
  /** Undefined when nobody listens there. */
  readonly server: Partial<RequestServer> | undefined;
  readonly fault: RequestFault | undefined;
  readonly toServer: DeliveryQueue;
  readonly toClient: DeliveryQueue;
  /** Keeps the network busy until `work` is done. */
  busyWith<Value>(work: Promise<Value>): Promise<Value>;
  onEnded(): void;
}

const BODYLESS: ReadonlySet<number> = new Set([204, 205, 304]);

/** One HTTP exchange of the in-process network; it fails in the way of the platform's `fetch`. */
export class InProcessRequest {
  readonly answer: Promise<Response>;
  readonly #request: Request;
  readonly #surroundings: RequestSurroundings;
  readonly #resolve: (response: Response) => void;
  readonly #reject: (error: unknown) => void;
  readonly #onAbort = (): void => this.#fail(this.#request.signal.reason);
  #isEnded = false;

  constructor(request: Request, surroundings: RequestSurroundings) {
    this.#request = request;
    this.#surroundings = surroundings;
    const { promise, resolve, reject } = Promise.withResolvers<Response>();
    this.answer = promise;
    this.#resolve = resolve;
    this.#reject = reject;
    this.#start().catch((error: unknown) => this.#fail(error));
  }

  async #start(): Promise<void> {
    const { signal } = this.#request;
    signal.addEventListener('abort', this.#onAbort, { once: true });
    const body = await this.#surroundings.busyWith(this.#request.text());
    signal.throwIfAborted();
    if (this.#surroundings.server === undefined) throw failure('ECONNREFUSED', 'connect');
    this.#surroundings.toServer.add(() => this.#arrive(body));
  }

  #arrive(body: string): void {
    const { server, fault } = this.#surroundings;
    if (fault?.when === 'before-server') {
      this.#suffer(fault);
      return;
    }
    const handle = async (): Promise<void> => {
      const reply = await server?.onRequest?.({
        method: this.#request.method,
        url: this.#request.url,
        headers: new Map(this.#request.headers),
        body,
      });
      if (reply === undefined) throw new Error('the server gave no reply');
      if (reply === 'reset') this.#suffer({ kind: 'reset', when: 'after-server' });
      else if (fault === undefined) this.#surroundings.toClient.add(() => this.#complete(reply));
      else this.#suffer(fault);
    };
    handle().catch((error: unknown) => this.#surfaceFault(error));
  }

  /** A server that throws is a mistake in the test: its client sees a reset, and whoever moves the clock sees the error. */
  #surfaceFault(error: unknown): void {
    this.#suffer({ kind: 'reset', when: 'after-server' });
    this.#surroundings.clock.setTimer(0, () => {
      throw error instanceof Error ? error : new Error('the server threw something that is no error');
    });
  }

  #suffer(fault: RequestFault): void {
    if (fault.kind === 'reset') this.#surroundings.toClient.add(() => this.#fail(failure('ECONNRESET', 'read')));
    if (fault.kind === 'answer') this.#surroundings.toClient.add(() => this.#complete(fault.reply));
  }

  #complete(reply: ServerReply): void {
    if (this.#request.redirect === 'error' && reply.status >= 301 && reply.status <= 308 && reply.status !== 304) {
      this.#fail(new TypeError('fetch failed', { cause: new Error('unexpected redirect') }));
      return;
    }
    this.#end(() => {
      const body = BODYLESS.has(reply.status) ? null : bodyOf(reply);
      this.#resolve(new Response(body, { status: reply.status, headers: { ...reply.headers } }));
    });
  }

  #fail(error: unknown): void {
    this.#end(() => this.#reject(error));
  }

  #end(settle: () => void): void {
    if (this.#isEnded) return;
    this.#isEnded = true;
    this.#request.signal.removeEventListener('abort', this.#onAbort);
    this.#surroundings.onEnded();
    settle();
  }
}

/** The body as text, or as a stream that breaks where the server broke it. */
function bodyOf({ body, cutBodyAfter }: ServerReply): string | ReadableStream<Uint8Array> {
  if (cutBodyAfter === undefined) return body;
  return new ReadableStream({
    start(controller) {
      if (cutBodyAfter > 0) controller.enqueue(new TextEncoder().encode(body.slice(0, cutBodyAfter)));
    },
    // In `pull`, because an error in `start` would throw away what was sent before it.
    pull(controller) {
      controller.error(failure('ECONNRESET', 'read'));
    },
  });
}

/** An error of the form that the platform's `fetch` throws. */
function failure(code: string, syscall: string): TypeError {
  return new TypeError('fetch failed', { cause: Object.assign(new Error(`${syscall} ${code}`), { code, syscall }) });
}
