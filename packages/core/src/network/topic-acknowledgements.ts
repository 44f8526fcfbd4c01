/** What a request frame of topics asked for. */
export type TopicRequestKind = 'subscribe' | 'unsubscribe';

interface OpenRequest {
  readonly kind: TopicRequestKind;
  readonly topics: Set<string>;
}

/**
 * Finds out which requests a venue has accepted where it does not name them by id: it repeats their topics, lists all topics that are
 * followed now, or just sends the first data. For data sources, which tell core by request id.
 */
export class TopicAcknowledgements {
  readonly #open = new Map<number, OpenRequest>();

  /** A request frame is being made. */
  sent(kind: TopicRequestKind, topics: readonly string[], requestId: number): void {
    this.#open.set(requestId, { kind, topics: new Set(topics) });
  }

  /** The venue has named a topic, or sent data of it. @returns the ids of the requests of which nothing is open any more. */
  confirm(kind: TopicRequestKind, topics: Iterable<string>): readonly number[] {
    const named = [...topics];
    for (const request of this.#open.values()) {
      if (request.kind === kind) for (const topic of named) request.topics.delete(topic);
    }
    return this.#settle((request) => request.kind === kind && request.topics.size === 0);
  }

  /** The venue has listed everything that is followed now. @returns the ids of the requests that have come true. */
  list(followed: Iterable<string>): readonly number[] {
    const all = new Set(followed);
    return this.#settle(({ kind, topics }) => [...topics].every((topic) => all.has(topic) === (kind === 'subscribe')));
  }

  /** The venue has refused these topics. @returns the ids of the requests that asked for any of them. */
  refuse(topics: Iterable<string>): readonly number[] {
    const refused = new Set(topics);
    return this.#settle(({ topics }) => [...topics].some((topic) => refused.has(topic)));
  }

  /** A fresh connection: what was asked on the one before is void. */
  clear(): void {
    this.#open.clear();
  }

  #settle(isSettled: (request: OpenRequest) => boolean): readonly number[] {
    const settled = [...this.#open].filter(([, request]) => isSettled(request)).map(([requestId]) => requestId);
    for (const requestId of settled) this.#open.delete(requestId);
    return settled;
  }
}
