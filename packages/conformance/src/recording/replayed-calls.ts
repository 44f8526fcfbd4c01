import type { RecordedCall } from './recording.ts';

/** A request of the connector that is answered from a recording. */
export interface AskedRequest {
  readonly method: string;
  /** Absolute, with the query; whose host is asked makes no difference. */
  readonly url: string;
  readonly body: string;
}

/** Parameters that are another each time, or that a recording does not keep. */
const VOLATILE = /time|stamp|nonce|window|sign|since|start|end|from|key|token|pass|id$/i;

/** Answers requests from recorded ones: by method, path and parameters, each reply once and in order; after the last, the last again. */
export class ReplayedCalls {
  readonly #unused: Set<RecordedCall>;
  readonly #used: RecordedCall[] = [];
  readonly #unanswered: string[] = [];

  constructor(calls: readonly RecordedCall[]) {
    this.#unused = new Set(calls.filter(({ reply }) => reply !== undefined));
  }

  /** The recorded requests that nobody has asked for. */
  get unused(): readonly RecordedCall[] {
    return [...this.#unused];
  }

  /** What was asked and stands nowhere in the recording: method and path, each once. */
  get unanswered(): readonly string[] {
    return [...new Set(this.#unanswered)];
  }

  /** Undefined when the recording holds no such request. */
  find(asked: AskedRequest): RecordedCall | undefined {
    const found = best(asked, [...this.#unused]) ?? best(asked, this.#used.toReversed());
    if (found === undefined) {
      this.#unanswered.push(`${asked.method} ${new URL(asked.url).pathname}`);
    } else if (this.#unused.delete(found)) {
      this.#used.push(found);
    }
    return found;
  }
}

/** The first of those that agree best. */
function best(asked: AskedRequest, calls: readonly RecordedCall[]): RecordedCall | undefined {
  let found: { readonly call: RecordedCall; readonly agreement: number } | undefined;
  for (const call of calls) {
    const agreement = agreementOf(asked, call);
    if (agreement !== undefined && agreement > (found?.agreement ?? -1)) found = { call, agreement };
  }
  return found?.call;
}

/** How many parameters are the same; undefined when it is another request. */
function agreementOf(asked: AskedRequest, { request }: RecordedCall): number | undefined {
  const [url, recorded] = [new URL(asked.url), new URL(request.url)];
  if (asked.method !== request.method || url.pathname !== recorded.pathname) return undefined;
  let agreement = asked.body === request.body ? 1 : 0;
  for (const name of new Set([...url.searchParams.keys(), ...recorded.searchParams.keys()])) {
    if (url.searchParams.get(name) === recorded.searchParams.get(name)) agreement += 1;
    // What a private request asked for may have been replaced in the recording.
    else if (request.access === 'public' && !VOLATILE.test(name)) return undefined;
  }
  return agreement;
}
