import { EventsPrunedError } from '@venuekit/core';
import type { ConnectorEvent } from '@venuekit/core';
import { describe, expect, it } from 'vitest';
import { DurableRig } from './durable-rig.ts';

const CALM_MS = 60_000;

/** What a reader gets that resumes: so many events, then it leaves. */
async function read(rig: DurableRig, after: number, count: number): Promise<ConnectorEvent[]> {
  const had: ConnectorEvent[] = [];
  const types = ['order-created', 'order-canceled'] as const;
  for await (const event of rig.trading.connector.events({ after, types })) {
    had.push(event);
    if (had.length === count) break;
  }
  return had;
}

describe('The outbox', () => {
  it('tells after a restart what was saved and not delivered, marked and before anything new', async () => {
    const rig = await DurableRig.start();
    let id = '';
    await rig.dieAt(/after commit of order\+event/, () => (id = rig.buy()));
    await rig.trading.clock.advance(CALM_MS);
    expect(rig.trading.events.filter((event) => 'clientOrderId' in event && event.clientOrderId === id)).toMatchObject([
      { type: 'order-created', sequence: 1, replayed: true },
    ]);
    const types = rig.trading.events.map(({ type }) => type);
    expect(types.lastIndexOf('order-created')).toBeLessThan(types.lastIndexOf('stream-connected'));
    rig.kill();
    await rig.restart();
    expect(rig.trading.orderEvents(id)).toHaveLength(1);
    await rig.trading.close();
  });

  it('gives ten orders of one turn one commit, before the first request leaves', async () => {
    const rig = await DurableRig.start();
    rig.watch(() => false);
    for (let order = 0; order < 10; order += 1) rig.buy('0.01');
    await rig.trading.until(() => rig.moments.filter((moment) => moment.startsWith('answer to POST')).length === 10);
    const firstSent = rig.moments.findIndex((moment) => moment.startsWith('before POST'));
    expect(rig.moments.slice(0, firstSent)).toEqual(['before commit of order', 'after commit of order']);
    await rig.trading.close();
  });

  it('numbers the events on over restarts', async () => {
    const rig = await DurableRig.start();
    const first = await rig.openOrder();
    await rig.trading.clock.advance(1_000);
    rig.kill();
    await rig.restart();
    await rig.cancel(first);
    await rig.openOrder();
    expect(rig.toldOnce().map((event) => event.sequence)).toEqual([1, 2, 3]);
    await rig.trading.close();
  });
});

describe('A reader that resumes', () => {
  it('gets the saved events after its number, then those that come, none twice', async () => {
    const rig = await DurableRig.start();
    const first = await rig.openOrder();
    const second = await rig.openOrder();
    rig.kill();
    const reading = read(rig, 1, 4);
    await rig.restart();
    await rig.cancel(first);
    await rig.cancel(second);
    await rig.openOrder();
    expect(await reading).toMatchObject([
      { type: 'order-created', clientOrderId: second, sequence: 2, replayed: true },
      { type: 'order-canceled', clientOrderId: first, sequence: 3 },
      { type: 'order-canceled', clientOrderId: second, sequence: 4 },
      { type: 'order-created', sequence: 5 },
    ]);
    await rig.trading.close();
  });

  it('is told when what it asks for is not kept any more, or has never been', async () => {
    const rig = await DurableRig.start({ connector: { retention: { deliveredEvents: 1 } } });
    for (let order = 0; order < 3; order += 1) await rig.openOrder();
    await rig.trading.clock.advance(61_000);
    await expect(read(rig, 1, 1)).rejects.toThrow(EventsPrunedError);
    await expect(read(rig, 1, 1)).rejects.toMatchObject({ prunedUpTo: 2 });
    expect(await read(rig, 2, 1)).toMatchObject([{ sequence: 3, replayed: true }]);
    await expect(read(rig, 9, 1)).rejects.toMatchObject({ code: 'CONFIGURATION', field: 'after' });
    await rig.trading.close();
  });

  it('ends with its signal, also while the store is not open', async () => {
    const rig = new DurableRig();
    const life = new AbortController();
    const events = rig.trading.connector.events({ after: 0, signal: life.signal });
    const next = events.next();
    life.abort();
    expect(await next).toEqual({ done: true, value: undefined });
    await rig.trading.close();
  });
});
