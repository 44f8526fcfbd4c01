import type { Operation } from '../dialect/operation.ts';
import { Refusal } from '../model/refusal.ts';

const TRADING: ReadonlySet<Operation['kind']> = new Set<Operation['kind']>([
  'place',
  'place-many',
  'cancel',
  'request-cancel',
  'cancel-many',
]);

/** @throws Refusal `not-permitted`, detail `key`, for what a key that may not trade asks. */
export function requirePermission(canTrade: boolean, { kind }: Operation): void {
  if (!canTrade && TRADING.has(kind)) throw new Refusal('not-permitted', 'key');
}
