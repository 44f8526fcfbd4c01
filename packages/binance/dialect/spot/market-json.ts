import { type BookLevel, type BookView, type Instrument, pickFields, type PriceMultipliers, type VenueTrade } from '@venuekit/venue';
import { fixed, ORDER_TYPES, PREVENTION_MODES, SYMBOL_STATUSES } from './words.ts';

export function levelRows(levels: readonly BookLevel[]): readonly (readonly [string, string])[] {
  return levels.map(({ price, amount }) => [fixed(price), fixed(amount)]);
}

export function bookJson({ lastUpdateId, bids, asks }: BookView): unknown {
  return { lastUpdateId, bids: levelRows(bids), asks: levelRows(asks) };
}

/** The best bid and ask, 0 where there is none. */
export function bestQuotes({ bids: [bid], asks: [ask] }: BookView): Record<'bidPrice' | 'bidQty' | 'askPrice' | 'askQty', string> {
  return { bidPrice: fixed(bid?.price), bidQty: fixed(bid?.amount), askPrice: fixed(ask?.price), askQty: fixed(ask?.amount) };
}

/** What all payloads that show a trade pick from. */
export function tradeFields({ tradeId, price, amount, quoteAmount, timeMs, takerSide }: VenueTrade): Record<string, unknown> {
  const amounts = { price: fixed(price), qty: fixed(amount), quoteQty: fixed(quoteAmount) };
  return { id: tradeId, ...amounts, time: timeMs, isBuyerMaker: takerSide === 'sell', isBestMatch: true };
}

/** What the engine cannot do (pegs, orders that pay for others) is told as not allowed. */
const FEATURES =
  'icebergAllowed:iceberg ocoAllowed:oco otoAllowed:oto opoAllowed:no quoteOrderQtyMarketAllowed:quoteMarket allowTrailingStop:trailing ' +
  'cancelReplaceAllowed:cancelReplace amendAllowed:amend pegInstructionsAllowed:no isSpotTradingAllowed:yes isMarginTradingAllowed:no';
const TRAILING =
  'minTrailingAboveDelta:minimumAbove maxTrailingAboveDelta:maximumAbove minTrailingBelowDelta:minimumBelow maxTrailingBelowDelta:maximumBelow';

export function symbolJson(instrument: Instrument, showsPermissionSets: boolean): unknown {
  const { base, quote, basePrecision, quotePrecision, status, orderTypes, features, selfTradePrevention } = instrument;
  return {
    symbol: base + quote,
    status: SYMBOL_STATUSES[status],
    baseAsset: base,
    baseAssetPrecision: basePrecision,
    quoteAsset: quote,
    quotePrecision,
    quoteAssetPrecision: quotePrecision,
    baseCommissionPrecision: 8,
    quoteCommissionPrecision: 8,
    orderTypes: [...orderTypes].map((type) => ORDER_TYPES[type]).sort(),
    ...pickFields({ ...features, yes: true, no: false }, FEATURES),
    filters: filters(instrument),
    permissions: [],
    permissionSets: showsPermissionSets ? [['SPOT']] : [],
    defaultSelfTradePreventionMode: PREVENTION_MODES[selfTradePrevention.default],
    allowedSelfTradePreventionModes: [...selfTradePrevention.allowed].map((mode) => PREVENTION_MODES[mode]),
  };
}

/** The rules of a market as `filters.md` tells them. A rule that the market does not have is not listed; a notional without a maximum tells what no order can exceed. */
function filters(instrument: Instrument): readonly unknown[] {
  const { minimumPrice, maximumPrice, priceIncrement, minimumAmount, maximumAmount, amountIncrement } = instrument;
  const { maximumPosition, maximumNotional, priceBand, trailingDelta } = instrument;
  const none = fixed(undefined);
  return [
    { filterType: 'PRICE_FILTER', minPrice: fixed(minimumPrice), maxPrice: fixed(maximumPrice), tickSize: fixed(priceIncrement) },
    { filterType: 'LOT_SIZE', minQty: fixed(minimumAmount), maxQty: fixed(maximumAmount), stepSize: fixed(amountIncrement) },
    { filterType: 'ICEBERG_PARTS', limit: instrument.maximumIcebergParts },
    { filterType: 'MARKET_LOT_SIZE', minQty: none, maxQty: fixed(maximumAmount), stepSize: none },
    { filterType: 'TRAILING_DELTA', ...pickFields(trailingDelta, TRAILING) },
    ...(priceBand ? [{ filterType: 'PERCENT_PRICE_BY_SIDE', ...multipliers(priceBand, 'Multiplier'), avgPriceMins: 0 }] : []),
    {
      filterType: 'NOTIONAL',
      minNotional: fixed(instrument.minimumNotional),
      applyMinToMarket: instrument.appliesMinimumNotionalToMarket,
      maxNotional: fixed(maximumNotional ?? maximumAmount.times(maximumPrice)),
      applyMaxToMarket: instrument.appliesMaximumNotionalToMarket,
      avgPriceMins: 0,
    },
    { filterType: 'MAX_NUM_ORDERS', maxNumOrders: instrument.maximumOpenOrders },
    { filterType: 'MAX_NUM_ORDER_LISTS', maxNumOrderLists: instrument.maximumOrderLists },
    { filterType: 'MAX_NUM_ALGO_ORDERS', maxNumAlgoOrders: instrument.maximumTriggerOrders },
    { filterType: 'MAX_NUM_ICEBERG_ORDERS', maxNumIcebergOrders: instrument.maximumIcebergOrders },
    { filterType: 'MAX_NUM_ORDER_AMENDS', maxNumOrderAmends: instrument.maximumAmendments },
    ...(maximumPosition ? [{ filterType: 'MAX_POSITION', maxPosition: fixed(maximumPosition) }] : []),
  ];
}

/** At which prices an incoming order may trade (`rest-api.md`, Execution rules). */
export function executionRulesJson({ base, quote, executionBand }: Instrument): unknown {
  return { symbol: base + quote, rules: executionBand ? [{ ruleType: 'PRICE_RANGE', ...multipliers(executionBand, 'LimitMult') }] : [] };
}

function multipliers({ buyUp, buyDown, sellUp, sellDown }: PriceMultipliers, word: string): Record<string, string> {
  const ofBids = { [`bid${word}Up`]: buyUp.toFixed(), [`bid${word}Down`]: buyDown.toFixed() };
  return { ...ofBids, [`ask${word}Up`]: sellUp.toFixed(), [`ask${word}Down`]: sellDown.toFixed() };
}
