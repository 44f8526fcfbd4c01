import { describe, expect, expectTypeOf, it } from 'vitest';
import * as connectorEntry from '../src/connector.ts';
import * as applicationEntry from '../src/index.ts';
import type {
  Balance,
  BalanceUpdatedEvent,
  BookEvent,
  BookState,
  BookStatus,
  CancellationResult,
  ConnectorEvent,
  ConnectorEventMap,
  DecimalInput,
  EventStream,
  ExchangeConnectorOptions,
  InFlightOrderJson,
  LimitUsage,
  OpenOrder,
  OrderBookView,
  OrderEvent,
  OrderFilledEvent,
  OrderOptions,
  OrderSide,
  OrderState,
  OrderType,
  OrderUpdate,
  PositionAction,
  PublicTrade,
  RepairReport,
  StatusDict,
  StreamGap,
  TimeInForce,
  TradeFee,
  TradeUpdate,
  TradingPair,
  TradingRule,
} from '../src/index.ts';
import type {
  BalanceSnapshotRow,
  CanceledOrder,
  Capabilities,
  ConnectorDefinition,
  FactoryEnvironment,
  FeeQuestion,
  FeeRates,
  OrderReference,
  OrderRequest,
  PlacedOrder,
  RequestContext,
  UserStreamUpdate,
} from '../src/connector.ts';

const { ClientOrderTracker, ExchangeConnector, InFlightOrder, MarketQueries } = applicationEntry;

function namesIn(text: string): string[] {
  return text.trim().split(/\s+/);
}

function membersOf(type: { readonly prototype: object }): string[] {
  return Object.getOwnPropertyNames(type.prototype);
}

describe('an application', () => {
  it('finds on a connector every member that is promised, by its name', () => {
    const promised = namesIn(`
      orderBooks getOrderBook tradingRules inFlightOrders limitOrders trackingStates restoreTrackingStates
      statusDict ready start stop checkNetwork buy sell cancel cancelAll getOpenOrders
      getOrderPriceQuantum getOrderSizeQuantum quantizeOrderPrice quantizeOrderAmount getFee getBalance
      getAvailableBalance getAllBalances getPrice getLastTradedPrices supportedOrderTypes orderTracker on
      onAny events whenReady bookStatus addTradingPair removeTradingPair rateLimitUsage tradingPairs
      networkStatus budgetChecker bookUpdates getPriceByType getQuotePrice getOrderPrice makerOrderType takerOrderType allTradingPairs
    `);
    expect([...membersOf(ExchangeConnector), ...membersOf(MarketQueries)]).toEqual(expect.arrayContaining(promised));
  });

  it('finds on the order tracker and on an order what is promised', () => {
    expect(membersOf(ClientOrderTracker)).toEqual(expect.arrayContaining(['startTrackingOrder', 'stopTrackingOrder', 'fetchOrder']));
    expect(membersOf(InFlightOrder)).toEqual(
      expect.arrayContaining(['isDone', 'isFailure', 'isCanceled', 'toJSON', 'updateWithTradeUpdate', 'updateWithOrderUpdate']),
    );
    expectTypeOf(InFlightOrder.fromJSON).returns.toEqualTypeOf<InstanceType<typeof InFlightOrder>>();
    expectTypeOf<InstanceType<typeof InFlightOrder>['updateWithTradeUpdate']>().toEqualTypeOf<(update: TradeUpdate) => boolean>();
    const order = new InFlightOrder({
      clientOrderId: 'c1',
      tradingPair: 'BTC-USDT',
      side: 'buy',
      orderType: 'market',
      amount: applicationEntry.ONE,
      creationTimeMs: 1,
      leverage: 3,
      positionAction: 'open',
    });
    expect(order).toMatchObject({ leverage: 3, position: 'open' });
    expect(JSON.parse(JSON.stringify(order))).toEqual(order.toJSON());
  });

  it('hears of every event by its type', () => {
    const types: Record<ConnectorEvent['type'], true> = {
      'order-created': true,
      'order-filled': true,
      'order-amended': true,
      'order-completed': true,
      'order-canceled': true,
      'order-expired': true,
      'order-failed': true,
      'order-lost': true,
      'balance-updated': true,
      'book-live': true,
      'book-stale': true,
      'book-resynced': true,
      'book-updated': true,
      'book-trade': true,
      'stream-connected': true,
      'stream-interrupted': true,
      'stream-restored': true,
      'stream-problem': true,
      'stream-degraded': true,
      'stream-rotated': true,
      'connector-failed': true,
      'order-filled-late': true,
      'network-status-changed': true,
      'foreign-order-seen': true,
    };
    expect(Object.keys(types)).toHaveLength(24);
    expectTypeOf<OrderFilledEvent>().toExtend<ConnectorEventMap['order-filled']>();
    expectTypeOf<OrderEvent['side']>().toEqualTypeOf<OrderSide>();
  });

  it('can name the types that it is given', () => {
    expectTypeOf<[Balance, BalanceUpdatedEvent, BookEvent, BookState, BookStatus, CancellationResult]>().not.toBeAny();
    expectTypeOf<[DecimalInput, EventStream, ExchangeConnectorOptions, InFlightOrderJson, LimitUsage, OpenOrder]>().not.toBeAny();
    expectTypeOf<[OrderBookView, OrderOptions, OrderState, OrderType, OrderUpdate, PositionAction, PublicTrade]>().not.toBeAny();
    expectTypeOf<[RepairReport, StatusDict, StreamGap, TimeInForce, TradeFee, TradingPair, TradingRule]>().not.toBeAny();
    expect(applicationEntry.tradingPair('BTC', 'USDT')).toBe('BTC-USDT');
  });
});

