import type { Venue } from '@venuekit/venue';

/** Tells, in one line each, what the venue does with the orders and balances of an account. */
export function tellVenueEvents(venue: Venue, account: string, tell: (text: string) => void): void {
  venue.world.addListener({
    onExecution: ({ kind, order, fill }) => {
      if (order.account !== account) return;
      const filled =
        fill === undefined ? '' : `, ${fill.trade.amount.toFixed()} at ${fill.trade.price.toFixed()} (trade ${fill.trade.tradeId})`;
      tell(
        `${kind}: order ${order.orderId} (${order.clientOrderId}) ${order.side} ${order.amount.toFixed()} ${order.tradingPair}: ${order.status}${filled}`,
      );
    },
    onBalances: (owner, balances) => {
      if (owner !== account) return;
      tell(
        `balances: ${balances.map(({ asset, free, locked }) => `${asset} ${free.toFixed()} free, ${locked.toFixed()} locked`).join('; ')}`,
      );
    },
    onTrade: () => undefined,
    onBookChange: () => undefined,
  });
}
