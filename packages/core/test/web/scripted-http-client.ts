import type { HttpClient, HttpRequest, HttpResponse } from '../../src/network/http-client.ts';

/** How one request ends. */
export interface ScriptedAnswer {
  /** Default 200. */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** The body as it is, instead of `body` as JSON. */
  readonly text?: string;
}

/** Answers requests from a script, or by a function, and keeps them. */
export class ScriptedHttpClient implements HttpClient {
  readonly requests: HttpRequest[] = [];
  readonly #answers: ((request: HttpRequest) => ScriptedAnswer | Promise<ScriptedAnswer>)[] = [];
  isClosed = false;

  get openRequests(): number {
    return 0;
  }

  /** The next request gets this answer. */
  answer(...answers: readonly (ScriptedAnswer | Error)[]): void {
    for (const answer of answers) this.answerBy(() => (answer instanceof Error ? Promise.reject(answer) : answer));
  }

  answerBy(answer: (request: HttpRequest) => ScriptedAnswer | Promise<ScriptedAnswer>): void {
    this.#answers.push(answer);
  }

  async send(request: HttpRequest): Promise<HttpResponse> {
    this.requests.push(request);
    const answer = this.#answers.shift();
    if (answer === undefined) throw new Error(`nobody expected ${request.method} ${request.url}`);
    const { status = 200, headers = {}, body, text } = await answer(request);
    return { status, headers: new Map(Object.entries(headers)), text: text ?? JSON.stringify(body ?? {}), receivedWallMs: 0 };
  }

  close(): Promise<void> {
    this.isClosed = true;
    return Promise.resolve();
  }
}
