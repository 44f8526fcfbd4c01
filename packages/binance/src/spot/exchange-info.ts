import { Decimal, PayloadFields, ZERO, isTradingPair, tradingPair } from '@venuekit/core/connector';
import type { RateLimitCorrection, TradingPair, TradingRule } from '@venuekit/core/connector';
import { ORDER_TYPES, POOLS_BY_TYPE_AND_INTERVAL } from './constants.ts';

/** A row of `symbols` of `GET /api/v3/exchangeInfo` (`rest-api.md`, Exchange information) that has both names. */
export interface SymbolRow {
  readonly exchangeSymbol: string;
  readonly tradingPair: TradingPair;
  readonly fields: PayloadFields;
}

/**
 * The rows of `exchangeInfo` with both names. Rows that cannot be used, and a second symbol of the same two assets, go to
 * `onProblem`; the others stay.
 * @throws InvalidPayloadError when the reply has no list of symbols at all.
 */
export function parseSymbolRows(reply: unknown, onProblem: (error: Error) => void): readonly SymbolRow[] {
  const rows = new Map<TradingPair, SymbolRow>();
  const read = (row: PayloadFields): void => {
    const exchangeSymbol = row.text('symbol');
    const fields = row.of(`exchangeInfo ${exchangeSymbol}`);
    const pair = tradingPair(fields.text('baseAsset'), fields.text('quoteAsset'));
    if (!isTradingPair(pair)) throw fields.wrong('baseAsset', 'the name of an asset, without space and hyphen, as the quoteAsset');
    const earlier = rows.get(pair);
    if (earlier !== undefined) throw fields.wrong('symbol', `another market than ${earlier.exchangeSymbol}, which is ${pair} already`);
    rows.set(pair, { exchangeSymbol, tradingPair: pair, fields });
  };
  new PayloadFields(reply, 'exchangeInfo').rows('symbols', read, onProblem);
  return [...rows.values()];
}

const INTERVALS_MS: ReadonlyMap<string, number> = new Map([
  ['SECOND', 1000],
  ['MINUTE', 60_000],
  ['HOUR', 3_600_000],
  ['DAY', 86_400_000],
]);

/** The rows of `rateLimits` of `exchangeInfo` (`enums.md`, Rate limiters). A row that cannot be used, or is of no known pool, goes to `onProblem`. */
export function parseRateLimits(reply: unknown, onProblem: (error: Error) => void): readonly RateLimitCorrection[] {
  const corrections: RateLimitCorrection[] = [];
  const read = (row: PayloadFields): void => {
    const type = row.text('rateLimitType');
    const interval = row.text('interval');
    const limitId = POOLS_BY_TYPE_AND_INTERVAL.get(`${type} ${interval}`);
    const unitMs = INTERVALS_MS.get(interval);
    if (limitId === undefined || unitMs === undefined) throw row.wrong('rateLimitType', `a known limit by ${interval}`);
    corrections.push({ limitId, limit: row.count('limit'), intervalMs: row.count('intervalNum') * unitMs });
  };
  new PayloadFields(reply, 'exchangeInfo').rows('rateLimits', read, onProblem);
  return corrections;
}

/** What bounds an order by itself; 0 is no bound. */
const NO_BOUNDS = {
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
};

/** The notional bounds hold for market orders too, unless a filter says otherwise. */
const ALL_ORDERS = { appliesMinimumNotionalToMarket: true, appliesMaximumNotionalToMarket: true };

/** The filters that bound an order by itself (`filters.md`): their fields, and the bounds that these say. */
const FILTER_BOUNDS: ReadonlyMap<string, Readonly<Record<string, keyof typeof NO_BOUNDS>>> = new Map([
  ['PRICE_FILTER', { minPrice: 'minimumPrice', maxPrice: 'maximumPrice', tickSize: 'priceIncrement' }],
  ['LOT_SIZE', { minQty: 'minimumAmount', maxQty: 'maximumAmount', stepSize: 'amountIncrement' }],
  ['MARKET_LOT_SIZE', { minQty: 'minimumMarketAmount', maxQty: 'maximumMarketAmount', stepSize: 'marketAmountIncrement' }],
  ['MIN_NOTIONAL', { minNotional: 'minimumNotional' }],
  ['NOTIONAL', { minNotional: 'minimumNotional', maxNotional: 'maximumNotional' }],
]);

