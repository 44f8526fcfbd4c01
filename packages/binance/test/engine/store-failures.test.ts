import { MemoryTrackingStore, StorageError } from '@venuekit/core';
import { describe, expect, it } from 'vitest';
import { DurableRig } from './durable-rig.ts';
import { PAIR } from './trading-rig.ts';

const CALM_MS = 60_000;

function orderBodies(rig: DurableRig): string[] {
  return [...rig.disk.orders.values()].map(({ body }) => body);
}

describe('A store that cannot save', () => {
  it('lets no order leave, and says so once; a cancel leaves nevertheless', async () => {
    const rig = await DurableRig.start();
    const open = await rig.openOrder();
    rig.isDiskFull = true;
    rig.watch(() => false);
    const denied = rig.buy();
    await rig.trading.clock.advance(1_000);
    await rig.cancel(open);
    await rig.trading.clock.advance(1_000);
    expect(rig.moments.filter((moment) => moment.startsWith('before POST'))).toEqual([]);
    expect(rig.trading.events.find((event) => event.type === 'order-failed')).toMatchObject({
      clientOrderId: denied,
      cause: 'denied',
      denialReason: 'request-not-sent',
      message: 'the disk is full',
    });
    expect(rig.trading.orderEvents(open)).toEqual(['order-created', 'order-canceled']);
    expect(rig.trading.events.findLast((event) => event.type === 'order-canceled')).not.toHaveProperty('sequence');
    const problems = rig.trading.events.filter((event) => event.type === 'stream-problem' && event.stream === 'storage');
    expect(problems).toHaveLength(1);
    rig.isDiskFull = false;
    await rig.openOrder();
    expect(orderBodies(rig).filter((body) => body.includes('"canceled"'))).toHaveLength(1);
    rig.isDiskFull = true;
    rig.buy();
    await rig.trading.clock.advance(1_000);
    expect(rig.trading.events.filter((event) => event.type === 'stream-problem' && event.stream === 'storage')).toHaveLength(2);
    rig.isDiskFull = false;
    await rig.trading.close();
  });

  it('that another has open ends the start, publicly; the next start succeeds when it is free', async () => {
    const rig = new DurableRig();
    const other = new MemoryTrackingStore({ disk: rig.disk });
    other.open();
    const { connector } = rig.trading;
    connector.start();
    await expect(connector.whenReady()).rejects.toMatchObject({ code: 'STORAGE', problem: 'in-use' });
    expect(connector.failure).toBeInstanceOf(StorageError);
    expect(rig.trading.events).toMatchObject([{ type: 'connector-failed', error: { problem: 'in-use' } }]);
    await rig.trading.clock.advance(1_000);
    expect(rig.trading.clock.pendingTimers).toBe(0);
    other.close();
    await rig.trading.start();
    expect(connector.failure).toBeUndefined();
    await rig.openOrder();
    await rig.trading.close();
  });

  it('that was taken over by another process ends the run', async () => {
    const rig = await DurableRig.start();
    const id = await rig.openOrder();
    const { connector } = rig.trading;
    rig.watch((moment) => {
      if (!moment.startsWith('before commit')) return false;
      throw new StorageError('taken-over', 'another process has opened the store');
    });
    void connector.cancel(PAIR, id);
    await rig.trading.until(() => connector.failure !== undefined);
    await rig.trading.clock.advance(1_000);
    expect(rig.trading.events.filter(({ type }) => type === 'connector-failed')).toHaveLength(1);
    expect(connector.ready).toBe(false);
    rig.watch(() => false);
    await rig.trading.close();
  });

  it('with damaged rows gives all the others and reports these', async () => {
    const rig = await DurableRig.start();
    const whole = await rig.openOrder();
    const damaged = await rig.openOrder();
    rig.kill();
    const row = rig.disk.orders.get(damaged);
    if (row === undefined) throw new Error('the order was not saved');
    rig.disk.orders.set(damaged, { ...row, body: '{"version":1' });
    rig.disk.deliveredUpTo = 1;
    rig.disk.events.set(2, { sequence: 2, savedAtMs: 0, body: '{"version":1,"type":"order-vanished"}' });
    await rig.restart();
    await rig.trading.clock.advance(CALM_MS);
    expect([...rig.trading.connector.inFlightOrders.keys()]).toEqual([whole]);
    const problems = rig.trading.events.flatMap((event) =>
      event.type === 'stream-problem' && event.stream === 'storage' ? [event.message] : [],
    );
    expect(problems).toEqual([expect.stringContaining('is no JSON'), 'the saved event 2 cannot be read and was skipped']);
    await rig.trading.close();
  });
});
