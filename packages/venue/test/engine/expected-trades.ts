import { Decimal, ZERO } from '@venuekit/core/connector';
import type { OrderTicket, World } from '../../src/index.ts';

/**
 * What a ticket must trade, found the slow way: all resting orders, sorted by price and then by age, taken one after another.
 * For tickets given in base.
 */
export function expectedTrades(world: World, ticket: OrderTicket): { readonly orderId: number; readonly amount: string }[] {
  const { price, side } = ticket;
  const counterparts = world
    .accounts()
    .flatMap((account) => world.openOrders(account, ticket.tradingPair))
    .filter((order) => order.side !== side)
    .filter((order) => price === undefined || (side === 'buy' ? order.price.lte(price) : order.price.gte(price)))
    .sort((left, right) => (side === 'buy' ? left.price.cmp(right.price) : right.price.cmp(left.price)) || left.orderId - right.orderId);

  let wanted = ticket.amount ?? ZERO;
  const trades = [];
  for (const order of counterparts) {
    if (wanted.isZero() || order.account === ticket.account) break;
    const amount = Decimal.min(wanted, order.amount.minus(order.executedBase));
    trades.push({ orderId: order.orderId, amount: amount.toString() });
    wanted = wanted.minus(amount);
  }
  const isKilled = ticket.timeInForce === 'FOK' && ticket.type === 'limit' && !wanted.isZero();
  return isKilled ? [] : trades;
}
