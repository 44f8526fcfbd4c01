import type { Instrument } from '@venuekit/venue';
import { fixed } from './number-texts.ts';

/** The rules of a market as `filters.md` tells them; a rule that the market does not have is not listed. */
export function filtersJson(instrument: Instrument): readonly unknown[] {
  const { minimumPrice, maximumPrice, priceIncrement, minimumAmount, maximumAmount, amountIncrement, maximumPosition } = instrument;
  return [
    { filterType: 'PRICE_FILTER', minPrice: fixed(minimumPrice), maxPrice: fixed(maximumPrice), tickSize: fixed(priceIncrement) },
    { filterType: 'LOT_SIZE', minQty: fixed(minimumAmount), maxQty: fixed(maximumAmount), stepSize: fixed(amountIncrement) },
    { filterType: 'ICEBERG_PARTS', limit: instrument.maximumIcebergParts },
    { filterType: 'MARKET_LOT_SIZE', minQty: '0.00000000', maxQty: fixed(maximumAmount), stepSize: '0.00000000' },
    trailingFilter(instrument),
    ...bandFilters(instrument),
    notionalFilter(instrument),
    { filterType: 'MAX_NUM_ORDERS', maxNumOrders: instrument.maximumOpenOrders },
    { filterType: 'MAX_NUM_ORDER_LISTS', maxNumOrderLists: instrument.maximumOrderLists },
    { filterType: 'MAX_NUM_ALGO_ORDERS', maxNumAlgoOrders: instrument.maximumTriggerOrders },
    { filterType: 'MAX_NUM_ICEBERG_ORDERS', maxNumIcebergOrders: instrument.maximumIcebergOrders },
    { filterType: 'MAX_NUM_ORDER_AMENDS', maxNumOrderAmends: instrument.maximumAmendments },
    ...(maximumPosition === undefined ? [] : [{ filterType: 'MAX_POSITION', maxPosition: fixed(maximumPosition) }]),
  ];
}

function trailingFilter({ trailingDelta }: Instrument): unknown {
  return {
    filterType: 'TRAILING_DELTA',
    minTrailingAboveDelta: trailingDelta.minimumAbove,
    maxTrailingAboveDelta: trailingDelta.maximumAbove,
    minTrailingBelowDelta: trailingDelta.minimumBelow,
    maxTrailingBelowDelta: trailingDelta.maximumBelow,
  };
}

function bandFilters({ priceBand }: Instrument): readonly unknown[] {
  if (priceBand === undefined) return [];
  return [
    {
      filterType: 'PERCENT_PRICE_BY_SIDE',
      bidMultiplierUp: priceBand.buyUp.toFixed(),
      bidMultiplierDown: priceBand.buyDown.toFixed(),
      askMultiplierUp: priceBand.sellUp.toFixed(),
      askMultiplierDown: priceBand.sellDown.toFixed(),
      avgPriceMins: 0,
    },
  ];
}

/** Without a maximum it tells what no order can exceed. */
function notionalFilter(instrument: Instrument): unknown {
  return {
    filterType: 'NOTIONAL',
    minNotional: fixed(instrument.minimumNotional),
    applyMinToMarket: instrument.appliesMinimumNotionalToMarket,
    maxNotional: fixed(instrument.maximumNotional ?? instrument.maximumAmount.times(instrument.maximumPrice)),
    applyMaxToMarket: instrument.appliesMaximumNotionalToMarket,
    avgPriceMins: 0,
  };
}

/** At which prices an incoming order may trade (`rest-api.md`, Execution rules). */
export function executionRulesJson({ base, quote, executionBand }: Instrument): unknown {
  if (executionBand === undefined) return { symbol: base + quote, rules: [] };
  const rule = {
    ruleType: 'PRICE_RANGE',
    bidLimitMultUp: executionBand.buyUp.toFixed(),
    bidLimitMultDown: executionBand.buyDown.toFixed(),
    askLimitMultUp: executionBand.sellUp.toFixed(),
    askLimitMultDown: executionBand.sellDown.toFixed(),
  };
  return { symbol: base + quote, rules: [rule] };
}
