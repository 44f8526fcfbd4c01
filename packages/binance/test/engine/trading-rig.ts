import { binanceSpotDialect } from '@venuekit/binance/dialect';
import { ExchangeConnector } from '@venuekit/core';
import type { ConnectorEvent, ExchangeConnectorOptions, Runtime } from '@venuekit/core';
import { InProcessNetwork, inProcessRuntime, ManualClock, SeededRandom } from '@venuekit/core/testing';
import type { ConnectorDefinition, TradingPair } from '@venuekit/core/connector';
import { accountTruth, createMarketMakers, createVenue, serveInProcess, spotInstrument } from '@venuekit/venue';
import type { FeePlan, InProcessVenue, MarketMakers, Venue } from '@venuekit/venue';
import { expect } from 'vitest';
import { binanceSpot } from '../../src/spot/exchange.ts';

export const ACCOUNT = 'alice';
export const PAIR: TradingPair = 'BTC-USDT';
const ORIGINS = { rest: 'https://rest.venue.test', stream: 'https://stream.venue.test', 'ws-api': 'https://ws-api.venue.test' } as const;
const HOSTS = { rest: ORIGINS.rest, streams: 'wss://stream.venue.test', wsApi: 'wss://ws-api.venue.test/ws-api/v3' } as const;

export interface RigOptions {
  /** Default: a fresh one. */
  readonly clock?: ManualClock;
  readonly pairs?: readonly TradingPair[];
  readonly seed?: number;
  readonly feePlan?: FeePlan;
  readonly connector?: Partial<ExchangeConnectorOptions>;
  /** Puts something between the connector and its world. */
  readonly wrapRuntime?: (runtime: Runtime) => Runtime;
  /** What the venue knows the account by, and what the connector is given. Default: the same HMAC key. */
  readonly credentials?: { readonly apiKey: string; readonly apiSecret: string };
  /** The public half of an Ed25519 key, where the credentials are one; in PEM form. */
  readonly ed25519PublicKey?: string;
  /** Puts something between the engine and the connector's definition. */
  readonly wrap?: (definition: ConnectorDefinition) => ConnectorDefinition;
}

/** The connector against the venue, both in this process, on one manual clock. */
export class TradingRig {
  static readonly hosts: typeof HOSTS = HOSTS;
  readonly clock: ManualClock;
  readonly network: InProcessNetwork;
  readonly venue: Venue;
  readonly makers: MarketMakers;
  readonly events: ConnectorEvent[] = [];
  connector: ExchangeConnector;
  readonly #options: RigOptions;
  readonly #served: InProcessVenue;
  readonly #random: SeededRandom;
  readonly #credentials: { readonly apiKey: string; readonly apiSecret: string };

  constructor(options: RigOptions = {}) {
    this.#options = options;
    this.clock = options.clock ?? new ManualClock();
    this.#credentials = options.credentials ?? { apiKey: 'k'.repeat(64), apiSecret: 's'.repeat(64) };
    this.#random = new SeededRandom(options.seed ?? 1);
    this.network = new InProcessNetwork({ clock: this.clock });
    const pairs = options.pairs ?? [PAIR];
    this.venue = createVenue({
      clock: this.clock,
      random: this.#random,
      dialect: binanceSpotDialect(),
      instruments: pairs.map((pair) => {
        const [base = '', quote = ''] = pair.split('-');
        return spotInstrument({ base, quote });
      }),
      accounts: [
        {
          account: ACCOUNT,
          balances: { BTC: '10', ETH: '100', USDT: '1000000' },
          keys: [
            {
              key: this.#credentials.apiKey,
              kind: options.ed25519PublicKey === undefined ? 'hmac' : 'ed25519',
              verifier: options.ed25519PublicKey ?? this.#credentials.apiSecret,
              canTrade: true,
            },
          ],
          ...(options.feePlan === undefined ? {} : { feePlan: options.feePlan }),
        },
      ],
    });
    this.makers = createMarketMakers({
      world: this.venue.world,
      clock: this.clock,
      random: this.#random,
      actionsPerSecond: 2,
      markets: pairs.map((tradingPair) => ({ tradingPair, fairPrice: tradingPair.startsWith('BTC') ? '60000' : '3000', amount: '0.05' })),
    });
    this.#served = serveInProcess(this.venue, this.network, ORIGINS);
    this.connector = this.#connect();
  }

  /** Starts market and connector and lets both come to life. */
  async start(): Promise<void> {
    this.makers.start();
    this.connector.start();
    await this.clock.runUntil(() => this.connector.ready, { maximumMs: 60_000 });
    this.makers.stop();
  }

  /** Throws the connector away as a crash does and makes a new one that is not started yet. */
  async replaceConnector(): Promise<ExchangeConnector> {
    await this.stopConnector();
    this.connector = this.#connect();
    return this.connector;
  }