const FILTER_SCOPES: ReadonlyMap<string, Readonly<Record<string, keyof typeof ALL_ORDERS>>> = new Map([
  ['MIN_NOTIONAL', { applyToMarket: 'appliesMinimumNotionalToMarket' }],
  ['NOTIONAL', { applyMinToMarket: 'appliesMinimumNotionalToMarket', applyMaxToMarket: 'appliesMaximumNotionalToMarket' }],
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
export function parseTradingRule({ fields, tradingPair }: SymbolRow, onUnknownFilter: (filterType: string) => void): TradingRule {
  const bounds = { ...NO_BOUNDS };
  const scope = { ...ALL_ORDERS };
  fields.array('filters').forEach((value, index) => {
    const unnamed = new PayloadFields(value, fields.origin, `filters[${index}]`);
    const filterType = unnamed.text('filterType');
    const filter = unnamed.of(`${fields.origin} ${filterType}`);
    const bounding = FILTER_BOUNDS.get(filterType);
    if (bounding === undefined && !VENUE_JUDGED_FILTERS.has(filterType)) onUnknownFilter(filterType);
    // Where two filters say the same bound, the larger one counts: only the minimum of MIN_NOTIONAL and NOTIONAL stands twice.
    for (const [field, bound] of Object.entries(bounding ?? {})) bounds[bound] = Decimal.max(bounds[bound], filter.amount(field));
    for (const [field, flag] of Object.entries(FILTER_SCOPES.get(filterType) ?? {})) scope[flag] = filter.boolean(field);
  });
  const amountIncrement = bounds.amountIncrement.isZero() ? precisionGrid(fields.value('baseAssetPrecision')) : bounds.amountIncrement;
  const status = fields.text('status');
  // A market order must satisfy LOT_SIZE and MARKET_LOT_SIZE alike, so the stricter bound of each counts.
  const marketMaxima = [bounds.maximumAmount, bounds.maximumMarketAmount].filter((maximum) => !maximum.isZero());
  return {
    tradingPair,
    priceIncrement: bounds.priceIncrement,
    amountIncrement,
    minimumAmount: bounds.minimumAmount,
    ...(bounds.maximumAmount.isZero() ? {} : { maximumAmount: bounds.maximumAmount }),
    marketAmountIncrement: Decimal.max(amountIncrement, bounds.marketAmountIncrement),
    minimumMarketAmount: Decimal.max(bounds.minimumAmount, bounds.minimumMarketAmount),
    ...(marketMaxima.length === 0 ? {} : { maximumMarketAmount: Decimal.min(...marketMaxima) }),
    ...(bounds.minimumPrice.isZero() ? {} : { minimumPrice: bounds.minimumPrice }),
    ...(bounds.maximumPrice.isZero() ? {} : { maximumPrice: bounds.maximumPrice }),
    minimumNotional: bounds.minimumNotional,
    ...(bounds.maximumNotional.isZero() ? {} : { maximumNotional: bounds.maximumNotional }),
    ...scope,
    orderTypes: fields.array('orderTypes').flatMap((name) => ORDER_TYPES.get(String(name)) ?? []),
    isTradable: status === 'TRADING' && fields.value('isSpotTradingAllowed') !== false,
  };
}

/** Without a step rule, the digits that the venue accepts are the grid. */
function precisionGrid(precision: unknown): Decimal {
  const isDigits = typeof precision === 'number' && Number.isInteger(precision) && precision >= 0 && precision <= 30;
  return isDigits ? new Decimal(`1e-${precision}`) : ZERO;
}
