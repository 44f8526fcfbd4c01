import { describe, expect, it } from 'vitest';
import { Decimal } from '../../src/decimal/decimal.ts';
import { VenueRejection } from '../../src/errors/venue-rejection.ts';
import { ConnectorBench, OTHER_PAIR, PAIR } from '../exchange/connector-bench.ts';
import type { BenchOptions } from '../exchange/connector-bench.ts';
import { lostAnswer, notFound, refusedConnection, venueSaysNo } from '../exchange/scripted-venue.ts';

async function startedBench(options: BenchOptions = {}): Promise<ConnectorBench> {
  const bench = new ConnectorBench(options);
  await bench.start();
  return bench;
}

const duplicate = (): Error =>
  new VenueRejection({ reason: 'duplicate-client-order-id', status: 400, venueCode: '-5', venueMessage: 'duplicate' });

describe('what a placement ends with', () => {
  it.each([
    { answer: 'no', script: { isExecuted: false, error: venueSaysNo() }, cause: 'rejected' },
    { answer: 'a refused connection', script: { isExecuted: false, error: refusedConnection() }, cause: 'denied' },
    { answer: 'nothing, not carried out', script: { isExecuted: false, error: lostAnswer() }, cause: 'never-arrived' },
    { answer: 'nothing, carried out', script: { isExecuted: true, error: lostAnswer() }, cause: undefined },
    { answer: '“duplicate”, which may mean this very order', script: { isExecuted: true, error: duplicate() }, cause: undefined },
  ])('$answer: the truth in the end, nothing sent twice', async ({ script, cause }) => {
    const bench = await startedBench();
    bench.venue.placeScripts.push(script);
    const id = bench.buy();
    await bench.clock.advance(60_000);
    expect(bench.orderEvents(id)).toEqual([cause === undefined ? 'order-created' : 'order-failed']);
    expect(bench.eventsOf('order-failed').map((event) => event.cause)).toEqual(cause === undefined ? [] : [cause]);
    expect(bench.venue.calls.filter((call) => call.startsWith('place'))).toHaveLength(1);
    await bench.close();
  });

  it('an error that is none of ours leaves it undecided', async () => {
    const bench = await startedBench({
      definition: () => ({ placeOrder: () => Promise.reject(new TypeError('a mistake of the connector')) }),
    });
    const id = bench.buy();
    await bench.clock.advance(60_000);
    expect(bench.eventsOf('order-failed')).toMatchObject([{ clientOrderId: id, cause: 'never-arrived' }]);
    await bench.close();
  });

  it('state, sums, fills and words of the answer are taken from it', async () => {
    const bench = await startedBench({
      definition: (venue) => ({
        placeOrder: async (_context, request) => {
          const order = venue.accept(request);
          const trade = venue.fill(order, '0.4');
          return Promise.resolve({
            exchangeOrderId: order.exchangeOrderId,
            state: 'expired',
            updateTimeMs: order.updateTimeMs,
            trades: [trade],
            cumulativeBase: new Decimal('0.4'),
            cumulativeQuote: new Decimal(40),
            reason: 'not all at once',
          });
        },
      }),
    });
    const id = bench.buy();
    await bench.clock.advance(100);
    expect(bench.orderEvents(id)).toEqual(['order-created', 'order-filled', 'order-expired']);
    expect(bench.eventsOf('order-expired')[0]).toMatchObject({ reason: 'not all at once', executedBase: new Decimal('0.4') });
    await bench.close();
  });

  it('a check that throws denies the order', async () => {
    const bench = await startedBench({
      definition: () => ({
        supportedOrderTypes: () => {
          throw new Error('a mistake of the connector');
        },
      }),
    });
    const id = bench.buy();
    await bench.clock.advance(10);
    expect(bench.eventsOf('order-failed')).toMatchObject([{ clientOrderId: id, cause: 'denied', denialReason: 'request-not-sent' }]);
    await bench.close();
  });

  it('messages that overtake the answer are applied when the order is known by them', async () => {
    const bench = await startedBench({ capabilities: { supportsClientOrderIds: false } });
    bench.venue.placeScripts.push({ isExecuted: true, delayMs: 500 });
    const id = bench.buy();
    await bench.clock.advance(10);
    bench.venue.tellTrade(bench.venue.fill(bench.venue.last, '1'));
    bench.venue.tellOrder(bench.venue.last);
    await bench.clock.advance(10);
    expect(bench.orderEvents(id)).toEqual([]);
    await bench.clock.advance(1_000);
    expect(bench.orderEvents(id)).toEqual(['order-created', 'order-filled', 'order-completed']);
    await bench.close();
  });
});

