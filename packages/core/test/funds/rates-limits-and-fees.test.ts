import { describe, expect, it } from 'vitest';
import type { OrderBookView } from '../../src/book/order-book-view.ts';
import { Decimal } from '../../src/decimal/decimal.ts';
import type { ConnectorDefinition, FeeQuestion } from '../../src/definition/connector-definition.ts';
import { readAssetLimits } from '../../src/funds/asset-limits.ts';
import { ratesOfBooks } from '../../src/funds/asset-rates.ts';
import { ExpectedFees } from '../../src/funds/expected-fees.ts';
import type { TradingPair } from '../../src/model/trading-pair.ts';
import { ServicesBench } from '../exchange/exchange-services.ts';
import { bookOf } from '../market/book-of-rows.ts';
import { anOrder } from '../orders/order-fixtures.ts';

describe('rates of books', () => {
  const books = new Map<TradingPair, OrderBookView>([
    ['BNB-USDT', bookOf('BNB-USDT', [['499', '1']], [['500', '1']])],
    ['ETH-USDT', bookOf('ETH-USDT', [['2000', '1']], [['2001', '1']], 'stale')],
    ['ADA-USDT', bookOf('ADA-USDT', [], [])],
  ]);
  const rate = (from: string, to: string): string | undefined => ratesOfBooks(books)(from, to)?.toString();

  it('sell at the best bid and buy at the best ask of live books', () => {
    expect([rate('BNB', 'USDT'), rate('USDT', 'BNB'), rate('X', 'X')]).toEqual(['499', '0.002', '1']);
  });

  it('are not known without a live book that has a price', () => {
    expect([rate('ETH', 'USDT'), rate('USDT', 'ADA'), rate('BNB', 'ETH')]).toEqual([undefined, undefined, undefined]);
  });
});

describe('limits of assets', () => {
  it('are read exactly', () => {
    const limits = readAssetLimits({ USDT: '1000.10', BTC: new Decimal(0) });
    expect(Array.from(limits, ([asset, limit]) => `${asset} ${limit.toString()}`)).toEqual(['USDT 1000.1', 'BTC 0']);
    expect(readAssetLimits().size).toBe(0);
  });

  it.each([['-1'], ['much'], [new Decimal(NaN)], [new Decimal(-1)]])('are refused when they are %s', (limit) => {
    expect(() => readAssetLimits({ USDT: limit })).toThrow(expect.objectContaining({ code: 'CONFIGURATION', field: 'assetLimits.USDT' }));
  });
});

describe('the fees to expect', () => {
  const asked: FeeQuestion[] = [];
  const definition: Partial<ConnectorDefinition> = {
    getFee: (question) => {
      asked.push(question);
      return { kind: 'added-to-cost', percent: question.rates?.maker ?? new Decimal('0.001'), flatFees: [] };
    },
  };
  const { services } = new ServicesBench({ definition });
  const rates = new Map([['BTC-USDT' as const, { maker: new Decimal('0.0007'), taker: new Decimal('0.0008') }]]);
  const question: Omit<FeeQuestion, 'rates'> = {
    tradingPair: 'BTC-USDT',
    orderType: 'limit',
    side: 'buy',
    positionAction: 'nil',
    amount: new Decimal(1),
    price: undefined,
    isMaker: undefined,
  };

  it('are the connector’s, with the account’s own rates', () => {
    const fees = new ExpectedFees(services.definition, rates, undefined);
    expect(fees.of(question).percent.toString()).toBe('0.0007');
    expect(fees.of({ ...question, tradingPair: 'ETH-USDT' }).percent.toString()).toBe('0.001');
    expect(asked.at(-1)).toMatchObject({ isMaker: undefined, rates: undefined });
  });

  it('are the user’s where they name any: a maker’s for a limit maker, else a taker’s', () => {
    const fees = new ExpectedFees(services.definition, rates, { makerPercent: '0.02', takerPercent: '0.05' });
    expect(fees.of(question).percent.toString()).toBe('0.0005');
    expect(fees.of({ ...question, orderType: 'limit-maker' }).percent.toString()).toBe('0.0002');
    expect(fees.of({ ...question, isMaker: true }).percent.toString()).toBe('0.0002');
  });

  it('hold with an order what a maker pays on top, in no third asset', () => {
    expect(new ExpectedFees(services.definition, rates, undefined).addedByMaker(anOrder()).toString()).toBe('0.0007');
    expect(new ExpectedFees(services.definition, rates, { percentAsset: 'BNB' }).addedByMaker(anOrder()).toString()).toBe('0');
    const deducted = new ExpectedFees(services.definition, rates, { isBuyFeeDeductedFromReturns: true });
    expect(deducted.addedByMaker(anOrder()).toString()).toBe('0');
  });
});
