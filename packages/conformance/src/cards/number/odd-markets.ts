import type { SubjectMarket } from '../../subject/conformance-subject.ts';

/** A market with the finest usual grid, eight decimals for prices and amounts, which takes very large amounts. */
export function fineMarket(market: SubjectMarket, index: number): SubjectMarket {
  if (index > 0) return market;
  return {
    ...market,
    priceIncrement: '0.00000001',
    amountIncrement: '0.00000001',
    quotePrecision: 16,
    maximumAmount: '1000000000000',
    maximumPrice: '1000000000',
  };
}

/** A market of very large amounts, in which no value has more than eight decimals. */
export function wideMarket(market: SubjectMarket, index: number): SubjectMarket {
  if (index > 0) return market;
  return { ...market, priceIncrement: '0.0001', amountIncrement: '0.0001', quotePrecision: 8, maximumAmount: '100000000000000' };
}

/** A coin of which a great many cost next to nothing, and beside it a market in which next to nothing can be bought. */
export function cheapMarket(market: SubjectMarket, index: number): SubjectMarket {
  if (index > 1) return market;
  if (index === 1) {
    return { ...market, amountIncrement: '0.00000001', minimumAmount: '0.00000001', minimumNotional: '0.0000001', quotePrecision: 10 };
  }
  return {
    ...market,
    fairPrice: '0.00000015',
    priceIncrement: '0.00000001',
    amountIncrement: '1',
    minimumAmount: '1',
    minimumNotional: '0.0001',
    maximumAmount: '100000000000000000',
    quotePrecision: 8,
  };
}
