import { describe, expect, it } from 'vitest';
import { Decimal } from '../../src/decimal/decimal.ts';
import type { Capabilities } from '../../src/definition/capabilities.ts';
import { NotImplementedError } from '../../src/errors/not-implemented-error.ts';
import { MemoryDisk, MemoryTrackingStore } from '../../src/storage/memory-tracking-store.ts';
import { ConnectorBench, OTHER_PAIR, PAIR } from '../exchange/connector-bench.ts';
import type { BenchOptions } from '../exchange/connector-bench.ts';
import { lostAnswer, notFound } from '../exchange/scripted-venue.ts';

function newBench(options: BenchOptions = {}): ConnectorBench {
  return new ConnectorBench({
    ...options,
    capabilities: { hasPrivateStream: false, ...options.capabilities },
    definition: (venue) => ({
      createUserStreamDataSource: () => {
        throw new NotImplementedError('createUserStreamDataSource');
      },
      userStreamEventListener: () => {
        throw new NotImplementedError('userStreamEventListener');
      },
      ...options.definition?.(venue),
    }),
  });
}

async function startedBench(options: BenchOptions = {}): Promise<ConnectorBench> {
  const bench = newBench(options);
  await bench.start();
  return bench;
}

/** An order whose placing was neither carried out nor answered. @param isOut whether polls fail */
async function lostOrder(capabilities: Partial<Capabilities>, isOut: () => boolean): Promise<readonly [ConnectorBench, string]> {
  const bench = await startedBench({
    capabilities,
    // The questions about one order are answered all the while; the poll alone fails, by its balances.
    definition: (venue) => ({ updateBalances: () => (isOut() ? Promise.reject(lostAnswer()) : Promise.resolve(venue.balances)) }),
  });
  bench.venue.placeScripts.push({ isExecuted: false, error: lostAnswer() });
  return [bench, bench.buy()];
}

