import type { ConnectorDefinition, OrderReference, RequestContext } from '@venuekit/core/connector';
import { VenueUnavailableError } from '@venuekit/core';
import { describe, expect, it } from 'vitest';
import { ACCOUNT, PAIR, TradingRig } from './trading-rig.ts';

async function openOrder(rig: TradingRig, amount: string): Promise<string> {
  const id = rig.connector.buy(PAIR, amount, 'limit', rig.restingBuyPrice());
  await rig.until(() => rig.orderEvents(id).includes('order-created'));
  return id;
}

function isRestored(rig: TradingRig): boolean {
  return rig.events.some((event) => event.type === 'stream-restored' && event.gap.fromMs !== undefined);
}

/** Which order is in trouble, and how. */
interface Trouble {
  clientOrderId: string | undefined;
}

/** A connector of which the queries about one order throw. */
function failingFor(trouble: Trouble, error: () => Error): (definition: ConnectorDefinition) => ConnectorDefinition {
  const guard = (order: OrderReference): void => {
    if (order.clientOrderId === trouble.clientOrderId) throw error();
  };
  return (definition) => ({
    ...definition,
    requestOrderStatus: async (context: RequestContext, order: OrderReference) => {
      guard(order);
      return definition.requestOrderStatus(context, order);
    },
    allTradeUpdatesForOrder: async (context: RequestContext, order: OrderReference) => {
      guard(order);
      return definition.allTradeUpdatesForOrder(context, order);
    },
  });
}

describe('a repair', () => {
  it.each([
    { how: 'cannot be read', error: () => new TypeError('cannot read properties of undefined') },
    { how: 'is answered with 500 for ever', error: () => new VenueUnavailableError({ status: 500, venueCode: '', venueMessage: 'no' }) },
  ])('goes on without one order that $how, and asks for it until it is known', async ({ error }) => {
    const trouble: Trouble = { clientOrderId: undefined };
    const rig = new TradingRig({ wrap: failingFor(trouble, error) });
    await rig.start();
    const bad = await openOrder(rig, '0.3');
    const good = await openOrder(rig, '0.2');
    trouble.clientOrderId = bad;
    rig.venue.control.cutSockets({ account: ACCOUNT });
    rig.venue.world.cancel(ACCOUNT, PAIR, { clientOrderId: bad });
    rig.venue.world.cancel(ACCOUNT, PAIR, { clientOrderId: good });
    await rig.until(() => isRestored(rig));
    await rig.clock.advance(100);
    expect(rig.orderEvents(good)).toEqual(['order-created', 'order-canceled']);
    expect(rig.orderEvents(bad)).toEqual(['order-created']);
    trouble.clientOrderId = undefined;
    await rig.clock.advance(60_000);
    expect(rig.orderEvents(bad)).toEqual(['order-created', 'order-canceled']);
    rig.expectTruth();
    await rig.close();
  });

  it('goes on without a restored order of a market that the venue does not have', async () => {
    const rig = new TradingRig();
    await rig.start();
    const id = await openOrder(rig, '0.3');
    const { [id]: saved } = JSON.parse(JSON.stringify(rig.connector.trackingStates)) as Record<string, Record<string, unknown>>;
    const restarted = await rig.replaceConnector();
    restarted.restoreTrackingStates({
      [id]: saved,
      gone: { ...saved, clientOrderId: 'gone', exchangeOrderId: '999', tradingPair: 'GONE-USDT' },
    });
    await rig.start();
    await rig.clock.advance(10_000);
    expect(rig.connector.statusDict.userStreamInitialized).toBe(true);
    rig.venue.control.fillOrder(ACCOUNT, id);
    await rig.clock.advance(1_000);
    expect(rig.orderEvents(id)).toEqual(['order-created', 'order-filled', 'order-completed']);
    expect([...rig.connector.inFlightOrders.keys()]).toEqual(['gone']);
    await rig.close();
  });

  it('asks for trades of the whole gap although the wall clock was set back during it, and the venue is ahead', async () => {
    const asked: number[] = [];
    const rig = new TradingRig({
      wrap: (definition) => ({
        ...definition,
        tradeUpdatesSince: (context, pair, sinceMs) => {
          asked.push(sinceMs);
          return definition.tradeUpdatesSince?.(context, pair, sinceMs) ?? Promise.resolve([]);
        },
      }),
    });
    rig.venue.control.skewClock(25_000);
    await rig.start();
    await openOrder(rig, '0.3');
    await rig.clock.advance(60_000);
    const wholeUntilVenueMs = rig.clock.wallMs() + 25_000;
    rig.venue.control.cutSockets({ account: ACCOUNT });
    rig.clock.jumpWall(-3_600_000);
    // The clock that was set is ours alone.
    rig.venue.control.skewClock(3_625_000);
    await rig.until(() => isRestored(rig));
    expect(asked.length).toBeGreaterThan(0);
    for (const sinceMs of asked) expect(sinceMs).toBeLessThanOrEqual(wholeUntilVenueMs);
    await rig.close();
  });
});