describe('what a cancel ends with', () => {
  it.each([
    { answer: 'no', script: { isExecuted: false, error: venueSaysNo() }, isCanceled: false },
    { answer: 'a refused connection', script: { isExecuted: false, error: refusedConnection() }, isCanceled: false },
    { answer: 'nothing, not carried out', script: { isExecuted: false, error: lostAnswer() }, isCanceled: false },
    { answer: 'nothing, carried out', script: { isExecuted: true, error: lostAnswer() }, isCanceled: true },
    { answer: '“not found”, although it is open', script: { isExecuted: false, error: notFound() }, isCanceled: false },
  ])('$answer: the truth in the end', async ({ script, isCanceled }) => {
    const bench = await startedBench();
    const id = await bench.openOrder();
    bench.venue.cancelScripts.push(script);
    await expect(bench.settle(bench.connector.cancel(PAIR, id))).resolves.toMatchObject({ success: false });
    await bench.clock.advance(60_000);
    expect(bench.orderEvents(id)).toEqual(isCanceled ? ['order-created', 'order-canceled'] : ['order-created']);
    expect(bench.connector.inFlightOrders.get(id)?.state).toBe(isCanceled ? undefined : 'open');
    await bench.close();
  });

  it('sums and id of the answer are taken from it', async () => {
    const bench = await startedBench({
      definition: (venue) => ({
        placeCancel: async () => {
          venue.fill(venue.last, '0.3');
          venue.end(venue.last, 'canceled');
          const { updateTimeMs } = venue.last;
          return Promise.resolve({
            state: 'canceled',
            updateTimeMs,
            exchangeOrderId: 'E1',
            cumulativeBase: new Decimal('0.3'),
            cumulativeQuote: new Decimal(30),
          });
        },
      }),
    });
    const id = await bench.openOrder();
    await expect(bench.settle(bench.connector.cancel(PAIR, id))).resolves.toEqual({ clientOrderId: id, success: true });
    expect(bench.eventsOf('order-canceled')[0]).toMatchObject({ executedBase: new Decimal('0.3') });
    await bench.clock.advance(2_000);
    expect(bench.orderEvents(id)).toEqual(['order-created', 'order-canceled', 'order-filled']);
    await bench.close();
  });

  it('an order that ended while its cancel was on its way is told as it ended', async () => {
    const bench = await startedBench();
    const id = await bench.openOrder();
    bench.venue.cancelScripts.push({ isExecuted: false, error: notFound(), delayMs: 100 });
    const canceling = bench.connector.cancel(PAIR, id);
    bench.venue.tellTrade(bench.venue.fill(bench.venue.last, '1'));
    await expect(bench.settle(canceling)).resolves.toEqual({ clientOrderId: id, success: false, reason: 'the order is filled' });
    await expect(bench.connector.cancel(PAIR, id)).resolves.toEqual({ clientOrderId: id, success: false, reason: 'the order is filled' });
    await bench.close();
  });

  it('another market than the order’s is refused without a request', async () => {
    const bench = await startedBench();
    const id = await bench.openOrder();
    await expect(bench.connector.cancel(OTHER_PAIR, id)).resolves.toMatchObject({ success: false });
    expect(bench.venue.calls).not.toContain('cancel 1');
    await bench.close();
  });
});

