import { describe, expect, it } from 'vitest';
import { ACCOUNT, PAIR, TradingRig } from '../engine/trading-rig.ts';

describe('D-22b: a query that failed says nothing of the order', () => {
  it('six live orders survive an outage of names for ten minutes', async () => {
    const rig = new TradingRig();
    await rig.start();
    const ids = Array.from({ length: 6 }, () => rig.connector.buy(PAIR, '0.1', 'limit', rig.restingBuyPrice()));
    await rig.until(() => ids.every((id) => rig.orderEvents(id).includes('order-created')));
    for (const host of ['rest', 'stream', 'ws-api']) rig.network.refuseConnections(`https://${host}.venue.test`);
    rig.venue.control.cutSockets();
    await rig.clock.advance(600_000);
    expect(rig.connector.inFlightOrders.size).toBe(6);
    for (const host of ['rest', 'stream', 'ws-api']) rig.network.refuseConnections(`https://${host}.venue.test`, false);
    await rig.until(() => rig.connector.ready);
    for (const id of ids) expect(rig.orderEvents(id)).toEqual(['order-created']);
    rig.expectTruth();
    await rig.close();
  });

  it.each([
    ['a 503', { kind: 'answer', status: 503, body: 'Service Unavailable' }],
    ['a 400 of another meaning', { kind: 'answer', status: 400, body: '{"code":-1100,"msg":"Illegal characters"}' }],
    ['a page of HTML', { kind: 'answer', status: 404, body: '<html>not found</html>' }],
    ['no answer', { kind: 'hang' }],
  ] as const)('%s, again and again, counts as no "not found"', async (_name, action) => {
    const rig = new TradingRig();
    await rig.start();
    const id = rig.connector.buy(PAIR, '0.1', 'limit', rig.restingBuyPrice());
    await rig.until(() => rig.orderEvents(id).includes('order-created'));
    const { faults } = rig.venue.control;
    const rules = (['order', 'open-orders', 'fills'] as const).map((operation) =>
      faults.add({ on: 'http', match: { operation }, times: Number.POSITIVE_INFINITY, action }),
    );
    faults.add({ on: 'http', match: { operation: 'cancel' }, action: { kind: 'hang' } });
    const canceling = rig.connector.cancel(PAIR, id);
    rig.venue.control.cutSockets({ account: ACCOUNT });
    await rig.clock.advance(300_000);
    await expect(canceling).resolves.toMatchObject({ success: false });
    expect(faults.applied.filter((fault) => fault.on === 'http' && fault.subject.operation === 'order').length).toBeGreaterThan(5);
    expect(rig.connector.inFlightOrders.get(id)?.tracking.notFoundCount).toBe(0);
    expect(rig.orderEvents(id)).toEqual(['order-created']);
    for (const remove of rules) remove();
    await rig.clock.advance(100_000);
    rig.expectTruth();
    await rig.close();
  });
});
