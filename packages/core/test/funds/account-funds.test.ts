import { describe, expect, it } from 'vitest';
import { AccountBalances } from '../../src/account/balances.ts';
import type { BalanceSnapshotRow } from '../../src/account/user-stream-update.ts';
import { Decimal, ZERO } from '../../src/decimal/decimal.ts';
import { AccountFunds, type AccountFundsParts } from '../../src/funds/account-funds.ts';
import type { OrderSide } from '../../src/model/order.ts';
import { ClientOrderTracker } from '../../src/orders/client-order-tracker.ts';
import type { InFlightOrderOptions } from '../../src/orders/in-flight-order-options.ts';
import { filledEvent } from '../../src/orders/order-events.ts';
import { anOrder, fill, report } from '../orders/order-fixtures.ts';

const d = (value: string | number): Decimal => new Decimal(value);
const ROWS: readonly BalanceSnapshotRow[] = [
  { asset: 'BTC', total: d(10), available: d(10) },
  { asset: 'USDT', total: d(100_000), available: d(100_000) },
];

/** The funds of a venue that does not stream balances, at 1,000 ms. */
class Bench {
  readonly tracker = new ClientOrderTracker();
  readonly balances = new AccountBalances();
  readonly funds: AccountFunds;
  nowMs = 1_000;
  doubts = 0;

  constructor(parts: Partial<AccountFundsParts> = {}) {
    this.funds = new AccountFunds({
      balances: this.balances,
      orders: () => this.tracker,
      streamsBalances: false,
      assetLimits: new Map(),
      makerFee: () => ZERO,
      nowMs: () => this.nowMs,
      onDoubt: () => {
        this.doubts += 1;
      },
      ...parts,
    });
  }

  refresh(rows: readonly BalanceSnapshotRow[] = ROWS): void {
    this.funds.completeRefresh(this.funds.beginRefresh(), rows);
  }

  /** An order that the venue has. */
  order(clientOrderId: string, side: OrderSide, amount: string | number, price: number, details: Partial<InFlightOrderOptions> = {}): void {
    this.tracker.startTrackingOrder(
      anOrder({ clientOrderId, exchangeOrderId: `e-${clientOrderId}`, side, amount: d(amount), price: d(price), ...details }),
    );
  }

  twoOrders(): void {
    this.order('b', 'buy', 1, 900);
    this.order('s', 'sell', '0.5', 1_100);
  }

  end(...clientOrderIds: readonly string[]): void {
    for (const clientOrderId of clientOrderIds) {
      const update = report('canceled', { clientOrderId, exchangeOrderId: `e-${clientOrderId}`, updateTimeMs: this.nowMs });
      this.tracker.step({ kind: 'order-update', update, nowMs: this.nowMs }, []);
    }
  }

  filled(side: OrderSide, amount: number, price: number, fillTimeMs: number): void {
    const trade = fill('t', amount, { price: d(price), quoteAmount: d(price * amount), fillTimeMs });
    const event = filledEvent(anOrder({ side }), trade, false);
    expect(event.eventTimeMs).toBe(fillTimeMs);
    this.funds.note(event);
  }

  get available(): string[] {
    return ['BTC', 'USDT'].map((asset) => this.funds.available(asset).toString());
  }
}

