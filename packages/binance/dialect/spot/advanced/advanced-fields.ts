import type { ExpiryReason, VenueOrder, World } from '@venuekit/venue';
import { fixed, PREVENTION_MODES } from '../words.ts';

/** Why an order that had waited could not be placed. */
const REJECT_REASONS: ReadonlyMap<ExpiryReason | undefined, string> = new Map<ExpiryReason | undefined, string>([
  ['insufficient-balance', 'INSUFFICIENT_BALANCES'],
  ['would-match', 'WOULD_MATCH_IMMEDIATELY'],
  ['would-trigger', 'STOP_PRICE_WOULD_TRIGGER_IMMEDIATELY'],
]);

/** What payloads that show an order pick from beside the fields that every order has: triggers, icebergs and self-trade prevention. */
export function advancedFields(world: World, order: VenueOrder): Record<string, unknown> {
  const { stopPrice, icebergAmount, trailingDelta, preventedBase } = order;
  const isOwn = (id: number): boolean => id === order.orderId;
  const prevented = preventedBase.isZero() ? [] : world.preventedMatches(order.account, order.tradingPair);
  return {
    stopPrice: stopPrice && fixed(stopPrice),
    shownStopPrice: fixed(stopPrice),
    trailingDelta,
    // -1 until it follows the price.
    trailingTime: trailingDelta === undefined ? undefined : (order.trailingTimeMs ?? -1),
    icebergQty: icebergAmount && fixed(icebergAmount),
    shownIcebergQty: fixed(icebergAmount),
    selfTradePreventionMode: PREVENTION_MODES[order.selfTradePrevention],
    preventedMatchId: prevented.findLast(({ takerOrderId, makerOrderId }) => isOwn(takerOrderId) || isOwn(makerOrderId))?.preventedMatchId,
    preventedQuantity: preventedBase.isZero() ? undefined : fixed(preventedBase),
    preventedQty: fixed(preventedBase),
    rejectReason: REJECT_REASONS.get(order.expiryReason) ?? 'NONE',
  };
}
