import type { ConnectorDefinition } from '../definition/connector-definition.ts';
import type { OrderRequest } from '../model/order.ts';
import { decorate } from '../telemetry/decorate.ts';
import type { RequestMeter } from '../telemetry/request-meter.ts';
import type { RequestContext } from '../web/request-context.ts';
import type { MeasuredOperation, OperationMeter } from './operation-meter.ts';
import type { OrderTrace, OrderTraces } from './order-traces.ts';

/** What a measured definition works with. */
export interface MeasuredDefinitionParts {
  readonly operations: OperationMeter;
  readonly orders: OrderTraces;
  readonly requests: RequestMeter;
  /** How long ago this order was asked for, in ms. */
  ageMs(context: RequestContext, order: OrderRequest): number;
  /** A frame of the private stream has come. */
  onPrivateFrame(): void;
}

/** A definition that does what `definition` does and is measured; members that ask nothing of the venue are left as they are. */
export function measuredDefinition(definition: ConnectorDefinition, parts: MeasuredDefinitionParts): ConnectorDefinition {
  const { operations, orders, requests } = parts;
  const tracesOf = (commands: readonly { readonly clientOrderId: string }[]): readonly OrderTrace[] =>
    commands.flatMap(({ clientOrderId }) => orders.find(clientOrderId) ?? []);
  const about = (order: { readonly clientOrderId: string }): Pick<MeasuredOperation, 'attributes' | 'orders'> => ({
    attributes: { 'venuekit.order.client_id': order.clientOrderId },
    orders: tracesOf([order]),
  });
  const aboutAll = (commands: readonly { readonly clientOrderId: string }[]): Omit<MeasuredOperation, 'name'> => ({
    attributes: { 'venuekit.batch_size': commands.length },
    orders: tracesOf(commands),
    isBatch: true,
    isCommand: true,
  });
  const members: Partial<ConnectorDefinition> = {
    createWebAssistantsFactory: (environment) => {
      const { runtime } = environment;
      const fetch = requests.measured((request) => runtime.fetch(request));
      return definition.createWebAssistantsFactory({ ...environment, runtime: decorate(runtime, { fetch }) });
    },
    createUserStreamDataSource: (environment) => {
      const dataSource = definition.createUserStreamDataSource(environment);
      return decorate(dataSource, {
        onFrame: (frame, sink) => {
          parts.onPrivateFrame();
          dataSource.onFrame(frame, sink);
        },
      });
    },
    placeOrder: (context, order) => {
      orders.begin(order, parts.ageMs(context, order));
      return operations.run({ name: 'placeOrder', ...about(order), isCommand: true }, context, (measured) =>
        definition.placeOrder(measured, order),
      );
    },
    placeCancel: (context, order) =>
      operations.run({ name: 'placeCancel', ...about(order), isCommand: true }, context, (measured) =>
        definition.placeCancel(measured, order),
      ),
    requestOrderStatus: (context, order) =>
      operations.run({ name: 'requestOrderStatus', ...about(order) }, context, (measured) =>
        definition.requestOrderStatus(measured, order),
      ),
    allTradeUpdatesForOrder: (context, order) =>
      operations.run({ name: 'allTradeUpdatesForOrder', ...about(order) }, context, (measured) =>
        definition.allTradeUpdatesForOrder(measured, order),
      ),
    requestOpenOrders: (context, pair) =>
      operations.run({ name: 'requestOpenOrders', attributes: {} }, context, (measured) => definition.requestOpenOrders(measured, pair)),
    updateBalances: (context) =>
      operations.run({ name: 'updateBalances', attributes: {} }, context, (measured) => definition.updateBalances(measured)),
    updateTradingFees: (context, pairs) =>
      operations.run({ name: 'updateTradingFees', attributes: {} }, context, (measured) => definition.updateTradingFees(measured, pairs)),
    getLastTradedPrice: (context, pair) =>
      operations.run({ name: 'getLastTradedPrice', attributes: { 'venuekit.trading_pair': pair } }, context, (measured) =>
        definition.getLastTradedPrice(measured, pair),
      ),
  };
  // What a definition lacks, its measured form lacks too: core asks whether it is there.
  const tradeUpdatesSince = definition.tradeUpdatesSince?.bind(definition);
  if (tradeUpdatesSince !== undefined) {
    members.tradeUpdatesSince = (context, pair, sinceMs) =>
      operations.run({ name: 'tradeUpdatesSince', attributes: { 'venuekit.trading_pair': pair } }, context, (measured) =>
        tradeUpdatesSince(measured, pair, sinceMs),
      );
  }
  const placeOrders = definition.placeOrders?.bind(definition);
  if (placeOrders !== undefined) {
    members.placeOrders = (context, batch) => {
      for (const order of batch) orders.begin(order, parts.ageMs(context, order));
      return operations.run({ name: 'placeOrders', ...aboutAll(batch) }, context, (measured) => placeOrders(measured, batch));
    };
  }
  const placeCancels = definition.placeCancels?.bind(definition);
  if (placeCancels !== undefined) {
    members.placeCancels = (context, batch) =>
      operations.run({ name: 'placeCancels', ...aboutAll(batch) }, context, (measured) => placeCancels(measured, batch));
  }
  const cancelAllOrders = definition.cancelAllOrders?.bind(definition);
  if (cancelAllOrders !== undefined) {
    members.cancelAllOrders = (context, pair, batch) =>
      operations.run({ name: 'cancelAllOrders', ...aboutAll(batch) }, context, (measured) => cancelAllOrders(measured, pair, batch));
  }
  const getLastTradedPrices = definition.getLastTradedPrices?.bind(definition);
  if (getLastTradedPrices !== undefined) {
    members.getLastTradedPrices = (context, pairs) =>
      operations.run({ name: 'getLastTradedPrices', attributes: { 'venuekit.batch_size': pairs.length } }, context, (measured) =>
        getLastTradedPrices(measured, pairs),
      );
  }
  const amendOrder = definition.amendOrder?.bind(definition);
  if (amendOrder !== undefined) {
    members.amendOrder = (context, order, amount) =>
      operations.run({ name: 'amendOrder', ...about(order), isCommand: true }, context, (measured) => amendOrder(measured, order, amount));
  }
  const cancelReplaceOrder = definition.cancelReplaceOrder?.bind(definition);
  if (cancelReplaceOrder !== undefined) {
    members.cancelReplaceOrder = (context, order, replacement, mode) => {
      orders.begin(replacement, parts.ageMs(context, replacement));
      return operations.run({ name: 'cancelReplaceOrder', ...aboutAll([order, replacement]) }, context, (measured) =>
        cancelReplaceOrder(measured, order, replacement, mode),
      );
    };
  }
  const placeOrderList = definition.placeOrderList?.bind(definition);
  if (placeOrderList !== undefined) {
    members.placeOrderList = (context, list) => {
      for (const order of list.orders) orders.begin(order, parts.ageMs(context, order));
      return operations.run({ name: 'placeOrderList', ...aboutAll(list.orders) }, context, (measured) => placeOrderList(measured, list));
    };
  }
  const testOrder = definition.testOrder?.bind(definition);
  if (testOrder !== undefined) {
    members.testOrder = (context, order) =>
      operations.run({ name: 'testOrder', ...about(order), isCommand: true }, context, (measured) => testOrder(measured, order));
  }
  return decorate(definition, members);
}
