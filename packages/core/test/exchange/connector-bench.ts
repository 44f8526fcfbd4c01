import type { Buffer } from 'node:buffer';
import { expect } from 'vitest';
import type { UserStreamUpdate } from '../../src/account/user-stream-update.ts';
import { LevelBatch } from '../../src/book/level-batch.ts';
import { ManualClock } from '../../src/clock/manual-clock.ts';
import { sleep } from '../../src/clock/sleep.ts';
import { Decimal } from '../../src/decimal/decimal.ts';
import type { Capabilities } from '../../src/definition/capabilities.ts';
import type { ConnectorDefinition } from '../../src/definition/connector-definition.ts';
import { VenueRejection } from '../../src/errors/venue-rejection.ts';
import type { ExchangeConnectorOptions } from '../../src/exchange/connector-options.ts';
import { ExchangeConnector } from '../../src/exchange/exchange-connector.ts';
import type { ConnectorEvent } from '../../src/model/events.ts';
import type { TradingPair } from '../../src/model/trading-pair.ts';
import { InProcessNetwork } from '../../src/network/in-process-network.ts';
import { inProcessRuntime } from '../../src/network/in-process-runtime.ts';
import { NO_FEE } from '../../src/orders/trade-fee.ts';
import { SeededRandom } from '../../src/random/seeded-random.ts';
import type { ServerSocket } from '../../src/runtime/server-socket.ts';
import { WebAssistantsFactory } from '../../src/web/web-assistants-factory.ts';
import { ScriptedVenue } from './scripted-venue.ts';

export const PAIR: TradingPair = 'BTC-USDT';
export const OTHER_PAIR: TradingPair = 'ETH-USDT';
const PAIRS = [PAIR, OTHER_PAIR];

export interface BenchOptions {
  readonly capabilities?: Partial<Capabilities>;
  /** Members of the definition that are replaced. */
  readonly definition?: (venue: ScriptedVenue) => Partial<ConnectorDefinition>;
  readonly connector?: Partial<ExchangeConnectorOptions>;
  /** What is put around the whole definition. */
  readonly wrap?: (definition: ConnectorDefinition, clock: ManualClock) => ConnectorDefinition;
  /** Whether the venue tells fills since a time. Default true. */
  readonly queriesTradesSince?: boolean;
}

/** A connector with a scripted definition, on a manual clock; sockets are real sockets of the in-process network. */
export class ConnectorBench {
  readonly clock: ManualClock = new ManualClock();
  readonly network: InProcessNetwork;
  readonly venue: ScriptedVenue;
  readonly definition: ConnectorDefinition;
  readonly events: ConnectorEvent[] = [];
  readonly connector: ExchangeConnector;
  readonly #privateSockets = new Set<ServerSocket>();

