import type { MaybePromise } from '../model/maybe-promise.ts';

/** Finds the address of the next connection, where it has to be made; one search at a time. */
export class AddressSearch {
  #current: AbortController | undefined;

  /** Exactly one of the two is called, later, unless the search is cancelled. */
  begin(make: (signal: AbortSignal) => MaybePromise<string>, onFound: (url: string) => void, onFailure: (error: unknown) => void): void {
    const search = new AbortController();
    this.#current = search;
    const isStillWanted = (): boolean => {
      if (this.#current !== search) return false;
      this.#current = undefined;
      return true;
    };
    Promise.resolve(search.signal)
      .then(make)
      .then(
        (url) => {
          if (isStillWanted()) onFound(url);
        },
        (error: unknown) => {
          if (isStillWanted()) onFailure(error);
        },
      );
  }

  cancel(): void {
    this.#current?.abort();
    this.#current = undefined;
  }
}
