import { describe, expect, it } from 'vitest';
import { FAILURES, silencePrivateStream } from './command-failures.ts';
import { ACCOUNT, PAIR, TradingRig } from './trading-rig.ts';

describe.each([
  { name: 'with a telling private stream', isSilent: false },
  { name: 'with a private stream that tells nothing', isSilent: true },
])('placing $name', ({ isSilent }) => {
  it.each(FAILURES)('ends in the truth after $name', async ({ action, isExecuted }) => {
    const rig = new TradingRig();
    await rig.start();
    if (isSilent) silencePrivateStream(rig);
    rig.venue.control.faults.add({ on: 'http', match: { operation: 'place' }, action });
    const id = rig.connector.buy(PAIR, '0.3', 'limit', rig.restingBuyPrice());
    await rig.clock.advance(400_000);
    const orders = rig.venue.world.orders(ACCOUNT, PAIR);
    expect(orders.length, 'orders at the venue').toBe(isExecuted ? 1 : 0);
    expect(rig.orderEvents(id)).toEqual(isExecuted ? ['order-created'] : ['order-failed']);
    const causes = rig.events.flatMap((event) => (event.type === 'order-failed' ? [event.cause] : []));
    expect(causes).toEqual(isExecuted ? [] : ['never-arrived']);
    rig.expectTruth();
    await rig.close();
  });
});

describe.each([
  { name: 'with a telling private stream', isSilent: false },
  { name: 'with a private stream that tells nothing', isSilent: true },
])('canceling $name', ({ isSilent }) => {
  it.each(FAILURES)('ends in the truth after $name', async ({ action }) => {
    const rig = new TradingRig();
    await rig.start();
    const id = rig.connector.buy(PAIR, '0.3', 'limit', rig.restingBuyPrice());
    await rig.until(() => rig.orderEvents(id).includes('order-created'));
    if (isSilent) silencePrivateStream(rig);
    rig.venue.control.faults.add({ on: 'http', match: { operation: 'cancel' }, action });
    const canceling = rig.connector.cancel(PAIR, id);
    await rig.clock.advance(400_000);
    await canceling;
    const [order] = rig.venue.world.orders(ACCOUNT, PAIR);
    expect(rig.orderEvents(id)).toEqual(order?.status === 'canceled' ? ['order-created', 'order-canceled'] : ['order-created']);
    expect(rig.connector.orderTracker.fetchOrder({ clientOrderId: id })?.outcome ?? 'known').toBe('known');
    rig.expectTruth();
    await rig.close();
  });
});

