import { OrderWaitError } from '../errors/order-wait-error.ts';
import type { InFlightOrder } from '../orders/in-flight-order.ts';
import type { TrackedOrders } from './tracked-orders.ts';

/** What an order may be waited for: that the venue has it, that it is filled, that it has ended in whatever way. */
export type OrderGoal = 'created' | 'filled' | 'done';

/**
 * Resolves as soon as the goal is reached, also when it has been. An order that is lost may still reach it.
 * @throws OrderWaitError when no such order is known, or it has ended otherwise; AbortedError when `signal` ends first.
 */
export async function awaitOrder(
  orders: TrackedOrders,
  clientOrderId: string,
  goal: OrderGoal,
  signal: AbortSignal,
): Promise<InFlightOrder> {
  const order = orders.tracker.fetchOrder({ clientOrderId });
  if (order === undefined) throw new OrderWaitError(clientOrderId, undefined);
  await orders.waits.until(order, (changed) => hasReached(changed, goal) || hasEnded(changed), signal);
  if (!hasReached(order, goal)) throw new OrderWaitError(clientOrderId, order.state);
  return order;
}

function hasReached(order: InFlightOrder, goal: OrderGoal): boolean {
  if (goal === 'created') return order.tracking.hasAnnouncedCreation;
  return hasEnded(order) && (goal === 'done' || order.isFilled);
}

/** Told as ended, not only ended: an order that is filled may still wait for its fills. */
function hasEnded(order: InFlightOrder): boolean {
  return order.tracking.hasAnnouncedEnd;
}
