import {
  Decimal,
  InvalidPayloadError,
  ZERO,
  isTradingPair,
  readArray,
  readObject,
  tradingPair,
  readBoolean,
} from '@venuekit/core/connector';
import type { OrderType, TradingPair, TradingRule } from '@venuekit/core/connector';
import { asError, readAmount, readText } from '../payload-fields.ts';
import type { Payload } from '../payload-fields.ts';
import { ORDER_TYPES } from './constants.ts';

/** A row of `symbols` of `GET /api/v3/exchangeInfo` (binance-api.md B.1), as far as it is read. */
type SymbolPayload = Payload<
  'symbol' | 'status' | 'baseAsset' | 'quoteAsset' | 'baseAssetPrecision' | 'orderTypes' | 'isSpotTradingAllowed' | 'filters'
>;

/** A filter of a symbol (D); which fields it has is told by its type. */
type FilterPayload = Payload<
  | 'filterType'
  | 'minPrice'
  | 'maxPrice'
  | 'tickSize'
  | 'minQty'
  | 'maxQty'
  | 'stepSize'
  | 'minNotional'
  | 'maxNotional'
  | 'applyToMarket'
  | 'applyMinToMarket'
  | 'applyMaxToMarket'
>;

/** A usable row of `exchangeInfo`. */
export interface SymbolRow {
  readonly exchangeSymbol: string;
  readonly tradingPair: TradingPair;
  readonly row: SymbolPayload;
}

/**
 * The rows of `exchangeInfo` with both names. Rows that cannot be used, and a second symbol of the same two assets, go to
 * `onProblem`; the others stay.
 * @throws InvalidPayloadError when the reply has no list of symbols at all.
 */
export function parseSymbolRows(reply: unknown, onProblem: (error: Error) => void): readonly SymbolRow[] {
  const origin = 'exchangeInfo';
  const symbols = readArray(readObject(reply, '(whole)', origin)['symbols'], 'symbols', origin);
  const rows = new Map<TradingPair, SymbolRow>();
  symbols.forEach((value, index) => {
    try {
      const row: SymbolPayload = readObject(value, `symbols[${index}]`, origin);
      const exchangeSymbol = readText(row.symbol, 'symbol', `${origin} symbols[${index}]`);
      const pair = readPair(row, `${origin} ${exchangeSymbol}`);
      const earlier = rows.get(pair);
      if (earlier === undefined) {
        rows.set(pair, { exchangeSymbol, tradingPair: pair, row });
        return;
      }
      const expected = `another market than ${earlier.exchangeSymbol}, which is ${pair} already`;
      throw new InvalidPayloadError({ field: 'symbol', origin: `${origin} ${exchangeSymbol}`, expected, received: exchangeSymbol });
    } catch (error) {
      onProblem(asError(error, `${origin} symbols[${index}]`));
    }
  });
  return [...rows.values()];
}

function readPair(row: SymbolPayload, origin: string): TradingPair {
  const pair = tradingPair(readText(row.baseAsset, 'baseAsset', origin), readText(row.quoteAsset, 'quoteAsset', origin));
  if (isTradingPair(pair)) return pair;
  throw new InvalidPayloadError({ field: 'baseAsset', origin, expected: 'two asset names without space and hyphen', received: pair });
}

/** What the filters of a symbol say, gathered while they are read. */
interface FilterBounds {
  priceIncrement: Decimal;
  minimumPrice: Decimal;
  maximumPrice: Decimal;
  amountIncrement: Decimal;
  minimumAmount: Decimal;
  maximumAmount: Decimal;
  marketAmountIncrement: Decimal;
  minimumMarketAmount: Decimal;
  maximumMarketAmount: Decimal;
  minimumNotional: Decimal;
  maximumNotional: Decimal;
  appliesMinimumNotionalToMarket: boolean;
  appliesMaximumNotionalToMarket: boolean;
}

type FilterReader = (filter: FilterPayload, origin: string, bounds: FilterBounds) => void;

/** Filters that bound an order by itself (binance-api.md D); 0 switches a bound off. */
const FILTER_READERS: ReadonlyMap<string, FilterReader> = new Map<string, FilterReader>([
  [
    'PRICE_FILTER',
    (filter, origin, bounds) => {
      bounds.minimumPrice = readAmount(filter.minPrice, 'minPrice', origin);
      bounds.maximumPrice = readAmount(filter.maxPrice, 'maxPrice', origin);
      bounds.priceIncrement = readAmount(filter.tickSize, 'tickSize', origin);
    },
  ],
  [
    'LOT_SIZE',
    (filter, origin, bounds) => {
      bounds.minimumAmount = readAmount(filter.minQty, 'minQty', origin);
      bounds.maximumAmount = readAmount(filter.maxQty, 'maxQty', origin);
      bounds.amountIncrement = readAmount(filter.stepSize, 'stepSize', origin);
    },
  ],
  [
    'MARKET_LOT_SIZE',
    (filter, origin, bounds) => {
      bounds.minimumMarketAmount = readAmount(filter.minQty, 'minQty', origin);
      bounds.maximumMarketAmount = readAmount(filter.maxQty, 'maxQty', origin);
      bounds.marketAmountIncrement = readAmount(filter.stepSize, 'stepSize', origin);
    },
  ],
  [
    'MIN_NOTIONAL',
    (filter, origin, bounds) => {
      bounds.minimumNotional = Decimal.max(bounds.minimumNotional, readAmount(filter.minNotional, 'minNotional', origin));
      bounds.appliesMinimumNotionalToMarket = readBoolean(filter.applyToMarket, 'applyToMarket', origin);
    },
  ],
  [
    'NOTIONAL',
    (filter, origin, bounds) => {
      bounds.minimumNotional = Decimal.max(bounds.minimumNotional, readAmount(filter.minNotional, 'minNotional', origin));
      bounds.appliesMinimumNotionalToMarket = readBoolean(filter.applyMinToMarket, 'applyMinToMarket', origin);
      bounds.maximumNotional = readAmount(filter.maxNotional, 'maxNotional', origin);
      bounds.appliesMaximumNotionalToMarket = readBoolean(filter.applyMaxToMarket, 'applyMaxToMarket', origin);
    },
  ],
]);

