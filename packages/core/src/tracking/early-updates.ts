import type { TradingPair } from '../model/trading-pair.ts';
import type { OrderUpdateInput, TradeUpdateInput } from '../orders/tracker-input.ts';

/** What the venue told of an order by its own id, before we knew that id. */
export type EarlyInput = OrderUpdateInput | TradeUpdateInput;

/**
 * Keeps what the venue tells of orders that nobody knows yet, so that it can be applied when one of them turns out to be ours:
 * the message of a fill may overtake the answer that tells the order's exchange id. Bounded; the oldest are forgotten first.
 */
export class EarlyUpdates {
  readonly #capacity: number;
  /** By market and exchange id, oldest first. */
  readonly #inputs = new Map<string, EarlyInput[]>();
  #size = 0;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /** Inputs that are kept. */
  get size(): number {
    return this.#size;
  }

  /** Keeps one; does nothing without an exchange id, because nothing will name its order later. */
  keep(input: EarlyInput): void {
    const { exchangeOrderId, tradingPair } = input.update;
    if (exchangeOrderId === undefined) return;
    const key = keyOf(tradingPair, exchangeOrderId);
    const kept = this.#inputs.get(key);
    if (kept === undefined) this.#inputs.set(key, [input]);
    else kept.push(input);
    this.#size += 1;
    while (this.#size > this.#capacity) this.#forgetOldest();
  }

  /** Takes out what was kept for an order, in the order of arrival. */
  take(tradingPair: TradingPair, exchangeOrderId: string): readonly EarlyInput[] {
    if (this.#size === 0) return [];
    const key = keyOf(tradingPair, exchangeOrderId);
    const kept = this.#inputs.get(key);
    if (kept === undefined) return [];
    this.#inputs.delete(key);
    this.#size -= kept.length;
    return kept;
  }

  #forgetOldest(): void {
    for (const [key, kept] of this.#inputs) {
      this.#inputs.delete(key);
      this.#size -= kept.length;
      return;
    }
  }
}

function keyOf(tradingPair: TradingPair, exchangeOrderId: string): string {
  return `${tradingPair} ${exchangeOrderId}`;
}
