import type { TradeUpdate } from '../model/trade-update.ts';

/** Why a fill cannot be counted; undefined when it can. */
export function unusableBecause(update: TradeUpdate): string | undefined {
  if (update.tradeId === '') return 'it has no trade id';
  if (!update.baseAmount.isFinite() || !update.baseAmount.gt(0)) return 'its amount is not above 0';
  if (!update.price.isFinite() || !update.quoteAmount.isFinite()) return 'its price or quote amount is no number';
  return undefined;
}