/** Filters that depend on the market, the account or order types which we do not send; only the venue can judge them. */
const VENUE_JUDGED_FILTERS: ReadonlySet<string> = new Set([
  'PERCENT_PRICE',
  'PERCENT_PRICE_BY_SIDE',
  'ICEBERG_PARTS',
  'MAX_NUM_ORDERS',
  'MAX_NUM_ALGO_ORDERS',
  'MAX_NUM_ICEBERG_ORDERS',
  'MAX_POSITION',
  'TRAILING_DELTA',
  'MAX_NUM_ORDER_AMENDS',
  'MAX_NUM_ORDER_LISTS',
]);

/**
 * What the venue accepts in one market. A filter of an unknown type is told to `onUnknownFilter` and bounds nothing.
 * @throws InvalidPayloadError for a row that lacks a needed field.
 */
export function parseTradingRule(
  { row, exchangeSymbol, tradingPair }: SymbolRow,
  onUnknownFilter: (filterType: string) => void,
): TradingRule {
  const origin = `exchangeInfo ${exchangeSymbol}`;
  const bounds = noBounds();
  readArray(row.filters, 'filters', origin).forEach((value, index) => {
    const filter: FilterPayload = readObject(value, `filters[${index}]`, origin);
    const filterType = readText(filter.filterType, 'filterType', `${origin} filters[${index}]`);
    const read = FILTER_READERS.get(filterType);
    if (read !== undefined) read(filter, `${origin} ${filterType}`, bounds);
    else if (!VENUE_JUDGED_FILTERS.has(filterType)) onUnknownFilter(filterType);
  });
  const grid = bounds.amountIncrement.isZero() ? precisionGrid(row.baseAssetPrecision) : bounds.amountIncrement;
  const status = readText(row.status, 'status', origin);
  return {
    tradingPair,
    priceIncrement: bounds.priceIncrement,
    amountIncrement: grid,
    minimumAmount: bounds.minimumAmount,
    ...(bounds.maximumAmount.isZero() ? {} : { maximumAmount: bounds.maximumAmount }),
    ...marketBounds(bounds, grid),
    ...(bounds.minimumPrice.isZero() ? {} : { minimumPrice: bounds.minimumPrice }),
    ...(bounds.maximumPrice.isZero() ? {} : { maximumPrice: bounds.maximumPrice }),
    minimumNotional: bounds.minimumNotional,
    ...(bounds.maximumNotional.isZero() ? {} : { maximumNotional: bounds.maximumNotional }),
    appliesMinimumNotionalToMarket: bounds.appliesMinimumNotionalToMarket,
    appliesMaximumNotionalToMarket: bounds.appliesMaximumNotionalToMarket,
    orderTypes: readOrderTypes(row, origin),
    isTradable: status === 'TRADING' && row.isSpotTradingAllowed !== false,
  };
}

function noBounds(): FilterBounds {
  return {
    priceIncrement: ZERO,
    minimumPrice: ZERO,
    maximumPrice: ZERO,
    amountIncrement: ZERO,
    minimumAmount: ZERO,
    maximumAmount: ZERO,
    marketAmountIncrement: ZERO,
    minimumMarketAmount: ZERO,
    maximumMarketAmount: ZERO,
    minimumNotional: ZERO,
    maximumNotional: ZERO,
    appliesMinimumNotionalToMarket: true,
    appliesMaximumNotionalToMarket: true,
  };
}

/** A market order must satisfy LOT_SIZE and MARKET_LOT_SIZE alike, so the stricter bound of each counts. */
function marketBounds(bounds: FilterBounds, grid: Decimal): Partial<TradingRule> {
  const increment = Decimal.max(grid, bounds.marketAmountIncrement);
  const minimum = Decimal.max(bounds.minimumAmount, bounds.minimumMarketAmount);
  const maxima = [bounds.maximumAmount, bounds.maximumMarketAmount].filter((maximum) => !maximum.isZero());
  return {
    marketAmountIncrement: increment,
    minimumMarketAmount: minimum,
    ...(maxima.length === 0 ? {} : { maximumMarketAmount: Decimal.min(...maxima) }),
  };
}

/** Without a step rule, the digits that the venue accepts are the grid. */
function precisionGrid(precision: unknown): Decimal {
  const isDigits = typeof precision === 'number' && Number.isInteger(precision) && precision >= 0 && precision <= 30;
  return isDigits ? new Decimal(`1e-${precision}`) : ZERO;
}

function readOrderTypes(row: SymbolPayload, origin: string): readonly OrderType[] {
  const types: OrderType[] = [];
  for (const name of readArray(row.orderTypes, 'orderTypes', origin)) {
    const type = typeof name === 'string' ? ORDER_TYPES.get(name) : undefined;
    if (type !== undefined) types.push(type);
  }
  return types;
}
