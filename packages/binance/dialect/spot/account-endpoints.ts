import { commissionJson, accountJson } from './account-wire.ts';
import { type Endpoint, type EndpointRequest, type Reading, reading } from './endpoint.ts';
import { usageRows } from './limits.ts';
import { readLookup } from './order-ticket.ts';
import { amendmentJson, orderJson, ownTradeJson, preventedMatchJson } from './order-wire.ts';
import { readSymbol, symbolOf } from './symbols.ts';
import { readTimes, refuseCombination, selectWithin } from './time-selection.ts';

/** Signed questions about orders and the account. */
export const ACCOUNT_ENDPOINTS: readonly Endpoint[] = [
  {
    rest: 'GET /api/v3/order',
    ws: 'order.status',
    security: 'user-data',
    mandatory: ['symbol'],
    read({ parameters, desk: { world }, account }) {
      const { tradingPair } = readSymbol(parameters, world);
      return reading({ kind: 'order', account, tradingPair, lookup: readLookup(parameters) }, 4, ({ order }) => orderJson(world, order));
    },
  },
  {
    rest: 'GET /api/v3/openOrders',
    ws: 'openOrders.status',
    security: 'user-data',
    mandatory: [],
    read({ parameters, desk: { world }, account }) {
      const tradingPair = parameters.optional('symbol') === undefined ? undefined : readSymbol(parameters, world).tradingPair;
      return reading({ kind: 'open-orders', account, tradingPair }, tradingPair === undefined ? 80 : 6, ({ orders }) =>
        orders.map((order) => orderJson(world, order)),
      );
    },
  },
  {
    rest: 'GET /api/v3/allOrders',
    ws: 'allOrders',
    security: 'user-data',
    mandatory: ['symbol'],
    read({ parameters, desk: { world }, account }) {
      const { tradingPair } = readSymbol(parameters, world);
      const select = selectWithin(parameters, 'orderId', { isEitherOr: false });
      return reading({ kind: 'orders', account, tradingPair }, 20, ({ orders }) =>
        select(orders, ({ orderId }) => orderId).map((order) => orderJson(world, order)),
      );
    },
  },
  {
    rest: 'GET /api/v3/myTrades',
    ws: 'myTrades',
    security: 'user-data',
    mandatory: ['symbol'],
    read: readOwnTrades,
  },
  {
    rest: 'GET /api/v3/order/amendments',
    ws: 'order.amendments',
    security: 'user-data',
    mandatory: ['symbol', 'orderId'],
    read({ parameters, desk: { world }, account }) {
      const { tradingPair } = readSymbol(parameters, world);
      const fromExecutionId = parameters.integer('fromExecutionId') ?? 0;
      const limit = parameters.limit(500, 1_000);
      return reading({ kind: 'amendments', account, tradingPair, lookup: readLookup(parameters) }, 4, ({ amendments }) =>
        amendments
          .filter(({ executionId }) => executionId >= fromExecutionId)
          .slice(0, limit)
          .map((amendment) => amendmentJson(world, amendment)),
      );
    },
  },
  {
    rest: 'GET /api/v3/myPreventedMatches',
    ws: 'myPreventedMatches',
    security: 'user-data',
    mandatory: ['symbol'],
    read: readPreventedMatches,
  },
  {
    rest: 'GET /api/v3/account',
    ws: 'account.status',
    security: 'user-data',
    mandatory: [],
    read({ parameters, account }) {
      const omitsZero = parameters.isTrue('omitZeroBalances') ?? false;
      return reading({ kind: 'balances', account }, 20, ({ balances }, desk) => {
        const shown = omitsZero ? balances.filter(({ free, locked }) => !free.isZero() || !locked.isZero()) : balances;
        const [anyPair] = desk.world.instruments.keys();
        const feePlan = anyPair === undefined ? undefined : desk.world.feePlan(account, anyPair);
        return accountJson(account, shown, feePlan, desk.nowMs());
      });
    },
  },
  {
    rest: 'GET /api/v3/account/commission',
    ws: 'account.commission',
    security: 'user-data',
    mandatory: ['symbol'],
    read({ parameters, desk: { world }, account }) {
      const { tradingPair } = readSymbol(parameters, world);
      return reading({ kind: 'fee-rates', account, tradingPair }, 20, ({ feePlan }) =>
        commissionJson(symbolOf(world, tradingPair), feePlan),
      );
    },
  },
  {
    rest: 'GET /api/v3/rateLimit/order',
    ws: 'account.rateLimits.orders',
    security: 'user-data',
    mandatory: [],
    read: ({ account }) => reading({ kind: 'static', reply: undefined }, 40, (_result, desk) => usageRows(desk.usage(account), ['ORDERS'])),
  },
];

/** Only the documented combinations of `orderId`, `fromId`, `startTime` and `endTime`. */
function readOwnTrades({ parameters, desk: { world }, account }: EndpointRequest): Reading {
  const { tradingPair } = readSymbol(parameters, world);
  const orderId = parameters.integer('orderId');
  const fromTradeId = parameters.integer('fromId');
  const times = readTimes(parameters);
  const hasTimes = times.startTimeMs !== undefined || times.endTimeMs !== undefined;
  refuseCombination(hasTimes && (orderId !== undefined || fromTradeId !== undefined));
  const query = {
    tradingPair,
    ...(orderId === undefined ? {} : { orderId }),
    ...(fromTradeId === undefined ? {} : { fromTradeId }),
    ...times,
    limit: parameters.limit(500, 1_000),
  };
  return reading({ kind: 'fills', account, query }, orderId === undefined ? 20 : 5, ({ fills }) =>
    fills.map((fill) => ownTradeJson(world, fill)),
  );
}

/** By the match or by the order. */
function readPreventedMatches({ parameters, desk: { world }, account }: EndpointRequest): Reading {
  const { tradingPair } = readSymbol(parameters, world);
  const matchId = parameters.integer('preventedMatchId');
  const orderId = parameters.integer('orderId');
  const fromId = parameters.integer('fromPreventedMatchId') ?? 0;
  refuseCombination((matchId === undefined) === (orderId === undefined));
  const limit = parameters.limit(500, 1_000);
  return reading({ kind: 'prevented-matches', account, tradingPair }, matchId === undefined ? 20 : 2, ({ matches }) =>
    matches
      .filter(({ preventedMatchId, takerOrderId, makerOrderId }) =>
        matchId === undefined
          ? preventedMatchId >= fromId && (takerOrderId === orderId || makerOrderId === orderId)
          : preventedMatchId === matchId,
      )
      .slice(0, limit)
      .map((match) => preventedMatchJson(world, match)),
  );
}
