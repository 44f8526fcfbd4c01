import { AbortedError } from '@venuekit/core';
import { SeededRandom } from '@venuekit/core/testing';
import { describe, expect, it } from 'vitest';
import { ACCOUNT, PAIR, TradingRig } from './trading-rig.ts';

/** What may be under way when the stop comes. */
const WEATHER = {
  http: {
    reset: 0.05,
    'execute-then-reset': 0.05,
    unavailable: 0.05,
    'execute-then-unavailable': 0.05,
    garbage: 0.03,
    hang: 0.05,
    delay: 0.2,
  },
  frame: { drop: 0.03, duplicate: 0.03, delay: 0.1, corrupt: 0.03, cut: 0.02 },
  handshake: { unavailable: 0.2, reset: 0.1 },
} as const;

/** Nothing of the connector is left: no socket, no request, and no timer but those of the market and of the venue. */
async function expectNothingLeft(rig: TradingRig, what: string): Promise<void> {
  expect(rig.network.openSockets, `sockets ${what}`).toBe(0);
  expect(rig.network.openRequests, `requests ${what}`).toBe(0);
  const opened = rig.network.openedSockets;
  const { length } = rig.events;
  rig.makers.stop();
  await rig.clock.advance(700_000);
  expect(rig.clock.pendingTimers, `timers ${what}`).toBe(0);
  expect(rig.network.openedSockets, `sockets opened after the stop ${what}`).toBe(opened);
  expect(rig.events.length, `events after the stop ${what}`).toBe(length);
}

/** What a promise is rejected with; undefined when it is fulfilled. */
function failureOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => undefined,
    (error: unknown) => error,
  );
}

function place(rig: TradingRig): string[] {
  return ['0.1', '0.2', '0.3'].map((amount) => rig.connector.buy(PAIR, amount, 'limit', rig.restingBuyPrice()));
}

describe('a stop at any moment of the first two seconds', () => {
  const moments = Array.from({ length: 286 }, (_, index) => index * 7);

  it.each([
    { name: 'in calm weather', seed: undefined },
    { name: 'in bad weather', seed: 5 },
  ])(
    'leaves nothing, and a start after it works, $name',
    async ({ seed }) => {
      for (const momentMs of moments) {
        const rig = new TradingRig({ seed: momentMs + 1 });
        if (seed !== undefined) rig.venue.control.injectRandomFaults(WEATHER);
        rig.makers.start();
        rig.connector.start();
        await rig.clock.advance(Math.min(momentMs, 60));
        const ids = place(rig);
        if (momentMs > 60) await rig.clock.advance(Math.min(momentMs - 60, 20));
        for (const id of ids) void rig.connector.cancel(PAIR, id);
        if (momentMs > 80) await rig.clock.advance(momentMs - 80);
        await rig.stopConnector();
        rig.venue.control.injectRandomFaults(undefined);
        await expectNothingLeft(rig, `after a stop at ${momentMs} ms`);
        await rig.start();
        await rig.clock.advance(100_000);
        rig.expectTruth();
        await rig.close();
      }
    },
    60_000,
  );
});

it('stops at random moments of a busy life under faults leave nothing and lose nothing', async () => {
  for (let seed = 1; seed <= 15; seed += 1) {
    const rig = new TradingRig({ seed });
    const chance = new SeededRandom(seed * 104_729);
    await rig.start();
    const ids: string[] = [];
    for (let round = 0; round < 6; round += 1) {
      rig.venue.control.injectRandomFaults(WEATHER);
      for (let step = 0; step < 6; step += 1) {
        ids.push(...place(rig).slice(0, 1));
        const [open] = rig.venue.world.openOrders(ACCOUNT);
        if (open !== undefined && chance.next() < 0.5) rig.venue.control.fillOrder(ACCOUNT, open.clientOrderId, '0.01');
        const id = ids[Math.floor(chance.next() * ids.length)];
        if (id !== undefined && chance.next() < 0.5) void rig.connector.cancel(PAIR, id);
        if (chance.next() < 0.2) rig.venue.control.cutSockets({ account: ACCOUNT });
        await rig.clock.advance(chance.next() * 3_000);
      }
      await rig.stopConnector();
      rig.venue.control.injectRandomFaults(undefined);
      expect(rig.network.openSockets, 'sockets').toBe(0);
      expect(rig.network.openRequests, 'requests').toBe(0);
      await rig.clock.advance(chance.next() * 30_000);
      await rig.start();
    }
    await rig.clock.advance(900_000);
    rig.expectTruth();
    await rig.close();
  }
}, 60_000);

