import { describe, expect, it } from 'vitest';
import { Decimal } from '../../src/decimal/decimal.ts';
import { FundReservations } from '../../src/funds/fund-reservations.ts';
import { ClientOrderTracker } from '../../src/orders/client-order-tracker.ts';
import { anOrder, fill, report, START_MS } from '../orders/order-fixtures.ts';

/** Reservations for a buy of 10 at 100, tracked as `c1`. */
class Bench {
  readonly tracker = new ClientOrderTracker();
  nowMs = START_MS;
  knownUntilMs: number | undefined = START_MS - 1;
  readonly reservations = new FundReservations({
    find: (clientOrderId) => this.tracker.fetchOrder({ clientOrderId }),
    knownUntilMs: () => this.knownUntilMs,
    nowMs: () => this.nowMs,
  });

  place(clientOrderId: string = 'c1'): void {
    this.reserve(clientOrderId);
    this.tracker.startTrackingOrder(anOrder({ clientOrderId }));
  }

  reserve(clientOrderId: string): void {
    const costs = new Map([
      ['USDT', new Decimal(1_000)],
      ['BNB', new Decimal(1)],
    ]);
    this.reservations.add({ clientOrderId, spentAsset: 'USDT', costs, price: new Decimal(100) });
  }

  held(asset: string = 'USDT'): string {
    return this.reservations.of(asset).toString();
  }
}

describe('what an order needs', () => {
  it('is held from its check on, in each asset, and adds up', () => {
    const bench = new Bench();
    expect(bench.held()).toBe('0');
    bench.place();
    bench.place('c2');
    expect([bench.held(), bench.held('BNB'), bench.held('BTC')]).toEqual(['2000', '2', '0']);
    expect(bench.reservations.priceOf('c1')?.toString()).toBe('100');
  });

  it('stays held until a balance is as new as the venue’s first word of the order', () => {
    const bench = new Bench();
    bench.place();
    bench.knownUntilMs = START_MS + 5;
    expect(bench.held()).toBe('1000');
    bench.tracker.step({ kind: 'order-update', update: report('open'), nowMs: START_MS + 11 }, []);
    bench.reservations.noteSeen('c1', START_MS + 10);
    bench.knownUntilMs = START_MS + 9;
    expect(bench.held()).toBe('1000');
    bench.knownUntilMs = START_MS + 10;
    expect(bench.held()).toBe('0');
    expect(bench.reservations.size).toBe(0);
  });

  it('stays held when the order is filled before a balance says so', () => {
    const bench = new Bench();
    bench.place();
    bench.tracker.step({ kind: 'trade-update', update: fill('t1', 10), nowMs: START_MS + 20, isRecovered: false }, []);
    bench.tracker.step({ kind: 'order-update', update: report('filled', { updateTimeMs: START_MS + 20 }), nowMs: START_MS + 21 }, []);
    expect(bench.held()).toBe('1000');
    bench.knownUntilMs = START_MS + 20;
    expect(bench.held()).toBe('0');
  });

  it('is free at once when the order is denied, rejected, or ends without a fill', () => {
    for (const end of [
      { kind: 'denied', clientOrderId: 'c1', reason: 'request-not-sent', message: '', nowMs: START_MS },
      { kind: 'rejected', clientOrderId: 'c1', message: '', nowMs: START_MS },
      { kind: 'order-update', update: report('expired'), nowMs: START_MS + 10 },
    ] as const) {
      const bench = new Bench();
      bench.place();
      bench.tracker.step(end, []);
      expect(bench.held()).toBe('0');
    }
  });

  it('is free after 5 s with the venue, whatever time it gives its balances, but not before', () => {
    const bench = new Bench();
    bench.place();
    bench.tracker.step({ kind: 'order-update', update: report('open'), nowMs: START_MS + 10 }, []);
    bench.nowMs = START_MS + 5_010;
    expect(bench.held()).toBe('1000');
    bench.nowMs += 1;
    expect(bench.held()).toBe('0');
  });

  it('stays held for as long as nobody knows whether the order has arrived', () => {
    const bench = new Bench();
    bench.place();
    bench.tracker.step({ kind: 'outcome-unknown', clientOrderId: 'c1', command: 'place', nowMs: START_MS + 10 }, []);
    bench.nowMs = START_MS + 300_000;
    bench.knownUntilMs = bench.nowMs;
    expect(bench.held()).toBe('1000');
    bench.nowMs = START_MS + 700_000;
    bench.tracker.step({ kind: 'tick', nowMs: bench.nowMs }, []);
    expect(bench.tracker.lostOrders.size).toBe(1);
    expect(bench.held()).toBe('0');
  });

  it('is held for 1 s while the order is not tracked yet, and forgotten when it never is', () => {
    const bench = new Bench();
    bench.reserve('c1');
    bench.nowMs += 1_000;
    expect(bench.held()).toBe('1000');
    bench.nowMs += 1;
    expect(bench.held()).toBe('0');
  });

  it('is forgotten also when nobody asks', () => {
    const bench = new Bench();
    for (let index = 0; index < 2_000; index += 1) {
      bench.nowMs += 100;
      bench.reserve(`c${index}`);
    }
    expect(bench.reservations.size).toBeLessThan(300);
  });
});
