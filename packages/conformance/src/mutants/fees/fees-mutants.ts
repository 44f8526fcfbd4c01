import { NO_FEE, Decimal, paidFee, splitTradingPair } from '@venuekit/core/connector';
import type { FeeRates, TokenAmount, TradeFee, TradeUpdate, TradingPair } from '@venuekit/core/connector';
import { defineMutant } from '../../mutant/define-mutant.ts';
import { withTrades, type FactSource } from '../../mutant/fact-seams.ts';
import type { Mutant } from '../../mutant/mutant.ts';
import { withMembers } from '../../mutant/seams.ts';

/** Tells another fee of each fill. */
function otherFees(change: (fee: TradeFee, trade: TradeUpdate, source: FactSource) => TradeFee): Mutant['apply'] {
  return (definition, notes) =>
    withTrades(definition, (trade, source) => {
      const fee = change(trade.fee, trade, source);
      if (fee !== trade.fee) notes.acted();
      return [fee === trade.fee ? trade : { ...trade, fee }];
    });
}

const withParts = (fee: TradeFee, change: (part: TokenAmount) => TokenAmount): TradeFee => ({ ...fee, flatFees: fee.flatFees.map(change) });

/** Reads other rates of each market. */
function otherRates(change: (rates: FeeRates) => FeeRates): Mutant['apply'] {
  return (definition, notes) =>
    withMembers(definition, {
      updateTradingFees: async (context, pairs) => {
        const rates = new Map<TradingPair, FeeRates>();
        for (const [pair, told] of await definition.updateTradingFees(context, pairs)) {
          notes.acted();
          rates.set(pair, change(told));
        }
        return rates;
      },
    });
}

const missingIsZero = defineMutant({
  id: 'missing-fee-is-zero',
  title: 'A fee that is not read is told as none',
  evidence: 'MUT-21; Hummingbot QA: missing fee = 0 silently',
  killers: ['FEES-01', 'FEES-02', 'FEES-08'],
  apply: otherFees(() => NO_FEE),
});

const alwaysQuote = defineMutant({
  id: 'fee-asset-is-always-the-quote',
  title: 'The fee is told in the quote asset, whatever the venue took it in',
  evidence: 'MUT-21: fee asset wrong',
  killers: ['FEES-01', 'FEES-04'],
  apply: otherFees((fee, { tradingPair }) => withParts(fee, ({ amount }) => ({ asset: splitTradingPair(tradingPair).quote, amount }))),
});

const alwaysReceived = defineMutant({
  id: 'fee-asset-is-always-what-is-received',
  title: 'The fee is told in the asset that the order brings, whatever the venue took it in',
  evidence: 'MUT-21: fee asset wrong',
  killers: ['FEES-03', 'FEES-04'],
  apply: otherFees((fee, { tradingPair, side }) => {
    const { base, quote } = splitTradingPair(tradingPair);
    return withParts(fee, ({ amount }) => ({ asset: side === 'sell' ? quote : base, amount }));
  }),
});

const signLost = defineMutant({
  id: 'sign-of-a-rebate-lost',
  title: 'What the venue pays is told as what it takes',
  evidence: 'MUT-21: fee sign wrong',
  killers: ['FEES-05'],
  apply: otherFees((fee) =>
    fee.flatFees.some(({ amount }) => amount.isNegative()) ? withParts(fee, ({ asset, amount }) => ({ asset, amount: amount.abs() })) : fee,
  ),
});

const signTurned = defineMutant({
  id: 'sign-of-fees-turned',
  title: 'Fees are told as negative amounts, as the venue books them',
  evidence: 'MUT-21: venues that tell what the account gained',
  killers: ['FEES-01', 'FEES-02', 'FEES-08'],
  apply: otherFees((fee) => withParts(fee, ({ asset, amount }) => ({ asset, amount: amount.negated() }))),
});

const falsyFee = defineMutant({
  id: 'zero-fee-replaced-by-the-usual',
  title: 'A fee of 0 counts as missing, and the usual one is told in its place',
  evidence: 'fee || default',
  killers: ['FEES-06'],
  apply: otherFees((fee) => (fee.flatFees.every(({ amount }) => amount.isZero()) ? { ...NO_FEE, percent: new Decimal('0.001') } : fee)),
});

const queriedWithoutFee = defineMutant({
  id: 'fee-of-queried-fills-estimated',
  title: 'Fills that are learned by a query have an estimated fee',
  evidence: 'Hummingbot connectors that build REST fills with the default fee',
  killers: ['FEES-07'],
  apply: otherFees((fee, { tradingPair, baseAmount }, source) =>
    source === 'query' ? paidFee(baseAmount.times('0.001'), splitTradingPair(tradingPair).base) : fee,
  ),
});

const floatFees = defineMutant({
  id: 'fees-rounded',
  title: 'Fees are rounded to four decimals',
  evidence: 'fees read as floats for display',
  killers: ['FEES-01', 'FEES-08'],
  apply: otherFees((fee) => withParts(fee, ({ asset, amount }) => ({ asset, amount: amount.toDecimalPlaces(4) }))),
});

const ratesSwapped = defineMutant({
  id: 'maker-and-taker-rates-swapped',
  title: 'The rate of makers is read as that of takers, and the reverse',
  evidence: 'replies in which the two stand side by side',
  killers: ['FEES-09'],
  apply: otherRates(({ maker, taker }) => ({ maker: taker, taker: maker })),
});

const percentNotFraction = defineMutant({
  id: 'rates-in-percent',
  title: 'Rates are told in percent instead of fractions',
  evidence: 'venues that tell 0.1 and mean 0.001',
  killers: ['FEES-09'],
  apply: otherRates(({ maker, taker }) => ({ maker: maker.times(100), taker: taker.times(100) })),
});

const oneMarketOnly = defineMutant({
  id: 'rates-of-the-first-market-only',
  title: 'Of several markets only the first gets its rates',
  evidence: 'loops that return from their first round',
  killers: ['FEES-09'],
  apply: (definition, notes) =>
    withMembers(definition, {
      updateTradingFees: async (context, pairs) => {
        const rates = await definition.updateTradingFees(context, pairs);
        const first = [...rates].slice(0, 1);
        if (first.length < rates.size) notes.acted();
        return new Map(first);
      },
    }),
});

const notRead = defineMutant({
  id: 'rates-asked-for-and-not-read',
  title: 'The rates are asked for, and nothing is read of the answer',
  evidence: 'hummingbot behaviour: 30 of 46 connectors leave the update of fees empty',
  killers: ['FEES-09'],
  apply: (definition, notes) =>
    withMembers(definition, {
      updateTradingFees: async (context, pairs) => {
        await definition.updateTradingFees(context, pairs);
        notes.acted();
        return new Map();
      },
    }),
});

const allAreMakers = defineMutant({
  id: 'every-order-expected-as-maker',
  title: 'The fee of every order is reckoned at the rate of makers',
  evidence: 'estimate_fee(exchange, is_maker=True)',
  killers: ['FEES-10'],
  apply: (definition, notes) =>
    withMembers(definition, {
      getFee: (question) => {
        notes.acted();
        return definition.getFee({ ...question, isMaker: true });
      },
    }),
});

/** Defects that cards of the family FEES must find. */
export const feesMutants: readonly Mutant[] = [
  missingIsZero,
  alwaysQuote,
  alwaysReceived,
  signLost,
  signTurned,
  falsyFee,
  queriedWithoutFee,
  floatFees,
  ratesSwapped,
  percentNotFraction,
  oneMarketOnly,
  notRead,
  allAreMakers,
];