  constructor(options: BenchOptions = {}) {
    this.network = new InProcessNetwork({ clock: this.clock });
    this.venue = new ScriptedVenue({
      knowsClientIds: options.capabilities?.supportsClientOrderIds !== false,
      nowMs: () => this.clock.wallMs(),
      sleep: (ms) => sleep(this.clock, ms),
      tell: (update) => this.tell(update),
    });
    this.network.serve('https://venue.test', {
      onRequest: () => ({ status: 200, headers: {}, body: '{}' }),
      onSocket: (socket) => {
        if (socket.url.endsWith('/private')) this.#privateSockets.add(socket);
        return {
          onMessage: (data) => socket.send(data.toString()),
          onClose: () => this.#privateSockets.delete(socket),
        };
      },
    });
    const definition = { ...this.#define(options), ...options.definition?.(this.venue) };
    this.definition = options.wrap?.(definition, this.clock) ?? definition;
    this.connector = new ExchangeConnector({
      runtime: inProcessRuntime({ clock: this.clock, network: this.network, random: new SeededRandom(1) }),
      definition: this.definition,
      ...options.connector,
    });
    this.connector.onAny((event) => this.events.push(event));
  }

  async start(): Promise<void> {
    this.connector.start();
    await this.clock.runUntil(() => this.connector.ready, { maximumMs: 60_000 });
    this.venue.calls.length = 0;
  }

  /** Stops the connector and proves that nothing is left. */
  async close(): Promise<void> {
    let isStopped = false;
    const stopped = this.connector.stop().then(() => {
      isStopped = true;
    });
    await this.clock.runUntil(() => isStopped, { maximumMs: 60_000 });
    await stopped;
    await this.clock.advance(100);
    expect(this.network.openSockets, 'sockets left').toBe(0);
    expect(this.clock.pendingTimers, 'timers left').toBe(0);
  }

  buy(amount = '1', price = '100', pair: TradingPair = PAIR): string {
    return this.connector.buy(pair, amount, 'limit', price);
  }

  /** An order that the venue has and that we know of. */
  async openOrder(amount = '1', price = '100', pair: TradingPair = PAIR): Promise<string> {
    const id = this.buy(amount, price, pair);
    await this.clock.runUntil(() => this.orderEvents(id).includes('order-created'), { maximumMs: 1_000 });
    return id;
  }

  /** Tells something on the private stream. */
  tell(update: UserStreamUpdate): void {
    for (const socket of this.#privateSockets) socket.send(JSON.stringify({ event: told.push(update) - 1 }));
  }

  cutPrivateStream(): void {
    for (const socket of this.#privateSockets) socket.terminate();
  }

  /** The types of the events of one order, in order. */
  orderEvents(clientOrderId: string): string[] {
    return this.events.flatMap((event) => ('clientOrderId' in event && event.clientOrderId === clientOrderId ? [event.type] : []));
  }

  /** Events of one type. */
  eventsOf<Type extends ConnectorEvent['type']>(type: Type): Extract<ConnectorEvent, { readonly type: Type }>[] {
    return this.events.filter((event): event is Extract<ConnectorEvent, { readonly type: Type }> => event.type === type);
  }

  /** Runs the clock until a promise is settled, and gives it back. */
  async settle<Value>(promise: Promise<Value>, maximumMs = 60_000): Promise<Value> {
    let isSettled = false;
    const noted = promise.finally(() => {
      isSettled = true;
    });
    noted.catch(() => undefined);
    await this.clock.runUntil(() => isSettled, { maximumMs });
    return promise;
  }

  #define(options: BenchOptions): ConnectorDefinition {
    const { venue } = this;
    const canTellTrades = options.queriesTradesSince !== false;
    const limits = ['/rules', '/pairs', '/ping'].map((limitId) => ({ limitId, limit: 1_000, intervalMs: 1_000 }));
    return {
      name: 'scripted',
      authenticator: undefined,
      rateLimitsRules: limits,
      domain: 'test',
      clientOrderIdMaxLength: undefined,
      clientOrderIdPrefix: 't-',
      tradingRulesRequestPath: '/rules',
      tradingPairsRequestPath: '/pairs',
      checkNetworkRequestPath: '/ping',
      tradingPairs: PAIRS,
      isCancelRequestInExchangeSynchronous: true,
      isTradingRequired: true,
      capabilities: {
        orderTypes: ['limit', 'market'],
        timeInForce: ['GTC'],
        needsTimeSynchronization: false,
        queriesTradesSince: canTellTrades,
        ...options.capabilities,
      },
      createWebAssistantsFactory: (environment) =>
        new WebAssistantsFactory({
          ...environment,
          resolveUrl: (path) => `https://venue.test${path}`,
          classify: () => undefined,
        }),
      createOrderBookDataSource: () => ({
        stream: { url: 'wss://venue.test/market', maximumSilenceMs: 0 },
        continuity: { isSnapshotTooOld: () => false, afterSnapshot: () => 'apply', afterDiff: () => 'apply' },
        topicsOf: (pair) => [pair],
        subscribeFrame: (_topics, requestId) => JSON.stringify({ ack: requestId }),
        unsubscribeFrame: (_topics, requestId) => JSON.stringify({ ack: requestId }),
        requestSnapshot: async (context, tradingPair) => {
          const [bids, asks] = [new LevelBatch(), new LevelBatch()];
          bids.push(99, 5);
          asks.push(101, 5);
          return Promise.resolve({ tradingPair, lastUpdateId: 1, eventTimeMs: context.nowMs(), bids, asks });
        },
        onFrame: (frame, sink) => {
          sink.acknowledged(readFrame(frame).ack ?? -1);
        },
      }),
      createUserStreamDataSource: () => ({
        stream: { url: 'wss://venue.test/private', maximumSilenceMs: 0 },
        loginFrames: (login) => {
          const requestId = login.nextRequestId();
          return [{ requestId, frame: JSON.stringify({ ack: requestId }) }];
        },
        onFrame: (frame, sink) => {
          const { ack, event } = readFrame(frame);
          if (ack === undefined) sink.event(event);
          else sink.acknowledged(ack);
        },
      }),
      supportedOrderTypes: () => ['limit', 'market'],
      isRequestExceptionRelatedToTimeSynchronizer: () => false,
      isOrderNotFoundDuringStatusUpdateError: isNotFound,
      isOrderNotFoundDuringCancelationError: isNotFound,
      getFee: () => NO_FEE,
      placeOrder: (_context, order) => venue.place(order),
      placeCancel: (_context, order) => venue.cancel(order),
      requestOrderStatus: (_context, order) => venue.status(order),
      allTradeUpdatesForOrder: async (_context, order) => {
        venue.calls.push(`trades ${order.amount.toFixed()}`);
        return Promise.resolve(venue.find(order)?.trades ?? []);
      },
      requestOpenOrders: async () => Promise.resolve(venue.openOrders()),
      ...(canTellTrades ? { tradeUpdatesSince: async () => Promise.resolve(venue.trades()) } : {}),
      formatTradingRules: () =>
        PAIRS.map((tradingPair) => ({
          tradingPair,
          priceIncrement: new Decimal('0.01'),
          amountIncrement: new Decimal('0.001'),
          minimumAmount: new Decimal('0.001'),
          minimumNotional: new Decimal(1),
          appliesMinimumNotionalToMarket: false,
          appliesMaximumNotionalToMarket: false,
          orderTypes: ['limit', 'market'],
          isTradable: true,
        })),
      initializeTradingPairSymbolsFromExchangeInfo: () =>
        PAIRS.map((tradingPair) => ({ tradingPair, exchangeSymbol: tradingPair.replace('-', '') })),
      updateBalances: async () => Promise.resolve(venue.balances),
      updateTradingFees: async () => Promise.resolve(new Map()),
      getLastTradedPrice: async () => Promise.resolve(new Decimal(100)),
      userStreamEventListener: (event) => {
        const update = typeof event === 'number' ? told[event] : undefined;
        return update === undefined ? [] : [update];
      },
    };
  }
}

function isNotFound(error: unknown): boolean {
  return error instanceof VenueRejection && error.reason === 'order-not-found';
}

/** What was told on private streams: decimals do not cross a wire as they are, so frames only name their place here. */
const told: UserStreamUpdate[] = [];

function readFrame(frame: Buffer): { readonly ack?: number; readonly event?: number } {
  const value: unknown = JSON.parse(frame.toString());
  if (typeof value !== 'object' || value === null) return {};
  return {
    ...('ack' in value && typeof value.ack === 'number' ? { ack: value.ack } : {}),
    ...('event' in value && typeof value.event === 'number' ? { event: value.event } : {}),
  };
}
