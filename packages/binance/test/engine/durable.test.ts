import { EventsPrunedError, MemoryTrackingStore, StorageError } from '@venuekit/core';
import type { ConnectorEvent } from '@venuekit/core';
import { describe, expect, it } from 'vitest';
import { DurableRig } from './durable-rig.ts';
import { ACCOUNT, PAIR } from './trading-rig.ts';

const CALM_MS = 60_000;

async function startedRig(options: ConstructorParameters<typeof DurableRig>[0] = {}): Promise<DurableRig> {
  const rig = new DurableRig(options);
  await rig.trading.start();
  return rig;
}

function buy(rig: DurableRig, amount = '0.3'): string {
  return rig.trading.connector.buy(PAIR, amount, 'limit', rig.trading.restingBuyPrice());
}

async function openOrder(rig: DurableRig): Promise<string> {
  const id = buy(rig);
  await rig.trading.until(() => rig.trading.orderEvents(id).includes('order-created'));
  return id;
}

async function cancel(rig: DurableRig, id: string): Promise<void> {
  let isOver = false;
  const canceling = rig.trading.connector.cancel(PAIR, id).finally(() => (isOver = true));
  await rig.trading.until(() => isOver || rig.wasKilled);
  if (isOver) await canceling;
}

/** Kills the program at the first such moment, lets the venue do something meanwhile, and starts the next one. */
async function dieAt(rig: DurableRig, moment: RegExp, act: () => unknown, meanwhile: () => unknown = () => undefined): Promise<void> {
  rig.watch((passed) => moment.test(passed));
  act();
  await rig.trading.until(() => rig.wasKilled);
  await meanwhile();
  await rig.restart();
}

function orderBodies(rig: DurableRig): string[] {
  return [...rig.disk.orders.values()].map(({ body }) => body);
}

describe('An order of a program that is killed', () => {
  it('is filled while nobody is there: the fill is told after the restart, as recovered, and the order ends', async () => {
    const rig = await startedRig();
    const id = await openOrder(rig);
    rig.kill();
    rig.trading.venue.control.fillOrder(ACCOUNT, id);
    await rig.trading.clock.advance(600_000);
    await rig.restart();
    await rig.trading.clock.advance(CALM_MS);
    expect(rig.trading.orderEvents(id)).toEqual(['order-created', 'order-filled', 'order-completed']);
    expect(rig.trading.events.findLast((event) => event.type === 'order-filled')).toMatchObject({ isRecovered: true });
    rig.expectTruth();
    await rig.trading.close();
  });

  it('is partly filled and canceled while nobody is there', async () => {
    const rig = await startedRig();
    const id = await openOrder(rig);
    rig.kill();
    rig.trading.venue.control.fillOrder(ACCOUNT, id, '0.1');
    rig.trading.venue.world.cancelAll(ACCOUNT, PAIR);
    await rig.restart();
    await rig.trading.clock.advance(CALM_MS);
    expect(rig.trading.orderEvents(id)).toEqual(['order-created', 'order-filled', 'order-canceled']);
    rig.expectTruth();
    await rig.trading.close();
  });

  it('has never arrived when the program dies after saving it and before sending it', async () => {
    const rig = await startedRig();
    await dieAt(rig, /after commit of order$/, () => buy(rig));
    await rig.trading.clock.advance(CALM_MS);
    expect(rig.trading.events.findLast((event) => event.type === 'order-failed')).toMatchObject({ cause: 'never-arrived' });
    rig.expectTruth();
    await rig.trading.close();
  });

  it('leaves nothing when the program dies before saving it', async () => {
    const rig = await startedRig();
    await dieAt(rig, /before commit of order$/, () => buy(rig));
    await rig.trading.clock.advance(CALM_MS);
    expect(rig.disk.orders.size).toBe(0);
    rig.expectTruth();
    await rig.trading.close();
  });

  it('is found at the venue when the program dies before it hears the answer, and is not sent again', async () => {
    const rig = await startedRig();
    let id = '';
    await dieAt(rig, /answer to POST .*order/, () => (id = buy(rig)));
    await rig.trading.clock.advance(CALM_MS);
    expect(rig.trading.orderEvents(id)).toEqual(['order-created']);
    expect(rig.trading.venue.world.openOrders(ACCOUNT)).toHaveLength(1);
    rig.expectTruth();
    await rig.trading.close();
  });

  it('that was being canceled is known as canceled after the restart', async () => {
    const rig = await startedRig();
    const id = await openOrder(rig);
    await dieAt(rig, /answer to DELETE/, () => void rig.trading.connector.cancel(PAIR, id));
    await rig.trading.clock.advance(CALM_MS);
    expect(rig.trading.orderEvents(id)).toEqual(['order-created', 'order-canceled']);
    rig.expectTruth();
    await rig.trading.close();
  });

  it('asks for the trades since the private stream was last whole', async () => {
    const rig = await startedRig();
    await rig.trading.clock.advance(300_000);
    await openOrder(rig);
    await rig.trading.clock.advance(130_000);
    const killedAtMs = rig.trading.clock.wallMs();
    rig.kill();
    await rig.trading.clock.advance(1_000_000);
    await rig.restart();
    const restored = rig.trading.events.findLast((event) => event.type === 'stream-restored');
    expect(restored?.gap.fromMs).toBeLessThanOrEqual(killedAtMs);
    expect(restored?.gap.fromMs).toBeGreaterThan(killedAtMs - 140_000);
    await rig.trading.close();
  });

  it('keeps the fills that it has told out of what is told later, also after the order has been forgotten', async () => {
    const rig = await startedRig();
    const id = await openOrder(rig);
    rig.trading.venue.control.fillOrder(ACCOUNT, id);
    await rig.trading.until(() => rig.trading.orderEvents(id).includes('order-completed'));
    await rig.trading.clock.advance(120_000);
    rig.kill();
    await rig.restart();
    const other = await openOrder(rig);
    await rig.trading.clock.advance(CALM_MS);
    rig.trading.venue.control.cutSockets({ account: ACCOUNT });
    await rig.trading.clock.advance(CALM_MS);
    expect(rig.trading.orderEvents(id)).toEqual(['order-created', 'order-filled', 'order-completed']);
    expect(rig.trading.orderEvents(other)).toEqual(['order-created']);
    expect(rig.trading.events.filter(({ type }) => type === 'order-filled-late')).toEqual([]);
    rig.expectTruth();
    await rig.trading.close();
  });
});

