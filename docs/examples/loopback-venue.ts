import { createBinanceSpot } from '@venuekit/binance';
import { binanceSpotDialect } from '@venuekit/binance/dialect';
import type { ExchangeConnector } from '@venuekit/core';
import { SeededRandom, SystemClock } from '@venuekit/core/testing';
import type { Venue } from '@venuekit/venue';
import { createMarketMakers, createVenue, serveOnLoopback, spotInstrument } from '@venuekit/venue';

/** An exchange on ports of 127.0.0.1, and a connector that reaches it there. */
export interface LoopbackWorld {
  readonly venue: Venue;
  readonly connector: ExchangeConnector;
  readonly close: () => Promise<void>;
}

// #region loopback
export async function openLoopbackWorld(): Promise<LoopbackWorld> {
  const clock = new SystemClock();
  const random = new SeededRandom(7);
  const keys = { apiKey: 'k'.repeat(64), apiSecret: 's'.repeat(64) };
  const venue = createVenue({
    clock,
    random,
    dialect: binanceSpotDialect(),
    instruments: [spotInstrument({ base: 'BTC', quote: 'USDT' })],
    accounts: [
      {
        account: 'alice',
        balances: { BTC: '10', USDT: '1000000' },
        keys: [{ key: keys.apiKey, kind: 'hmac', verifier: keys.apiSecret, canTrade: true }],
      },
    ],
  });
  const makers = createMarketMakers({
    world: venue.world,
    clock,
    random,
    actionsPerSecond: 50,
    markets: [{ tradingPair: 'BTC-USDT', fairPrice: '60000', amount: '0.05' }],
  });
  const served = await serveOnLoopback(venue);
  makers.start();
  const connector = createBinanceSpot({
    tradingPairs: ['BTC-USDT'],
    hosts: {
      rest: served.url('rest').http,
      streams: served.url('stream').ws,
      wsApi: `${served.url('ws-api').ws}/ws-api/v3`,
    },
    ...keys,
  });
  return {
    venue,
    connector,
    close: async () => {
      await connector.stop();
      makers.stop();
      await served.close();
    },
  };
}
// #endregion
