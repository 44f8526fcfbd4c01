import type { Parameters } from '../parameters.ts';
import { WireRefusal } from '../wire-refusal.ts';
import { type Endpoint, reading } from './endpoint.ts';
import { executionRulesJson } from './filters.ts';
import { bookJson, bookTickerJson, exchangeInfoJson, tradeJson } from './market-wire.ts';
import { fixed } from './number-texts.ts';
import { hasStatus, readSymbol, readSymbolChoice, readSymbolStatus, symbolOf } from './symbols.ts';

const DEPTH_WEIGHTS: readonly (readonly [limit: number, weight: number])[] = [
  [100, 5],
  [500, 25],
  [1_000, 50],
  [5_000, 250],
];

const REST_LIMIT_KINDS = ['REQUEST_WEIGHT', 'ORDERS', 'RAW_REQUESTS'];

function depthWeight(limit: number): number {
  return DEPTH_WEIGHTS.find(([upTo]) => limit <= upTo)?.[1] ?? 250;
}

/** Public calls. */
export const MARKET_ENDPOINTS: readonly Endpoint[] = [
  {
    rest: 'GET /api/v3/ping',
    ws: 'ping',
    security: 'none',
    mandatory: [],
    read: () => reading({ kind: 'ping' }, 1, () => ({})),
  },
  {
    rest: 'GET /api/v3/time',
    ws: 'time',
    security: 'none',
    mandatory: [],
    read: () => reading({ kind: 'time' }, 1, ({ timeMs }) => ({ serverTime: timeMs })),
  },
  {
    rest: 'GET /api/v3/exchangeInfo',
    ws: 'exchangeInfo',
    security: 'none',
    mandatory: [],
    read({ parameters, desk, isSocket }) {
      const { tradingPairs, status } = readSymbolChoice(parameters, desk.world);
      const permissions = readPermissions(parameters);
      if (tradingPairs !== undefined && (permissions !== undefined || status !== undefined)) {
        throw new WireRefusal(-1128, 'Combination of optional parameters invalid.');
      }
      const showsPermissionSets = parameters.isTrue('showPermissionSets') ?? true;
      const limitKinds = isSocket ? [...REST_LIMIT_KINDS, 'CONNECTIONS'] : REST_LIMIT_KINDS;
      return reading({ kind: 'rules', tradingPairs }, 20, ({ instruments }) => {
        const isShown = permissions === undefined || permissions.includes('SPOT');
        const shown = instruments.filter(({ tradingPair }) => isShown && hasStatus(desk.world, tradingPair, status));
        return exchangeInfoJson(shown, { limitKinds, showsPermissionSets }, desk);
      });
    },
  },
  {
    rest: 'GET /api/v3/executionRules',
    ws: 'executionRules',
    security: 'none',
    mandatory: [],
    read({ parameters, desk: { world } }) {
      const { tradingPairs, status } = readSymbolChoice(parameters, world);
      if (tradingPairs !== undefined && status !== undefined) throw new WireRefusal(-1128, 'Combination of optional parameters invalid.');
      const weight = tradingPairs === undefined ? 40 : Math.min(40, 2 * tradingPairs.length);
      return reading({ kind: 'rules', tradingPairs }, weight, ({ instruments }) => ({
        symbolRules: instruments.filter(({ tradingPair }) => hasStatus(world, tradingPair, status)).map(executionRulesJson),
      }));
    },
  },
  {
    rest: 'GET /api/v3/depth',
    ws: 'depth',
    security: 'none',
    mandatory: ['symbol'],
    read({ parameters, desk }) {
      const instrument = readSymbol(parameters, desk.world);
      readSymbolStatus(parameters, instrument);
      const depth = parameters.limit(100, 5_000);
      return reading({ kind: 'book', tradingPair: instrument.tradingPair, depth }, depthWeight(depth), ({ book }) => bookJson(book));
    },
  },
  {
    rest: 'GET /api/v3/trades',
    ws: 'trades.recent',
    security: 'none',
    mandatory: ['symbol'],
    read({ parameters, desk }) {
      const { tradingPair } = readSymbol(parameters, desk.world);
      const limit = parameters.limit(500, 1_000);
      return reading({ kind: 'recent-trades', tradingPair, limit }, 25, ({ trades }) => trades.map(tradeJson));
    },
  },
  {
    rest: 'GET /api/v3/ticker/price',
    ws: 'ticker.price',
    security: 'none',
    mandatory: [],
    read({ parameters, desk: { world } }) {
      const { tradingPairs, isSingle, status } = readSymbolChoice(parameters, world);
      return reading({ kind: 'last-prices', tradingPairs }, isSingle ? 2 : 4, ({ prices }) => {
        const rows = prices
          .filter(({ tradingPair }) => hasStatus(world, tradingPair, status))
          .map(({ tradingPair, price }) => ({ symbol: symbolOf(world, tradingPair), price: fixed(price) }));
        return isSingle ? rows[0] : rows;
      });
    },
  },
  {
    rest: 'GET /api/v3/ticker/bookTicker',
    ws: 'ticker.book',
    security: 'none',
    mandatory: [],
    read({ parameters, desk: { world } }) {
      const { tradingPairs, isSingle, status } = readSymbolChoice(parameters, world);
      return reading({ kind: 'best-quotes', tradingPairs }, isSingle ? 2 : 4, ({ books }) => {
        const rows = books
          .filter(({ tradingPair }) => hasStatus(world, tradingPair, status))
          .map((book) => bookTickerJson(symbolOf(world, book.tradingPair), book));
        return isSingle ? rows[0] : rows;
      });
    },
  },
];

/** One permission, or a JSON array of them. */
function readPermissions(parameters: Parameters): readonly string[] | undefined {
  const text = parameters.optional('permissions');
  if (text === undefined) return undefined;
  return text.startsWith('[') ? parameters.list('permissions') : [text];
}
