import { generateKeyPairSync } from 'node:crypto';
import { ExchangeConnector, type ConnectorEvent } from '@venuekit/core';
import type { TradingPair } from '@venuekit/core/connector';
import { InProcessNetwork, inProcessRuntime, ManualClock, SeededRandom } from '@venuekit/core/testing';
import { accountTruth, createMarketMakers, createVenue, plainDialect, Refusal, serveInProcess, spotInstrument } from '@venuekit/venue';
import type { Dialect, InProcessVenue, MarketMakers, PlainShape, Venue, VenueAccount } from '@venuekit/venue';
import { expect } from 'vitest';
import type { SubjectCredentials } from '../../src/subject/conformance-subject.ts';
import { shapedConnector } from './shaped-connector.ts';

export const PAIR: TradingPair = 'BTC-USDT';
const OTHER: TradingPair = 'ETH-USDT';
const ACCOUNT = 'alice';
const ORIGINS = { rest: 'https://rest.venue.test', stream: 'https://stream.venue.test' } as const;

type ApiKey = NonNullable<VenueAccount['keys']>[number];

/** Keys of the kind that the shape wants: ours, and what the venue checks them by. */
function keysFor({ signing = 'header' }: PlainShape): { readonly ours: SubjectCredentials; readonly venues: ApiKey } {
  const apiKey = 'k'.repeat(64);
  if (signing === 'ed25519' || signing === 'jwt') {
    const { publicKey, privateKey } =
      signing === 'jwt' ? generateKeyPairSync('ec', { namedCurve: 'P-256' }) : generateKeyPairSync('ed25519');
    const verifier = publicKey.export({ type: 'spki', format: 'pem' }).toString();
    const kind = signing === 'jwt' ? 'es256' : 'ed25519';
    const apiSecret = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    return { ours: { apiKey, apiSecret }, venues: { key: apiKey, kind, verifier, canTrade: true } };
  }
  const [apiSecret, passphrase] = ['s'.repeat(64), 'open sesame'];
  return {
    ours: { apiKey, apiSecret, passphrase },
    venues: { key: apiKey, kind: 'hmac', verifier: apiSecret, passphrase, canTrade: true },
  };
}

/** The shaped connector against a plain venue of the same shape, in process, on one manual clock. */
export class ShapeRig {
  readonly clock: ManualClock = new ManualClock();
  readonly network: InProcessNetwork = new InProcessNetwork({ clock: this.clock });
  readonly events: ConnectorEvent[] = [];
  /** What the venue said no to, by REST and on sockets. */
  readonly refusals: string[] = [];
  readonly shape: PlainShape;
  readonly venue: Venue;
  readonly makers: MarketMakers;
  readonly connector: ExchangeConnector;
  readonly #served: InProcessVenue;

  constructor(shape: PlainShape, seed = 1) {
    this.shape = shape;
    const random = new SeededRandom(seed);
    const keys = keysFor(shape);
    this.venue = createVenue({
      clock: this.clock,
      random,
      dialect: this.#listeningDialect(),
      instruments: [PAIR, OTHER].map((pair) => {
        const [base = '', quote = ''] = pair.split('-');
        return spotInstrument({ base, quote });
      }),
      accounts: [{ account: ACCOUNT, balances: { BTC: '10', ETH: '100', USDT: '1000000' }, keys: [keys.venues] }],
    });
    this.makers = createMarketMakers({
      world: this.venue.world,
      clock: this.clock,
      random,
      actionsPerSecond: 4,
      markets: [
        { tradingPair: PAIR, fairPrice: '60000', amount: '0.05' },
        { tradingPair: OTHER, fairPrice: '3000', amount: '1' },
      ],
    });
    this.#served = serveInProcess(this.venue, this.network, ORIGINS);
    this.connector = new ExchangeConnector({
      runtime: inProcessRuntime({ clock: this.clock, network: this.network, random }),
      definition: shapedConnector(shape)({
        httpUrl: (service) => (service === 'rest' ? ORIGINS.rest : ORIGINS.stream),
        wsUrl: () => 'wss://stream.venue.test',
        credentials: keys.ours,
        tradingPairs: [PAIR, OTHER],
      }),
      refreshesLastPrices: false,
    });
    this.connector.onAny((event) => this.events.push(event));
  }

  async start(): Promise<void> {
    this.makers.start();
    this.connector.start();
    await this.until(() => this.connector.ready);
  }

  until(holds: () => boolean, maximumMs = 120_000): Promise<void> {
    return this.clock.runUntil(holds, { maximumMs });
  }

  /** Lets the market move for a while, and then everything come to rest. */
  async trade(durationMs: number): Promise<void> {
    this.makers.start();
    await this.clock.advance(durationMs);
    this.makers.stop();
    await this.clock.advance(1_000);
  }

