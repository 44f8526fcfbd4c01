import { describe, expect, it } from 'vitest';
import { Decimal } from '../../src/decimal/decimal.ts';
import { AbortedError } from '../../src/errors/aborted-error.ts';
import { OrderWaitError } from '../../src/errors/order-wait-error.ts';
import { ConnectorBench, PAIR } from '../exchange/connector-bench.ts';
import { lostAnswer, venueSaysNo } from '../exchange/scripted-venue.ts';

async function startedBench(): Promise<ConnectorBench> {
  const bench = new ConnectorBench();
  await bench.start();
  return bench;
}

describe('waiting for an order', () => {
  it('until it is created, filled and done, each after the event of it was told', async () => {
    const bench = await startedBench();
    const id = bench.buy();
    const reached: string[] = [];
    const note = (what: string) => () => reached.push(`${what} after ${bench.orderEvents(id).join(' ')}`);
    const waits = [
      bench.connector.waitUntilCreated(id).then(note('created')),
      bench.connector.waitUntilFilled(id).then(note('filled')),
      bench.connector.waitUntilDone(id).then(note('done')),
    ];
    await bench.clock.advance(10);
    bench.venue.tellTrade(bench.venue.fill(bench.venue.last, '0.5'));
    await bench.clock.advance(10);
    expect(reached).toEqual(['created after order-created']);
    bench.venue.tellTrade(bench.venue.fill(bench.venue.last, '0.5'));
    await bench.clock.advance(10);
    await Promise.all(waits);
    const end = 'order-created order-filled order-filled order-completed';
    expect(reached).toEqual(['created after order-created', `filled after ${end}`, `done after ${end}`]);
    await expect(bench.connector.waitUntilFilled(id)).resolves.toMatchObject({ clientOrderId: id, state: 'filled' });
    await bench.close();
  });

  it('that ends otherwise fails with its state', async () => {
    const bench = await startedBench();
    const id = await bench.openOrder();
    const filling = bench.connector.waitUntilFilled(id);
    filling.catch(() => undefined);
    const ending = bench.connector.waitUntilDone(id);
    await bench.settle(bench.connector.cancel(PAIR, id));
    await expect(filling).rejects.toMatchObject({ code: 'ORDER_WAIT', clientOrderId: id, state: 'canceled' });
    await expect(ending).resolves.toMatchObject({ state: 'canceled' });
    bench.venue.placeScripts.push({ isExecuted: false, error: venueSaysNo() });
    const refused = bench.connector.waitUntilCreated(bench.buy());
    await expect(bench.settle(refused)).rejects.toBeInstanceOf(OrderWaitError);
    await bench.close();
  });

  it('that nobody knows fails at once', async () => {
    const bench = await startedBench();
    await expect(bench.connector.waitUntilDone('never-heard-of')).rejects.toMatchObject({ code: 'ORDER_WAIT', state: undefined });
    await bench.close();
  });

  it('that the venue calls filled waits for its fills, or for the end of the wait for them', async () => {
    const bench = await startedBench();
    const id = await bench.openOrder();
    bench.venue.tellOrder(bench.venue.last, { state: 'filled', cumulativeBase: new Decimal(1) });
    const filling = bench.connector.waitUntilFilled(id);
    await bench.clock.advance(100);
    expect(bench.connector.orderTracker.fetchOrder({ clientOrderId: id })?.state).toBe('filled');
    expect(bench.orderEvents(id)).toEqual(['order-created']);
    await expect(bench.settle(filling)).resolves.toMatchObject({ hasMissingFills: true });
    expect(bench.orderEvents(id)).toEqual(['order-created', 'order-completed']);
    await bench.close();
  });

  it('ends with its signal, also one that has ended before, and leaves the other waits', async () => {
    const bench = await startedBench();
    const id = await bench.openOrder();
    const controller = new AbortController();
    const abandoned = bench.connector.waitUntilFilled(id, controller.signal);
    const kept = bench.connector.waitUntilFilled(id);
    controller.abort();
    await expect(abandoned).rejects.toBeInstanceOf(AbortedError);
    await expect(bench.connector.waitUntilFilled(id, controller.signal)).rejects.toBeInstanceOf(AbortedError);
    bench.venue.tellTrade(bench.venue.fill(bench.venue.last, '1'));
    await expect(bench.settle(kept)).resolves.toMatchObject({ state: 'filled' });
    await bench.close();
  });

  it('ends with stop', async () => {
    const bench = await startedBench();
    const id = await bench.openOrder();
    const waiting = bench.connector.waitUntilDone(id);
    waiting.catch(() => undefined);
    await bench.close();
    await expect(waiting).rejects.toBeInstanceOf(AbortedError);
  });

  it('goes on while the order is undecided or lost', async () => {
    const bench = new ConnectorBench({ capabilities: { lostAfterMs: 20_000, processingTimeMs: 60_000 } });
    await bench.start();
    bench.venue.placeScripts.push({ isExecuted: false, error: lostAnswer() });
    const id = bench.buy();
    const waiting = bench.connector.waitUntilDone(id);
    await bench.clock.advance(30_000);
    expect(bench.orderEvents(id)).toEqual(['order-lost']);
    await bench.clock.advance(400_000);
    await expect(waiting).resolves.toMatchObject({ state: 'failed' });
    await bench.close();
  });
});
