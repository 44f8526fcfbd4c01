import { parseDecimal } from '@venuekit/core/connector';
import type { OrderUpdate } from '@venuekit/core/connector';
import { VenueUnavailableError } from '@venuekit/core';
import { describe, expect, it } from 'vitest';
import { ACCOUNT, PAIR, TradingRig } from './trading-rig.ts';

async function openOrder(rig: TradingRig, amount = '0.3'): Promise<string> {
  const id = rig.connector.buy(PAIR, amount, 'limit', rig.restingBuyPrice());
  await rig.until(() => rig.orderEvents(id).includes('order-created'));
  return id;
}

function stateOf(rig: TradingRig, clientOrderId: string): string {
  const order = rig.connector.orderTracker.fetchOrder({ clientOrderId });
  return order === undefined ? 'forgotten' : `${order.state} ${order.outcome}`;
}

function savedStates(rig: TradingRig): Record<string, unknown> {
  return JSON.parse(JSON.stringify(rig.connector.trackingStates)) as Record<string, unknown>;
}

describe('a cancel that had no effect', () => {
  it('leaves the order open again, once the cancel can take effect no more', async () => {
    const rig = new TradingRig();
    await rig.start();
    const id = await openOrder(rig);
    rig.venue.control.faults.add({ on: 'http', match: { operation: 'cancel' }, action: { kind: 'reset' } });
    const canceling = rig.connector.cancel(PAIR, id);
    await rig.clock.advance(5_000);
    expect(stateOf(rig, id)).toMatch(/^pending-cancel/);
    await rig.clock.advance(60_000);
    await expect(canceling).resolves.toMatchObject({ success: false });
    expect(stateOf(rig, id)).toBe('open known');
    await rig.close();
  });

  it('leaves the order open again also when a fill told of the order meanwhile', async () => {
    const rig = new TradingRig();
    await rig.start();
    const id = await openOrder(rig);
    rig.venue.control.faults.add({ on: 'http', match: { operation: 'cancel' }, action: { kind: 'reset' } });
    void rig.connector.cancel(PAIR, id);
    await rig.clock.advance(100);
    rig.venue.control.fillOrder(ACCOUNT, id, '0.1');
    await rig.clock.advance(60_000);
    expect(stateOf(rig, id)).toBe('partially-filled known');
    await rig.close();
  });

  it('leaves the order open again when the program ended with the cancel under way', async () => {
    const rig = new TradingRig();
    await rig.start();
    const id = await openOrder(rig);
    rig.venue.control.faults.add({ on: 'http', match: { operation: 'cancel' }, action: { kind: 'hang' } });
    void rig.connector.cancel(PAIR, id);
    await rig.clock.advance(100);
    const saved = savedStates(rig);
    const restarted = await rig.replaceConnector();
    restarted.restoreTrackingStates(saved);
    await rig.start();
    await rig.clock.advance(60_000);
    expect(stateOf(rig, id)).toBe('open known');
    rig.expectTruth();
    await rig.close();
  });

  it('that took effect with its answer lost, while a query from before it was under way, is found at once', async () => {
    const rig = new TradingRig();
    await rig.start();
    const id = await openOrder(rig);
    await rig.clock.advance(30_000);
    for (const frame of ['execution', 'balances'] as const)
      rig.venue.control.faults.add({ on: 'frame', match: { frame }, times: 1_000, action: { kind: 'drop' } });
    rig.venue.control.faults.add({ on: 'http', match: { operation: 'cancel' }, action: { kind: 'reset' } });
    rig.venue.control.faults.add({ on: 'http', match: { operation: 'order' }, action: { kind: 'delay', delayMs: 4_000, phase: 'reply' } });
    void rig.connector.cancel(PAIR, id);
    await rig.clock.advance(1_000);
    rig.venue.control.faults.add({ on: 'http', match: { operation: 'cancel' }, action: { kind: 'execute-then-reset' } });
    void rig.connector.cancel(PAIR, id);
    await rig.clock.advance(6_000);
    expect(rig.orderEvents(id)).toEqual(['order-created', 'order-canceled']);
    await rig.close();
  });
});

