import { decorate } from '@venuekit/core/connector';
import type {
  BalanceSnapshotRow,
  ConnectorDefinition,
  OpenOrder,
  OrderUpdate,
  RequestContext,
  TradeUpdate,
  UserStreamUpdate,
} from '@venuekit/core/connector';
import { withMembers } from './seams.ts';

/** By which way a fact has come: the private stream, an answer to a query, or the answer to a command. */
export type FactSource = 'stream' | 'query' | 'command';

/** The definition whose private events tell something else. */
export function withPrivateUpdates(
  definition: ConnectorDefinition,
  change: (updates: readonly UserStreamUpdate[], context: RequestContext) => readonly UserStreamUpdate[],
): ConnectorDefinition {
  return withMembers(definition, {
    userStreamEventListener: (event, context) => {
      const updates = definition.userStreamEventListener(event, context);
      return updates instanceof Promise ? updates.then((read) => change(read, context)) : change(updates, context);
    },
  });
}

/** The definition that tells other fills, by whichever way they come. `change` gives what stands in the place of each fill. */
export function withTrades(
  definition: ConnectorDefinition,
  change: (trade: TradeUpdate, source: FactSource) => readonly TradeUpdate[],
): ConnectorDefinition {
  const changeAll = (trades: readonly TradeUpdate[], source: FactSource): readonly TradeUpdate[] =>
    trades.flatMap((trade) => change(trade, source));
  const streamed = withPrivateUpdates(definition, (updates) =>
    updates.flatMap((update): readonly UserStreamUpdate[] =>
      update.kind === 'trade' ? change(update.update, 'stream').map((trade) => ({ kind: 'trade', update: trade })) : [update],
    ),
  );
  return decorate(streamed, {
    placeOrder: async (context, order) => {
      const placed = await definition.placeOrder(context, order);
      return placed.trades === undefined ? placed : { ...placed, trades: changeAll(placed.trades, 'command') };
    },
    ...withQueriedTrades(definition, async (trades) => changeAll(await trades, 'query')),
  });
}

/** The two queries of fills, with other answers. */
export function withQueriedTrades(
  definition: ConnectorDefinition,
  change: (trades: Promise<readonly TradeUpdate[]>) => Promise<readonly TradeUpdate[]>,
): Partial<ConnectorDefinition> {
  return {
    allTradeUpdatesForOrder: (context, order) => change(definition.allTradeUpdatesForOrder(context, order)),
    ...(definition.tradeUpdatesSince !== undefined && {
      tradeUpdatesSince: (context, pair, sinceMs) => change(definition.tradeUpdatesSince?.(context, pair, sinceMs) ?? Promise.resolve([])),
    }),
  };
}

/** What an order's update and a row of the open orders have in common. */
type OrderFact = OrderUpdate | OpenOrder;

/** The definition that tells other states of orders in private events, queries of one order and lists of open orders. */
export function withOrderFacts(
  definition: ConnectorDefinition,
  change: <Fact extends OrderFact>(fact: Fact, source: FactSource) => Fact,
): ConnectorDefinition {
  const streamed = withPrivateUpdates(definition, (updates) =>
    updates.map((update) => (update.kind === 'order' ? { ...update, update: change(update.update, 'stream') } : update)),
  );
  return decorate(streamed, {
    requestOrderStatus: async (context, order) => change(await definition.requestOrderStatus(context, order), 'query'),
    requestOpenOrders: async (context, pair) => (await definition.requestOpenOrders(context, pair)).map((row) => change(row, 'query')),
  });
}

/** The definition that tells other balances, in private events and in queries. */
export function withBalanceRows(
  definition: ConnectorDefinition,
  change: <Row extends BalanceSnapshotRow>(row: Row, source: FactSource) => Row,
): ConnectorDefinition {
  const streamed = withPrivateUpdates(definition, (updates) =>
    updates.map((update) => (update.kind === 'balance' ? change(update, 'stream') : update)),
  );
  return decorate(streamed, {
    updateBalances: async (context) => (await definition.updateBalances(context)).map((row) => change(row, 'query')),
  });
}
