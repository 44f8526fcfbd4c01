import { generateKeyPairSync } from 'node:crypto';
import { binanceSpotDialect } from '@venuekit/binance/dialect';
import { SeededRandom, SystemClock } from '@venuekit/core/testing';
import type { TradingPair } from '@venuekit/core/connector';
import { Decimal, splitTradingPair } from '@venuekit/core/connector';
import { createMarketMakers, createVenue, serveOnLoopback, spotInstrument } from '@venuekit/venue';
import type { LoopbackVenue, MarketMakers, Venue } from '@venuekit/venue';

/** The account that the demo trades with. */
export const ACCOUNT = 'demo';

/** Where a market begins, and the smallest quote of its makers, which the story's orders are measured in too. */
const MARKETS: ReadonlyMap<string, { readonly fairPrice: string; readonly amount: string }> = new Map([
  ['BTC', { fairPrice: '60000', amount: '0.05' }],
  ['ETH', { fairPrice: '3000', amount: '0.5' }],
]);
const OTHER_MARKET = { fairPrice: '100', amount: '2' };

/** The exchange of the demo: on loopback, with makers that keep its books alive. */
export interface EmbeddedVenue {
  readonly venue: Venue;
  readonly loopback: LoopbackVenue;
  readonly makers: MarketMakers;
  readonly clock: SystemClock;
  readonly apiKey: string;
  /** A private key that was made for this run and is known to nobody else. */
  readonly apiSecret: string;
}

/** Starts the exchange with an account, a fresh Ed25519 key and one market per pair. */
export async function startEmbeddedVenue(pairs: readonly TradingPair[], seed: number): Promise<EmbeddedVenue> {
  const clock = new SystemClock();
  const random = new SeededRandom(seed);
  const keys = generateKeyPairSync('ed25519', {
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  const apiKey = random.hex(32);
  const instruments = pairs.map((pair) => spotInstrument(splitTradingPair(pair)));
  const venue = createVenue({
    clock,
    random,
    dialect: binanceSpotDialect(),
    instruments,
    accounts: [
      {
        account: ACCOUNT,
        balances: startBalances(pairs),
        keys: [{ key: apiKey, kind: 'ed25519', verifier: keys.publicKey, canTrade: true }],
      },
    ],
  });
  const makers = createMarketMakers({
    world: venue.world,
    clock,
    random,
    actionsPerSecond: 40,
    markets: pairs.map((tradingPair) => ({ tradingPair, ...marketOf(tradingPair) })),
  });
  makers.start();
  const loopback = await serveOnLoopback(venue);
  return { venue, loopback, makers, clock, apiKey, apiSecret: keys.privateKey };
}

function marketOf(tradingPair: TradingPair): typeof OTHER_MARKET {
  return MARKETS.get(splitTradingPair(tradingPair).base) ?? OTHER_MARKET;
}

/** An amount of so many smallest quotes of a market's makers: an order that is neither too small nor too big for it. */
export function quotes(tradingPair: TradingPair, count: string): string {
  return new Decimal(marketOf(tradingPair).amount).times(count).toFixed();
}

function startBalances(pairs: readonly TradingPair[]): Record<string, string> {
  const balances = new Map<string, string>();
  for (const pair of pairs) {
    const { base, quote } = splitTradingPair(pair);
    balances.set(base, '10');
    balances.set(quote, '500000');
  }
  return Object.fromEntries(balances);
}
