import { type TradingPair, ZERO } from '@venuekit/core/connector';
import { isTriggerType } from '../model/order-kinds.ts';
import type { OrderListKind } from '../model/order-list.ts';
import type { VenueOrder } from '../model/order.ts';
import type { Admission } from './admission.ts';
import type { ListRecord } from './order-lists.ts';

/** What a new order is besides its ticket. */
interface Birth {
  readonly orderId: number;
  readonly listId: number | undefined;
  readonly status: 'new' | 'pending-new';
  readonly timeMs: number;
}

export function makeOrder({ ticket, clientOrderId, amount, selfTradePrevention, heldPrice }: Admission, birth: Birth): VenueOrder {
  return {
    orderId: birth.orderId,
    clientOrderId,
    account: ticket.account,
    tradingPair: ticket.tradingPair,
    side: ticket.side,
    type: ticket.type,
    timeInForce: ticket.timeInForce,
    price: ticket.price ?? ZERO,
    amount,
    quoteAmount: ticket.quoteAmount,
    stopPrice: ticket.stopPrice,
    trailingDelta: ticket.trailingDelta,
    icebergAmount: ticket.icebergAmount,
    selfTradePrevention,
    listId: birth.listId,
    heldPrice,
    executedBase: ZERO,
    executedQuote: ZERO,
    preventedBase: ZERO,
    visibleAmount: ZERO,
    status: birth.status,
    expiryReason: undefined,
    creationTimeMs: birth.timeMs,
    updateTimeMs: birth.timeMs,
    workingTimeMs: birth.status === 'new' && !isTriggerType(ticket.type) ? birth.timeMs : undefined,
    trailingTimeMs: undefined,
  };
}

/** What a new list is besides its orders. */
interface ListBirth {
  readonly listId: number;
  readonly clientListId: string;
  readonly account: string;
  readonly tradingPair: TradingPair;
  readonly kind: OrderListKind;
  readonly timeMs: number;
}

export function makeList(orders: readonly VenueOrder[], birth: ListBirth): ListRecord {
  const { listId, clientListId, account, tradingPair, kind, timeMs } = birth;
  const working = kind === 'oco' ? undefined : orders[0];
  return {
    listId,
    clientListId,
    account,
    tradingPair,
    kind,
    orders,
    working,
    pair: kind === 'oto' ? [] : orders.filter((order) => order !== working),
    creationTimeMs: timeMs,
    updateTimeMs: timeMs,
  };
}
