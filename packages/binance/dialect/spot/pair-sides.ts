import type { OrderTicket } from '@venuekit/venue';
import { WireRefusal } from '../wire-refusal.ts';

type Kind = 'limit' | 'stop' | 'profit' | 'other';

/** Where an order of a pair must stand, with the error of `errors.md` for one that does not. */
const MISPLACED: readonly {
  readonly side: OrderTicket['side'];
  readonly kind: Kind;
  readonly leg: 'above' | 'below';
  readonly code: number;
  readonly text: string;
}[] = [
  { side: 'buy', kind: 'limit', leg: 'above', code: -1165, text: 'A limit order in a buy OCO must be below.' },
  { side: 'sell', kind: 'limit', leg: 'below', code: -1166, text: 'A limit order in a sell OCO must be above.' },
  { side: 'buy', kind: 'stop', leg: 'below', code: -1196, text: 'A stop loss order in a buy OCO must be above.' },
  { side: 'sell', kind: 'stop', leg: 'above', code: -1197, text: 'A stop loss order in a sell OCO must be below.' },
  { side: 'buy', kind: 'profit', leg: 'above', code: -1198, text: 'A take profit order in a buy OCO must be below.' },
  { side: 'sell', kind: 'profit', leg: 'below', code: -1199, text: 'A take profit order in a sell OCO must be above.' },
];

/** Tells more exactly than the engine why two orders are no pair. @throws WireRefusal -1158, -1165, -1166, -1168, -1196 to -1199 */
export function checkPairSides(above: OrderTicket, below: OrderTicket): void {
  const kinds = { above: kindOf(above), below: kindOf(below) };
  if (kinds.above === 'other' || kinds.below === 'other') throw new WireRefusal(-1158, 'Order type not supported in OCO.');
  if (kinds.above === 'limit' && kinds.below === 'limit') throw new WireRefusal(-1168, 'At least one OCO order must be contingent.');
  for (const { side, kind, leg, code, text } of MISPLACED) {
    if (above.side === side && kinds[leg] === kind) throw new WireRefusal(code, text);
  }
}

function kindOf({ type }: OrderTicket): Kind {
  switch (type) {
    case 'limit-maker':
      return 'limit';
    case 'stop-loss':
    case 'stop-loss-limit':
      return 'stop';
    case 'take-profit':
    case 'take-profit-limit':
      return 'profit';
    default:
      return 'other';
  }
}
