import type { BatchOrder } from '@venuekit/core';
import { describe, expect, it } from 'vitest';
import { FAILURES } from './command-failures.ts';
import { ACCOUNT, PAIR, TradingRig } from './trading-rig.ts';

async function startedRig(): Promise<TradingRig> {
  const rig = new TradingRig();
  await rig.start();
  return rig;
}

function stateOf(rig: TradingRig, clientOrderId: string): string | undefined {
  return rig.connector.orderTracker.fetchOrder({ clientOrderId })?.state;
}

function statusAtVenue(rig: TradingRig, clientOrderId: string): string | undefined {
  return rig.venue.world.orders(ACCOUNT, PAIR).find((order) => order.clientOrderId === clientOrderId)?.status;
}

const GAIN: BatchOrder = { tradingPair: PAIR, side: 'sell', orderType: 'limit-maker', amount: '0.3', price: '70000' };
const STOP: BatchOrder = { tradingPair: PAIR, side: 'sell', orderType: 'stop-loss', amount: '0.3', stopPrice: '50000' };

describe('orders that wait for a price', () => {
  it.each<[string, BatchOrder]>([
    ['stop-loss', STOP],
    ['stop-loss-limit', { ...STOP, orderType: 'stop-loss-limit', price: '49990' }],
    ['take-profit', { ...STOP, orderType: 'take-profit', stopPrice: '70000' }],
    ['take-profit-limit', { ...STOP, orderType: 'take-profit-limit', stopPrice: '70000', price: '70010' }],
    ['trailing stop-loss', { ...STOP, stopPrice: '50000', trailingDelta: 100 }],
  ])('%s rests at the venue and is canceled there', async (_name, order) => {
    const rig = await startedRig();
    const [id = ''] = rig.connector.placeBatch([order]);
    await rig.clock.advance(1_000);
    expect(rig.orderEvents(id)).toEqual(['order-created']);
    rig.expectTruth();
    await rig.connectorAnswer(rig.connector.cancel(PAIR, id));
    await rig.clock.advance(1_000);
    expect(rig.orderEvents(id)).toEqual(['order-created', 'order-canceled']);
    rig.expectTruth();
    await rig.close();
  });
});

describe('an order that waits', () => {
  it('trades when the market reaches its stop price', async () => {
    const rig = await startedRig();
    const [id = ''] = rig.connector.placeBatch([STOP]);
    await rig.until(() => rig.orderEvents(id).includes('order-created'));
    rig.venue.world.printTrade(PAIR, '49999');
    await rig.clock.advance(2_000);
    expect(rig.orderEvents(id)).toContain('order-filled');
    expect(stateOf(rig, id)).toMatch(/^(filled|expired)$/);
    rig.expectTruth();
    await rig.close();
  });
});

describe('an iceberg order, and one with self-trade prevention', () => {
  it('are taken by the venue', async () => {
    const rig = await startedRig();
    const ids = [
      rig.connector.buy(PAIR, '0.3', 'limit', rig.restingBuyPrice(), { icebergAmount: '0.1' }),
      rig.connector.buy(PAIR, '0.3', 'limit', rig.restingBuyPrice(), { selfTradePrevention: 'expire-maker' }),
    ];
    await rig.clock.advance(1_000);
    expect(ids.map((id) => rig.orderEvents(id))).toEqual([['order-created'], ['order-created']]);
    rig.expectTruth();
    await rig.close();
  });
});

describe('a market order with its amount in quote', () => {
  it('spends at most that, and is done', async () => {
    const rig = await startedRig();
    const id = rig.connector.buy(PAIR, '100', 'market', undefined, { amountIn: 'quote' });
    await rig.clock.advance(5_000);
    const order = rig.connector.orderTracker.fetchOrder({ clientOrderId: id });
    expect(rig.orderEvents(id)[0]).toBe('order-created');
    expect(rig.orderEvents(id)).toContain('order-filled');
    expect(order?.isDone).toBe(true);
    expect(order?.executedQuote.lte(100)).toBe(true);
    expect(order?.executedQuote.gt(90)).toBe(true);
    rig.expectTruth();
    await rig.close();
  });
});

