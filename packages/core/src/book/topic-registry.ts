import type { TrackedBook } from './tracked-book.ts';

/** Which topics feed which books, and which of them the venue has confirmed on the current connection. */
export class TopicRegistry {
  readonly #books = new Map<string, Set<TrackedBook>>();
  readonly #confirmed = new Set<string>();

  get topics(): string[] {
    return [...this.#books.keys()];
  }

  /** @returns the topics that no other book has brought. */
  add(tracked: TrackedBook): string[] {
    const fresh: string[] = [];
    for (const topic of tracked.topics) {
      const books = this.#books.get(topic);
      if (books !== undefined) {
        books.add(tracked);
        continue;
      }
      this.#books.set(topic, new Set([tracked]));
      fresh.push(topic);
    }
    return fresh;
  }

  /** @returns the topics that no other book needs. */
  remove(tracked: TrackedBook): string[] {
    const unneeded: string[] = [];
    for (const topic of tracked.topics) {
      const books = this.#books.get(topic);
      if (books === undefined) continue;
      books.delete(tracked);
      if (books.size > 0) continue;
      this.#books.delete(topic);
      this.#confirmed.delete(topic);
      unneeded.push(topic);
    }
    return unneeded;
  }

  confirm(topics: readonly string[]): void {
    for (const topic of topics) if (this.#books.has(topic)) this.#confirmed.add(topic);
  }

  /** The connection is gone, and with it every confirmation. */
  forgetConfirmations(): void {
    this.#confirmed.clear();
  }

  clear(): void {
    this.#books.clear();
    this.#confirmed.clear();
  }

  booksOf(topics: readonly string[]): Set<TrackedBook> {
    const found = new Set<TrackedBook>();
    for (const topic of topics) for (const tracked of this.#books.get(topic) ?? []) found.add(tracked);
    return found;
  }

  /** The topics that feed this book alone. */
  ownOf(tracked: TrackedBook): string[] {
    return tracked.topics.filter((topic) => this.#books.get(topic)?.size === 1);
  }

  isConfirmed(tracked: TrackedBook): boolean {
    return tracked.topics.length > 0 && tracked.topics.every((topic) => this.#confirmed.has(topic));
  }
}
