import type { Buffer } from 'node:buffer';
import { ConnectorError, Decimal, Throttler, TimeSynchronizer, UnknownTradingPairError, silentLogger } from '@venuekit/core/connector';
import type {
  ConnectorDefinition,
  OrderReference,
  OrderRequest,
  PlacedOrder,
  RequestContext,
  RestCaller,
  Runtime,
  SymbolLookup,
  TradingPair,
  UserStreamEnvironment,
} from '@venuekit/core/connector';
import { InProcessNetwork, ManualClock, SeededRandom, inProcessRuntime } from '@venuekit/core/testing';
import type { SocketConnection } from '@venuekit/core/testing';
import { createVenue, serveInProcess, spotInstrument } from '@venuekit/venue';
import type { Venue, VenueOrder } from '@venuekit/venue';
import { venueHandlers } from '@venuekit/venue/msw';
import { getResponse } from 'msw';
import { plainSpotDialect } from '../../dialect/index.ts';
import type { PlainSpotHosts } from '../../src/spot/constants.ts';
import { plainSpot } from '../../src/spot/exchange.ts';
import { CREDENTIALS } from '../credentials.ts';

export const PAIR: TradingPair = 'BTC-USDT';

/** Whom the keys of the tests belong to. */
export const ACCOUNT = 'alice';
const STRANGERS = ['bob', 'carol'] as const;

const ORIGINS = { rest: 'https://rest.venue.test', stream: 'https://stream.venue.test' };
export const HOSTS: PlainSpotHosts = {
  rest: ORIGINS.rest,
  publicStream: 'wss://stream.venue.test',
  privateStream: 'wss://stream.venue.test',
};

/** Markets of the venue and their names there. */
const MARKETS: readonly (readonly [base: string, quote: string, symbol: string])[] = [
  ['BTC', 'USDT', 'btc_usdt'],
  ['ETH', 'USDT', 'eth_usdt'],
  ['ETH', 'BTC', 'eth_btc'],
];
const SYMBOL_BY_PAIR = new Map<string, string>(MARKETS.map(([base, quote, symbol]) => [`${base}-${quote}`, symbol]));
const PAIR_BY_SYMBOL = new Map<string, TradingPair>(MARKETS.map(([base, quote, symbol]) => [symbol, `${base}-${quote}`]));

function unknown(name: string): never {
  throw new UnknownTradingPairError(name, 'the test');
}

export const SYMBOLS: SymbolLookup = {
  exchangeSymbol: (pair) => SYMBOL_BY_PAIR.get(pair) ?? unknown(pair),
  tradingPair: (symbol) => PAIR_BY_SYMBOL.get(symbol) ?? unknown(symbol),
  findTradingPair: (symbol) => PAIR_BY_SYMBOL.get(symbol),
};

/** An order that rests below the market. */
export const ORDER: OrderRequest & { readonly price: Decimal } = {
  tradingPair: PAIR,
  clientOrderId: 'vk-test1',
  side: 'buy',
  orderType: 'limit',
  timeInForce: 'GTC',
  positionAction: 'nil',
  price: new Decimal('50000'),
  amount: new Decimal('0.5'),
};

/** What a call ended with: the code and the text of its error. */
export async function failureOf(call: Promise<unknown>): Promise<string> {
  const error: unknown = await call.then(
    () => new Error('it succeeded'),
    (reason: unknown) => reason,
  );
  return ConnectorError.is(error) ? `${error.code} ${error.message}` : String(error);
}

/** A venue that speaks the dialect; REST goes over msw, sockets stay in this process, time stands still unless it is told to move. */
export class VenueSite {
  readonly clock: ManualClock = new ManualClock();
  readonly venue: Venue;
  readonly definition: ConnectorDefinition;
  readonly runtime: Runtime;
  readonly environment: UserStreamEnvironment;
  readonly rest: RestCaller;

  constructor(keys: { readonly apiSecret: string } = CREDENTIALS) {
    const { clock } = this;
    const { apiKey: key, verifier } = CREDENTIALS;
    const random = new SeededRandom(1);
    this.venue = createVenue({
      clock,
      random,
      dialect: plainSpotDialect(),
      instruments: MARKETS.map(([base, quote]) => spotInstrument({ base, quote })),
      accounts: [
        {
          account: ACCOUNT,
          balances: { BTC: '10', USDT: '1000000' },
          keys: [{ key, kind: verifier.kind, verifier: verifier.key, canTrade: true }],
        },
        ...STRANGERS.map((account) => ({ account, balances: { BTC: '10', USDT: '1000000' } })),
      ],
    });
    const network = new InProcessNetwork({ clock });
    serveInProcess(this.venue, network, ORIGINS);
    const handlers = [...venueHandlers(this.venue, { rest: ORIGINS.rest })];
    this.runtime = {
      ...inProcessRuntime({ clock, network, random }),
      fetch: async (request) => (await getResponse(handlers, request)) ?? Response.error(),
    };
    this.definition = plainSpot({ tradingPairs: [PAIR], hosts: HOSTS, ...CREDENTIALS, ...keys });
    const throttler = new Throttler({ clock, limits: this.definition.rateLimitsRules });
    const environment = { runtime: this.runtime, throttler, timeSynchronizer: new TimeSynchronizer(clock) };
    this.rest = this.definition.createWebAssistantsFactory(environment).createRestAssistant();
    this.environment = { ...environment, rest: this.rest };
  }

  /** What core gives to members. */
  get context(): RequestContext {
    return {
      rest: this.rest,
      symbols: SYMBOLS,
      signal: new AbortController().signal,
      log: silentLogger,
      tradingRule: () => undefined,
      nowMs: () => this.environment.timeSynchronizer.nowMs(),
    };
  }

  /** The venue answers the next request of this method with this status alone, and does nothing. */
  answerOnce(method: string, status: number): void {
    this.venue.control.faults.add({ on: 'http', match: { method }, action: { kind: 'answer', status } });
  }

  /** Opens a socket; each frame goes to `read`. */
  async openSocket(url: string, read: (frame: Buffer) => void): Promise<SocketConnection> {
    let isOpen = false;
    const socket = this.runtime.openSocket(
      { url },
      {
        onOpen: () => {
          isOpen = true;
        },
        onMessage: read,
        onPing: () => undefined,
        onPong: () => undefined,
        onClose: () => undefined,
      },
    );
    await this.clock.runUntil(() => isOpen, { maximumMs: 10_000 });
    return socket;
  }

  /** Places an order of ours at the venue itself. */
  placeAtVenue(): VenueOrder {
    return this.#place(ACCOUNT, 'buy', ORDER.price, ORDER.clientOrderId);
  }

  /** A trade of two strangers' orders at this price. */
  trade(price: string): void {
    const [maker, taker] = STRANGERS;
    this.#place(maker, 'sell', new Decimal(price), 'strange-1');
    this.#place(taker, 'buy', new Decimal(price), 'strange-2');
  }

  /** How core refers to the order that `placed` answered. */
  reference(placed: Pick<PlacedOrder, 'exchangeOrderId'>): OrderReference {
    return { ...ORDER, exchangeOrderId: placed.exchangeOrderId, creationTimeMs: this.clock.wallMs() };
  }

  #place(account: string, side: 'buy' | 'sell', price: Decimal, clientOrderId: string): VenueOrder {
    const { tradingPair, amount } = ORDER;
    return this.venue.world.place({ account, tradingPair, side, type: 'limit', timeInForce: 'GTC', amount, price, clientOrderId }).order;
  }
}
