import type { Decimal, TradingPair } from '@venuekit/core/connector';

/** A level as it now is; amount 0 means that it is gone. */
export interface BookLevel {
  readonly price: Decimal;
  readonly amount: Decimal;
}

/** All levels that changed between two moments. Every engine step that changes a book takes one update id. */
export interface BookChange {
  readonly tradingPair: TradingPair;
  readonly firstUpdateId: number;
  readonly lastUpdateId: number;
  readonly bids: readonly BookLevel[];
  readonly asks: readonly BookLevel[];
  readonly timeMs: number;
}

/** A book at one moment: bids from the highest, asks from the lowest. */
export interface BookView {
  readonly tradingPair: TradingPair;
  readonly lastUpdateId: number;
  readonly bids: readonly BookLevel[];
  readonly asks: readonly BookLevel[];
}