  /** Leaves the connector to itself and makes a new one that is not started yet; nothing that the old one still tells is heard. */
  abandonConnector(): void {
    this.connector = this.#connect();
  }

  async stopConnector(): Promise<void> {
    let isStopped = false;
    const stopped = this.connector.stop().then(() => {
      isStopped = true;
    });
    await this.clock.runUntil(() => isStopped, { maximumMs: 60_000 });
    await stopped;
  }

  /** Ends everything and proves that nothing is left. */
  async close(): Promise<void> {
    await this.stopConnector();
    this.makers.stop();
    this.#served.close();
    await this.clock.advance(100);
    expect(this.network.openSockets, 'sockets left').toBe(0);
    expect(this.clock.pendingTimers, 'timers left').toBe(0);
    expect(this.venue.dialectFaults).toEqual([]);
    expect(this.venue.engineFaults).toEqual([]);
  }

  async until(predicate: () => boolean, maximumMs: number = 120_000): Promise<void> {
    await this.clock.runUntil(predicate, { maximumMs });
  }

  /** What the connector answers, while the clock moves. */
  async connectorAnswer<Answer>(answer: Promise<Answer>, maximumMs: number = 60_000): Promise<Answer> {
    let isAnswered = false;
    const noted = answer.finally(() => {
      isAnswered = true;
    });
    const [value] = await Promise.all([noted, this.clock.runUntil(() => isAnswered, { maximumMs })]);
    return value;
  }

  /** The types of the events about one order, in order. */
  orderEvents(clientOrderId: string): string[] {
    return this.events.flatMap((event) => ('clientOrderId' in event && event.clientOrderId === clientOrderId ? [event.type] : []));
  }

  /** A price that rests far from the market, on the grid. */
  restingBuyPrice(pair: TradingPair = PAIR): string {
    return pair.startsWith('BTC') ? '50000' : '2500';
  }

  /** What the connector must know equals what the venue knows; each fill was told once. */
  expectTruth(): void {
    const { world } = this.venue;
    const truth = accountTruth(world, ACCOUNT);
    const open = [...this.connector.inFlightOrders.values()].map(
      (order) => `${order.clientOrderId} ${order.exchangeOrderId ?? '?'} ${order.executedBase.toFixed()}`,
    );
    const expected = truth.openOrders.map((order) => `${order.clientOrderId} ${order.orderId} ${order.executedBase.toFixed()}`);
    expect(open.toSorted(), 'open orders').toEqual(expected.toSorted());
    const told = this.events.flatMap((event) =>
      event.type === 'order-filled' ? [`${event.exchangeOrderId ?? '?'} ${event.tradeId} ${event.amount.toFixed()}`] : [],
    );
    const happened = [...world.instruments.keys()].flatMap((tradingPair) =>
      world
        .fills(ACCOUNT, { tradingPair, limit: Number.POSITIVE_INFINITY })
        .map((fill) => `${fill.orderId} ${fill.trade.tradeId} ${fill.trade.amount.toFixed()}`),
    );
    expect(told.toSorted(), 'fills').toEqual(happened.toSorted());
    for (const { asset, free, locked } of truth.balances.values()) {
      expect(this.connector.getAvailableBalance(asset).toFixed(), `available ${asset}`).toBe(free.toFixed());
      expect(this.connector.getBalance(asset).toFixed(), `total ${asset}`).toBe(free.plus(locked).toFixed());
    }
    for (const pair of this.connector.tradingPairs) {
      const book = this.connector.getOrderBook(pair);
      const view = world.book(pair);
      expect(book.state, `state of ${pair}`).toBe('live');
      expect(book.updateId, `update id of ${pair}`).toBe(view.lastUpdateId);
      for (const [side, levels] of [
        ['bid', view.bids],
        ['ask', view.asks],
      ] as const) {
        const ours = levels
          .map((_, index) => book.exactLevel(side, index))
          .map((level) => `${level?.price.toFixed() ?? '?'} ${level?.quantity.toFixed() ?? '?'}`);
        expect(ours, `${side}s of ${pair}`).toEqual(levels.map((level) => `${level.price.toFixed()} ${level.amount.toFixed()}`));
      }
    }
  }

  #connect(): ExchangeConnector {
    const definition = binanceSpot({
      tradingPairs: this.#options.pairs ?? [PAIR],
      hosts: HOSTS,
      ...this.#credentials,
    });
    const runtime = inProcessRuntime({ clock: this.clock, network: this.network, random: this.#random });
    const connector = new ExchangeConnector({
      runtime: this.#options.wrapRuntime?.(runtime) ?? runtime,
      definition: this.#options.wrap?.(definition) ?? definition,
      // Nobody trades for most of a test; to ask for prices every 5 s would be most of its work.
      refreshesLastPrices: false,
      ...this.#options.connector,
    });
    connector.onAny((event) => {
      if (connector === this.connector) this.events.push(event);
    });
    return connector;
  }
}