describe('an order whose placing has no known end', () => {
  it('is not called never-arrived while its request may still be worked on, although clocks are set forward', async () => {
    const rig = new TradingRig();
    await rig.start();
    rig.venue.control.faults.add({
      on: 'http',
      match: { operation: 'place' },
      action: { kind: 'delay', delayMs: 14_000, phase: 'request' },
    });
    const id = rig.connector.buy(PAIR, '0.1', 'limit', rig.restingBuyPrice());
    await rig.clock.advance(10_100);
    rig.venue.control.skewClock(60_000);
    await rig.clock.advance(3_000);
    expect(rig.orderEvents(id)).toEqual([]);
    await rig.clock.advance(100_000);
    rig.expectTruth();
    await rig.close();
  });

  it('is not called never-arrived sooner because it was restored by a program that does not know when it was sent', async () => {
    const rig = new TradingRig();
    await rig.start();
    rig.venue.control.faults.add({ on: 'http', match: { operation: 'place' }, action: { kind: 'hang' } });
    const id = rig.connector.buy(PAIR, '0.1', 'limit', rig.restingBuyPrice());
    const saved = savedStates(rig);
    await rig.clock.advance(100);
    const restarted = await rig.replaceConnector();
    await rig.clock.advance(60_000);
    restarted.restoreTrackingStates(saved);
    await rig.start();
    await rig.clock.advance(12_000);
    expect(rig.orderEvents(id)).toEqual([]);
    await rig.clock.advance(60_000);
    expect(rig.orderEvents(id)).toEqual(['order-failed']);
    await rig.close();
  });

  it.each([
    { missing: 'the list of open orders', operation: 'open-orders' as const },
    { missing: "the account's trades", operation: 'fills' as const },
    { missing: 'the query by client id', operation: 'order' as const },
  ])('is not called never-arrived without $missing, but lost, and settled when the venue answers', async ({ operation }) => {
    const rig = new TradingRig();
    await rig.start();
    rig.venue.control.faults.add({ on: 'http', match: { operation: 'place' }, action: { kind: 'reset' } });
    rig.venue.control.faults.add({ on: 'http', match: { operation }, times: 100_000, action: { kind: 'answer', status: 503 } });
    const id = rig.connector.buy(PAIR, '0.1', 'limit', rig.restingBuyPrice());
    await rig.clock.advance(590_000);
    expect(rig.orderEvents(id)).toEqual([]);
    await rig.clock.advance(120_000);
    expect(rig.orderEvents(id)).toEqual(['order-lost']);
    expect(Object.keys(rig.connector.trackingStates)).toEqual([id]);
    rig.venue.control.faults.clear();
    await rig.clock.advance(700_000);
    expect(rig.orderEvents(id)).toEqual(['order-lost', 'order-failed']);
    rig.expectTruth();
    await rig.close();
  });

  it('is not called never-arrived while the private stream is down', async () => {
    const rig = new TradingRig();
    await rig.start();
    rig.venue.control.faults.add({ on: 'http', match: { operation: 'place' }, action: { kind: 'reset' } });
    const id = rig.connector.buy(PAIR, '0.1', 'limit', rig.restingBuyPrice());
    rig.network.refuseConnections('https://ws-api.venue.test');
    rig.venue.control.cutSockets({ account: ACCOUNT });
    await rig.clock.advance(300_000);
    expect(rig.orderEvents(id)).toEqual([]);
    rig.network.refuseConnections('https://ws-api.venue.test', false);
    await rig.clock.advance(100_000);
    expect(rig.orderEvents(id)).toEqual(['order-failed']);
    await rig.close();
  });

  it('is not called never-arrived while a fill of nobody knows whom may be its own', async () => {
    const rig = new TradingRig({ wrap: ({ requestClientOrderId: _, ...definition }) => definition });
    await rig.start();
    fillForAnotherProgram(rig);
    rig.venue.control.faults.add({ on: 'http', match: { operation: 'place' }, action: { kind: 'reset' } });
    const id = rig.connector.buy(PAIR, '0.1', 'limit', rig.restingBuyPrice());
    await rig.clock.advance(300_000);
    expect(rig.orderEvents(id)).toEqual([]);
    await rig.close();
  });

  it('is called never-arrived although the account has such fills, once the venue said that they are of other orders', async () => {
    const rig = new TradingRig();
    await rig.start();
    fillForAnotherProgram(rig);
    rig.venue.control.faults.add({ on: 'http', match: { operation: 'place' }, action: { kind: 'reset' } });
    const id = rig.connector.buy(PAIR, '0.1', 'limit', rig.restingBuyPrice());
    await rig.clock.advance(100_000);
    expect(rig.orderEvents(id)).toEqual(['order-failed']);
    await rig.close();
  });
});

