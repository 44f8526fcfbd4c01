import { type Decimal, type TradingPair, ZERO } from '@venuekit/core/connector';
import type { VenueTrade } from '../model/trade.ts';

const KEPT = 1_000;

/** The latest trades of one market, at least 1,000 of them, and their ids. */
export class TradeTape {
  readonly #tradingPair: TradingPair;
  #recent: VenueTrade[] = [];
  #lastTradeId = 0;

  constructor(tradingPair: TradingPair) {
    this.#tradingPair = tradingPair;
  }

  get last(): VenueTrade | undefined {
    return this.#recent.at(-1);
  }

  /** 0 before the first trade. */
  get lastPrice(): Decimal {
    return this.last?.price ?? ZERO;
  }

  print(trade: Omit<VenueTrade, 'tradeId' | 'tradingPair' | 'quoteAmount'>): VenueTrade {
    this.#lastTradeId += 1;
    const printed: VenueTrade = {
      tradeId: this.#lastTradeId,
      tradingPair: this.#tradingPair,
      price: trade.price,
      amount: trade.amount,
      quoteAmount: trade.price.times(trade.amount),
      takerSide: trade.takerSide,
      timeMs: trade.timeMs,
    };
    this.#recent.push(printed);
    if (this.#recent.length > 2 * KEPT) this.#recent = this.#recent.slice(-KEPT);
    return printed;
  }

  /** The newest trades, oldest first. */
  recent(limit: number): readonly VenueTrade[] {
    return limit <= 0 ? [] : this.#recent.slice(-limit);
  }
}
