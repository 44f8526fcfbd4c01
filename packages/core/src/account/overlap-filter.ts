/**
 * Lets each event through once while two connections deliver the same events: of one that the first has told n times, the second
 * only tells what it has more of. Forgets the oldest when there are too many.
 */
export class OverlapFilter {
  readonly #limit: number;
  /** By connection: how often it has told an event that the other one has not told yet. */
  readonly #unmatched = new Map<number, Map<string, number>>();

  /** @param limit how many different events of one connection are remembered */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Whether the event is to be told; false when the other connection has told it already. */
  admits(connection: number, identity: string): boolean {
    for (const [other, told] of this.#unmatched) {
      if (other === connection) continue;
      const count = told.get(identity);
      if (count === undefined) continue;
      if (count === 1) told.delete(identity);
      else told.set(identity, count - 1);
      return false;
    }
    let own = this.#unmatched.get(connection);
    if (own === undefined) this.#unmatched.set(connection, (own = new Map<string, number>()));
    own.set(identity, (own.get(identity) ?? 0) + 1);
    if (own.size > this.#limit) {
      for (const oldest of own.keys()) {
        own.delete(oldest);
        break;
      }
    }
    return true;
  }
}