describe('A program that is killed at any moment of placing, filling and canceling', () => {
  /** Two orders in one turn, one filled in two parts, the other canceled. Ends early when the program dies. */
  async function trade(rig: DurableRig): Promise<void> {
    const { trading } = rig;
    const first = buy(rig);
    const second = buy(rig, '0.2');
    const toldOf = (id: string, type: string): boolean => rig.wasKilled || trading.orderEvents(id).includes(type);
    await trading.until(() => toldOf(first, 'order-created') && toldOf(second, 'order-created'));
    const fill = (amount?: string): void => {
      const isOpen = trading.venue.world.openOrders(ACCOUNT).some(({ clientOrderId }) => clientOrderId === first);
      if (isOpen) trading.venue.control.fillOrder(ACCOUNT, first, amount);
    };
    fill('0.1');
    await trading.until(() => toldOf(first, 'order-filled'));
    fill();
    await trading.until(() => toldOf(first, 'order-completed'));
    if (!rig.wasKilled) await cancel(rig, second);
    await trading.until(() => toldOf(second, 'order-canceled'));
  }

  it('knows after the restart what the venue knows, has told everything, and has placed nothing twice', async () => {
    const passed: string[] = [];
    for (let moment = 1; ; moment += 1) {
      const rig = await startedRig();
      rig.listen();
      rig.watch((_, count) => count === moment);
      await trade(rig);
      passed.push(rig.moments.at(-1) ?? '');
      const isOver = !rig.wasKilled;
      if (isOver) rig.watch(() => false);
      if (!isOver) await rig.restart();
      await rig.trading.clock.advance(CALM_MS);
      try {
        rig.expectTruth();
      } catch (error) {
        throw new Error(`killed at moment ${moment}, ${passed.at(-1) ?? ''}`, { cause: error });
      }
      await rig.trading.close();
      if (isOver) break;
    }
    expect(new Set(passed)).toEqual(
      new Set([
        ...['before commit of order', 'after commit of order', 'before POST /api/v3/order', 'answer to POST /api/v3/order'],
        ...['before commit of order+event', 'after commit of order+event', 'after order-created was heard'],
        ...['before commit of order+fill+event', 'after commit of order+fill+event', 'after order-filled was heard'],
        ...['before commit of delivered', 'after commit of delivered', 'after order-completed was heard', 'a frame'],
        ...['before DELETE /api/v3/order', 'answer to DELETE /api/v3/order', 'after order-canceled was heard'],
      ]),
    );
  }, 60_000);
});

describe('The outbox', () => {
  it('tells after a restart what was saved and not delivered, marked and before anything new', async () => {
    const rig = await startedRig();
    let id = '';
    await dieAt(rig, /after commit of order\+event/, () => (id = buy(rig)));
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
    const rig = await startedRig();
    rig.watch(() => false);
    for (let order = 0; order < 10; order += 1) buy(rig, '0.01');
    await rig.trading.until(() => rig.moments.filter((moment) => moment.startsWith('answer to POST')).length === 10);
    const firstSent = rig.moments.findIndex((moment) => moment.startsWith('before POST'));
    expect(rig.moments.slice(0, firstSent)).toEqual(['before commit of order', 'after commit of order']);
    await rig.trading.close();
  });

  it('numbers the events on over restarts', async () => {
    const rig = await startedRig();
    const first = await openOrder(rig);
    await rig.trading.clock.advance(1_000);
    rig.kill();
    await rig.restart();
    await cancel(rig, first);
    await openOrder(rig);
    expect(rig.toldOnce().map((event) => event.sequence)).toEqual([1, 2, 3]);
    await rig.trading.close();
  });
});

