import { describe, expect, it } from 'vitest';
import { Decimal } from '../../src/decimal/decimal.ts';
import type { TradeFee } from '../../src/model/trade-fee.ts';
import { type FeeOverride, FeeOverrides } from '../../src/orders/fee-override.ts';

const FEE: TradeFee = { kind: 'added-to-cost', percent: new Decimal('0.002'), flatFees: [{ asset: 'USD', amount: new Decimal(1) }] };
const buy = { side: 'buy', positionAction: 'nil', isMaker: true } as const;

function shown(override: FeeOverride, fee: TradeFee = FEE, order: Parameters<FeeOverrides['apply']>[1] = buy): string {
  const { kind, percent, percentAsset, flatFees } = new FeeOverrides(override).apply(fee, order);
  return [kind, percent.toString(), percentAsset ?? '-', ...flatFees.map(({ asset, amount }) => `${amount.toString()} ${asset}`)].join(' ');
}

describe('fees of the user', () => {
  it('leave everything that they do not name', () => {
    expect(shown({})).toBe('added-to-cost 0.002 - 1 USD');
    expect(shown({ takerPercent: '5' })).toBe('added-to-cost 0.002 - 1 USD');
  });

  it('name rates in percent or as a fraction, for makers and takers apart', () => {
    expect(shown({ makerPercent: '0.1' })).toBe('added-to-cost 0.001 - 1 USD');
    expect(shown({ makerFraction: new Decimal('0.001') })).toBe('added-to-cost 0.001 - 1 USD');
    expect(shown({ makerPercent: '0.1', takerFraction: '-0.0001' }, FEE, { ...buy, isMaker: false })).toBe('added-to-cost -0.0001 - 1 USD');
  });

  it('replace flat fees, also by none', () => {
    expect(shown({ makerFlatFees: [{ asset: 'BNB', amount: '0.5' }] })).toBe('added-to-cost 0.002 - 0.5 BNB');
    expect(shown({ makerFlatFees: [] })).toBe('added-to-cost 0.002 -');
    expect(shown({ takerFlatFees: [] })).toBe('added-to-cost 0.002 - 1 USD');
  });

  it('say where a fee is taken from', () => {
    expect(shown({ isBuyFeeDeductedFromReturns: true })).toBe('deducted-from-returns 0.002 - 1 USD');
    const deducted = { ...FEE, kind: 'deducted-from-returns' as const };
    expect(shown({ isBuyFeeDeductedFromReturns: false }, deducted)).toBe('added-to-cost 0.002 - 1 USD');
    expect(shown({ isBuyFeeDeductedFromReturns: false }, deducted, { ...buy, side: 'sell' })).toBe('deducted-from-returns 0.002 - 1 USD');
    expect(shown({ isBuyFeeDeductedFromReturns: true }, { ...FEE, percentAsset: 'BNB' })).toBe('deducted-from-returns 0.002 - 1 USD');
  });

  it('charge a third asset, which is always added to the cost of a buy', () => {
    expect(shown({ percentAsset: 'BNB' }, { ...FEE, kind: 'deducted-from-returns' })).toBe('added-to-cost 0.002 BNB 1 USD');
  });
});

describe('fees of the user that cannot be used', () => {
  const cases: readonly (readonly [string, FeeOverride, RegExp])[] = [
    ['a rate named twice', { makerPercent: '0.1', makerFraction: '0.001' }, /fees\.makerPercent .*makerFraction/],
    ['a rate that is no number', { takerPercent: 'low' }, /fees\.takerPercent/],
    ['a rate that is not finite', { takerFraction: new Decimal(NaN) }, /fees\.takerFraction/],
    ['a fraction that was meant in percent', { makerFraction: '1' }, /fees\.makerFraction .*below 1/],
    ['a percentage of everything', { takerPercent: '-100' }, /fees\.takerPercent .*above -100/],
    ['a third asset and a deduction', { percentAsset: 'BNB', isBuyFeeDeductedFromReturns: true }, /fees\.percentAsset/],
    ['an asset without a name', { percentAsset: '' }, /fees\.percentAsset/],
    ['a flat fee of no asset', { takerFlatFees: [{ asset: '', amount: '1' }] }, /fees\.takerFlatFees/],
    ['a flat fee that is no number', { makerFlatFees: [{ asset: 'BNB', amount: '' }] }, /fees\.makerFlatFees/],
  ];
  it.each(cases)('are refused: %s', (_, override, message) => {
    expect(() => new FeeOverrides(override)).toThrow(
      expect.objectContaining({ code: 'CONFIGURATION', message: expect.stringMatching(message) }),
    );
  });
});
