import type { TradeUpdate } from '../model/trade-update.ts';

/** Remembers the identities of the fills of forgotten orders, so that a repeated message is told from a foreign fill. Bounded: the oldest go first. */
export class FillLedger {
  readonly #capacity: number;
  readonly #known = new Set<string>();
  /** The identities in a ring, to find the oldest. */
  readonly #ring: string[] = [];
  #next = 0;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  has(fill: TradeUpdate): boolean {
    return this.#known.has(fillIdentity(fill));
  }

  add(fill: TradeUpdate): void {
    this.addIdentity(fillIdentity(fill));
  }

  /** Adds what `fillIdentity` has made of a fill, for instance in an earlier program. */
  addIdentity(identity: string): void {
    if (this.#known.has(identity)) return;
    const oldest = this.#ring[this.#next];
    if (oldest !== undefined) this.#known.delete(oldest);
    this.#ring[this.#next] = identity;
    this.#known.add(identity);
    this.#next = (this.#next + 1) % this.#capacity;
  }
}

/** (trading pair, exchange order id, trade id) as one text; unambiguous, because each part is quoted. */
export function fillIdentity(fill: Pick<TradeUpdate, 'tradingPair' | 'exchangeOrderId' | 'tradeId'>): string {
  return JSON.stringify([fill.tradingPair, fill.exchangeOrderId, fill.tradeId]);
}
