import type { Decimal } from '../decimal/decimal.ts';
import type { OrderUpdate } from '../model/order-update.ts';
import type { TradeUpdate } from '../model/trade-update.ts';

/** One fact that a private event tells. One event may tell several; they are applied in order, trades before order states. */
export type UserStreamUpdate =
  | { readonly kind: 'order'; readonly update: OrderUpdate }
  | { readonly kind: 'trade'; readonly update: TradeUpdate }
  /** The balance as it now is. */
  | {
      readonly kind: 'balance';
      readonly asset: string;
      readonly total: Decimal;
      readonly available: Decimal;
      readonly updateTimeMs: number;
    }
  /** A change of total and available alike (deposit, withdrawal, transfer). */
  | { readonly kind: 'balance-change'; readonly asset: string; readonly change: Decimal; readonly updateTimeMs: number }
  /** A part of the event that could not be used; it is reported, the rest counts. */
  | { readonly kind: 'problem'; readonly error: Error };

/** Balances as a query returned them. */
export interface BalanceSnapshotRow {
  readonly asset: string;
  readonly total: Decimal;
  readonly available: Decimal;
}
