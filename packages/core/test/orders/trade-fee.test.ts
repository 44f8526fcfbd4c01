import { describe, expect, it } from 'vitest';
import { Decimal, ZERO } from '../../src/decimal/decimal.ts';
import type { TradeFee } from '../../src/model/trade-fee.ts';
import {
  NO_FEE,
  buildTradeFee,
  feeAmountInAsset,
  feeAmounts,
  feeCostImpact,
  feeReturnImpact,
  paidFee,
  tradeFeeKind,
  type FeeBasis,
  type RateSource,
  type TradeFeeSchema,
} from '../../src/orders/trade-fee.ts';

const d = (text: string | number): Decimal => new Decimal(text);
const basis: FeeBasis = { tradingPair: 'BTC-USDT', side: 'buy', baseAmount: d(2), quoteAmount: d(200) };
const selling: FeeBasis = { ...basis, side: 'sell' };
const added = (details: Partial<TradeFee> = {}): TradeFee => ({ kind: 'added-to-cost', percent: d('0.01'), flatFees: [], ...details });
const deducted = (details: Partial<TradeFee> = {}): TradeFee => ({ ...added(details), kind: 'deducted-from-returns' });
const shown = (parts: readonly { asset: string; amount: Decimal }[]): string[] =>
  parts.map(({ asset, amount }) => `${amount.toString()} ${asset}`);

const usdtInBnb: RateSource = (from, to) => (from === 'USDT' && to === 'BNB' ? d('0.01') : undefined);

describe('the kind of a fee', () => {
  it.each([
    ['spot buy', {}, 'buy', 'nil', 'added-to-cost'],
    ['spot buy, deducted from returns', { isBuyFeeDeductedFromReturns: true }, 'buy', 'nil', 'deducted-from-returns'],
    ['spot buy, third asset', { isBuyFeeDeductedFromReturns: true, percentAsset: 'BNB' }, 'buy', 'nil', 'added-to-cost'],
    ['spot sell', {}, 'sell', 'nil', 'deducted-from-returns'],
    ['spot sell, third asset', { percentAsset: 'BNB' }, 'sell', 'nil', 'deducted-from-returns'],
    ['position opened', {}, 'sell', 'open', 'added-to-cost'],
    ['position closed', {}, 'buy', 'close', 'deducted-from-returns'],
    ['position closed, third asset', { percentAsset: 'BNB' }, 'buy', 'close', 'added-to-cost'],
  ] as const)('%s', (_name, schema, side, action, kind) => {
    expect(tradeFeeKind(schema, side, action)).toBe(kind);
  });
});

describe('the fee to expect', () => {
  const schema: TradeFeeSchema = { maker: d('0.001'), taker: d('0.002'), makerFlatFees: [{ asset: 'USDT', amount: d(1) }] };

  it("takes the schema's rates, or the account's own", () => {
    expect(buildTradeFee(schema, { side: 'buy', isMaker: true, positionAction: 'nil' })).toEqual({
      kind: 'added-to-cost',
      percent: d('0.001'),
      flatFees: [{ asset: 'USDT', amount: d(1) }],
    });
    const rates = { maker: d(0), taker: d('0.0005') };
    expect(buildTradeFee(schema, { side: 'sell', isMaker: false, positionAction: 'nil', rates })).toEqual({
      kind: 'deducted-from-returns',
      percent: d('0.0005'),
      flatFees: [],
    });
  });

  it('names the third asset', () => {
    expect(buildTradeFee({ ...schema, percentAsset: 'BNB' }, { side: 'buy', isMaker: false, positionAction: 'nil' }).percentAsset).toBe(
      'BNB',
    );
  });
});

describe('what a fee comes to', () => {
  it('is charged in what is spent when added, in what is received when deducted', () => {
    expect(shown(feeAmounts(added(), basis))).toEqual(['2 USDT']);
    expect(shown(feeAmounts(deducted(), basis))).toEqual(['0.02 BTC']);
    expect(shown(feeAmounts(deducted(), selling))).toEqual(['2 USDT']);
    expect(shown(feeAmounts(added(), selling))).toEqual(['0.02 BTC']);
  });

  it('is charged in the named asset', () => {
    expect(shown(feeAmounts(deducted({ percentAsset: 'USDT' }), basis))).toEqual(['2 USDT']);
    expect(shown(feeAmounts(added({ percentAsset: 'BTC' }), basis))).toEqual(['0.02 BTC']);
    expect(shown(feeAmounts(added({ percentAsset: 'BNB' }), basis, usdtInBnb))).toEqual(['0.02 BNB']);
    expect(feeAmounts(added({ percentAsset: 'BNB' }), basis)).toEqual([]);
  });

  it('costs the buyer when added, and lessens the return when deducted', () => {
    const flatFees = [{ asset: 'USDT', amount: d(1) }];
    expect(shown(feeCostImpact(added({ flatFees }), basis))).toEqual(['1 USDT', '2 USDT']);
    expect(shown(feeCostImpact(deducted({ flatFees }), basis))).toEqual(['1 USDT']);
    expect(feeReturnImpact(added(), basis)).toEqual([]);
    expect(feeReturnImpact(deducted({ percent: ZERO }), basis)).toEqual([]);
    expect(shown(feeReturnImpact(deducted(), basis))).toEqual(['0.02 BTC']);
    expect(shown(feeReturnImpact(deducted({ percentAsset: 'BNB' }), basis))).toEqual(['0.02 BTC']);
    expect(shown(feeReturnImpact(deducted({ percentAsset: 'BNB' }), selling))).toEqual(['2 USDT']);
    expect(shown(feeReturnImpact(deducted({ percentAsset: 'BNB' }), selling, () => d('0.5')))).toEqual(['1 BNB']);
  });

  it('is converted as a whole into one asset', () => {
    const flatFees = [
      { asset: 'BNB', amount: d(3) },
      { asset: 'BTC', amount: d('0.1') },
      { asset: 'USDT', amount: d(1) },
    ];
    const fee = added({ flatFees });
    expect(feeAmountInAsset(fee, basis, 'USDT', () => d(300))?.toString()).toBe('913');
    expect(feeAmountInAsset(fee, basis, 'USDT')).toBeUndefined();
    expect(
      feeAmountInAsset(added(), basis, 'BNB', (from, to) => (from === 'USDT' && to === 'BNB' ? d('0.01') : undefined))?.toString(),
    ).toBe('0.02');
    expect(feeAmountInAsset(added(), basis, 'BTC')?.toString()).toBe('0.02');
    expect(
      feeAmountInAsset(added({ percent: ZERO, flatFees: [{ asset: 'BTC', amount: d(1) }] }), { ...basis, baseAmount: ZERO }, 'USDT'),
    ).toBeUndefined();
  });
});

describe('a fee as the venue reports it', () => {
  it('is its amount and nothing else, whatever was traded', () => {
    expect(shown(feeAmounts(paidFee(d('0.0002'), 'BNB'), basis))).toEqual(['0.0002 BNB']);
    expect(shown(feeAmounts(paidFee(d('-0.1'), 'USDT'), selling))).toEqual(['-0.1 USDT']);
    expect(feeAmounts(NO_FEE, basis)).toEqual([]);
  });
});