describe('stop', () => {
  it('of a connector that is stopped by a listener while it starts following its pairs leaves nothing', async () => {
    const rig = new TradingRig();
    rig.connector.addTradingPair('NOPE-USDT');
    let stopped: Promise<void> | undefined;
    rig.connector.on('stream-problem', () => {
      stopped ??= rig.connector.stop();
    });
    rig.connector.start();
    await rig.clock.advance(5_000);
    expect(stopped).toBeDefined();
    await stopped;
    await expectNothingLeft(rig, 'after a stop by a listener');
    await rig.close();
  });

  it('called twice at once is one stop', async () => {
    const rig = new TradingRig();
    await rig.start();
    const both = Promise.all([rig.connector.stop(), rig.connector.stop()]);
    await rig.clock.advance(5_000);
    await both;
    await expectNothingLeft(rig, 'after two stops');
    await rig.close();
  });

  it('is followed by a start that was asked for while it was under way', async () => {
    const rig = new TradingRig();
    await rig.start();
    const stopped = rig.connector.stop();
    rig.connector.start();
    await rig.clock.advance(5_000);
    await stopped;
    await rig.until(() => rig.connector.ready);
    rig.expectTruth();
    await rig.close();
  });

  it('takes back a start that was asked for while it was under way', async () => {
    const rig = new TradingRig();
    await rig.start();
    const first = rig.connector.stop();
    rig.connector.start();
    const second = rig.connector.stop();
    await rig.clock.advance(5_000);
    await Promise.all([first, second]);
    await expectNothingLeft(rig, 'after stop, start, stop');
    await rig.close();
  });

  it('ends a wait for readiness', async () => {
    const rig = new TradingRig();
    rig.network.refuseConnections('https://rest.venue.test');
    rig.connector.start();
    const waits = failureOf(rig.connector.whenReady());
    await rig.clock.advance(3_000);
    await rig.stopConnector();
    expect(await waits).toBeInstanceOf(AbortedError);
    await rig.close();
  });

  it('ends what the application asks the venue, also what waits for a rate limit', async () => {
    const rig = new TradingRig();
    await rig.start();
    rig.venue.control.faults.add({
      on: 'http',
      match: { operation: 'open-orders' },
      action: { kind: 'refuse', reason: 'rate-limited', retryAfterMs: 30_000 },
    });
    const refused = failureOf(rig.connector.getOpenOrders(PAIR));
    await rig.clock.advance(100);
    expect(await refused).toMatchObject({ code: 'RATE_LIMITED' });
    const waiting = [rig.connector.getOpenOrders(PAIR), rig.connector.getLastTradedPrices([PAIR]), rig.connector.checkNetwork()];
    const ended = Promise.all(waiting.map((wait) => failureOf(wait)));
    await rig.clock.advance(1_000);
    await rig.stopConnector();
    for (const error of await ended) expect(error).toBeInstanceOf(AbortedError);
    await expectNothingLeft(rig, 'after a stop with queries under way');
    await rig.close();
  });

  it('ends what a connector that was never started has asked', async () => {
    const rig = new TradingRig();
    rig.venue.control.faults.add({ on: 'http', match: {}, times: 10, action: { kind: 'hang' } });
    const ended = failureOf(rig.connector.checkNetwork());
    await rig.clock.advance(100);
    await rig.stopConnector();
    expect(await ended).toBeInstanceOf(AbortedError);
    expect(rig.network.openRequests).toBe(0);
    await rig.close();
  });

  it('while a repair is under way gives the repair up, and the next start repairs the whole gap', async () => {
    const rig = new TradingRig();
    await rig.start();
    const [id = ''] = place(rig);
    await rig.until(() => rig.orderEvents(id).includes('order-created'));
    rig.venue.control.faults.add({ on: 'http', match: { operation: 'open-orders' }, action: { kind: 'hang' } });
    rig.venue.control.cutSockets({ account: ACCOUNT });
    rig.venue.control.fillOrder(ACCOUNT, id, '0.05');
    await rig.clock.advance(3_000);
    expect(rig.connector.statusDict.userStreamInitialized).toBe(false);
    await rig.stopConnector();
    await expectNothingLeft(rig, 'after a stop during a repair');
    await rig.start();
    await rig.clock.advance(1_000);
    expect(rig.orderEvents(id)).toEqual(['order-created', 'order-filled']);
    rig.expectTruth();
    await rig.close();
  });
});

describe('an order whose fate is open when the connector stops', () => {
  it.each([
    { fate: 'it has arrived', action: { kind: 'execute-then-hang' }, events: ['order-created'] },
    { fate: 'it has never arrived', action: { kind: 'hang' }, events: ['order-failed'] },
  ] as const)('is decided after the next start: $fate', async ({ action, events }) => {
    const rig = new TradingRig();
    await rig.start();
    rig.venue.control.faults.add({ on: 'http', match: { operation: 'place' }, action });
    rig.venue.control.faults.add({ on: 'frame', match: { frame: 'execution' }, times: 100, action: { kind: 'drop' } });
    const id = rig.connector.buy(PAIR, '0.1', 'limit', rig.restingBuyPrice());
    await rig.clock.advance(100);
    await rig.stopConnector();
    expect(rig.orderEvents(id)).toEqual([]);
    await rig.start();
    await rig.clock.advance(100_000);
    expect(rig.orderEvents(id)).toEqual(events);
    rig.expectTruth();
    await rig.close();
  });

  it('is failed as denied when it was still waiting to be sent', async () => {
    const rig = new TradingRig();
    await rig.start();
    const id = rig.connector.buy(PAIR, '0.1', 'limit', rig.restingBuyPrice());
    await rig.stopConnector();
    expect(rig.orderEvents(id)).toEqual(['order-failed']);
    expect(rig.events.find((event) => event.type === 'order-failed')).toMatchObject({ cause: 'denied' });
    expect(rig.venue.world.orders(ACCOUNT, PAIR)).toEqual([]);
    await rig.close();
  });
});
