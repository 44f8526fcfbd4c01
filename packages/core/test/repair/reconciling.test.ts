import { describe, expect, it } from 'vitest';
import { Decimal } from '../../src/decimal/decimal.ts';
import { InvalidPayloadError } from '../../src/errors/invalid-payload-error.ts';
import { ConnectorBench, OTHER_PAIR, PAIR } from '../exchange/connector-bench.ts';
import type { BenchOptions } from '../exchange/connector-bench.ts';
import { lostAnswer, notFound } from '../exchange/scripted-venue.ts';

async function startedBench(options: BenchOptions = {}): Promise<ConnectorBench> {
  const bench = new ConnectorBench(options);
  await bench.start();
  return bench;
}

const unreadable = (): Error => new InvalidPayloadError({ field: 'x', origin: 'a row', expected: 'an id', received: undefined });

describe('the repair of a gap', () => {
  it('learns what happened to our orders meanwhile', async () => {
    const bench = await startedBench();
    const ids = [await bench.openOrder('1'), await bench.openOrder('2'), await bench.openOrder('3', '100', OTHER_PAIR)];
    const [first, second] = bench.venue.orders;
    bench.cutPrivateStream();
    if (first !== undefined) bench.venue.fill(first, '1');
    if (second !== undefined) bench.venue.end(second, 'canceled');
    await bench.clock.advance(10_000);
    expect(ids.map((id) => bench.orderEvents(id))).toEqual([
      ['order-created', 'order-filled', 'order-completed'],
      ['order-created', 'order-canceled'],
      ['order-created'],
    ]);
    expect(bench.eventsOf('stream-restored').at(-1)?.repaired).toMatchObject({ recoveredFills: 1 });
    await bench.close();
  });

  it('passes over what is wrong with one order or one market alone, and asks for it by itself', async () => {
    let isBroken = true;
    const bench = await startedBench({
      definition: (venue) => ({
        requestOrderStatus: (_context, order) => (isBroken && order.amount.eq(1) ? Promise.reject(unreadable()) : venue.status(order)),
        tradeUpdatesSince: (_context, pair) => (isBroken && pair === PAIR ? Promise.reject(unreadable()) : Promise.resolve(venue.trades())),
      }),
    });
    const ids = [await bench.openOrder('1'), await bench.openOrder('2', '100', OTHER_PAIR)];
    bench.cutPrivateStream();
    for (const order of bench.venue.orders) bench.venue.end(order, 'canceled');
    await bench.clock.advance(10_000);
    expect(ids.map((id) => bench.orderEvents(id).at(-1))).toEqual(['order-created', 'order-canceled']);
    expect(bench.eventsOf('stream-problem').map(({ message }) => message)).toEqual(
      expect.arrayContaining([expect.stringContaining(ids[0] ?? '?'), expect.stringContaining(`the trades of ${PAIR}`)]),
    );
    isBroken = false;
    await bench.clock.advance(60_000);
    expect(ids.map((id) => bench.orderEvents(id).at(-1))).toEqual(['order-canceled', 'order-canceled']);
    await bench.close();
  });

  it('holds events back when nothing is learned of our orders, also where the venue names no executions and is not asked for trades', async () => {
    let isOut = false;
    const bench = await startedBench({
      capabilities: { hasTradeIds: false },
      definition: (venue) => ({
        requestOpenOrders: () => (isOut ? Promise.reject(lostAnswer()) : Promise.resolve(venue.openOrders())),
      }),
    });
    await bench.openOrder('1');
    isOut = true;
    bench.cutPrivateStream();
    await bench.clock.advance(10_000);
    expect(bench.eventsOf('stream-degraded')).toMatchObject([{ isHolding: true, missing: [] }]);
    isOut = false;
    await bench.clock.advance(60_000);
    expect(bench.connector.ready).toBe(true);
    await bench.close();
  });

  it('is tried again while the venue does not answer, and goes on without what alone fails again and again', async () => {
    let isOut = true;
    const bench = await startedBench({
      definition: (venue) => ({
        requestOrderStatus: (_context, order) => (order.amount.eq(1) ? Promise.reject(new Error('out of order')) : venue.status(order)),
        tradeUpdatesSince: (_context, pair) => (pair === PAIR ? Promise.reject(lostAnswer()) : Promise.resolve(venue.trades())),
        requestOpenOrders: () => (isOut ? Promise.reject(lostAnswer()) : Promise.resolve(venue.openOrders())),
      }),
    });
    const ids = [await bench.openOrder('1'), await bench.openOrder('2', '100', OTHER_PAIR)];
    bench.cutPrivateStream();
    for (const order of bench.venue.orders) bench.venue.end(order, 'canceled');
    await bench.clock.advance(20_000);
    expect(bench.connector.ready).toBe(false);
    isOut = false;
    await bench.clock.advance(120_000);
    expect(ids.map((id) => bench.orderEvents(id).at(-1))).toEqual(['order-created', 'order-canceled']);
    expect(bench.connector.ready).toBe(true);
    await bench.close();
  });

  it('ends with stop, and what it has found until then is not merged', async () => {
    const bench = await startedBench({
      definition: () => ({
        requestOpenOrders: (context) =>
          new Promise((_resolve, reject) => {
            context.signal.addEventListener('abort', () => reject(lostAnswer()));
          }),
      }),
    });
    const id = await bench.openOrder();
    bench.cutPrivateStream();
    bench.venue.end(bench.venue.last, 'canceled');
    await bench.clock.advance(5_000);
    await bench.close();
    expect(bench.orderEvents(id)).toEqual(['order-created']);
  });

  it('does not take an order that the venue does not know for ended', async () => {
    const bench = await startedBench({ definition: () => ({ requestOrderStatus: () => Promise.reject(notFound()) }) });
    const id = await bench.openOrder();
    bench.venue.end(bench.venue.last, 'canceled');
    bench.cutPrivateStream();
    await bench.clock.advance(60_000);
    expect(bench.orderEvents(id)).toEqual(['order-created']);
    await bench.close();
  });
});