  /** Stops and proves that nothing is left. */
  async close(): Promise<void> {
    this.makers.stop();
    let isStopped = false;
    const stopped = this.connector.stop().then(() => {
      isStopped = true;
    });
    await this.until(() => isStopped);
    await stopped;
    this.#served.close();
    await this.clock.advance(100);
    expect(this.network.openSockets, 'sockets left').toBe(0);
    expect(this.clock.pendingTimers, 'timers left').toBe(0);
    expect(this.venue.dialectFaults).toEqual([]);
    expect(this.venue.engineFaults).toEqual([]);
  }

  /** How often a stream was lost, with the reasons. */
  interruptions(): readonly string[] {
    return this.events.flatMap((event) => (event.type === 'stream-interrupted' ? [`${event.stream}: ${event.reason ?? ''}`] : []));
  }

  #listeningDialect(): Dialect {
    const dialect = plainDialect(this.shape);
    return {
      ...dialect,
      encodeRefusal: (refusal, decoded, desk) => {
        this.refusals.push(refusal.message);
        return dialect.encodeRefusal(refusal, decoded, desk);
      },
      encodeSocketReply: (outcome, note, session, decoded) => {
        if (outcome instanceof Refusal) this.refusals.push(outcome.message);
        return dialect.encodeSocketReply(outcome, note, session, decoded);
      },
    };
  }

  /** The types of the events about one order, in order. */
  told(clientOrderId: string): readonly string[] {
    return this.events.flatMap((event) => ('clientOrderId' in event && event.clientOrderId === clientOrderId ? [event.type] : []));
  }

  /** What went wrong on the streams so far. */
  problems(): readonly string[] {
    return this.events.flatMap((event) => (event.type === 'stream-problem' ? [event.message] : []));
  }

  /** Fills an order of ours, wholly or by an amount. */
  fill(clientOrderId: string, amount?: string): void {
    const orderId = Number.parseInt(this.connector.inFlightOrders.get(clientOrderId)?.exchangeOrderId ?? '', 10);
    const { clientOrderId: name } = this.venue.world.order(ACCOUNT, PAIR, { orderId });
    this.venue.control.fillOrder(ACCOUNT, name, amount);
  }

  /** Each book equals the venue's, as deep as the venue tells it. */
  expectBooks(): void {
    for (const pair of [PAIR, OTHER]) {
      const book = this.connector.getOrderBook(pair);
      const depth = this.shape.depth ?? (this.shape.book === 'checksum' ? 10 : undefined);
      const view = this.venue.world.book(pair, depth);
      expect([book.state, book.stateReason], `state of ${pair}`).toEqual(['live', undefined]);
      for (const side of ['bid', 'ask'] as const) {
        const ours = Array.from({ length: book.depth(side) }, (_, index) => book.exactLevel(side, index));
        const texts = ours.map((level) => `${level?.price.toFixed() ?? '?'} ${level?.quantity.toFixed() ?? '?'}`);
        expect(texts, `${side}s of ${pair}`).toEqual(view[`${side}s`].map(({ price, amount }) => `${price.toFixed()} ${amount.toFixed()}`));
      }
    }
  }

  /** Orders, fills and balances are what the venue knows. */
  expectAccount(): void {
    const { world } = this.venue;
    const truth = accountTruth(world, ACCOUNT);
    const open = [...this.connector.inFlightOrders.values()].map(
      (order) => `${order.exchangeOrderId ?? '?'} ${order.executedBase.toFixed()}`,
    );
    expect(open.toSorted(), 'open orders').toEqual(
      truth.openOrders.map(({ orderId, executedBase }) => `${orderId} ${executedBase.toFixed()}`).toSorted(),
    );
    const told = new Map<string, string[]>();
    for (const event of this.events) {
      if (event.type !== 'order-filled') continue;
      const { exchangeOrderId = '?', amount, tradeId } = event;
      told.set(exchangeOrderId, [
        ...(told.get(exchangeOrderId) ?? []),
        this.shape.fills === 'cumulative' ? amount.toFixed() : `${tradeId} ${amount.toFixed()}`,
      ]);
    }
    if (this.shape.fills === 'cumulative') {
      expect(told.size, 'orders with fills').toBe(truth.fillSums.size);
      for (const [orderId, { base }] of truth.fillSums) {
        const sum = (told.get(String(orderId)) ?? []).reduce((before, amount) => before.plus(amount), base.minus(base));
        expect(sum.toFixed(), `executed of ${orderId}`).toBe(base.toFixed());
      }
    } else {
      const fills = [...world.instruments.keys()].flatMap((tradingPair) => world.fills(ACCOUNT, { tradingPair, limit: Infinity }));
      const expected = fills.map(({ orderId, trade }) => `${orderId} ${trade.tradeId} ${trade.amount.toFixed()}`);
      expect([...told].flatMap(([id, rows]) => rows.map((row) => `${id} ${row}`)).toSorted(), 'fills').toEqual(expected.toSorted());
    }
    for (const { asset, free, locked } of truth.balances.values()) {
      expect(this.connector.getAvailableBalance(asset).toFixed(), `available ${asset}`).toBe(free.toFixed());
      expect(this.connector.getBalance(asset).toFixed(), `total ${asset}`).toBe(free.plus(locked).toFixed());
    }
  }
}
