import { describe, expect, it } from 'vitest';
import { Decimal } from '../../src/decimal/decimal.ts';
import type { TradeFee } from '../../src/model/trade-fee.ts';
import { feeAmountInAsset, type FeeBasis } from '../../src/orders/trade-fee.ts';

const BASIS: FeeBasis = { tradingPair: 'BTC-USDT', side: 'buy', baseAmount: new Decimal(2), quoteAmount: new Decimal(200) };
const ONE_PERCENT: TradeFee = { kind: 'added-to-cost', percent: new Decimal('0.01'), flatFees: [] };

/** One BNB is worth 4 USDT; nothing else has a price. */
const rate = (from: string, to: string): Decimal | undefined =>
  from === 'USDT' && to === 'BNB' ? new Decimal('0.25') : from === 'BNB' && to === 'USDT' ? new Decimal(4) : undefined;

describe('D-32: a percentage is converted from quote into whatever asset is asked for', () => {
  it.each([
    ['the quote', 'USDT', '2'],
    ['the base, at the price of the trade', 'BTC', '0.02'],
    ['a third asset, by its rate', 'BNB', '0.5'],
  ])('%s', (_name, asset, expected) => {
    expect(feeAmountInAsset(ONE_PERCENT, BASIS, asset, rate)?.toString()).toBe(expected);
  });

  it('is unknown, not an amount of another asset, when there is no rate', () => {
    expect(feeAmountInAsset(ONE_PERCENT, BASIS, 'ETH', rate)).toBeUndefined();
  });
});
