import type { BookLevel, BookView, DialectDesk, Instrument, VenueTrade } from '@venuekit/venue';
import { ORDER_TYPES, PREVENTION_MODES, SYMBOL_STATUSES } from './enums.ts';
import { filtersJson } from './filters.ts';
import { limitRow, windowOf } from './limits.ts';
import { fixed } from './number-texts.ts';

export function levelRows(levels: readonly BookLevel[]): readonly (readonly [string, string])[] {
  return levels.map(({ price, amount }) => [fixed(price), fixed(amount)]);
}

export function bookJson({ lastUpdateId, bids, asks }: BookView): unknown {
  return { lastUpdateId, bids: levelRows(bids), asks: levelRows(asks) };
}

export function tradeJson({ tradeId, price, amount, quoteAmount, timeMs, takerSide }: VenueTrade): unknown {
  return {
    id: tradeId,
    price: fixed(price),
    qty: fixed(amount),
    quoteQty: fixed(quoteAmount),
    time: timeMs,
    isBuyerMaker: takerSide === 'sell',
    isBestMatch: true,
  };
}

export function bookTickerJson(symbol: string, { bids, asks }: BookView): unknown {
  const [bid, ask] = [bids[0], asks[0]];
  const none = '0.00000000';
  return {
    symbol,
    bidPrice: bid === undefined ? none : fixed(bid.price),
    bidQty: bid === undefined ? none : fixed(bid.amount),
    askPrice: ask === undefined ? none : fixed(ask.price),
    askQty: ask === undefined ? none : fixed(ask.amount),
  };
}

/** @param limitKinds the kinds of limits that this API lists: the WebSocket API tells of connections too. */
export function exchangeInfoJson(
  instruments: readonly Instrument[],
  options: { readonly limitKinds: readonly string[]; readonly showsPermissionSets: boolean },
  desk: DialectDesk,
): unknown {
  return {
    timezone: 'UTC',
    serverTime: desk.nowMs(),
    rateLimits: desk.limits.filter((limit) => options.limitKinds.includes(windowOf(limit).kind)).map(limitRow),
    exchangeFilters: [],
    symbols: instruments.map((instrument) => symbolJson(instrument, options.showsPermissionSets)),
  };
}

/** What the engine cannot do (pegs, orders that pay for others) is told as not allowed. */
function symbolJson(instrument: Instrument, showsPermissionSets: boolean): unknown {
  const { base, quote, basePrecision, quotePrecision, status, orderTypes, features, selfTradePrevention } = instrument;
  const { allowed } = selfTradePrevention;
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
    icebergAllowed: features.iceberg,
    ocoAllowed: features.oco,
    otoAllowed: features.oto,
    opoAllowed: false,
    quoteOrderQtyMarketAllowed: features.quoteMarket,
    allowTrailingStop: features.trailing,
    cancelReplaceAllowed: features.cancelReplace,
    amendAllowed: features.amend,
    pegInstructionsAllowed: false,
    isSpotTradingAllowed: true,
    isMarginTradingAllowed: false,
    filters: filtersJson(instrument),
    permissions: [],
    permissionSets: showsPermissionSets ? [['SPOT']] : [],
    defaultSelfTradePreventionMode: PREVENTION_MODES[selfTradePrevention.default],
    allowedSelfTradePreventionModes: [...allowed].map((mode) => PREVENTION_MODES[mode]),
  };
}
