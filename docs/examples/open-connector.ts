import { binanceSpot, createBinanceSpot, readCredentials } from '@venuekit/binance';
import { createRuntime, ExchangeConnector, silentLogger } from '@venuekit/core';

/** A connector to the exchange's test network, with the keys of the environment: BINANCE_API_KEY and BINANCE_API_SECRET. */
export function openTestnet(): ExchangeConnector {
  return createBinanceSpot({
    tradingPairs: ['BTC-USDT', 'ETH-USDT'],
    domain: 'testnet',
    ...readCredentials(process.env),
  });
}

/** A connector from its parts: without keys (books only), without a log, with half of the exchange's rate limits. */
export function openFromParts(): ExchangeConnector {
  return new ExchangeConnector({
    runtime: createRuntime({ log: silentLogger }),
    definition: binanceSpot({ tradingPairs: ['BTC-USDT'], domain: 'com' }),
    sharePercent: 50,
  });
}
