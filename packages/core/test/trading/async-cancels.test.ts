import { describe, expect, it } from 'vitest';
import { ConnectorBench, PAIR } from '../exchange/connector-bench.ts';
import type { BenchOptions } from '../exchange/connector-bench.ts';

/** A venue whose yes to a cancel says only that it was taken; the cancel itself happens when the test wants it to. */
async function asynchronousBench(options: BenchOptions = {}): Promise<ConnectorBench> {
  const bench = new ConnectorBench({
    ...options,
    definition: (venue) => ({
      isCancelRequestInExchangeSynchronous: false,
      placeCancel: async (_context, order) => {
        venue.calls.push(`cancel ${order.amount.toFixed()}`);
        return Promise.resolve({ state: 'canceled', updateTimeMs: venue.last.updateTimeMs });
      },
    }),
  });
  await bench.start();
  return bench;
}

describe('at a venue that confirms cancels later', () => {
  it('a cancel is pending until the stream confirms it, and asks nothing meanwhile', async () => {
    const bench = await asynchronousBench();
    const id = await bench.openOrder();
    bench.venue.calls.length = 0;
    const canceling = bench.connector.cancel(PAIR, id);
    await bench.clock.advance(2_000);
    expect(bench.connector.inFlightOrders.get(id)?.state).toBe('pending-cancel');
    expect(bench.orderEvents(id)).toEqual(['order-created']);
    bench.venue.end(bench.venue.last, 'canceled');
    bench.venue.tellOrder(bench.venue.last);
    await expect(bench.settle(canceling)).resolves.toEqual({ clientOrderId: id, success: true });
    expect(bench.orderEvents(id)).toEqual(['order-created', 'order-canceled']);
    expect(bench.venue.calls).toEqual(['cancel 1']);
    await bench.close();
  });

  it('a confirmation that does not come is asked for after its time', async () => {
    const bench = await asynchronousBench({ capabilities: { cancelConfirmationMs: 3_000 } });
    const id = await bench.openOrder();
    const canceling = bench.connector.cancel(PAIR, id);
    await bench.clock.advance(2_900);
    expect(bench.venue.calls).not.toContain('status 1');
    bench.venue.end(bench.venue.last, 'canceled');
    await expect(bench.settle(canceling)).resolves.toEqual({
      clientOrderId: id,
      success: false,
      reason: 'the venue has taken the cancel and not confirmed it yet',
    });
    await bench.clock.advance(1_000);
    expect(bench.orderEvents(id)).toEqual(['order-created', 'order-canceled']);
    await bench.close();
  });

  it('an order that is still open when its cancel can take effect no more is open again', async () => {
    const bench = await asynchronousBench();
    const id = await bench.openOrder();
    const canceling = bench.connector.cancel(PAIR, id);
    await bench.clock.advance(60_000);
    await expect(canceling).resolves.toMatchObject({ success: false });
    expect(bench.connector.inFlightOrders.get(id)?.state).toBe('open');
    await bench.close();
  });

  it('a fill that wins against the cancel is told as such', async () => {
    const bench = await asynchronousBench();
    const id = await bench.openOrder();
    const canceling = bench.connector.cancel(PAIR, id);
    await bench.clock.advance(10);
    bench.venue.tellTrade(bench.venue.fill(bench.venue.last, '1'));
    await expect(bench.settle(canceling)).resolves.toEqual({ clientOrderId: id, success: false, reason: 'the order is filled' });
    expect(bench.orderEvents(id)).toEqual(['order-created', 'order-filled', 'order-completed']);
    await bench.close();
  });

  it('cancel-all waits for the confirmations, and says of each order what is known when the time is up', async () => {
    const bench = await asynchronousBench({ capabilities: { cancelConfirmationMs: 1_000 } });
    const ids = [await bench.openOrder('1'), await bench.openOrder('2'), await bench.openOrder('3')];
    const [first, second] = bench.venue.orders;
    const canceling = bench.connector.cancelAll(8_000);
    await bench.clock.advance(100);
    if (first !== undefined) bench.venue.end(first, 'canceled');
    if (first !== undefined) bench.venue.tellOrder(first);
    await bench.clock.advance(3_000);
    if (second !== undefined) bench.venue.end(second, 'canceled');
    const results = await bench.settle(canceling);
    expect(results).toEqual([
      { clientOrderId: ids[0], success: true },
      { clientOrderId: ids[1], success: true },
      { clientOrderId: ids[2], success: false, reason: 'undecided when the time was up' },
    ]);
    await bench.close();
  });

  it('stop ends the wait for confirmations', async () => {
    const bench = await asynchronousBench();
    const id = await bench.openOrder();
    const canceling = bench.connector.cancel(PAIR, id);
    const cancelingAll = bench.connector.cancelAll(60_000);
    await bench.clock.advance(10);
    await bench.close();
    await expect(canceling).resolves.toMatchObject({ success: false });
    await expect(cancelingAll).resolves.toMatchObject([{ success: false, reason: 'the connector was stopped' }]);
  });
});
