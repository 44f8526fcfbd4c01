import { describe, expect, it } from 'vitest';
import { Decimal } from '../../src/decimal/decimal.ts';
import type { TradeFee } from '../../src/model/trade-fee.ts';
import { type CostedOrder, orderCosts } from '../../src/orders/order-costs.ts';

const d = (value: string | number): Decimal => new Decimal(value);
const buy: CostedOrder = { tradingPair: 'COIN-USD', side: 'buy', amount: d(10), price: d(2) };
const fee: TradeFee = { kind: 'added-to-cost', percent: d('0.01'), flatFees: [{ asset: 'BNB', amount: d(1) }] };

function shown(...question: Parameters<typeof orderCosts>): string[] {
  return Array.from(orderCosts(...question), ([asset, amount]) => `${amount.toString()} ${asset}`);
}

describe('what an order needs', () => {
  it('is what it gives away, and the fees on top of that', () => {
    expect(shown(buy, fee)).toEqual(['20.2 USD', '1 BNB']);
    expect(shown({ ...buy, side: 'sell' }, { ...fee, kind: 'deducted-from-returns' })).toEqual(['10 COIN', '1 BNB']);
    expect(shown(buy, undefined)).toEqual(['20 USD']);
  });

  it('holds a third asset where a rate is known', () => {
    expect(shown(buy, { ...fee, percentAsset: 'BNB' }, () => d('0.5'))).toEqual(['20 USD', '1.1 BNB']);
    expect(shown(buy, { ...fee, percentAsset: 'BNB', flatFees: [] })).toEqual(['20 USD']);
  });

  it('is not known of a buy without a price', () => {
    expect(shown({ ...buy, price: undefined }, fee)).toEqual([]);
    expect(shown({ ...buy, side: 'sell', price: undefined }, fee)).toEqual(['10 COIN']);
  });
});
