/** Lets one pass at a time, in the order in which they came. */
export class Turnstile {
  #last: Promise<void> = Promise.resolve();

  /** Resolves when everybody before has gone on; the turn lasts until `leave` is called, which may be done more than once. */
  async enter(): Promise<{ leave(): void }> {
    const before = this.#last;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#last = promise;
    await before;
    return { leave: resolve };
  }
}
