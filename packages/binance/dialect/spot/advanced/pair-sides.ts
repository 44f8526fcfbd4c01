import type { OrderTicket, VenueOrderType } from '@venuekit/venue';
import { WireRefusal } from '../wire-refusal.ts';

const KINDS: ReadonlyMap<VenueOrderType, string> = new Map<VenueOrderType, string>([
  ['limit-maker', 'limit'],
  ['stop-loss', 'stop loss'],
  ['stop-loss-limit', 'stop loss'],
  ['take-profit', 'take profit'],
  ['take-profit-limit', 'take profit'],
]);

/** The errors of `errors.md` for a kind of order that is on the wrong side of the other: in a buy OCO, and the next one in a sell OCO. */
const MISPLACED = [
  { kind: 'limit', code: -1165, legOfBuy: 'above' },
  { kind: 'stop loss', code: -1196, legOfBuy: 'below' },
  { kind: 'take profit', code: -1198, legOfBuy: 'above' },
] as const;

/** Tells more exactly than the engine why two orders are no pair. @throws WireRefusal -1158, -1165, -1166, -1168, -1196 to -1199 */
export function checkPairSides(above: OrderTicket, below: OrderTicket): void {
  const kinds = { above: KINDS.get(above.type), below: KINDS.get(below.type) };
  if (kinds.above === undefined || kinds.below === undefined) throw new WireRefusal(-1158, 'Order type not supported in OCO.');
  if (kinds.above === 'limit' && kinds.below === 'limit') throw new WireRefusal(-1168, 'At least one OCO order must be contingent.');
  for (const { kind, code, legOfBuy } of MISPLACED) {
    const right = legOfBuy === 'above' ? 'below' : 'above';
    const [wrongLeg, rightLeg] = above.side === 'buy' ? [legOfBuy, right] : ([right, legOfBuy] as const);
    if (kinds[wrongLeg] !== kind) continue;
    throw new WireRefusal(above.side === 'buy' ? code : code - 1, `A ${kind} order in a ${above.side} OCO must be ${rightLeg}.`);
  }
}