describe('the estimate between two queries', () => {
  it('of an asset that nothing is known of is 0, and it is not listed', () => {
    const bench = new Bench();
    bench.refresh([]);
    expect([bench.funds.total('DOGE').toString(), bench.funds.available('DOGE').toString()]).toEqual(['0', '0']);
    expect([...bench.funds.all().keys()]).toEqual([]);
  });

  it('frees what orders held that are gone: 10.5 and 100,900', () => {
    const bench = new Bench();
    bench.twoOrders();
    bench.refresh();
    bench.end('b', 's');
    expect(bench.available).toEqual(['10.5', '100900']);
  });

  it('takes off what new orders hold: 9.5 and 99,100', () => {
    const bench = new Bench();
    bench.refresh();
    bench.twoOrders();
    expect(bench.available).toEqual(['9.5', '99100']);
  });

  it('changes nothing for orders that are held all the time: 10 and 100,000', () => {
    const bench = new Bench();
    bench.twoOrders();
    bench.refresh();
    expect(bench.available).toEqual(['10', '100000']);
  });

  it('adds fills after the query, and not those before it or at its time: 12 and 97,900', () => {
    const bench = new Bench();
    bench.refresh();
    bench.filled('buy', 2, 1_050, 1_000);
    expect(bench.available).toEqual(['10', '100000']);
    bench.filled('buy', 2, 1_050, 1_001);
    expect(bench.available).toEqual(['12', '97900']);
    expect(bench.funds.total('BTC').toString()).toBe('12');
    expect(
      Array.from(bench.funds.all(), ([asset, balance]) => `${asset} ${balance.total.toString()} ${balance.available.toString()}`),
    ).toEqual(['BTC 12 12', 'USDT 97900 97900']);
  });

  it('forgets the fills that the next query contains', () => {
    const bench = new Bench();
    bench.refresh();
    bench.filled('sell', 1, 1_000, 1_500);
    expect(bench.available).toEqual(['9', '101000']);
    bench.nowMs = 2_000;
    bench.refresh([
      { asset: 'BTC', total: d(9), available: d(9) },
      { asset: 'USDT', total: d(101_000), available: d(101_000) },
    ]);
    expect(bench.available).toEqual(['9', '101000']);
  });

  it('forgets the fills that were told before the next query was begun, also when the venue’s clock has been set forward', () => {
    const bench = new Bench();
    bench.refresh();
    bench.filled('buy', 1, 1_000, 900_000);
    expect(bench.available).toEqual(['11', '99000']);
    bench.nowMs = 2_000;
    bench.refresh([
      { asset: 'BTC', total: d(11), available: d(11) },
      { asset: 'USDT', total: d(99_000), available: d(99_000) },
    ]);
    expect(bench.available).toEqual(['11', '99000']);
  });

  it('pays the maker’s fee with what a buy holds', () => {
    const bench = new Bench({ makerFee: () => d('0.01') });
    bench.refresh();
    bench.order('b', 'buy', 1, 900);
    expect(bench.available).toEqual(['10', '99091']);
  });

  it('does not free twice what an order needs that the venue did not know when it was asked', () => {
    const bench = new Bench();
    bench.tracker.startTrackingOrder(anOrder({ clientOrderId: 'new', amount: d(1), price: d(900) }));
    bench.refresh();
    expect(bench.available).toEqual(['10', '99100']);
  });

  it('holds nothing for an order that is lost and that the venue has never named: its balances say whether it has it', () => {
    const bench = new Bench();
    bench.tracker.startTrackingOrder(anOrder({ clientOrderId: 'new', amount: d(1), price: d(900) }));
    bench.refresh();
    expect(bench.available).toEqual(['10', '99100']);
    bench.tracker.step({ kind: 'tick', nowMs: Number.MAX_SAFE_INTEGER }, []);
    expect(bench.tracker.lostOrders.has('new')).toBe(true);
    expect(bench.available).toEqual(['10', '100000']);
  });

  it('holds a market order at the price that it was checked with', () => {
    const bench = new Bench();
    bench.refresh();
    const costs = new Map([['USDT', d(1_000)]]);
    bench.funds.reserve({ clientOrderId: 'm', spentAsset: 'USDT', costs, price: d(1_000) });
    bench.tracker.startTrackingOrder(
      anOrder({ clientOrderId: 'm', orderType: 'market', timeInForce: undefined, price: undefined, amount: d(1) }),
    );
    expect(bench.available).toEqual(['10', '99000']);
  });

  it('keeps what was executed held until its fills tell at which price', () => {
    const bench = new Bench();
    bench.refresh();
    bench.order('b', 'buy', 1, 900);
    const update = report('filled', { clientOrderId: 'b', exchangeOrderId: 'e-b', cumulativeBase: d(1) });
    bench.tracker.step({ kind: 'order-update', update, nowMs: 1_100 }, []);
    expect(bench.available).toEqual(['10', '99100']);
  });

  it('is never below 0', () => {
    const bench = new Bench();
    bench.refresh([{ asset: 'USDT', total: d(100), available: d(100) }]);
    bench.order('b', 'buy', 1, 900);
    expect(bench.available).toEqual(['0', '0']);
  });
});

