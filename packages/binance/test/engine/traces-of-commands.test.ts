import type { BatchOrder } from '@venuekit/core';
import { describe, expect, it } from 'vitest';
import { childrenOf, namesOf, open, watched } from './telemetry-rig.ts';
import type { Watched } from './telemetry-rig.ts';
import { PAIR, type TradingRig } from './trading-rig.ts';

const ETH = 'ETH-USDT';

async function running(): Promise<Watched> {
  const run = watched({ pairs: [PAIR, ETH] });
  await run.rig.start();
  return run;
}

/** The client ids of the orders that a span is linked with. */
function linkedOrders({ records }: Watched, name: string): ReadonlySet<unknown> {
  const [span] = records.spansOf(name);
  const links = new Set(span?.links.map(({ spanId }) => spanId));
  const linked = records.spansOf('venuekit.order').filter((order) => links.has(order.spanContext().spanId));
  return new Set(linked.map(({ attributes }) => attributes['venuekit.order.client_id']));
}

/** Ends all orders, so that their spans are there to see. */
async function cancelAll(rig: TradingRig): Promise<void> {
  await rig.connectorAnswer(rig.connector.cancelAll(5_000));
  await rig.clock.advance(1_000);
}

describe('the trace of', () => {
  it('an amended order holds the amendment with its request', async () => {
    const { rig, records } = await running();
    const id = await open(rig);
    await rig.connectorAnswer(rig.connector.amend(PAIR, id, '0.2'));
    await cancelAll(rig);
    const [order] = records.spansOf('venuekit.order');
    expect(namesOf(childrenOf(records, order))).toContain('venuekit.amendOrder');
    const [amendment] = records.spansOf('venuekit.amendOrder');
    expect(amendment?.attributes).toMatchObject({ 'venuekit.order.client_id': id, 'venuekit.outcome': 'accepted' });
    expect(namesOf(childrenOf(records, amendment))).toEqual(['venuekit.request']);
    await rig.close();
  });

  it('a cancel-replace is linked with both orders, and the new one is timed', async () => {
    const run = await running();
    const { rig, records } = run;
    const id = await open(rig);
    const replacement = { side: 'buy', orderType: 'limit', amount: '0.2', price: '49000' } as const;
    const { placed } = await rig.connectorAnswer(rig.connector.cancelReplace(PAIR, id, replacement));
    await cancelAll(rig);
    expect(linkedOrders(run, 'venuekit.cancelReplaceOrder')).toEqual(new Set([id, placed.clientOrderId]));
    expect(records.values('venuekit.order.intent_to_sent.duration')).toHaveLength(2);
    await rig.close();
  });

  it('an order list is linked with each order, and each is timed', async () => {
    const run = await running();
    const { rig, records } = run;
    const orders: readonly BatchOrder[] = [
      { tradingPair: PAIR, side: 'sell', orderType: 'limit-maker', amount: '0.3', price: '70000' },
      { tradingPair: PAIR, side: 'sell', orderType: 'stop-loss', amount: '0.3', stopPrice: '50000' },
    ];
    const ids = rig.connector.placeOrderList('oco', orders);
    await rig.clock.advance(2_000);
    await cancelAll(rig);
    expect(linkedOrders(run, 'venuekit.placeOrderList')).toEqual(new Set(ids));
    expect(records.values('venuekit.order.intent_to_sent.duration')).toHaveLength(2);
    await rig.close();
  });

  it('a tested order, and of prices that are asked for together, stands alone', async () => {
    const { rig, records } = await running();
    await rig.connectorAnswer(
      rig.connector.testOrder({ tradingPair: PAIR, side: 'buy', orderType: 'limit', amount: '0.3', price: '50000' }),
    );
    await rig.connectorAnswer(rig.connector.getLastTradedPrices([PAIR, ETH]).catch(() => undefined));
    expect(records.spansOf('venuekit.testOrder')[0]?.attributes).toMatchObject({ 'venuekit.outcome': 'accepted' });
    expect(records.spansOf('venuekit.getLastTradedPrices')[0]?.attributes).toMatchObject({ 'venuekit.batch_size': 2 });
    expect(records.spansOf('venuekit.order')).toEqual([]);
    await rig.close();
  });
});
