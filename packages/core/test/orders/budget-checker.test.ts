import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Decimal, ZERO } from '../../src/decimal/decimal.ts';
import { floorToIncrement } from '../../src/decimal/quantise.ts';
import type { OrderSide } from '../../src/model/order.ts';
import type { TokenAmount, TradeFee } from '../../src/model/trade-fee.ts';
import { type BudgetedOrder, BudgetChecker, type BudgetSources, type OrderCandidate } from '../../src/orders/budget-checker.ts';

const d = (value: string | number): Decimal => new Decimal(value);
const ADDED: TradeFee = { kind: 'added-to-cost', percent: d('0.01'), flatFees: [] };
const DEDUCTED: TradeFee = { kind: 'deducted-from-returns', percent: d('0.01'), flatFees: [] };
const FREE: TradeFee = { kind: 'deducted-from-returns', percent: ZERO, flatFees: [] };

/** 10 of COIN at 2 USD. */
function candidate(side: OrderSide, amount: number | string = 10, details: Partial<OrderCandidate> = {}): OrderCandidate {
  return { tradingPair: 'COIN-USD', side, orderType: 'limit', amount: d(amount), price: d(2), ...details };
}

function checkerWith(
  available: Readonly<Record<string, number | string>>,
  fee: TradeFee = FREE,
  sources: Partial<BudgetSources> = {},
): BudgetChecker {
  return new BudgetChecker({
    getFee: () => fee,
    available: (asset) => d(available[asset] ?? 0),
    total: () => ZERO,
    quantise: (_, amount) => floorToIncrement(amount, d('0.01')),
    rate: () => undefined,
    ...sources,
  });
}

function shown(part: TokenAmount | undefined): string | undefined {
  return part && `${part.amount.toString()} ${part.asset}`;
}

function summary(order: BudgetedOrder): object {
  return {
    amount: order.amount.toString(),
    isResized: order.isResized,
    collateral: shown(order.orderCollateral),
    feeCollateral: shown(order.percentFeeCollateral),
    feeValue: shown(order.percentFeeValue),
    flat: order.fixedFeeCollaterals.map(shown),
    returns: shown(order.potentialReturns),
  };
}

const amounts = (orders: readonly BudgetedOrder[]): string[] => orders.map(({ amount }) => amount.toString());

describe('a candidate of 10 at 2 with a fee of 1 %', () => {
  const plenty = { USD: 1_000, COIN: 1_000 };

  it('that buys, added to the cost: needs 20 and 0.2 of quote, brings 10 of base', () => {
    expect(summary(checkerWith(plenty, ADDED).adjust(candidate('buy')))).toEqual({
      amount: '10',
      isResized: false,
      collateral: '20 USD',
      feeCollateral: '0.2 USD',
      feeValue: '0.2 USD',
      flat: [],
      returns: '10 COIN',
    });
  });

  it('that buys, deducted from the returns: needs no fee, brings 9.9 of base', () => {
    expect(summary(checkerWith(plenty, DEDUCTED).adjust(candidate('buy')))).toEqual({
      amount: '10',
      isResized: false,
      collateral: '20 USD',
      feeCollateral: undefined,
      feeValue: '0.1 COIN',
      flat: [],
      returns: '9.9 COIN',
    });
  });

  it('that sells: needs 10 of base, brings 19.8 of quote', () => {
    expect(summary(checkerWith(plenty, DEDUCTED).adjust(candidate('sell')))).toEqual({
      amount: '10',
      isResized: false,
      collateral: '10 COIN',
      feeCollateral: undefined,
      feeValue: '0.2 USD',
      flat: [],
      returns: '19.8 USD',
    });
  });

  it('in a third asset of which quote buys two: needs 0.4 of it', () => {
    const checker = checkerWith({ USD: 20, BNB: '0.4' }, { ...ADDED, percentAsset: 'BNB' }, { rate: () => d(2) });
    const order = checker.adjust(candidate('buy'));
    expect([shown(order.percentFeeCollateral), order.isResized]).toEqual(['0.4 BNB', false]);
  });

  it('in a third asset without a rate: counts it in the asset that is given away', () => {
    const checker = checkerWith({ USD: 20 }, { ...ADDED, percentAsset: 'BNB' });
    expect(shown(checker.populate(candidate('buy')).percentFeeCollateral)).toBe('0.2 USD');
    expect(checker.adjust(candidate('buy'), { isAllOrNone: false }).amount.toString()).toBe('9.9');
  });
});