describe('an amendment', () => {
  it('reduces the order at the venue and here, under its own id', async () => {
    const rig = await startedRig();
    const id = rig.connector.buy(PAIR, '0.3', 'limit', rig.restingBuyPrice());
    await rig.until(() => rig.orderEvents(id).includes('order-created'));
    const result = await rig.connectorAnswer(rig.connector.amend(PAIR, id, '0.2'));
    expect(result).toEqual({ clientOrderId: id, outcome: 'accepted' });
    await rig.clock.advance(1_000);
    expect(rig.orderEvents(id)).toEqual(['order-created', 'order-amended']);
    expect(rig.venue.world.orders(ACCOUNT, PAIR).map(({ clientOrderId, amount }) => [clientOrderId, amount.toFixed()])).toEqual([
      [id, '0.2'],
    ]);
    rig.expectTruth();
    await rig.close();
  });

  it.each(FAILURES)('ends in the truth after $name', async ({ action }) => {
    const rig = await startedRig();
    const id = rig.connector.buy(PAIR, '0.3', 'limit', rig.restingBuyPrice());
    await rig.until(() => rig.orderEvents(id).includes('order-created'));
    rig.venue.control.faults.add({ on: 'http', match: { operation: 'amend' }, action });
    const amending = rig.connector.amend(PAIR, id, '0.2');
    await rig.clock.advance(400_000);
    expect((await amending).outcome).toBe('unknown');
    const order = rig.connector.orderTracker.fetchOrder({ clientOrderId: id });
    expect(order?.outcome).toBe('known');
    expect(order?.amount.toFixed()).toBe(rig.venue.world.orders(ACCOUNT, PAIR)[0]?.amount.toFixed());
    rig.expectTruth();
    await rig.close();
  });
});

describe('a cancel-replace', () => {
  const replacement = { side: 'buy', orderType: 'limit', amount: '0.2', price: '49000' } as const;

  it('exchanges one order for another', async () => {
    const rig = await startedRig();
    const id = rig.connector.buy(PAIR, '0.3', 'limit', rig.restingBuyPrice());
    await rig.until(() => rig.orderEvents(id).includes('order-created'));
    const { canceled, placed } = await rig.connectorAnswer(rig.connector.cancelReplace(PAIR, id, replacement));
    expect([canceled.outcome, placed.outcome]).toEqual(['accepted', 'accepted']);
    await rig.clock.advance(1_000);
    expect(rig.orderEvents(id)).toEqual(['order-created', 'order-canceled']);
    expect(rig.orderEvents(placed.clientOrderId)).toEqual(['order-created']);
    rig.expectTruth();
    await rig.close();
  });

  it.each(['stop-on-failure', 'allow-failure'] as const)('of an order that has ended meanwhile, with %s', async (mode) => {
    const rig = await startedRig();
    const id = rig.connector.buy(PAIR, '0.3', 'limit', rig.restingBuyPrice());
    await rig.until(() => rig.orderEvents(id).includes('order-created'));
    const [order] = rig.venue.world.orders(ACCOUNT, PAIR);
    const answer = rig.connector.cancelReplace(PAIR, id, replacement, mode);
    rig.venue.world.cancel(ACCOUNT, PAIR, { orderId: order?.orderId ?? 0 });
    const { canceled, placed } = await rig.connectorAnswer(answer);
    expect([canceled.outcome, placed.outcome]).toEqual(['rejected', mode === 'allow-failure' ? 'accepted' : 'rejected']);
    await rig.clock.advance(20_000);
    expect(rig.orderEvents(id)).toEqual(['order-created', 'order-canceled']);
    expect(rig.orderEvents(placed.clientOrderId)).toEqual([mode === 'allow-failure' ? 'order-created' : 'order-failed']);
    rig.expectTruth();
    await rig.close();
  });

  it('whose new order the venue refuses leaves the cancel known', async () => {
    const rig = await startedRig();
    const id = rig.connector.buy(PAIR, '0.3', 'limit', rig.restingBuyPrice());
    await rig.until(() => rig.orderEvents(id).includes('order-created'));
    const answer = rig.connector.cancelReplace(PAIR, id, { ...replacement, amount: '30' });
    const { canceled, placed } = await rig.connectorAnswer(answer);
    expect([canceled.outcome, placed.outcome]).toEqual(['accepted', 'rejected']);
    await rig.clock.advance(20_000);
    expect(rig.orderEvents(id)).toEqual(['order-created', 'order-canceled']);
    expect(rig.orderEvents(placed.clientOrderId)).toEqual(['order-failed']);
    rig.expectTruth();
    await rig.close();
  });

  it.each(FAILURES)('ends in the truth after $name', async ({ action }) => {
    const rig = await startedRig();
    const id = rig.connector.buy(PAIR, '0.3', 'limit', rig.restingBuyPrice());
    await rig.until(() => rig.orderEvents(id).includes('order-created'));
    rig.venue.control.faults.add({ on: 'http', match: { operation: 'cancel-replace' }, action });
    const answer = rig.connector.cancelReplace(PAIR, id, replacement);
    await rig.clock.advance(400_000);
    const { canceled, placed } = await answer;
    expect([canceled.outcome, placed.outcome]).toEqual(['unknown', 'unknown']);
    const isExecuted = statusAtVenue(rig, id) === 'canceled';
    expect(rig.orderEvents(id)).toEqual(isExecuted ? ['order-created', 'order-canceled'] : ['order-created']);
    expect(rig.orderEvents(placed.clientOrderId)).toEqual([isExecuted ? 'order-created' : 'order-failed']);
    rig.expectTruth();
    await rig.close();
  });
});