describe('explicit answers', () => {
  it('a refused connection means that the order was not sent', async () => {
    const rig = new TradingRig();
    await rig.start();
    rig.network.refuseConnections('https://rest.venue.test');
    const id = rig.connector.buy(PAIR, '0.3', 'limit', rig.restingBuyPrice());
    await rig.clock.advance(2_000);
    expect(rig.orderEvents(id)).toEqual(['order-failed']);
    expect(rig.events.find((event) => event.type === 'order-failed')).toMatchObject({ cause: 'denied', denialReason: 'request-not-sent' });
    rig.network.refuseConnections('https://rest.venue.test', false);
    await rig.clock.advance(1_000);
    rig.expectTruth();
    await rig.close();
  });

  it("the venue's no fails the order with its words", async () => {
    const rig = new TradingRig();
    await rig.start();
    rig.venue.control.faults.add({ on: 'http', match: { operation: 'place' }, action: { kind: 'refuse', reason: 'insufficient-balance' } });
    const id = rig.connector.buy(PAIR, '0.3', 'limit', rig.restingBuyPrice());
    await rig.clock.advance(1_000);
    const failure = rig.events.find((event) => event.type === 'order-failed');
    expect(failure).toMatchObject({ clientOrderId: id, cause: 'rejected' });
    expect(failure?.type === 'order-failed' ? failure.message : '').toContain('insufficient balance');
    rig.expectTruth();
    await rig.close();
  });

  it('a rate limit refuses the order and pauses the calls until it is over', async () => {
    const rig = new TradingRig();
    await rig.start();
    rig.venue.control.faults.add({
      on: 'http',
      match: { operation: 'place' },
      action: { kind: 'refuse', reason: 'rate-limited', retryAfterMs: 7_000 },
    });
    const refused = rig.connector.buy(PAIR, '0.3', 'limit', rig.restingBuyPrice());
    await rig.clock.advance(1_000);
    expect(rig.orderEvents(refused)).toEqual(['order-failed']);
    const later = rig.connector.buy(PAIR, '0.2', 'limit', rig.restingBuyPrice());
    await rig.clock.advance(3_000);
    expect(rig.orderEvents(later)).toEqual([]);
    await rig.clock.advance(5_000);
    expect(rig.orderEvents(later)).toEqual(['order-created']);
    rig.expectTruth();
    await rig.close();
  });

  it('a clock that jumps costs one retry, not an order', async () => {
    const rig = new TradingRig();
    await rig.start();
    for (const skewMs of [30_000, -30_000, 0]) {
      rig.venue.control.skewClock(skewMs);
      const id = rig.connector.buy(PAIR, '0.1', 'limit', rig.restingBuyPrice());
      await rig.clock.advance(2_000);
      expect(rig.orderEvents(id)).toEqual(['order-created']);
    }
    rig.expectTruth();
    await rig.close();
  });

  it('cancels a filled order as filled', async () => {
    const rig = new TradingRig();
    await rig.start();
    const id = rig.connector.buy(PAIR, '0.3', 'limit', rig.restingBuyPrice());
    await rig.until(() => rig.orderEvents(id).includes('order-created'));
    rig.venue.control.cutSockets({ account: ACCOUNT }, { kind: 'half-open' });
    rig.venue.control.fillOrder(ACCOUNT, id);
    const canceling = rig.connector.cancel(PAIR, id);
    await rig.clock.advance(150_000);
    await expect(canceling).resolves.toMatchObject({ success: false });
    expect(rig.orderEvents(id)).toEqual(['order-created', 'order-filled', 'order-completed']);
    rig.expectTruth();
    await rig.close();
  });

  it('cancels all orders in parallel and says of each what is known when the time is up', async () => {
    const rig = new TradingRig();
    await rig.start();
    const ids = ['0.1', '0.2', '0.3'].map((amount) => rig.connector.buy(PAIR, amount, 'limit', rig.restingBuyPrice()));
    await rig.until(() => ids.every((id) => rig.orderEvents(id).includes('order-created')));
    rig.venue.control.faults.add({ on: 'http', match: { operation: 'cancel', nth: 2 }, action: { kind: 'hang' } });
    const canceling = rig.connector.cancelAll(3_000);
    await rig.clock.advance(3_500);
    const results = await canceling;
    expect(results.filter(({ success }) => success)).toHaveLength(2);
    expect(results.find(({ success }) => !success)?.reason).toBe('undecided when the time was up');
    await rig.clock.advance(200_000);
    rig.expectTruth();
    await rig.close();
  });
});

describe('denied orders', () => {
  it.each([
    {
      why: 'a pair that no market has',
      place: (rig: TradingRig) => rig.connector.buy('NO-PAIR', '1', 'limit', '1'),
      reason: 'unknown-trading-pair',
    },
    {
      why: 'amount below the minimum',
      place: (rig: TradingRig) => rig.connector.buy(PAIR, '0.000001', 'limit', '50000'),
      reason: 'below-minimum-size',
    },
    {
      why: 'notional below the minimum',
      place: (rig: TradingRig) => rig.connector.buy(PAIR, '0.00002', 'limit', '50000'),
      reason: 'below-minimum-notional',
    },
    { why: 'no price', place: (rig: TradingRig) => rig.connector.buy(PAIR, '0.1', 'limit'), reason: 'invalid-price' },
    {
      why: 'a balance that does not suffice',
      place: (rig: TradingRig) => rig.connector.buy(PAIR, '100', 'limit', '50000'),
      reason: 'insufficient-balance',
    },
  ])('$reason: $why', async ({ place, reason }) => {
    const rig = new TradingRig();
    await rig.start();
    const before = rig.venue.control.faults.applied.length;
    const id = place(rig);
    expect(rig.orderEvents(id), 'events before the caller has the id').toEqual([]);
    await rig.clock.advance(100);
    expect(rig.events.find((event) => event.type === 'order-failed')).toMatchObject({
      clientOrderId: id,
      cause: 'denied',
      denialReason: reason,
    });
    expect(rig.venue.world.orders(ACCOUNT, PAIR)).toHaveLength(0);
    expect(rig.venue.control.faults.applied).toHaveLength(before);
    await rig.close();
  });

  it('denies before the connector is started', async () => {
    const rig = new TradingRig();
    const id = rig.connector.buy(PAIR, '0.1', 'limit', '50000');
    await rig.clock.advance(100);
    expect(rig.events.find((event) => event.type === 'order-failed')).toMatchObject({ clientOrderId: id, denialReason: 'not-started' });
    await rig.close();
  });
});