describe('a candidate that is not affordable', () => {
  it('becomes nothing by default, and needs nothing then', () => {
    expect(summary(checkerWith({ USD: '20.19' }, ADDED).adjust(candidate('buy')))).toEqual({
      amount: '0',
      isResized: true,
      collateral: undefined,
      feeCollateral: undefined,
      feeValue: undefined,
      flat: [],
      returns: undefined,
    });
    expect(checkerWith({ USD: '20.2' }, ADDED).adjust(candidate('buy')).isResized).toBe(false);
  });

  it('is lowered to 4.95 by 10 of quote with a fee of 1 %', () => {
    const order = checkerWith({ USD: 10 }, ADDED).adjust(candidate('buy'), { isAllOrNone: false });
    expect(summary(order)).toMatchObject({ amount: '4.95', isResized: true, collateral: '9.9 USD', feeCollateral: '0.099 USD' });
  });

  it('is lowered to 5 by 11 of quote with a flat fee of 1', () => {
    const fee = { ...FREE, flatFees: [{ asset: 'USD', amount: d(1) }] };
    const order = checkerWith({ USD: 11 }, fee).adjust(candidate('buy'), { isAllOrNone: false });
    expect(summary(order)).toMatchObject({ amount: '5', collateral: '10 USD', flat: ['1 USD'] });
  });

  it('is lowered to 5 by 12 of quote with a fee of 10 % and a flat one of 1', () => {
    const fee: TradeFee = { kind: 'added-to-cost', percent: d('0.1'), flatFees: [{ asset: 'USD', amount: d(1) }] };
    const order = checkerWith({ USD: 12 }, fee).adjust(candidate('buy'), { isAllOrNone: false });
    expect(summary(order)).toMatchObject({ amount: '5', collateral: '10 USD', feeCollateral: '1 USD', flat: ['1 USD'] });
  });

  it('is lowered by what there is of a third asset for the fee', () => {
    const checker = checkerWith({ USD: 100, BNB: '0.1' }, { ...ADDED, percentAsset: 'BNB' }, { rate: () => d(2) });
    expect(checker.adjust(candidate('buy'), { isAllOrNone: false }).amount.toString()).toBe('2.5');
  });

  it('becomes nothing when a flat fee cannot be paid', () => {
    const fee = { ...FREE, flatFees: [{ asset: 'BNB', amount: d(1) }] };
    const order = checkerWith({ USD: 100, BNB: '0.9' }, fee).adjust(candidate('buy'), { isAllOrNone: false });
    expect(order.amount.toString()).toBe('0');
  });

  it('is not lowered below the grid where it divides exactly', () => {
    const order = checkerWith({ USD: 2 }).adjust(candidate('buy', 3), { isAllOrNone: false });
    expect(order.amount.toString()).toBe('1');
  });

  it('counts all that is owned when it says so', () => {
    const checker = checkerWith({}, FREE, { total: () => d(20) });
    expect(checker.adjust(candidate('buy')).isResized).toBe(true);
    expect(checker.adjust(candidate('buy', 10, { countsTotalBalances: true })).isResized).toBe(false);
  });
});

describe('candidates after one another', () => {
  it('share what there is: sells of 7, 5 and 5 with 10 of base become 7, 3 and 0', () => {
    const checker = checkerWith({ COIN: 10 });
    const candidates = [7, 5, 5].map((amount) => candidate('sell', amount));
    expect(amounts(checker.adjustAll(candidates, { isAllOrNone: false }))).toEqual(['7', '3', '0']);
    expect(amounts(checker.adjustAll(candidates))).toEqual(['7', '0', '0']);
    expect(checker.locked('COIN').toString()).toBe('0');
  });

  it('lock what they need, fees too, until the locks are reset', () => {
    const fee: TradeFee = { ...ADDED, flatFees: [{ asset: 'BNB', amount: d(1) }] };
    const firstLocks: string[] = [];
    const checker = checkerWith({ USD: 30, BNB: 5 }, fee, { onFirstLock: () => firstLocks.push('locked') });
    checker.adjustAndLock(candidate('buy'));
    expect([checker.locked('USD').toString(), checker.locked('BNB').toString()]).toEqual(['20.2', '1']);
    checker.adjustAndLock(candidate('buy', 1));
    expect(checker.locked('USD').toString()).toBe('22.22');
    expect(firstLocks).toEqual(['locked']);
    expect(checker.adjust(candidate('buy')).isResized).toBe(true);
    checker.resetLocks();
    expect(checker.adjust(candidate('buy')).isResized).toBe(false);
  });

  it('lock nothing for nothing', () => {
    const checker = checkerWith({});
    checker.adjustAndLock(candidate('buy'));
    checker.adjustAndLock(candidate('buy', 0));
    expect(checker.locked('USD').toString()).toBe('0');
  });

  it('leave no locks behind when one of them cannot be judged', () => {
    let questions = 0;
    const checker = checkerWith({ COIN: 10 }, FREE, {
      getFee: () => {
        questions += 1;
        if (questions > 1) throw new Error('no fee');
        return FREE;
      },
    });
    expect(() => checker.adjustAll([candidate('sell', 1), candidate('sell', 1)])).toThrow('no fee');
    expect(checker.locked('COIN').toString()).toBe('0');
  });

  it('never need more together than there is, and the next step up of a lowered one would', () => {
    const cents = fc.integer({ min: 0, max: 50_000 }).map((value) => d(value).dividedBy(100));
    const fees = fc.record({ percent: fc.integer({ min: 0, max: 500 }), flat: fc.integer({ min: 0, max: 300 }), isAdded: fc.boolean() });
    fc.assert(
      fc.property(cents, fees, fc.array(cents, { maxLength: 5 }), (usd, { percent, flat, isAdded }, sizes) => {
        const fee: TradeFee = {
          kind: isAdded ? 'added-to-cost' : 'deducted-from-returns',
          percent: d(percent).dividedBy(10_000),
          flatFees: [{ asset: 'USD', amount: d(flat).dividedBy(100) }],
        };
        const checker = checkerWith({ USD: usd.toString() }, fee);
        let spent = ZERO;
        const costOf = (amount: Decimal): Decimal =>
          amount.isZero()
            ? ZERO
            : amount
                .times(2)
                .times(isAdded ? fee.percent.plus(1) : 1)
                .plus(d(flat).dividedBy(100));
        for (const size of sizes) {
          const order = checker.adjustAndLock(candidate('buy', size.toString()), { isAllOrNone: false });
          spent = spent.plus(costOf(order.amount));
          expect(spent.lte(usd)).toBe(true);
          const oneStepMore = spent.minus(costOf(order.amount)).plus(costOf(order.amount.plus('0.01')));
          expect(order.isResized && oneStepMore.lte(usd)).toBe(false);
        }
        expect(checker.locked('USD').toString()).toBe(spent.toString());
      }),
    );
  });
});