function fillForAnotherProgram(rig: TradingRig): void {
  rig.venue.world.place({
    account: ACCOUNT,
    tradingPair: PAIR,
    clientOrderId: 'by-another-program',
    side: 'buy',
    type: 'limit',
    timeInForce: 'GTC',
    price: parseDecimal(rig.restingBuyPrice(), 'price', 'test'),
    amount: parseDecimal('0.1', 'amount', 'test'),
  });
  rig.venue.control.fillOrder(ACCOUNT, 'by-another-program');
}

describe('an order that was canceled with a fill that nobody told', () => {
  it('gets its fill although the venue cannot list fills for ten minutes', async () => {
    const rig = new TradingRig();
    await rig.start();
    const id = await openOrder(rig);
    rig.venue.control.faults.add({ on: 'frame', match: { frame: 'execution' }, times: 1, action: { kind: 'drop' } });
    rig.venue.control.faults.add({ on: 'http', match: { operation: 'fills' }, times: 100_000, action: { kind: 'answer', status: 503 } });
    rig.venue.control.fillOrder(ACCOUNT, id, '0.1');
    const canceling = rig.connector.cancel(PAIR, id);
    await rig.clock.advance(600_000);
    await canceling;
    expect(rig.orderEvents(id)).toEqual(['order-created', 'order-canceled']);
    rig.venue.control.faults.clear();
    await rig.clock.advance(400_000);
    expect(rig.orderEvents(id)).toEqual(['order-created', 'order-canceled', 'order-filled']);
    rig.expectTruth();
    await rig.close();
  });

  it('gets its fill although the connector was stopped before it could be asked for', async () => {
    const rig = new TradingRig();
    await rig.start();
    const id = await openOrder(rig);
    rig.venue.control.faults.add({ on: 'frame', match: { frame: 'execution' }, times: 1, action: { kind: 'drop' } });
    rig.venue.control.faults.add({ on: 'http', match: { operation: 'fills' }, times: 100, action: { kind: 'answer', status: 503 } });
    rig.venue.control.fillOrder(ACCOUNT, id, '0.1');
    const canceling = rig.connector.cancel(PAIR, id);
    await rig.clock.advance(5_000);
    await canceling;
    await rig.stopConnector();
    rig.venue.control.faults.clear();
    await rig.clock.advance(100_000);
    await rig.start();
    await rig.clock.advance(60_000);
    expect(rig.orderEvents(id)).toEqual(['order-created', 'order-canceled', 'order-filled']);
    rig.expectTruth();
    await rig.close();
  });
});

function withoutOurId({ clientOrderId: _, ...update }: OrderUpdate): OrderUpdate {
  return update;
}

describe('a venue that knows fills by its own order id only', () => {
  it('tells a fill before the answer to the placing, and it counts once', async () => {
    const rig = new TradingRig({
      wrap: (definition) => ({
        ...definition,
        userStreamEventListener: async (event, context) => {
          const updates = await definition.userStreamEventListener(event, context);
          return updates.map((update) => {
            if (update.kind === 'order') return { ...update, update: withoutOurId(update.update) };
            if (update.kind !== 'trade') return update;
            const { clientOrderId: _, ...trade } = update.update;
            return { ...update, update: trade };
          });
        },
        placeOrder: async (context, order) => {
          const { trades: _, ...placed } = await definition.placeOrder(context, order);
          return { ...placed, cumulativeBase: order.amount.minus(order.amount) };
        },
        tradeUpdatesSince: () => Promise.reject(new VenueUnavailableError({ status: 503, venueCode: '', venueMessage: 'not now' })),
        allTradeUpdatesForOrder: () => Promise.reject(new VenueUnavailableError({ status: 503, venueCode: '', venueMessage: 'not now' })),
      }),
    });
    await rig.start();
    rig.venue.control.faults.add({ on: 'http', match: { operation: 'place' }, action: { kind: 'delay', delayMs: 2_000, phase: 'reply' } });
    const id = rig.connector.buy(PAIR, '0.1', 'limit', rig.restingBuyPrice());
    await rig.clock.advance(500);
    rig.venue.control.fillOrder(ACCOUNT, id, '0.04');
    await rig.clock.advance(500);
    expect(rig.orderEvents(id)).toEqual([]);
    await rig.clock.advance(2_000);
    expect(rig.orderEvents(id)).toEqual(['order-created', 'order-filled']);
    rig.expectTruth();
    await rig.close();
  });
});
