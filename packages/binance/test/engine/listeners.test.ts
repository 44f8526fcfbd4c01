import { SeededRandom } from '@venuekit/core/testing';
import { describe, expect, it } from 'vitest';
import { ACCOUNT, PAIR, TradingRig } from './trading-rig.ts';

describe('a listener', () => {
  it('may place and cancel orders from within an event; every order has its events in their order', async () => {
    const rig = new TradingRig();
    await rig.start();
    const ids: string[] = [];
    rig.connector.on('order-created', ({ clientOrderId }) => {
      if (ids.length < 6) ids.push(rig.connector.buy(PAIR, '0.1', 'limit', rig.restingBuyPrice()));
      if (ids.indexOf(clientOrderId) % 2 === 0) void rig.connector.cancel(PAIR, clientOrderId);
    });
    rig.connector.on('order-filled', () => {
      if (ids.length < 9) ids.push(rig.connector.buy(PAIR, '0.1', 'limit', rig.restingBuyPrice()));
    });
    rig.connector.on('order-canceled', () => void rig.connector.cancelAll(10));
    ids.push(rig.connector.buy(PAIR, '0.1', 'limit', rig.restingBuyPrice()));
    await rig.clock.advance(5_000);
    for (const { clientOrderId } of rig.venue.world.openOrders(ACCOUNT)) rig.venue.control.fillOrder(ACCOUNT, clientOrderId);
    await rig.clock.advance(60_000);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(rig.orderEvents(id)[0]).toBe('order-created');
    rig.expectTruth();
    await rig.close();
  });

  it('that throws, at once or later, stops nothing', async () => {
    const rig = new TradingRig();
    rig.connector.onAny(() => {
      throw new Error('a bad listener');
    });
    rig.connector.onAny(() => Promise.reject(new Error('a bad asynchronous listener')));
    await rig.start();
    const id = rig.connector.buy(PAIR, '0.1', 'limit', rig.restingBuyPrice());
    await rig.until(() => rig.orderEvents(id).includes('order-created'));
    rig.venue.control.fillOrder(ACCOUNT, id);
    await rig.clock.advance(1_000);
    expect(rig.orderEvents(id)).toEqual(['order-created', 'order-filled', 'order-completed']);
    rig.expectTruth();
    await rig.close();
  });

  it('may stop and start the connector from within an event', async () => {
    const rig = new TradingRig();
    await rig.start();
    let stops = 0;
    rig.connector.on('order-filled', () => {
      stops += 1;
      void rig.connector.stop();
      rig.connector.start();
    });
    const id = rig.connector.buy(PAIR, '0.1', 'limit', rig.restingBuyPrice());
    await rig.until(() => rig.orderEvents(id).includes('order-created'));
    rig.venue.control.fillOrder(ACCOUNT, id, '0.04');
    await rig.clock.advance(5_000);
    rig.venue.control.fillOrder(ACCOUNT, id);
    await rig.clock.advance(20_000);
    expect(stops).toBe(2);
    expect(rig.orderEvents(id)).toEqual(['order-created', 'order-filled', 'order-filled', 'order-completed']);
    rig.expectTruth();
    await rig.close();
  });
});

describe('an iterator of events', () => {
  it('gives everything that listeners hear, in the same order', async () => {
    const rig = new TradingRig();
    const ended = new AbortController();
    const types = ['order-created', 'order-filled', 'order-completed', 'order-canceled', 'balance-updated'] as const;
    const stream = rig.connector.events({ types, signal: ended.signal });
    const read = (async (): Promise<string[]> => {
      const seen: string[] = [];
      for await (const { type } of stream) seen.push(type);
      return seen;
    })();
    await rig.start();
    const id = rig.connector.buy(PAIR, '0.1', 'limit', rig.restingBuyPrice());
    await rig.until(() => rig.orderEvents(id).includes('order-created'));
    rig.venue.control.fillOrder(ACCOUNT, id);
    await rig.clock.advance(1_000);
    ended.abort();
    const heard = rig.events.map(({ type }) => type).filter((type) => types.some((wanted) => wanted === type));
    expect(await read).toEqual(heard);
    expect(heard).toContain('order-completed');
    await rig.close();
  });
});

it('crashes at random moments lose no order, and tell no event twice, when the states were saved in that moment', async () => {
  for (let seed = 1; seed <= 12; seed += 1) {
    const rig = new TradingRig({ seed, pairs: seed % 2 === 0 ? [PAIR] : [PAIR, 'ETH-USDT'] });
    const chance = new SeededRandom(seed * 7_877);
    await rig.start();
    const ids: string[] = [];
    for (let round = 0; round < 5; round += 1) {
      rig.venue.control.injectRandomFaults({
        http: { reset: 0.1, 'execute-then-reset': 0.1, hang: 0.05, 'execute-then-unavailable': 0.05 },
        frame: { drop: 0.05, duplicate: 0.05, delay: 0.1 },
      });
      for (let step = 0; step < 5; step += 1) {
        ids.push(rig.connector.buy(PAIR, '0.1', 'limit', rig.restingBuyPrice()));
        const id = ids[Math.floor(chance.next() * ids.length)];
        if (id !== undefined && chance.next() < 0.4) void rig.connector.cancel(PAIR, id);
        const [open] = rig.venue.world.openOrders(ACCOUNT);
        if (open !== undefined && chance.next() < 0.5) rig.venue.control.fillOrder(ACCOUNT, open.clientOrderId, '0.02');
        await rig.clock.advance(chance.next() * 2_000);
      }
      const saved = JSON.parse(JSON.stringify(rig.connector.trackingStates)) as Record<string, unknown>;
      const { length } = rig.events;
      const restarted = await rig.replaceConnector();
      // What the old program was told after the moment of its death, it was not told.
      rig.events.length = length;
      rig.venue.control.injectRandomFaults(undefined);
      restarted.restoreTrackingStates(saved);
      await rig.start();
    }
    await rig.clock.advance(900_000);
    rig.expectTruth();
    for (const id of ids) {
      const events = rig.orderEvents(id);
      expect(events.filter((type) => type === 'order-created').length, id).toBeLessThanOrEqual(1);
      expect(events.filter((type) => /completed|canceled|failed|expired/.test(type)).length, `${id} ${events.join()}`).toBeLessThanOrEqual(
        1,
      );
    }
    await rig.close();
  }
}, 60_000);