describe('a status poll', () => {
  it('learns what the private stream did not tell, and asks balances also when orders fail', async () => {
    let hasFailed = false;
    const bench = await startedBench({
      definition: (venue) => ({
        requestOpenOrders: () => {
          if (hasFailed) return Promise.resolve(venue.openOrders());
          hasFailed = true;
          return Promise.reject(lostAnswer());
        },
      }),
    });
    const id = await bench.openOrder();
    bench.venue.fill(bench.venue.last, '0.5');
    bench.venue.balances[0] = { asset: 'USDT', total: new Decimal(7), available: new Decimal(7) };
    await bench.clock.advance(121_000);
    expect(bench.connector.getBalance('USDT').toFixed()).toBe('7');
    await bench.clock.advance(130_000);
    expect(bench.orderEvents(id)).toEqual(['order-created', 'order-filled']);
    await bench.close();
  });

  it('leaves orders alone whose placing is under way', async () => {
    const bench = await startedBench();
    bench.venue.placeScripts.push({ isExecuted: false, error: lostAnswer(), delayMs: 130_000 });
    const id = bench.buy();
    await bench.clock.advance(125_000);
    expect(bench.venue.calls).not.toContain('status 1');
    expect(bench.orderEvents(id)).toEqual([]);
    await bench.clock.advance(60_000);
    expect(bench.orderEvents(id)).toEqual(['order-failed']);
    await bench.close();
  });

  it('asks on about an order whose cancel is undecided', async () => {
    const bench = await startedBench({
      definition: (venue) => ({
        requestOpenOrders: () => Promise.resolve(venue.openOrders().map((row) => ({ ...row, executedQuote: new Decimal(0) }))),
      }),
    });
    const id = await bench.openOrder();
    bench.venue.cancelScripts.push({ isExecuted: false, error: lostAnswer() });
    await bench.settle(bench.connector.cancel(PAIR, id));
    bench.cutPrivateStream();
    await bench.clock.advance(60_000);
    expect(bench.connector.inFlightOrders.get(id)?.state).toBe('open');
    await bench.close();
  });

  it('is what the definition says where it says so', async () => {
    let polls = 0;
    const bench = await startedBench({
      capabilities: { needsTimeSynchronization: true },
      definition: () => ({
        statusPollingLoopFetchUpdates: async (_context, fallback) => {
          polls += 1;
          await fallback();
        },
      }),
    });
    await bench.clock.advance(125_000);
    expect(polls).toBeGreaterThan(0);
    await bench.close();
  });
});

describe('private events', () => {
  it('tell balances and changes of them, and what cannot be used is reported and skipped', async () => {
    const bench = await startedBench();
    const now = bench.clock.wallMs() + 1_000;
    bench.tell({ kind: 'balance', asset: 'BTC', total: new Decimal(3), available: new Decimal(2), updateTimeMs: now });
    bench.tell({ kind: 'balance-change', asset: 'BTC', change: new Decimal(1), updateTimeMs: now + 1 });
    bench.tell({ kind: 'balance', asset: 'BTC', total: new Decimal(9), available: new Decimal(9), updateTimeMs: now - 5_000 });
    bench.tell({ kind: 'balance-change', asset: 'BTC', change: new Decimal(9), updateTimeMs: now - 5_000 });
    bench.tell({ kind: 'problem', error: unreadable() });
    await bench.clock.advance(10);
    expect(bench.connector.getBalance('BTC').toFixed()).toBe('4');
    expect(bench.eventsOf('balance-updated').findLast(({ asset }) => asset === 'BTC')).toMatchObject({ total: new Decimal(4) });
    expect(bench.eventsOf('stream-problem')).toHaveLength(1);
    await bench.close();
  });

  it.each([
    {
      how: 'at once',
      listen: () => {
        throw unreadable();
      },
      problems: 1,
    },
    { how: 'later', listen: () => Promise.reject(unreadable()), problems: 1 },
    {
      how: 'not, but later',
      listen: () => Promise.resolve([{ kind: 'balance-change', asset: 'ETH', change: new Decimal(1), updateTimeMs: 1 } as const]),
      problems: 0,
    },
  ])('whose reading fails $how', async ({ listen, problems }) => {
    const bench = await startedBench({ definition: () => ({ userStreamEventListener: listen }) });
    bench.tell({ kind: 'problem', error: unreadable() });
    await bench.clock.advance(10);
    expect(bench.eventsOf('stream-problem')).toHaveLength(problems);
    await bench.close();
  });

  it('that contradict what is known of an order are reported', async () => {
    const bench = await startedBench();
    await bench.openOrder();
    const trade = bench.venue.fill(bench.venue.last, '0.5');
    bench.venue.tellTrade(trade);
    bench.venue.tellTrade({ ...trade, price: new Decimal(1) });
    await bench.clock.advance(10);
    expect(bench.eventsOf('stream-problem')).toMatchObject([{ message: expect.stringContaining('a second time') }]);
    await bench.close();
  });
});
