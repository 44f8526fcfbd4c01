import { createHash } from 'node:crypto';
import { type Decimal, ZERO } from '@venuekit/core/connector';
import type { AccountBalance, FeePlan } from '@venuekit/venue';
import { fixed } from './words.ts';

/** @param feePlan of any market; undefined when the venue has none. */
export function accountJson(
  account: string,
  balances: readonly AccountBalance[],
  feePlan: FeePlan | undefined,
  updateTime: number,
): unknown {
  const { maker, taker } = feePlan ?? { maker: ZERO, taker: ZERO };
  return {
    makerCommission: tenThousandths(maker),
    takerCommission: tenThousandths(taker),
    buyerCommission: 0,
    sellerCommission: 0,
    commissionRates: rates(maker, taker),
    canTrade: true,
    canWithdraw: true,
    canDeposit: true,
    brokered: false,
    requireSelfTradePrevention: false,
    preventSor: false,
    updateTime,
    accountType: 'SPOT',
    balances: balances.map(({ asset, free, locked }) => ({ asset, free: fixed(free), locked: fixed(locked) })),
    permissions: ['SPOT'],
    uid: createHash('sha256').update(account).digest().readUInt32BE(0),
  };
}

export function commissionJson(symbol: string, { maker, taker, payIn }: FeePlan): unknown {
  const none = rates();
  return { symbol, standardCommission: rates(maker, taker), specialCommission: none, taxCommission: none, discount: discount(payIn) };
}

/** What an order would pay (`order/test` with `computeCommissionRates`). */
export function orderCommissionJson({ maker, taker, payIn }: FeePlan): unknown {
  const none = { maker: fixed(ZERO), taker: fixed(ZERO) };
  return {
    standardCommissionForOrder: { maker: fixed(maker), taker: fixed(taker) },
    specialCommissionForOrder: none,
    taxCommissionForOrder: none,
    discount: discount(payIn),
  };
}

/** The engine charges the plan's rates as they are, so the factor for paying in another asset is 1. */
function discount(payIn: FeePlan['payIn']): unknown {
  const asset = typeof payIn === 'object' ? payIn.asset : undefined;
  const isEnabled = asset !== undefined;
  return { enabledForAccount: isEnabled, enabledForSymbol: isEnabled, discountAsset: asset ?? 'BNB', discount: '1.00000000' };
}

/** As the integers of the old form. */
function tenThousandths(rate: Decimal): number {
  return Number.parseInt(rate.times(10_000).toFixed(0), 10);
}

function rates(maker?: Decimal, taker?: Decimal): unknown {
  return { maker: fixed(maker), taker: fixed(taker), buyer: fixed(ZERO), seller: fixed(ZERO) };
}
