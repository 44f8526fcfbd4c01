import { given } from '@venuekit/venue';
import { accountJson, commissionJson } from './account-json.ts';
import { type Endpoint, type EndpointRequest, type Reading, reading } from './endpoint.ts';
import { usageRows } from './limits.ts';
import { readMarket, symbolOf } from './markets.ts';
import { orderJson, ownTradeJson } from './order-json.ts';
import { readLookup } from './order-ticket.ts';
import { readTimes, selectWithin } from './time-selection.ts';
import { refuseCombination } from './wire-refusal.ts';

/** Signed questions about orders and the account. */
export const ACCOUNT_ENDPOINTS: readonly Endpoint[] = [
  { rest: 'GET order', ws: 'order.status', security: 'user-data', mandatory: 'symbol', read: readOne },
  { rest: 'GET openOrders', ws: 'openOrders.status', security: 'user-data', read: readOpen },
  { rest: 'GET allOrders', ws: 'allOrders', security: 'user-data', mandatory: 'symbol', read: readAll },
  { rest: 'GET myTrades', ws: 'myTrades', security: 'user-data', mandatory: 'symbol', read: readOwnTrades },
  { rest: 'GET account', ws: 'account.status', security: 'user-data', read: readAccount },
  { rest: 'GET account/commission', ws: 'account.commission', security: 'user-data', mandatory: 'symbol', read: readCommission },
  { rest: 'GET rateLimit/order', ws: 'account.rateLimits.orders', security: 'user-data', read: readOrderCount },
];

function readOne({ parameters, world, account }: EndpointRequest): Reading {
  const { tradingPair } = readMarket(parameters, world);
  return reading({ kind: 'order', account, tradingPair, lookup: readLookup(parameters) }, 4, ({ order }) => orderJson(world, order));
}

function readOpen({ parameters, world, account }: EndpointRequest): Reading {
  const tradingPair = parameters.optional('symbol') === undefined ? undefined : readMarket(parameters, world).tradingPair;
  return reading({ kind: 'open-orders', account, tradingPair }, tradingPair === undefined ? 80 : 6, ({ orders }) =>
    orders.map((order) => orderJson(world, order)),
  );
}

function readAll({ parameters, world, account }: EndpointRequest): Reading {
  const { tradingPair } = readMarket(parameters, world);
  const select = selectWithin(parameters, 'orderId', false);
  return reading({ kind: 'orders', account, tradingPair }, 20, ({ orders }) =>
    select(orders, ({ orderId }) => orderId).map((order) => orderJson(world, order)),
  );
}

/** Only the documented combinations of `orderId`, `fromId`, `startTime` and `endTime`. */
function readOwnTrades({ parameters, world, account }: EndpointRequest): Reading {
  const { tradingPair } = readMarket(parameters, world);
  const ids = given({ orderId: parameters.integer('orderId'), fromTradeId: parameters.integer('fromId') });
  const times = readTimes(parameters);
  refuseCombination(Object.keys(times).length > 0 && Object.keys(ids).length > 0);
  const query = { tradingPair, ...ids, ...times, limit: parameters.limit(500, 1_000) };
  return reading({ kind: 'fills', account, query }, ids.orderId === undefined ? 20 : 5, ({ fills }) =>
    fills.map((fill) => ownTradeJson(world, fill)),
  );
}

function readAccount({ parameters, world, account }: EndpointRequest): Reading {
  const omitsZero = parameters.isTrue('omitZeroBalances') ?? false;
  return reading({ kind: 'balances', account }, 20, ({ balances }, desk) => {
    const shown = balances.filter(({ free, locked }) => !omitsZero || !free.isZero() || !locked.isZero());
    const [anyPair] = world.instruments.keys();
    return accountJson(account, shown, anyPair && world.feePlan(account, anyPair), desk.nowMs());
  });
}

function readCommission({ parameters, world, account }: EndpointRequest): Reading {
  const { tradingPair } = readMarket(parameters, world);
  return reading({ kind: 'fee-rates', account, tradingPair }, 20, ({ feePlan }) => commissionJson(symbolOf(world, tradingPair), feePlan));
}

function readOrderCount({ account }: EndpointRequest): Reading {
  return reading({ kind: 'static', reply: undefined }, 40, (_result, desk) => usageRows(desk.usage(account), ['ORDERS']));
}
