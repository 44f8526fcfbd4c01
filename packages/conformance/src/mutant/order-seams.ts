import type {
  CanceledOrder,
  ConnectorDefinition,
  OrderReference,
  OrderRequest,
  OrderUpdate,
  PlacedOrder,
  RequestContext,
  TradeUpdate,
  TradingRule,
  UserStreamUpdate,
} from '@venuekit/core/connector';
import type { MutantNotes } from './mutant.ts';
import { withMembers } from './seams.ts';

/** `change`, with a note where it changed something. */
function noted<Value, Details extends readonly unknown[]>(
  notes: MutantNotes,
  change: (value: Value, ...details: Details) => Value,
): (value: Value, ...details: Details) => Value {
  return (value, ...details) => {
    const changed = change(value, ...details);
    if (changed !== value) notes.acted();
    return changed;
  };
}

/** The definition that places other orders than it is asked for, one by one and in batches. @param change gives the order itself to leave it */
export function withRequests(
  definition: ConnectorDefinition,
  notes: MutantNotes,
  change: (order: OrderRequest) => OrderRequest,
): ConnectorDefinition {
  const changed = noted(notes, change);
  const placeOrders = definition.placeOrders?.bind(definition);
  return withMembers(definition, {
    placeOrder: (context, order) => definition.placeOrder(context, changed(order)),
    ...(placeOrders !== undefined && {
      placeOrders: (context: RequestContext, orders: readonly OrderRequest[]) =>
        placeOrders(
          context,
          orders.map((order) => changed(order)),
        ),
    }),
  });
}

/** The definition that reads the venue's yes to an order differently, one by one and in batches. */
export function withPlacedOrders(
  definition: ConnectorDefinition,
  notes: MutantNotes,
  change: (placed: PlacedOrder, order: OrderRequest) => PlacedOrder,
): ConnectorDefinition {
  const changed = noted(notes, change);
  const placeOrders = definition.placeOrders?.bind(definition);
  return withMembers(definition, {
    placeOrder: async (context, order) => changed(await definition.placeOrder(context, order), order),
    ...(placeOrders !== undefined && {
      placeOrders: async (context: RequestContext, orders: readonly OrderRequest[]) => {
        const outcomes = await placeOrders(context, orders);
        return outcomes.map((outcome, index) => {
          const order = orders[index];
          return order !== undefined && 'value' in outcome ? { value: changed(outcome.value, order) } : outcome;
        });
      },
    }),
  });
}

/** The definition that cancels other orders than it is asked for, one by one and in batches. */
export function withCanceledReferences(
  definition: ConnectorDefinition,
  notes: MutantNotes,
  change: (order: OrderReference) => OrderReference,
): ConnectorDefinition {
  const changed = noted(notes, change);
  const placeCancels = definition.placeCancels?.bind(definition);
  return withMembers(definition, {
    placeCancel: (context, order) => definition.placeCancel(context, changed(order)),
    ...(placeCancels !== undefined && {
      placeCancels: (context: RequestContext, orders: readonly OrderReference[]) =>
        placeCancels(
          context,
          orders.map((order) => changed(order)),
        ),
    }),
  });
}

/** The definition with another way to cancel an order; batches are sent one by one. @param cancel is given the true one. */
export function withCancel(
  definition: ConnectorDefinition,
  cancel: (send: () => Promise<CanceledOrder>, context: RequestContext, order: OrderReference) => Promise<CanceledOrder>,
): ConnectorDefinition {
  const one: ConnectorDefinition['placeCancel'] = (context, order) => cancel(() => definition.placeCancel(context, order), context, order);
  const each: NonNullable<ConnectorDefinition['placeCancels']> = (context, orders) =>
    Promise.all(
      orders.map(async (order) => {
        try {
          return { value: await one(context, order) };
        } catch (error) {
          return { error };
        }
      }),
    );
  return withMembers(definition, {
    placeCancel: one,
    ...(definition.placeCancels !== undefined && { placeCancels: each }),
    ...(definition.cancelAllOrders !== undefined && {
      cancelAllOrders: (context: RequestContext, _pair: unknown, orders: readonly OrderReference[]) => each(context, orders),
    }),
  });
}

/** The definition whose private stream tells other things; `change` gives the list itself to leave it. */
export function withStreamUpdates(
  definition: ConnectorDefinition,
  notes: MutantNotes,
  change: (updates: readonly UserStreamUpdate[]) => readonly UserStreamUpdate[],
): ConnectorDefinition {
  const changed = noted(notes, change);
  return withMembers(definition, {
    userStreamEventListener: async (event, context) => changed(await definition.userStreamEventListener(event, context)),
  });
}

/** The definition that reads the states of orders differently: in answers to orders, cancels and queries, and on the stream. */
export function withStates(
  definition: ConnectorDefinition,
  notes: MutantNotes,
  change: (state: OrderUpdate['state']) => OrderUpdate['state'],
): ConnectorDefinition {
  const restate = <Value extends { readonly state: OrderUpdate['state'] }>(value: Value): Value => {
    const state = change(value.state);
    if (state === value.state) return value;
    notes.acted();
    return { ...value, state };
  };
  const placed = withPlacedOrders(definition, notes, (order) => restate(order));
  const canceled = withCancel(placed, async (send) => restate(await send()));
  return withMembers(canceled, {
    requestOrderStatus: async (context, order) => restate(await definition.requestOrderStatus(context, order)),
    userStreamEventListener: async (event, context) =>
      (await definition.userStreamEventListener(event, context)).map((update) =>
        update.kind === 'order' ? { ...update, update: restate(update.update) } : update,
      ),
  });
}

/** The definition that reads the rules of markets differently. */
export function withRules(
  definition: ConnectorDefinition,
  notes: MutantNotes,
  change: (rule: TradingRule) => TradingRule,
): ConnectorDefinition {
  const changed = noted(notes, change);
  return withMembers(definition, {
    formatTradingRules: (context, reply, onProblem) =>
      definition.formatTradingRules(context, reply, onProblem).map((rule) => changed(rule)),
  });
}

/** The definition that reads our fills differently: in answers to orders, in queries, and on the stream. */
export function withTrades(
  definition: ConnectorDefinition,
  notes: MutantNotes,
  change: (trade: TradeUpdate) => TradeUpdate,
): ConnectorDefinition {
  const changed = noted(notes, change);
  const placed = withPlacedOrders(definition, notes, (order) =>
    order.trades === undefined ? order : { ...order, trades: order.trades.map((trade) => changed(trade)) },
  );
  const tradeUpdatesSince = definition.tradeUpdatesSince?.bind(definition);
  return withMembers(placed, {
    allTradeUpdatesForOrder: async (context, order) =>
      (await definition.allTradeUpdatesForOrder(context, order)).map((trade) => changed(trade)),
    ...(tradeUpdatesSince !== undefined && {
      tradeUpdatesSince: async (...given: Parameters<typeof tradeUpdatesSince>) =>
        (await tradeUpdatesSince(...given)).map((trade) => changed(trade)),
    }),
    userStreamEventListener: async (event, context) =>
      (await definition.userStreamEventListener(event, context)).map((update) =>
        update.kind === 'trade' ? { ...update, update: changed(update.update) } : update,
      ),
  });
}
