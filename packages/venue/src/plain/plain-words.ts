import type { Amounts } from './amounts.ts';
import type { ClientIds } from './client-ids.ts';
import type { Symbols } from './symbols.ts';

/** How names, amounts and ids are written. */
export interface PlainWords {
  readonly symbols: Symbols;
  readonly amounts: Amounts;
  readonly clientIds: ClientIds;
}