describe('A store that cannot save', () => {
  it('lets no order leave, and says so once; a cancel leaves nevertheless', async () => {
    const rig = await startedRig();
    const open = await openOrder(rig);
    rig.isDiskFull = true;
    rig.watch(() => false);
    const denied = buy(rig);
    await rig.trading.clock.advance(1_000);
    await cancel(rig, open);
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
    await openOrder(rig);
    expect(orderBodies(rig).filter((body) => body.includes('"canceled"'))).toHaveLength(1);
    rig.isDiskFull = true;
    buy(rig);
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
    await openOrder(rig);
    await rig.trading.close();
  });

  it('that was taken over by another process ends the run', async () => {
    const rig = await startedRig();
    const id = await openOrder(rig);
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
    const rig = await startedRig();
    const whole = await openOrder(rig);
    const damaged = await openOrder(rig);
    rig.kill();
    const row = rig.disk.orders.get(damaged);
    if (row === undefined) throw new Error('the order was not saved');
    rig.disk.orders.set(damaged, { ...row, body: '{"version":1' });
    rig.disk.deliveredUpTo = 1;
    rig.disk.events.set(2, { sequence: 2, savedAtMs: 0, body: '{"version":1,"type":"order-vanished"}' });
    await rig.restart();
    await rig.trading.clock.advance(CALM_MS);
    expect([...rig.trading.connector.inFlightOrders.keys()]).toEqual([whole]);
    const problems = rig.trading.events.flatMap((event) => (event.type === 'stream-problem' && event.stream === 'storage' ? [event.message] : []));
    expect(problems).toEqual([expect.stringContaining('is no JSON'), 'the saved event 2 cannot be read and was skipped']);
    await rig.trading.close();
  });
});

describe('A reader that resumes', () => {
  async function read(rig: DurableRig, after: number, count: number): Promise<ConnectorEvent[]> {
    const read: ConnectorEvent[] = [];
    const types = ['order-created', 'order-canceled'] as const;
    for await (const event of rig.trading.connector.events({ after, types })) {
      read.push(event);
      if (read.length === count) break;
    }
    return read;
  }

  it('gets the saved events after its number, then those that come, none twice', async () => {
    const rig = await startedRig();
    const first = await openOrder(rig);
    const second = await openOrder(rig);
    rig.kill();
    const reading = read(rig, 1, 4);
    await rig.restart();
    await cancel(rig, first);
    await cancel(rig, second);
    await openOrder(rig);
    expect(await reading).toMatchObject([
      { type: 'order-created', clientOrderId: second, sequence: 2, replayed: true },
      { type: 'order-canceled', clientOrderId: first, sequence: 3 },
      { type: 'order-canceled', clientOrderId: second, sequence: 4 },
      { type: 'order-created', sequence: 5 },
    ]);
    await rig.trading.close();
  });

  it('is told when what it asks for is not kept any more, or has never been', async () => {
    const rig = await startedRig({ connector: { retention: { deliveredEvents: 1 } } });
    for (let order = 0; order < 3; order += 1) await openOrder(rig);
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

describe('A connector that is stopped and started again', () => {
  it('goes on with its orders and its numbers', async () => {
    const rig = await startedRig();
    const id = await openOrder(rig);
    await rig.trading.stopConnector();
    expect(rig.disk.owner).toBeUndefined();
    rig.trading.venue.control.fillOrder(ACCOUNT, id);
    await rig.trading.start();
    await rig.trading.clock.advance(CALM_MS);
    expect(rig.toldOnce().map((event) => [event.type, event.sequence])).toEqual([
      ['order-created', 1],
      ['order-filled', 2],
      ['order-completed', 3],
    ]);
    rig.expectTruth();
    await rig.trading.close();
  });

  it('is stopped while its store is being opened, and leaves the store free', async () => {
    const rig = new DurableRig();
    rig.trading.connector.start();
    await rig.trading.stopConnector();
    expect(rig.disk.owner).toBeUndefined();
    await rig.trading.close();
  });

  it('saves orders that the application has restored from elsewhere', async () => {
    const rig = await startedRig();
    const id = await openOrder(rig);
    const states: unknown = JSON.parse(JSON.stringify(rig.trading.connector.trackingStates));
    rig.kill();
    rig.disk.orders.clear();
    rig.trading.connector.restoreTrackingStates(Object(states));
    await rig.restart();
    await rig.trading.clock.advance(1_000);
    expect([...rig.disk.orders.keys()]).toEqual([id]);
    await rig.trading.close();
  });
});