describe('an order list', () => {
  const working: BatchOrder = { tradingPair: PAIR, side: 'buy', orderType: 'limit', amount: '0.3', price: '50000' };

  it.each([
    ['oco', [GAIN, STOP]],
    ['oto', [working, { ...STOP, stopPrice: '49000' }]],
    ['otoco', [working, { ...STOP, stopPrice: '49000' }, GAIN]],
  ] as const)('%s lives at the venue, and ends as a whole when one order is canceled', async (kind, orders) => {
    const rig = await startedRig();
    const ids = rig.connector.placeOrderList(kind, orders);
    await rig.clock.advance(2_000);
    expect(ids.map((id) => rig.orderEvents(id))).toEqual(ids.map(() => ['order-created']));
    rig.expectTruth();
    await rig.connectorAnswer(rig.connector.cancel(PAIR, ids[0] ?? ''));
    await rig.clock.advance(20_000);
    expect(ids.map((id) => stateOf(rig, id))).not.toContain('open');
    for (const id of ids) expect(rig.orderEvents(id)[1]).toMatch(/^order-(canceled|expired)$/);
    rig.expectTruth();
    await rig.close();
  });

  it.each(FAILURES)('ends in the truth after $name', async ({ action, isExecuted }) => {
    const rig = await startedRig();
    rig.venue.control.faults.add({ on: 'http', match: { operation: 'place-list' }, action });
    const ids = rig.connector.placeOrderList('oco', [GAIN, STOP]);
    await rig.clock.advance(400_000);
    expect(ids.map((id) => rig.orderEvents(id))).toEqual(ids.map(() => [isExecuted ? 'order-created' : 'order-failed']));
    rig.expectTruth();
    await rig.close();
  });
});

describe('the orders of a list', () => {
  it('of a pair: when one is filled, the other has ended', async () => {
    const rig = await startedRig();
    const [gain = '', stop = ''] = rig.connector.placeOrderList('oco', [GAIN, STOP]);
    await rig.clock.advance(2_000);
    rig.venue.world.fillOrder(ACCOUNT, gain);
    await rig.clock.advance(2_000);
    expect(rig.orderEvents(gain)).toEqual(['order-created', 'order-filled', 'order-completed']);
    expect(rig.orderEvents(stop)[1]).toMatch(/^order-(canceled|expired)$/);
    rig.expectTruth();
    await rig.close();
  });

  it('that are pending go on when the working order is filled', async () => {
    const rig = await startedRig();
    const working: BatchOrder = { tradingPair: PAIR, side: 'buy', orderType: 'limit', amount: '0.3', price: '50000' };
    const [first = '', pending = ''] = rig.connector.placeOrderList('oto', [working, GAIN]);
    await rig.clock.advance(2_000);
    rig.venue.world.fillOrder(ACCOUNT, first);
    await rig.clock.advance(2_000);
    expect(stateOf(rig, pending)).toBe('open');
    rig.venue.world.fillOrder(ACCOUNT, pending);
    await rig.clock.advance(2_000);
    expect(rig.orderEvents(pending)).toEqual(['order-created', 'order-filled', 'order-completed']);
    rig.expectTruth();
    await rig.close();
  });
});

describe('self-trade prevention', () => {
  it('ends the order that would have met its own, as expired, and keeps the truth', async () => {
    const rig = await startedRig();
    const ask = rig.connector.getPrice(PAIR, 'buy')?.minus('0.01').toFixed() ?? '';
    const maker = rig.connector.buy(PAIR, '0.01', 'limit', ask, { selfTradePrevention: 'expire-taker' });
    await rig.clock.advance(1_000);
    const taker = rig.connector.sell(PAIR, '0.01', 'limit', ask, { selfTradePrevention: 'expire-taker' });
    await rig.clock.advance(2_000);
    expect(rig.orderEvents(maker)).toEqual(['order-created']);
    expect(rig.orderEvents(taker)).toEqual(['order-created', 'order-expired']);
    rig.expectTruth();
    await rig.close();
  });
});

describe('a test of an order', () => {
  it('is answered by the venue and leaves nothing there', async () => {
    const rig = await startedRig();
    const order = { tradingPair: PAIR, side: 'buy', orderType: 'limit', amount: '0.3', price: rig.restingBuyPrice() } as const;
    expect(await rig.connectorAnswer(rig.connector.testOrder(order))).toMatchObject({ outcome: 'accepted' });
    expect(rig.venue.world.orders(ACCOUNT, PAIR)).toEqual([]);
    rig.expectTruth();
    await rig.close();
  });
});