describe('the status poll', () => {
  it('asks for orders and balances although the venue does not tell its time', async () => {
    const rig = new TradingRig();
    await rig.start();
    const id = await openOrder(rig, '0.3');
    rig.venue.control.faults.add({ on: 'http', match: { operation: 'time' }, times: 100_000, action: { kind: 'answer', status: 503 } });
    for (const frame of ['execution', 'balances'] as const)
      rig.venue.control.faults.add({ on: 'frame', match: { frame }, times: 100, action: { kind: 'drop' } });
    rig.venue.control.fillOrder(ACCOUNT, id);
    await rig.clock.advance(130_000);
    expect(rig.orderEvents(id)).toEqual(['order-created', 'order-filled', 'order-completed']);
    rig.expectTruth();
    await rig.close();
  });

  it('asks for balances although the orders cannot be asked for', async () => {
    const rig = new TradingRig();
    await rig.start();
    await openOrder(rig, '0.3');
    rig.venue.control.faults.add({
      on: 'http',
      match: { operation: 'open-orders' },
      times: 1_000,
      action: { kind: 'answer', status: 503 },
    });
    rig.venue.control.faults.add({ on: 'frame', match: { frame: 'balances' }, times: 100, action: { kind: 'drop' } });
    rig.venue.world.deposit(ACCOUNT, 'ETH', '5');
    await rig.clock.advance(130_000);
    expect(rig.connector.getBalance('ETH').toFixed()).toBe('105');
    await rig.close();
  });

  it('comes soon when the private stream is interrupted and stays away, and rarely while the stream lives, also when it is quiet', async () => {
    let polls = 0;
    const rig = new TradingRig({
      wrap: (definition) => ({
        ...definition,
        statusPollingLoopFetchUpdates: (_context, fallback) => {
          polls += 1;
          return fallback();
        },
      }),
    });
    await rig.start();
    await openOrder(rig, '0.3');
    polls = 0;
    await rig.clock.advance(1_200_000);
    expect(polls).toBeLessThanOrEqual(11);
    polls = 0;
    rig.network.refuseConnections('https://ws-api.venue.test');
    rig.venue.control.cutSockets({ account: ACCOUNT });
    await rig.clock.advance(6_000);
    expect(polls).toBe(1);
    await rig.clock.advance(60_000);
    expect(polls).toBeGreaterThanOrEqual(11);
    await rig.close();
  });

  it('comes soon after a private event that could not be used', async () => {
    const rig = new TradingRig();
    await rig.start();
    const id = await openOrder(rig, '0.3');
    await rig.clock.advance(30_000);
    rig.venue.control.faults.add({ on: 'frame', match: { frame: 'execution' }, action: { kind: 'corrupt', how: 'malformed' } });
    rig.venue.control.fillOrder(ACCOUNT, id);
    await rig.clock.advance(8_000);
    expect(rig.orderEvents(id)).toEqual(['order-created', 'order-filled', 'order-completed']);
    await rig.close();
  });
});

describe('markets', () => {
  it('that are listed later are followed from then on, and an empty list changes nothing', async () => {
    let isListed = false;
    let isEmpty = false;
    const rig = new TradingRig({
      pairs: [PAIR, 'ETH-USDT'],
      connector: { intervals: { tradingRulesMs: 60_000 } },
      wrap: (definition) => ({
        ...definition,
        initializeTradingPairSymbolsFromExchangeInfo: (reply, onProblem) =>
          definition
            .initializeTradingPairSymbolsFromExchangeInfo(reply, onProblem)
            .filter(({ tradingPair }) => !isEmpty && (isListed || tradingPair === PAIR)),
      }),
    });
    await rig.start();
    expect([...rig.connector.orderBooks.keys()]).toEqual([PAIR]);
    isEmpty = true;
    await rig.clock.advance(150_000);
    expect([...rig.connector.tradingRules.keys()]).toEqual([PAIR]);
    isEmpty = false;
    isListed = true;
    await rig.clock.advance(150_000);
    expect([...rig.connector.orderBooks.keys()]).toEqual([PAIR, 'ETH-USDT']);
    rig.expectTruth();
    await rig.close();
  });

  it('that the venue takes off its list can still be asked about: our orders there are followed to their end', async () => {
    let isListed = true;
    const rig = new TradingRig({
      pairs: [PAIR, 'ETH-USDT'],
      connector: { intervals: { tradingRulesMs: 60_000 } },
      wrap: (definition) => ({
        ...definition,
        initializeTradingPairSymbolsFromExchangeInfo: (reply, onProblem) =>
          definition
            .initializeTradingPairSymbolsFromExchangeInfo(reply, onProblem)
            .filter(({ tradingPair }) => isListed || tradingPair === PAIR),
      }),
    });
    await rig.start();
    const id = rig.connector.buy('ETH-USDT', '1', 'limit', '2500');
    await rig.until(() => rig.orderEvents(id).includes('order-created'));
    isListed = false;
    await rig.clock.advance(130_000);
    const canceling = rig.connector.cancel('ETH-USDT', id);
    await rig.clock.advance(1_000);
    await expect(canceling).resolves.toMatchObject({ success: true });
    await rig.close();
  });
});

describe('questions of an application before the start', () => {
  it('are answered in the names of our markets', async () => {
    const rig = new TradingRig();
    await rig.start();
    const id = await openOrder(rig, '0.3');
    const fresh = await rig.replaceConnector();
    const open = fresh.getOpenOrders();
    await rig.clock.advance(1_000);
    expect((await open).map(({ clientOrderId }) => clientOrderId)).toEqual([id]);
    await rig.close();
  });
});