describe('both entries', () => {
  const errors = namesIn(`
      AbortedError AuthenticationError ClockError ConfigurationError ConnectorError InvalidPayloadError
      NetworkError NotImplementedError OrderDeniedError RateLimitError RequestNotSentError StreamError
      ThrottleError TimeoutError UnknownTradingPairError VenueRejection VenueUnavailableError
    `);

  it.each([
    { entry: 'for applications', names: Object.keys(applicationEntry) },
    { entry: 'for authors', names: Object.keys(connectorEntry) },
  ])('$entry: every error class, the outcome function, exact numbers and secrets', ({ names }) => {
    expect(names).toEqual(expect.arrayContaining([...errors, 'orderOutcome', 'Decimal', 'ZERO', 'ONE', 'parseDecimal', 'Secret']));
  });

  it('name a class once: what one throws, the other recognises', () => {
    expect(connectorEntry.VenueRejection).toBe(applicationEntry.VenueRejection);
    expect(connectorEntry.Decimal).toBe(applicationEntry.Decimal);
  });
});

describe('an author', () => {
  it('can name what a definition is made of and given', () => {
    expectTypeOf<[ConnectorDefinition, Capabilities, FactoryEnvironment, RequestContext]>().not.toBeAny();
    expectTypeOf<Parameters<ConnectorDefinition['placeOrder']>>().toEqualTypeOf<[context: RequestContext, order: OrderRequest]>();
    expectTypeOf<ReturnType<ConnectorDefinition['placeOrder']>>().toEqualTypeOf<Promise<PlacedOrder>>();
    expectTypeOf<ReturnType<ConnectorDefinition['placeCancel']>>().toEqualTypeOf<Promise<CanceledOrder>>();
    expectTypeOf<Parameters<ConnectorDefinition['getFee']>>().toEqualTypeOf<[question: FeeQuestion]>();
    expectTypeOf<[BalanceSnapshotRow, FeeRates, OrderReference, UserStreamUpdate]>().not.toBeAny();
    expect(Object.keys(connectorEntry)).toEqual(
      expect.arrayContaining([
        'WebAssistantsFactory',
        'RestAssistant',
        'WsAssistant',
        'inflateFrame',
        'TimeSynchronizer',
        'Throttler',
        'NotImplementedError',
      ]),
    );
  });
});