describe('asking for an undecided order', () => {
  it('goes on after failures, and nothing is decided by them', async () => {
    let failures = 3;
    const bench = await startedBench({
      definition: (venue) => ({
        requestOrderStatus: (_context, order) => {
          failures -= 1;
          return failures >= 0 ? Promise.reject(lostAnswer()) : venue.status(order);
        },
      }),
    });
    bench.venue.placeScripts.push({ isExecuted: true, error: lostAnswer() });
    const id = bench.buy();
    await bench.clock.advance(30_000);
    expect(failures).toBeLessThan(0);
    expect(bench.orderEvents(id)).toEqual(['order-created']);
    await bench.close();
  });

  it('takes no answer as the last that may be older than what came meanwhile', async () => {
    const bench = await startedBench({
      definition: (venue) => ({
        requestOrderStatus: async (context, order) => {
          const answer = venue.status(order);
          answer.catch(() => undefined);
          await new Promise<void>((resolve) => {
            bench.clock.setTimer(3_000, resolve);
          });
          context.signal.throwIfAborted();
          return answer;
        },
      }),
    });
    const id = await bench.openOrder();
    bench.venue.cancelScripts.push({ isExecuted: false, error: lostAnswer() }, { isExecuted: true, error: lostAnswer() });
    await bench.settle(bench.connector.cancel(PAIR, id));
    await bench.clock.advance(1_500);
    await bench.settle(bench.connector.cancel(PAIR, id));
    await bench.clock.advance(120_000);
    expect(bench.orderEvents(id)).toEqual(['order-created', 'order-canceled']);
    await bench.close();
  });

  it('ends with stop, and is taken up by the next start', async () => {
    const bench = await startedBench();
    bench.venue.placeScripts.push({ isExecuted: true, error: lostAnswer() });
    const id = bench.buy();
    await bench.clock.advance(10);
    await bench.close();
    expect(bench.orderEvents(id)).toEqual([]);
    await bench.start();
    await bench.clock.advance(10_000);
    expect(bench.orderEvents(id)).toEqual(['order-created']);
    await bench.close();
  });

  it('finds the fills that the venue has told of, although the trades alone name their order otherwise', async () => {
    const bench = await startedBench({
      queriesTradesSince: false,
      definition: (venue) => ({
        allTradeUpdatesForOrder: async () =>
          Promise.resolve([
            ...venue.last.trades,
            ...venue.last.trades.map((trade) => ({ ...trade, exchangeOrderId: 'E0', tradeId: 'other' })),
          ]),
        requestOrderStatus: async () => {
          const { cumulativeBase: _base, exchangeOrderId: _id, ...bare } = venue.report(venue.last);
          return Promise.resolve(bare);
        },
      }),
    });
    bench.venue.placeScripts.push({ isExecuted: true, error: lostAnswer() });
    const id = bench.buy();
    await bench.clock.advance(10);
    bench.venue.tellOrder(bench.venue.last, { cumulativeBase: new Decimal(0) });
    bench.venue.fill(bench.venue.last, '0.5');
    await bench.clock.advance(10_000);
    expect(bench.orderEvents(id)).toEqual(['order-created', 'order-filled']);
    expect(bench.eventsOf('order-filled')[0]).toMatchObject({ tradeId: 'TE1-1' });
    await bench.close();
  });

  it('without trades since a time, the trades of the order prove that it never traded', async () => {
    const bench = await startedBench({ queriesTradesSince: false });
    bench.venue.placeScripts.push({ isExecuted: false, error: lostAnswer() });
    const id = bench.buy();
    await bench.clock.advance(60_000);
    expect(bench.orderEvents(id)).toEqual(['order-failed']);
    await bench.close();
  });

  it('a fill that may be the order’s forbids to call it never arrived, unless the venue calls it another’s', async () => {
    const owners = new Map<string, string>();
    const bench = await startedBench({
      capabilities: { lostAfterMs: 30_000 },
      definition: () => ({
        requestClientOrderId: async (_context, _pair, exchangeOrderId) => Promise.resolve(owners.get(exchangeOrderId)),
      }),
    });
    const foreign = {
      clientOrderId: 'x',
      tradingPair: PAIR,
      side: 'buy',
      orderType: 'limit',
      amount: new Decimal(1),
      price: new Decimal(100),
    } as const;
    bench.venue.placeScripts.push({ isExecuted: false, error: lostAnswer() });
    const id = bench.buy();
    await bench.clock.advance(10);
    bench.venue.fill(bench.venue.accept(foreign), '1');
    bench.venue.fill(bench.venue.accept({ ...foreign, side: 'sell' }), '1');
    await bench.clock.advance(60_000);
    expect(bench.orderEvents(id)).toEqual(['order-lost']);
    owners.set('E1', 'x');
    await bench.clock.advance(600_000);
    expect(bench.orderEvents(id)).toEqual(['order-lost', 'order-failed']);
    await bench.close();
  });
});
