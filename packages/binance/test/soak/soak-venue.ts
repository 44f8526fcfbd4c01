import { binanceSpotDialect } from '@venuekit/binance/dialect';
import { Decimal, floorToIncrement, type Random, type TradingPair } from '@venuekit/core/connector';
import { InProcessNetwork, ManualClock, randomInteger, SeededRandom } from '@venuekit/core/testing';
import { createMarketMakers, createVenue, serveInProcess, spotInstrument } from '@venuekit/venue';
import type { InProcessVenue, MarketMakers, Venue } from '@venuekit/venue';

export const ACCOUNT = 'alice';
export const CREDENTIALS = { apiKey: 'k'.repeat(64), apiSecret: 's'.repeat(64) } as const;
export const HOSTS = {
  rest: 'https://rest.venue.test',
  streams: 'wss://stream.venue.test',
  wsApi: 'wss://ws-api.venue.test/ws-api/v3',
} as const;
const ORIGINS = { rest: 'https://rest.venue.test', stream: 'https://stream.venue.test', 'ws-api': 'https://ws-api.venue.test' } as const;
const ADDRESS = 'trader';
const CLOSING_NOTICE_MS = 60_000;

/** A random source that can begin anew from a seed. */
export class RenewedRandom implements Random {
  #inner = new SeededRandom(0);

  renew(seed: number): void {
    this.#inner = new SeededRandom(seed);
  }

  next(): number {
    return this.#inner.next();
  }

  hex(length: number): string {
    return this.#inner.hex(length);
  }
}

/** The clock, the network, the venue with its market makers: everything but our program. */
export class SoakVenue {
  readonly clock: ManualClock = new ManualClock();
  readonly network: InProcessNetwork;
  readonly venue: Venue;
  readonly makers: MarketMakers;
  readonly random: RenewedRandom = new RenewedRandom();
  readonly #served: InProcessVenue;
  readonly #pairs: readonly TradingPair[];
  /** What ends by itself after a while, and can be ended before. */
  readonly #lasting = new Set<() => void>();
  readonly #makerPauseMs: number;
  #isMaking = false;

  constructor(pairs: readonly TradingPair[], seed: number, makerPauseMs: number) {
    this.#pairs = pairs;
    this.#makerPauseMs = makerPauseMs;
    this.random.renew(seed);
    this.network = new InProcessNetwork({ clock: this.clock });
    const { clock, random } = this;
    this.venue = createVenue({
      clock,
      random,
      dialect: binanceSpotDialect(),
      closingNoticeMs: CLOSING_NOTICE_MS,
      instruments: pairs.map((pair) => {
        const [base = '', quote = ''] = pair.split('-');
        return spotInstrument({ base, quote });
      }),
      accounts: [
        {
          account: ACCOUNT,
          balances: { BTC: '50', ETH: '1000', USDT: '3000000' },
          keys: [{ key: CREDENTIALS.apiKey, kind: 'hmac', verifier: CREDENTIALS.apiSecret, canTrade: true }],
        },
      ],
    });
    this.makers = createMarketMakers({
      world: this.venue.world,
      clock,
      random,
      markets: pairs.map((tradingPair) => ({ tradingPair, fairPrice: tradingPair.startsWith('BTC') ? '60000' : '3000', amount: '0.05' })),
    });
    // Fills the books; the pace is set here.
    this.makers.start();
    this.makers.stop();
    this.#served = serveInProcess(this.venue, this.network, ORIGINS, { address: ADDRESS });
  }

  /** Lets the makers act now and then until `stopMaking`. */
  startMaking(): void {
    if (this.#makerPauseMs <= 0 || this.#isMaking) return;
    this.#isMaking = true;
    const next = (): void => {
      this.after(randomInteger(this.random, 1, 2 * this.#makerPauseMs), () => {
        if (!this.#isMaking) return;
        this.makers.act();
        next();
      });
    };
    next();
  }

  stopMaking(): void {
    this.#isMaking = false;
  }

  /** Does something later, at the latest at the next `endLasting`. */
  after(delayMs: number, act: () => void): void {
    const end = (): void => {
      timer.cancel();
      if (this.#lasting.delete(end)) act();
    };
    const timer = this.clock.setTimer(delayMs, end);
    this.#lasting.add(end);
  }

  /** All ways to the venue are closed, or open again. */
  refuseConnections(isRefusing: boolean): void {
    for (const origin of Object.values(ORIGINS)) this.network.refuseConnections(origin, isRefusing);
  }

  ban(forMs: number): void {
    this.venue.control.banAddress(ADDRESS, forMs);
  }

  /** The weather is over. */
  calmDown(): void {
    const { control } = this.venue;
    control.faults.clear();
    control.faults.forgetApplied();
    control.skewClock(0);
    this.network.setLatency(1);
    this.endLasting();
  }

  /** What was to happen later happens now. */
  endLasting(): void {
    this.stopMaking();
    for (const end of this.#lasting) end();
  }

  /** Changes every book once, so that whoever missed the change before can know of it. */
  nudgeBooks(): void {
    const { world } = this.venue;
    for (const tradingPair of this.#pairs) {
      const fairPrice = this.makers.fairPrice(tradingPair);
      const { order } = world.place({
        account: 'maker-1',
        tradingPair,
        side: 'buy',
        type: 'limit',
        timeInForce: 'GTC',
        amount: new Decimal('0.05'),
        price: floorToIncrement(fairPrice.times('0.9'), new Decimal(1)),
      });
      world.cancel('maker-1', tradingPair, { orderId: order.orderId });
    }
  }

  close(): void {
    this.endLasting();
    this.#served.close();
  }
}