describe('without a private stream', () => {
  it('the connector is ready as soon as the first poll has told the balances', async () => {
    const bench = newBench();
    bench.connector.start();
    await bench.clock.runUntil(() => bench.connector.ready, { maximumMs: 1_000 });
    expect(bench.connector.statusDict).toMatchObject({ userStreamInitialized: true, accountBalance: true });
    expect(bench.connector.privateStreamStatus).toBeUndefined();
    expect(bench.network.openSockets).toBe(1);
    await bench.close();
    expect(bench.events.filter((event) => 'stream' in event && event.stream === 'private')).toEqual([]);
  });

  it('polls go on in the short interval, however long nothing happens', async () => {
    const bench = await startedBench();
    await bench.openOrder();
    bench.venue.calls.length = 0;
    await bench.clock.advance(300_000);
    expect(bench.venue.calls.filter((call) => call === 'open-orders').length).toBeGreaterThanOrEqual(59);
    expect(bench.eventsOf('stream-problem')).toEqual([]);
    await bench.close();
  });

  it.each([true, false])('fills and ends are learned within one interval; trades since a time can be asked for: %s', async (canTell) => {
    const bench = await startedBench({ queriesTradesSince: canTell });
    const [filled, canceled] = [await bench.openOrder('1'), await bench.openOrder('2', '90', OTHER_PAIR)];
    const [first, second] = bench.venue.orders;
    if (first === undefined || second === undefined) throw new RangeError('two orders were placed');
    bench.venue.fill(first, '0.4');
    await bench.clock.advance(5_100);
    expect(bench.orderEvents(filled)).toEqual(['order-created', 'order-filled']);
    bench.venue.fill(first, '0.6');
    bench.venue.end(second, 'canceled');
    await bench.clock.advance(5_100);
    expect(bench.orderEvents(filled)).toEqual(['order-created', 'order-filled', 'order-filled', 'order-completed']);
    expect(bench.orderEvents(canceled)).toEqual(['order-created', 'order-canceled']);
    await bench.close();
  });

  it.each([true, false])(
    'what was filled before our cancel is learned although its answer does not tell it; trades since: %s',
    async (canTell) => {
      const bench = await startedBench({ queriesTradesSince: canTell });
      const id = await bench.openOrder('1');
      bench.venue.fill(bench.venue.last, '0.4');
      // So that the venue takes the cancel.
      bench.venue.last.state = 'open';
      await bench.settle(bench.connector.cancel(PAIR, id));
      await bench.clock.advance(1_000);
      expect(bench.orderEvents(id)).toEqual(['order-created', 'order-canceled', 'order-filled']);
      expect(bench.eventsOf('order-filled').map(({ amount }) => amount.toFixed())).toEqual(['0.4']);
      await bench.close();
    },
  );

  it('a fill that was told late, after the end of its order, is learned by the trades since the last whole poll', async () => {
    let isOut = false;
    const bench = await startedBench({
      definition: (venue) => ({
        tradeUpdatesSince: (_context, pair, sinceMs) =>
          isOut
            ? Promise.reject(lostAnswer())
            : Promise.resolve(venue.trades().filter((trade) => trade.tradingPair === pair && trade.fillTimeMs >= sinceMs)),
      }),
    });
    const id = await bench.openOrder('1');
    isOut = true;
    bench.venue.end(bench.venue.last, 'canceled');
    await bench.clock.advance(6_000);
    expect(bench.orderEvents(id)).toEqual(['order-created', 'order-canceled']);
    bench.venue.fill(bench.venue.last, '0.4');
    await bench.clock.advance(10_000);
    isOut = false;
    await bench.clock.advance(10_000);
    expect(bench.orderEvents(id)).toEqual(['order-created', 'order-canceled', 'order-filled']);
    await bench.close();
  });

  it('a cancel that is carried out later is asked for, and answered with its end', async () => {
    const bench = await startedBench({
      definition: (venue) => ({
        isCancelRequestInExchangeSynchronous: false,
        placeCancel: () => {
          bench.clock.setTimer(300, () => venue.end(venue.last, 'canceled'));
          return Promise.resolve({ state: 'pending-cancel', updateTimeMs: bench.clock.wallMs() });
        },
      }),
    });
    const id = await bench.openOrder();
    const begunMs = bench.clock.monotonicMs();
    expect(await bench.settle(bench.connector.cancel(PAIR, id))).toEqual({ clientOrderId: id, success: true });
    expect(bench.clock.monotonicMs() - begunMs).toBeLessThan(2_000);
    expect(bench.orderEvents(id)).toEqual(['order-created', 'order-canceled']);
    await bench.close();
  });

  it('fills are learned by the trades since also while orders cannot be asked for', async () => {
    const bench = await startedBench({
      definition: () => ({
        requestOpenOrders: () => Promise.reject(lostAnswer()),
        requestOrderStatus: () => Promise.reject(lostAnswer()),
      }),
    });
    const id = await bench.openOrder('1');
    bench.venue.fill(bench.venue.last, '0.4');
    await bench.clock.advance(10_000);
    expect(bench.orderEvents(id)).toEqual(['order-created', 'order-filled']);
    await bench.close();
  });

  it('balances are estimated between two polls', async () => {
    const bench = await startedBench();
    await bench.openOrder('1', '100');
    expect(bench.connector.getAvailableBalance('USDT').toFixed()).toBe('999900');
    bench.venue.balances[0] = { asset: 'USDT', total: new Decimal(7), available: new Decimal(7) };
    await bench.clock.advance(5_100);
    expect(bench.connector.getBalance('USDT').toFixed()).toBe('7');
    await bench.close();
  });

  it('polls that failed for long come again within half a minute', async () => {
    let isOut = false;
    const bench = await startedBench({
      definition: (venue) => ({
        requestOpenOrders: () => (isOut ? Promise.reject(lostAnswer()) : Promise.resolve(venue.openOrders())),
      }),
    });
    const id = await bench.openOrder();
    isOut = true;
    await bench.clock.advance(1_800_000);
    bench.venue.fill(bench.venue.last, '1');
    isOut = false;
    await bench.clock.advance(30_000);
    expect(bench.orderEvents(id).at(-1)).toBe('order-completed');
    await bench.close();
  });

  it('a restarted program asks for the trades since the last whole poll of the one before', async () => {
    const disk = new MemoryDisk();
    const asked: number[] = [];
    const options: BenchOptions = {
      definition: (venue) => ({
        tradeUpdatesSince: (_context, _pair, sinceMs) => {
          asked.push(sinceMs);
          return Promise.resolve(venue.trades());
        },
      }),
    };
    const first = await startedBench({ ...options, connector: { store: new MemoryTrackingStore({ disk }) } });
    await first.openOrder();
    await first.clock.advance(60_000);
    const endedMs = first.clock.wallMs();
    await first.close();
    asked.length = 0;
    const second = newBench({ ...options, connector: { store: new MemoryTrackingStore({ disk }) } });
    second.venue.orders.push(...first.venue.orders);
    await second.clock.advance(600_000);
    await second.start();
    expect(asked[0]).toBeGreaterThan(endedMs - 60_000 - 6_000);
    expect(asked[0]).toBeLessThanOrEqual(endedMs - 60_000);
    await second.close();
  });
});

describe('an order that the venue never got, without a private stream', () => {
  it('fails when a whole poll has begun after the end of its validity, and not before', async () => {
    const [bench, id] = await lostOrder({}, () => false);
    await bench.clock.advance(15_000);
    expect(bench.orderEvents(id)).toEqual([]);
    await bench.clock.advance(60_000);
    expect(bench.orderEvents(id)).toEqual(['order-failed']);
    expect(bench.eventsOf('order-failed')).toMatchObject([{ cause: 'never-arrived' }]);
    await bench.close();
  });

  it('is lost while no poll has been whole since, and fails once one has', async () => {
    let isOut = false;
    const [bench, id] = await lostOrder({ lostAfterMs: 120_000 }, () => isOut);
    await bench.clock.advance(10_000);
    isOut = true;
    await bench.clock.advance(140_000);
    expect(bench.orderEvents(id)).toEqual(['order-lost']);
    isOut = false;
    await bench.clock.advance(700_000);
    expect(bench.orderEvents(id)).toEqual(['order-lost', 'order-failed']);
    await bench.close();
  });

  it('is never taken for failed when it is there after all', async () => {
    let isHidden = true;
    const bench = await startedBench({
      definition: (venue) => ({
        requestOrderStatus: (_context, order) => (isHidden ? Promise.reject(notFound()) : venue.status(order)),
      }),
    });
    bench.venue.placeScripts.push({ isExecuted: true, error: lostAnswer() });
    const id = bench.buy();
    await bench.clock.advance(100_000);
    isHidden = false;
    await bench.clock.advance(60_000);
    expect(bench.orderEvents(id)).toEqual(['order-created']);
    await bench.close();
  });
});
