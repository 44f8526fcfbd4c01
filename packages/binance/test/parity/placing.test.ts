import { describe, expect, it } from 'vitest';
import { binanceSpot } from '../../src/spot/exchange.ts';
import { ACCOUNT, PAIR, TradingRig } from '../engine/trading-rig.ts';

const HOSTS = { rest: 'https://rest.venue.test', streams: 'wss://stream.venue.test', wsApi: 'wss://ws-api.venue.test/ws-api/v3' };

describe('placing an order', () => {
  it('tracks it, on the grid, before anything is sent', async () => {
    const rig = new TradingRig();
    await rig.start();
    const id = rig.connector.buy(PAIR, '0.300009', 'limit', '50000.009');
    expect(rig.network.openRequests).toBe(0);
    const order = rig.connector.inFlightOrders.get(id);
    expect(order).toMatchObject({ state: 'pending-create', exchangeOrderId: undefined });
    expect([order?.amount.toString(), order?.price?.toString()]).toEqual(['0.3', '50000']);
    expect(rig.orderEvents(id)).toEqual([]);
    await rig.clock.advance(1_000);
    expect(rig.orderEvents(id)).toEqual(['order-created']);
    await rig.close();
  });

  it('takes state and fills from the answer, although no stream tells of them', async () => {
    const rig = new TradingRig();
    await rig.start();
    rig.venue.control.faults.add({ on: 'frame', match: { frame: 'execution' }, times: 100, action: { kind: 'drop' } });
    const id = rig.connector.buy(PAIR, '0.01', 'market');
    await rig.clock.advance(100);
    const types = rig.orderEvents(id);
    expect([types[0], types.at(-1)]).toEqual(['order-created', 'order-completed']);
    const fills = rig.events.flatMap((event) => (event.type === 'order-filled' ? [event] : []));
    expect(fills.length).toBeGreaterThan(0);
    for (const fill of fills) expect(fill).toMatchObject({ clientOrderId: id, isTaker: true, isRecovered: false });
    expect(rig.venue.world.orders(ACCOUNT, PAIR)).toMatchObject([{ status: 'filled' }]);
    await rig.clock.advance(60_000);
    expect(rig.orderEvents(id)).toEqual(types);
    await rig.close();
  });
});

describe('a connector without keys', () => {
  it('is ready with its books, and has no account to wait for', async () => {
    const rig = new TradingRig({ connector: { definition: binanceSpot({ tradingPairs: [PAIR], hosts: HOSTS }) } });
    expect(rig.connector.statusDict).toMatchObject({ accountBalance: true, tradingRuleInitialized: true, userStreamInitialized: true });
    await rig.start();
    expect(rig.connector.ready).toBe(true);
    expect(rig.venue.control.sockets({ service: 'ws-api' })).toEqual([]);
    await rig.close();
  });
});
