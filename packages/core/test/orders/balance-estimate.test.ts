import { describe, expect, it } from 'vitest';
import { Decimal, ZERO } from '../../src/decimal/decimal.ts';
import {
  type AssetAmounts,
  type BalanceFill,
  estimateAvailable,
  limitAvailable,
  lockedBy,
  type LockingOrder,
  netOfFills,
} from '../../src/orders/balance-estimate.ts';

const d = (value: string | number): Decimal => new Decimal(value);
const BUY: LockingOrder = { tradingPair: 'COIN-USD', side: 'buy', price: d(900), remainingBase: d(1) };
const SELL: LockingOrder = { tradingPair: 'COIN-USD', side: 'sell', price: d(1100), remainingBase: d('0.5') };
const FILL: BalanceFill = { tradingPair: 'COIN-USD', side: 'buy', baseAmount: d(2), quoteAmount: d(2100), fillTimeMs: 2_000 };

function estimate(then: readonly LockingOrder[], now: readonly LockingOrder[], fills: readonly BalanceFill[] = []): string[] {
  const snapshot: AssetAmounts = new Map([
    ['COIN', d(10)],
    ['USD', d(100_000)],
  ]);
  const lockedThen = lockedBy(then);
  const lockedNow = lockedBy(now);
  const net = netOfFills(fills);
  return ['COIN', 'USD'].map((asset) =>
    estimateAvailable({
      snapshotAvailable: snapshot.get(asset) ?? ZERO,
      lockedThen: lockedThen.get(asset) ?? ZERO,
      lockedNow: lockedNow.get(asset) ?? ZERO,
      filledSince: net.get(asset) ?? ZERO,
    }).toString(),
  );
}

describe('the estimate of what is available, of 10 base and 100,000 quote', () => {
  it('orders held then and gone now: 10.5 and 100,900', () => {
    expect(estimate([BUY, SELL], [])).toEqual(['10.5', '100900']);
  });

  it('orders held now and not then: 9.5 and 99,100', () => {
    expect(estimate([], [BUY, SELL])).toEqual(['9.5', '99100']);
  });

  it('orders held then and now: 10 and 100,000', () => {
    expect(estimate([BUY, SELL], [BUY, SELL])).toEqual(['10', '100000']);
  });

  it('a buy of 2 at 1,050 filled since: 12 and 97,900', () => {
    expect(estimate([], [], [FILL])).toEqual(['12', '97900']);
  });

  it('a sell filled since moves them the other way', () => {
    expect(estimate([], [], [{ ...FILL, side: 'sell' }])).toEqual(['8', '102100']);
  });
});

describe('what orders hold', () => {
  it('is what a buy may still pay, with its fee, and what a sell may still give', () => {
    const locked = lockedBy([BUY, SELL, { ...BUY, remainingBase: d(2) }], () => d('0.001'));
    expect([locked.get('USD')?.toString(), locked.get('COIN')?.toString()]).toEqual(['2702.7', '0.5']);
  });

  it('is not spoiled by an order without a price', () => {
    const locked = lockedBy([BUY, { ...BUY, price: undefined }, { ...SELL, price: undefined }]);
    expect([locked.get('USD')?.toString(), locked.get('COIN')?.toString()]).toEqual(['900', '0.5']);
  });
});

describe('a limit of an asset', () => {
  it.each([
    ['is what orders leave of it', 100, 50, 20, 0, '30'],
    ['grows with what was bought since the start', 100, 50, 20, 5, '35'],
    ['shrinks with what was spent since the start', 100, 50, 0, -40, '10'],
    ['never gives more than is available', 7, 50, 20, 0, '7'],
    ['never goes below 0', 100, 50, 60, 0, '0'],
  ])('%s', (_, available, limit, locked, filled, expected) => {
    expect(limitAvailable(d(available), d(limit), d(locked), d(filled)).toString()).toBe(expected);
  });
});
