import type { Decimal } from '@venuekit/core/connector';
import type { BookLevel, BookView, DialectDesk, Instrument, VenueTrade } from '@venuekit/venue';
import { ORDER_TYPES, SELF_TRADE_PREVENTION, SYMBOL_STATUSES } from './enums.ts';
import { limitRow, windowOf } from './limits.ts';

/** How far a limit price may lie from the last price, as the filter PERCENT_PRICE_BY_SIDE tells. */
export const PRICE_MULTIPLIERS = { up: '5', down: '0.2' } as const;

/** Amounts and prices carry eight decimals. */
export function fixed(value: Decimal): string {
  return value.toFixed(8);
}

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

/** What the engine cannot do (stops, icebergs, order lists, amending) is told as not allowed. */
function symbolJson(instrument: Instrument, showsPermissionSets: boolean): unknown {
  const { base, quote, basePrecision, quotePrecision, status } = instrument;
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
    orderTypes: [ORDER_TYPES.limit, ORDER_TYPES['limit-maker'], ORDER_TYPES.market],
    icebergAllowed: false,
    ocoAllowed: false,
    otoAllowed: false,
    opoAllowed: false,
    quoteOrderQtyMarketAllowed: true,
    allowTrailingStop: false,
    cancelReplaceAllowed: false,
    amendAllowed: false,
    pegInstructionsAllowed: false,
    isSpotTradingAllowed: true,
    isMarginTradingAllowed: false,
    filters: filtersJson(instrument),
    permissions: [],
    permissionSets: showsPermissionSets ? [['SPOT']] : [],
    defaultSelfTradePreventionMode: SELF_TRADE_PREVENTION,
    allowedSelfTradePreventionModes: [SELF_TRADE_PREVENTION],
  };
}

function filtersJson(instrument: Instrument): readonly unknown[] {
  const { minimumPrice, maximumPrice, priceIncrement, minimumAmount, maximumAmount, amountIncrement } = instrument;
  const { up, down } = PRICE_MULTIPLIERS;
  return [
    { filterType: 'PRICE_FILTER', minPrice: fixed(minimumPrice), maxPrice: fixed(maximumPrice), tickSize: fixed(priceIncrement) },
    { filterType: 'LOT_SIZE', minQty: fixed(minimumAmount), maxQty: fixed(maximumAmount), stepSize: fixed(amountIncrement) },
    { filterType: 'ICEBERG_PARTS', limit: 100 },
    { filterType: 'MARKET_LOT_SIZE', minQty: '0.00000000', maxQty: fixed(maximumAmount), stepSize: '0.00000000' },
    {
      filterType: 'PERCENT_PRICE_BY_SIDE',
      bidMultiplierUp: up,
      bidMultiplierDown: down,
      askMultiplierUp: up,
      askMultiplierDown: down,
      avgPriceMins: 0,
    },
    {
      filterType: 'NOTIONAL',
      minNotional: fixed(instrument.minimumNotional),
      applyMinToMarket: instrument.appliesMinimumNotionalToMarket,
      maxNotional: '9000000.00000000',
      applyMaxToMarket: false,
      avgPriceMins: 0,
    },
    { filterType: 'MAX_NUM_ORDERS', maxNumOrders: instrument.maximumOpenOrders },
    { filterType: 'MAX_NUM_ORDER_LISTS', maxNumOrderLists: 20 },
    { filterType: 'MAX_NUM_ALGO_ORDERS', maxNumAlgoOrders: 5 },
    { filterType: 'MAX_NUM_ORDER_AMENDS', maxNumOrderAmends: 10 },
  ];
}
