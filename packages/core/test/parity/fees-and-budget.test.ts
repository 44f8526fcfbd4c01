import { describe, expect, it } from 'vitest';
import { Decimal } from '../../src/decimal/decimal.ts';
import type { TokenAmount, TradeFee } from '../../src/model/trade-fee.ts';
import { feeAmountInAsset, feeCostImpact, feeReturnImpact, type FeeBasis } from '../../src/orders/trade-fee.ts';

const decimal = (value: string | number): Decimal => new Decimal(value);
/** 10 at 2, with a fee of 1 %. */
const basis = (side: 'buy' | 'sell'): FeeBasis => ({ tradingPair: 'COIN-USD', side, baseAmount: decimal(10), quoteAmount: decimal(20) });
const fee = (kind: TradeFee['kind'], details: Partial<TradeFee> = {}): TradeFee => ({
  kind,
  percent: decimal('0.01'),
  flatFees: [],
  ...details,
});
const shown = (parts: readonly TokenAmount[]): string[] => parts.map(({ asset, amount }) => `${amount.toString()} ${asset}`);

describe('a fee in one asset', () => {
  it('adds percentage and flat fees of three assets up: 2 + 900 + 10 + 1 = 913', () => {
    const whole = fee('added-to-cost', {
      flatFees: [
        { asset: 'BNB', amount: decimal(3) },
        { asset: 'BTC', amount: decimal('0.1') },
        { asset: 'USDT', amount: decimal(1) },
      ],
    });
    const trade: FeeBasis = { tradingPair: 'BTC-USDT', side: 'buy', baseAmount: decimal(2), quoteAmount: decimal(200) };
    expect(feeAmountInAsset(whole, trade, 'USDT', () => decimal(300))?.toString()).toBe('913');
  });
});

describe('what 10 at 2 cost and bring with a fee of 1 %', () => {
  it('buying, added to the cost: 0.2 of quote more, nothing less', () => {
    expect(shown(feeCostImpact(fee('added-to-cost'), basis('buy')))).toEqual(['0.2 USD']);
    expect(shown(feeReturnImpact(fee('added-to-cost'), basis('buy')))).toEqual([]);
  });

  it('buying, deducted from the returns: nothing more, 0.1 of base less', () => {
    expect(shown(feeCostImpact(fee('deducted-from-returns'), basis('buy')))).toEqual([]);
    expect(shown(feeReturnImpact(fee('deducted-from-returns'), basis('buy')))).toEqual(['0.1 COIN']);
  });

  it('selling: nothing more, 0.2 of quote less', () => {
    expect(shown(feeCostImpact(fee('deducted-from-returns'), basis('sell')))).toEqual([]);
    expect(shown(feeReturnImpact(fee('deducted-from-returns'), basis('sell')))).toEqual(['0.2 USD']);
  });

  it('in a third asset of which one is worth two of quote: 0.1 of it', () => {
    const third = fee('added-to-cost', { percentAsset: 'BNB' });
    expect(shown(feeCostImpact(third, basis('buy'), () => decimal('0.5')))).toEqual(['0.1 BNB']);
  });
});
