import { binanceSpot, readCredentials } from '@venuekit/binance';
import { createLogger, createRuntime, ExchangeConnector, SystemClock } from '@venuekit/core';

/** A connector that logs more, knows its user's fees, and uses no more than 1,000 USDT of what the account has. */
export function openWithLimits(): ExchangeConnector {
  const clock = new SystemClock();
  return new ExchangeConnector({
    runtime: createRuntime({ clock, log: createLogger({ clock, level: 'info' }) }),
    definition: binanceSpot({ tradingPairs: ['BTC-USDT'], domain: 'testnet', ...readCredentials(process.env) }),
    fees: { makerPercent: '0.02', takerFraction: '0.0004' },
    assetLimits: { USDT: '1000' },
  });
}
