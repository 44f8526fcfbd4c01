/** The accounts whose private events one socket follows. */
export class PrivateSubscriptions {
  readonly #numbers = new Map<string, number>();
  /** Those that end with a stream key. */
  readonly #streamKeys = new Map<string, string>();

  /** The dialect's number of each subscription; a live view. */
  get numbers(): ReadonlyMap<string, number> {
    return this.#numbers;
  }

  start(account: string, number: number, streamKey: string | undefined): void {
    this.#numbers.set(account, number);
    if (streamKey === undefined) this.#streamKeys.delete(account);
    else this.#streamKeys.set(account, streamKey);
  }

  /** @returns the dialect's number of it; undefined when there is none. */
  end(account: string): number | undefined {
    const number = this.#numbers.get(account);
    this.#numbers.delete(account);
    this.#streamKeys.delete(account);
    return number;
  }

  /** The accounts whose subscription was made by this key. */
  madeBy(streamKey: string): readonly string[] {
    return [...this.#streamKeys].filter(([, key]) => key === streamKey).map(([account]) => account);
  }

  clear(): void {
    this.#numbers.clear();
    this.#streamKeys.clear();
  }
}
