import type { TradingPair } from '@venuekit/core/connector';
import type { World } from '@venuekit/venue';
import { type Endpoint, type EndpointRequest, type Reading, reading } from './endpoint.ts';
import { limitRow } from './limits.ts';
import { bestQuotes, bookJson, executionRulesJson, symbolJson, tradeFields } from './market-json.ts';
import { type MarketChoice, readMarket, readMarkets, readStatus, symbolOf } from './markets.ts';
import type { SpotParameters } from './spot-parameters.ts';
import { refuseCombination } from './wire-refusal.ts';
import { fixed } from './words.ts';

/** Public calls. */
export const MARKET_ENDPOINTS: readonly Endpoint[] = [
  { rest: 'GET ping', ws: 'ping', read: () => reading({ kind: 'ping' }, 1, () => ({})) },
  { rest: 'GET time', ws: 'time', read: () => reading({ kind: 'time' }, 1, ({ timeMs }) => ({ serverTime: timeMs })) },
  { rest: 'GET exchangeInfo', ws: 'exchangeInfo', read: readExchangeInfo },
  { rest: 'GET executionRules', ws: 'executionRules', read: readExecutionRules },
  { rest: 'GET depth', ws: 'depth', mandatory: 'symbol', read: readDepth },
  { rest: 'GET trades', ws: 'trades.recent', mandatory: 'symbol', read: readTrades },
  { rest: 'GET ticker/price', ws: 'ticker.price', read: readPrices },
  { rest: 'GET ticker/bookTicker', ws: 'ticker.book', read: readBestQuotes },
];

/** The WebSocket API tells of connections too. */
function readExchangeInfo({ parameters, desk, world, socket }: EndpointRequest): Reading {
  const { tradingPairs, isShown, hasStatusFilter } = readMarkets(parameters, world);
  const asked = parameters.optional('permissions');
  const permissions = asked?.startsWith('[') === true ? parameters.list('permissions') : [asked ?? 'SPOT'];
  refuseCombination(tradingPairs !== undefined && (asked !== undefined || hasStatusFilter));
  const showsPermissionSets = parameters.isTrue('showPermissionSets') ?? true;
  const limits = desk.limits.filter(({ name }) => (name === 'CONNECTIONS' ? socket !== undefined : name !== 'STREAM_CONNECTIONS'));
  return reading({ kind: 'rules', tradingPairs }, 20, ({ instruments }) => ({
    timezone: 'UTC',
    serverTime: desk.nowMs(),
    rateLimits: limits.map(limitRow),
    exchangeFilters: [],
    symbols: instruments
      .filter((each) => permissions?.includes('SPOT') === true && isShown(each))
      .map((each) => symbolJson(each, showsPermissionSets)),
  }));
}

function readExecutionRules({ parameters, world }: EndpointRequest): Reading {
  const { tradingPairs, isShown, hasStatusFilter } = readMarkets(parameters, world);
  refuseCombination(tradingPairs !== undefined && hasStatusFilter);
  const weight = Math.min(40, 2 * (tradingPairs?.length ?? 20));
  return reading({ kind: 'rules', tradingPairs }, weight, ({ instruments }) => ({
    symbolRules: instruments.filter(isShown).map(executionRulesJson),
  }));
}

function readDepth({ parameters, world }: EndpointRequest): Reading {
  const instrument = readMarket(parameters, world);
  readStatus(parameters, instrument);
  const depth = parameters.limit(100, 5_000);
  const weight = [100, 500, 1_000, 5_000].findIndex((limit) => depth <= limit);
  return reading({ kind: 'book', tradingPair: instrument.tradingPair, depth }, [5, 25, 50, 250][weight] ?? 250, ({ book }) =>
    bookJson(book),
  );
}

function readTrades({ parameters, world }: EndpointRequest): Reading {
  const { tradingPair } = readMarket(parameters, world);
  return reading({ kind: 'recent-trades', tradingPair, limit: parameters.limit(500, 1_000) }, 25, ({ trades }) => trades.map(tradeFields));
}

function readPrices({ parameters, world }: EndpointRequest): Reading {
  const { tradingPairs, weight, rows } = readTickers(parameters, world);
  return reading({ kind: 'last-prices', tradingPairs }, weight, ({ prices }) =>
    rows(prices.map(({ tradingPair, price }) => [tradingPair, { price: fixed(price) }])),
  );
}

function readBestQuotes({ parameters, world }: EndpointRequest): Reading {
  const { tradingPairs, weight, rows } = readTickers(parameters, world);
  return reading({ kind: 'best-quotes', tradingPairs }, weight, ({ books }) =>
    rows(books.map((book) => [book.tradingPair, bestQuotes(book)])),
  );
}

type TickerColumns = readonly (readonly [TradingPair, object])[];

/** What the questions for a row of each market share. */
function readTickers(
  parameters: SpotParameters,
  world: World,
): Pick<MarketChoice, 'tradingPairs'> & { readonly weight: number; readonly rows: (columns: TickerColumns) => unknown } {
  const { tradingPairs, isSingle, isShown } = readMarkets(parameters, world);
  const rows = (columns: TickerColumns): unknown => {
    const shown = columns
      .filter(([tradingPair]) => isShown({ tradingPair }))
      .map(([pair, own]) => ({ symbol: symbolOf(world, pair), ...own }));
    return isSingle ? shown[0] : shown;
  };
  return { tradingPairs, weight: isSingle ? 2 : 4, rows };
}
