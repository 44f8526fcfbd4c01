import type { Decimal } from '@venuekit/core/connector';
import type { VenueOrderType } from '../model/order-kinds.ts';
import type { OrderTicket } from '../model/order.ts';
import { Refusal } from '../model/refusal.ts';

const GAIN_TYPES: ReadonlySet<VenueOrderType> = new Set(['limit-maker', 'take-profit', 'take-profit-limit']);
const LOSS_TYPES: ReadonlySet<VenueOrderType> = new Set(['stop-loss', 'stop-loss-limit']);

/** What others wait for is an order that rests. @throws Refusal `bad-list-types` */
export function checkWorking({ type }: OrderTicket): void {
  if (type !== 'limit' && type !== 'limit-maker') throw new Refusal('bad-list-types', 'working');
}

/**
 * Two orders on one side for one amount, of which one takes the gain and one stops the loss. A seller gains above the price,
 * a buyer below it.
 * @param last the price between them; undefined when there is none yet.
 * @throws Refusal `malformed-parameter`, `bad-list-types`, `bad-list-prices`
 */
export function checkPair(above: OrderTicket, below: OrderTicket, last: Decimal | undefined): void {
  if (above.side !== below.side) throw new Refusal('malformed-parameter', 'side');
  if (above.amount === undefined || below.amount === undefined || !above.amount.eq(below.amount)) {
    throw new Refusal('malformed-parameter', 'amount');
  }
  const [gain, loss] = above.side === 'sell' ? [above, below] : [below, above];
  if (!GAIN_TYPES.has(gain.type) || !LOSS_TYPES.has(loss.type)) throw new Refusal('bad-list-types', 'pair');
  const [high, low] = [levelOf(above), levelOf(below)];
  const isWrong =
    (high !== undefined && low !== undefined && high.lte(low)) ||
    (last !== undefined && (high?.lte(last) === true || low?.gte(last) === true));
  if (isWrong) throw new Refusal('bad-list-prices', 'pair');
}

/** The price at which an order of a pair goes ahead; undefined for one that only trails. */
function levelOf({ type, price, stopPrice }: OrderTicket): Decimal | undefined {
  return type === 'limit-maker' ? price : stopPrice;
}
