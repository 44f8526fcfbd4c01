import { afterEach, describe, expect, it, vi } from 'vitest';
import { changeOrder, placeBatch, placeConditionalOrders, placePair } from '../../docs/examples/advanced-orders.ts';
import { openLoopbackWorld } from '../../docs/examples/loopback-venue.ts';

describe('the examples of orders beyond the plain ones', () => {
  afterEach(() => {
    vi.restoreAllMocks();
  });

  it('are taken by an exchange on loopback', async () => {
    vi.spyOn(console, 'log').mockReturnValue(undefined);
    const { venue, connector, close } = await openLoopbackWorld();
    connector.start();
    await connector.whenReady(AbortSignal.timeout(30_000));
    const failures: string[] = [];
    connector.on('order-failed', ({ message }) => failures.push(message));

    const [stop = '', trailing = '', iceberg = '', spending = ''] = placeConditionalOrders(connector);
    for (const id of [stop, trailing, iceberg]) await connector.waitUntilCreated(id, AbortSignal.timeout(20_000));
    await connector.waitUntilDone(spending, AbortSignal.timeout(20_000));

    const [amended, replaced] = (await changeOrder(connector, iceberg)) ?? [];
    expect(amended?.outcome).toBe('accepted');
    expect([replaced?.canceled.outcome, replaced?.placed.outcome]).toEqual(['accepted', 'accepted']);

    const pair = await placePair(connector);
    for (const id of pair) await connector.waitUntilCreated(id, AbortSignal.timeout(20_000));
    const open = new Set(venue.world.openOrders('alice').map(({ clientOrderId }) => clientOrderId));
    expect(open).toEqual(new Set([stop, trailing, replaced?.placed.clientOrderId, ...pair]));

    expect(await placeBatch(connector)).toBe(2);
    expect(failures).toEqual([]);
    await close();
  });
});
