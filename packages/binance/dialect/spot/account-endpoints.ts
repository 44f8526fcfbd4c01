import { Refusal, type VenueOrder } from '@venuekit/venue';
import { type Parameters, invalid } from '../parameters.ts';
import { WireRefusal } from '../wire-refusal.ts';
import { type Endpoint, type EndpointRequest, type Reading, reading } from './endpoint.ts';
import { usageRows } from './limits.ts';
import { CLIENT_ORDER_ID_RANGE } from './order-leg.ts';
import { readLookup, readOrderRequest } from './order-ticket.ts';
import { accountJson, cancelJson, commissionJson, orderCommissionJson, orderJson, ownTradeJson, placementJson } from './order-wire.ts';
import { readSymbol, symbolOf } from './symbols.ts';

const DAY_MS = 86_400_000;

const ORDER_PARAMETERS = ['symbol', 'side', 'type'];

/** Signed calls. */
export const ACCOUNT_ENDPOINTS: readonly Endpoint[] = [
  {
    rest: 'POST /api/v3/order',
    ws: 'order.place',
    security: 'trade',
    mandatory: ORDER_PARAMETERS,
    isFreeOnSuccess: true,
    countsAsOrder: true,
    read({ parameters, desk: { world }, account }) {
      const { ticket, responseType } = readOrderRequest(parameters, readSymbol(parameters, world), account);
      return reading({ kind: 'place', ticket }, 1, ({ placement }) =>
        placementJson(symbolOf(world, ticket.tradingPair), placement, responseType),
      );
    },
  },
  {
    rest: 'POST /api/v3/order/test',
    ws: 'order.test',
    security: 'trade',
    mandatory: ORDER_PARAMETERS,
    read({ parameters, desk: { world }, account }) {
      const { ticket } = readOrderRequest(parameters, readSymbol(parameters, world), account);
      const wantsRates = parameters.isTrue('computeCommissionRates') ?? false;
      return reading({ kind: 'check', ticket }, wantsRates ? 20 : 1, () =>
        wantsRates ? orderCommissionJson(world.feePlan(account, ticket.tradingPair)) : {},
      );
    },
  },
  {
    rest: 'DELETE /api/v3/order',
    ws: 'order.cancel',
    security: 'trade',
    mandatory: ['symbol'],
    isFreeOnSuccess: true,
    read: readCancel,
  },
  {
    rest: 'DELETE /api/v3/openOrders',
    ws: 'openOrders.cancelAll',
    security: 'trade',
    mandatory: ['symbol'],
    isFreeOnSuccess: true,
    read({ parameters, desk: { world }, account }) {
      const { tradingPair } = readSymbol(parameters, world);
      const symbol = symbolOf(world, tradingPair);
      return reading({ kind: 'cancel-all', account, tradingPair }, 1, ({ orders }) =>
        orders.map((order) => cancelJson(symbol, order, undefined)),
      );
    },
  },
  {
    rest: 'GET /api/v3/order',
    ws: 'order.status',
    security: 'user-data',
    mandatory: ['symbol'],
    read({ parameters, desk: { world }, account }) {
      const { tradingPair } = readSymbol(parameters, world);
      return reading({ kind: 'order', account, tradingPair, lookup: readLookup(parameters) }, 4, ({ order }) =>
        orderJson(symbolOf(world, tradingPair), order),
      );
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
        orders.map((order) => orderJson(symbolOf(world, order.tradingPair), order)),
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
      const select = readOrderSelection(parameters);
      return reading({ kind: 'orders', account, tradingPair }, 20, ({ orders }) =>
        select(orders).map((order) => orderJson(symbolOf(world, tradingPair), order)),
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

function readCancel({ parameters, desk: { world }, account }: EndpointRequest): Reading {
  const { tradingPair } = readSymbol(parameters, world);
  const lookup = readLookup(parameters);
  const cancelClientOrderId = parameters.matching('newClientOrderId', CLIENT_ORDER_ID_RANGE);
  const restrictions = parameters.oneOf(
    'cancelRestrictions',
    ['ONLY_NEW', 'ONLY_PARTIALLY_FILLED'],
    new WireRefusal(-1145, 'Invalid cancelRestrictions'),
  );
  if (restrictions !== undefined) {
    const { status } = openOrder(() => world.order(account, tradingPair, lookup));
    if (status !== (restrictions === 'ONLY_NEW' ? 'new' : 'partially-filled')) {
      throw new WireRefusal(-2011, 'Order was not canceled due to cancel restrictions.');
    }
  }
  const id = cancelClientOrderId === undefined ? {} : { cancelClientOrderId };
  return reading({ kind: 'cancel', account, tradingPair, lookup, ...id }, 1, ({ order }) =>
    cancelJson(symbolOf(world, tradingPair), order, cancelClientOrderId),
  );
}

/** @throws Refusal in a cancel's words for an order that is unknown or closed. */
function openOrder(find: () => VenueOrder): VenueOrder {
  const order = find();
  if (order.status !== 'new' && order.status !== 'partially-filled') throw new Refusal('unknown-order');
  return order;
}

/** @throws WireRefusal -1127 for more than a day between them. */
function readTimes(parameters: Parameters): { readonly startTimeMs?: number; readonly endTimeMs?: number } {
  const startTimeMs = parameters.timeMs('startTime');
  const endTimeMs = parameters.timeMs('endTime');
  if (startTimeMs !== undefined && endTimeMs !== undefined) {
    if (endTimeMs < startTimeMs) throw invalid('startTime');
    if (endTimeMs - startTimeMs > DAY_MS) throw new WireRefusal(-1127, 'More than 24 hours between startTime and endTime.');
  }
  return { ...(startTimeMs === undefined ? {} : { startTimeMs }), ...(endTimeMs === undefined ? {} : { endTimeMs }) };
}

/** Which orders `allOrders` shows: from the lower bound on when there is one, otherwise the newest. */
function readOrderSelection(parameters: Parameters): (orders: readonly VenueOrder[]) => readonly VenueOrder[] {
  const fromId = parameters.integer('orderId');
  const { startTimeMs, endTimeMs } = readTimes(parameters);
  const limit = parameters.limit(500, 1_000);
  return (orders) => {
    const chosen = orders.filter(
      ({ orderId, creationTimeMs }) =>
        (fromId === undefined || orderId >= fromId) &&
        (startTimeMs === undefined || creationTimeMs >= startTimeMs) &&
        (endTimeMs === undefined || creationTimeMs <= endTimeMs),
    );
    return fromId === undefined && startTimeMs === undefined ? chosen.slice(-limit) : chosen.slice(0, limit);
  };
}

/** Only the documented combinations of `orderId`, `fromId`, `startTime` and `endTime`. */
function readOwnTrades({ parameters, desk: { world }, account }: EndpointRequest): Reading {
  const { tradingPair } = readSymbol(parameters, world);
  const orderId = parameters.integer('orderId');
  const fromTradeId = parameters.integer('fromId');
  const times = readTimes(parameters);
  const hasTimes = times.startTimeMs !== undefined || times.endTimeMs !== undefined;
  if (hasTimes && (orderId !== undefined || fromTradeId !== undefined)) {
    throw new WireRefusal(-1128, 'Combination of optional parameters invalid.');
  }
  const query = {
    tradingPair,
    ...(orderId === undefined ? {} : { orderId }),
    ...(fromTradeId === undefined ? {} : { fromTradeId }),
    ...times,
    limit: parameters.limit(500, 1_000),
  };
  return reading({ kind: 'fills', account, query }, orderId === undefined ? 20 : 5, ({ fills }) =>
    fills.map((fill) => ownTradeJson(symbolOf(world, tradingPair), fill)),
  );
}
