/** A request that is to be sent. */
export interface SubscriptionRequest {
  readonly kind: 'subscribe' | 'unsubscribe';
  readonly topics: readonly string[];
}

/** What an answer of the venue changed. */
export interface SubscriptionOutcome extends SubscriptionRequest {
  /** Those of the topics that are still wanted. */
  readonly wanted: readonly string[];
}

interface PendingRequest extends SubscriptionRequest {
  readonly deadlineMs: number;
}

type TopicState = 'subscribing' | 'confirmed' | 'refused' | 'unsubscribing';

/**
 * Which topics are wanted, and what the venue knows of that on the current connection. Answers are matched by request id, so
 * that an answer of an older connection, or one that comes twice, changes nothing. No I/O, clock or random.
 */
export class SubscriptionRegistry {
  readonly #wanted = new Set<string>();
  /** What the venue knows of a topic; a topic without a state was never asked for on this connection. */
  readonly #states = new Map<string, TopicState>();
  readonly #toSubscribe = new Set<string>();
  readonly #toUnsubscribe = new Set<string>();
  readonly #pending = new Map<number, PendingRequest>();

  get wanted(): ReadonlySet<string> {
    return this.#wanted;
  }

  get pendingRequests(): number {
    return this.#pending.size;
  }

  /** Whether a request is waiting to be sent. */
  get hasNext(): boolean {
    return this.#toSubscribe.size > 0 || this.#toUnsubscribe.size > 0;
  }

  /** When the oldest unanswered request should have been answered; undefined when none is open. */
  get earliestDeadlineMs(): number | undefined {
    for (const request of this.#pending.values()) return request.deadlineMs;
    return undefined;
  }

  /** Whether frames of some topic are to be expected. */
  get hasConfirmedWanted(): boolean {
    for (const [topic, state] of this.#states) if (state === 'confirmed' && this.#wanted.has(topic)) return true;
    return false;
  }

  /** The topics that the venue confirmed on this connection. */
  confirmed(): string[] {
    return [...this.#states].filter(([, state]) => state === 'confirmed').map(([topic]) => topic);
  }

  /**
   * A topic that the venue refused on this connection is asked for again only after it was unwanted in between.
   * @returns the topics that are wanted anew and still confirmed, because the request to end them was not sent yet.
   */
  want(topics: readonly string[]): string[] {
    const stillConfirmed: string[] = [];
    for (const topic of topics) {
      const isNew = !this.#wanted.has(topic);
      this.#wanted.add(topic);
      this.#toUnsubscribe.delete(topic);
      const state = this.#states.get(topic);
      if (state === undefined) this.#toSubscribe.add(topic);
      else if (state === 'confirmed' && isNew) stillConfirmed.push(topic);
    }
    return stillConfirmed;
  }

  unwant(topics: readonly string[]): void {
    for (const topic of topics) {
      this.#wanted.delete(topic);
      this.#toSubscribe.delete(topic);
      const state = this.#states.get(topic);
      if (state === 'confirmed') this.#toUnsubscribe.add(topic);
      if (state === 'refused') this.#states.delete(topic);
    }
  }

  /** Ends what the venue has confirmed and asks for it again, because a topic begins with how things stand. */
  renew(topics: readonly string[]): void {
    for (const topic of topics) {
      if (this.#wanted.has(topic) && this.#states.get(topic) === 'confirmed') this.#toUnsubscribe.add(topic);
    }
  }

  /** The connection is gone: nothing is confirmed or pending any more, and everything wanted is to be asked for. */
  disconnect(): void {
    this.#states.clear();
    this.#pending.clear();
    this.#toUnsubscribe.clear();
    this.#toSubscribe.clear();
    for (const topic of this.#wanted) this.#toSubscribe.add(topic);
  }

  /** Takes the next request of at most `maximumTopics` topics; it is pending under `requestId` until answered. */
  take(requestId: number, maximumTopics: number, deadlineMs: number): SubscriptionRequest | undefined {
    const kind = this.#toUnsubscribe.size > 0 ? 'unsubscribe' : 'subscribe';
    const queue = kind === 'unsubscribe' ? this.#toUnsubscribe : this.#toSubscribe;
    const topics = [...queue.values().take(maximumTopics)];
    if (topics.length === 0) return undefined;
    for (const topic of topics) {
      queue.delete(topic);
      this.#states.set(topic, kind === 'subscribe' ? 'subscribing' : 'unsubscribing');
    }
    this.#pending.set(requestId, { kind, topics, deadlineMs });
    return { kind, topics };
  }

  /** The venue accepted a request. Undefined when no such request is open. */
  acknowledge(requestId: number): SubscriptionOutcome | undefined {
    return this.#settle(requestId, 'confirmed');
  }

  /** The venue refused a request. A topic that it refuses to end counts as ended: its frames go to nobody. */
  refuse(requestId: number): SubscriptionOutcome | undefined {
    return this.#settle(requestId, 'refused');
  }

  #settle(requestId: number, answer: 'confirmed' | 'refused'): SubscriptionOutcome | undefined {
    const request = this.#pending.get(requestId);
    if (request === undefined) return undefined;
    this.#pending.delete(requestId);
    for (const topic of request.topics) {
      if (request.kind === 'unsubscribe') this.#settleEnd(topic);
      else this.#settleStart(topic, answer);
    }
    return { kind: request.kind, topics: request.topics, wanted: request.topics.filter((topic) => this.#wanted.has(topic)) };
  }

  #settleStart(topic: string, answer: 'confirmed' | 'refused'): void {
    const isWanted = this.#wanted.has(topic);
    if (answer === 'refused' && !isWanted) this.#states.delete(topic);
    else this.#states.set(topic, answer);
    if (answer === 'confirmed' && !isWanted) this.#toUnsubscribe.add(topic);
  }

  #settleEnd(topic: string): void {
    this.#states.delete(topic);
    if (this.#wanted.has(topic)) this.#toSubscribe.add(topic);
  }
}