describe('a query during which our orders change', () => {
  it('is not to be believed, and the next one is', () => {
    const bench = new Bench();
    const refresh = bench.funds.beginRefresh();
    bench.filled('buy', 1, 900, 1_010);
    expect(bench.funds.isBlurred(refresh)).toBe(true);
    bench.nowMs = 1_050;
    expect(bench.funds.isBlurred(bench.funds.beginRefresh())).toBe(false);
  });

  it('counts with what our orders held when it was begun', () => {
    const bench = new Bench();
    bench.twoOrders();
    const refresh = bench.funds.beginRefresh();
    bench.end('b', 's');
    bench.nowMs = 1_050;
    bench.funds.completeRefresh(refresh, ROWS);
    expect(bench.available).toEqual(['10.5', '100900']);
  });

  it('raises a doubt when a fill is told later that fell into it', () => {
    const bench = new Bench();
    const refresh = bench.funds.beginRefresh();
    bench.nowMs = 1_050;
    bench.funds.completeRefresh(refresh, ROWS);
    bench.filled('buy', 1, 900, 1_051);
    expect(bench.doubts).toBe(0);
    bench.filled('buy', 1, 900, 1_050);
    expect(bench.doubts).toBe(1);
  });

  it('that was overtaken by a later one changes nothing', () => {
    const bench = new Bench();
    const older = bench.funds.beginRefresh();
    bench.nowMs = 1_050;
    bench.refresh();
    bench.twoOrders();
    bench.funds.completeRefresh(older, [{ asset: 'BTC', total: d(1), available: d(1) }]);
    expect(bench.available).toEqual(['9.5', '99100']);
  });
});

describe('funds that the stream tells', () => {
  it('are what it says, less what orders need that it cannot know of', () => {
    const bench = new Bench({ streamsBalances: true });
    bench.refresh();
    bench.twoOrders();
    bench.filled('buy', 1, 900, 1_010);
    expect(bench.available).toEqual(['10', '100000']);
    expect(bench.funds.isBlurred(bench.funds.beginRefresh())).toBe(false);
    bench.funds.reserve({ clientOrderId: 'new', spentAsset: 'USDT', costs: new Map([['USDT', d(40_000)]]), price: undefined });
    bench.funds.reserve({ clientOrderId: 'other', spentAsset: 'USDT', costs: new Map([['USDT', d(70_000)]]), price: undefined });
    expect(bench.available).toEqual(['10', '0']);
    expect(bench.funds.total('USDT').toString()).toBe('100000');
  });

  it('can be negative when the venue says so', () => {
    const bench = new Bench({ streamsBalances: true });
    bench.refresh([{ asset: 'USDT', total: d(0), available: d(-5) }]);
    expect(bench.available).toEqual(['0', '-5']);
  });
});

describe('a limit of an asset', () => {
  it.each([true, false])('counts our orders and our fills since the start (stream tells balances: %s)', (streamsBalances) => {
    const bench = new Bench({ streamsBalances, assetLimits: new Map([['USDT', d(2_000)]]) });
    bench.refresh();
    expect(bench.available).toEqual(['10', '2000']);
    bench.order('b', 'buy', 1, 900);
    expect(bench.available[1]).toBe('1100');
    bench.filled('buy', 1, 1_000, 500);
    expect(bench.available[1]).toBe('100');
    bench.filled('buy', 1, 1_000, 1_500);
    expect(bench.available[1]).toBe('0');
  });
});
