import { binanceSpot } from '@venuekit/binance';
import { ExchangeConnector, FileRecordingSink, type Runtime, type Secret } from '@venuekit/core';

// #region record
/** Records what a connector sends and hears for `durationMs`, without placing an order. */
export async function recordFor(
  durationMs: number,
  path: string,
  runtime: Runtime,
  keys: { apiKey: Secret; apiSecret: Secret },
): Promise<void> {
  const sink = new FileRecordingSink(path, { maximumBytes: 50_000_000 });
  const connector = new ExchangeConnector({
    definition: binanceSpot({ tradingPairs: ['BTC-USDT'], ...keys }),
    runtime,
    recording: { sink, secrets: [keys.apiKey, keys.apiSecret], version: '1.2.0' },
  });
  connector.start();
  await new Promise<void>((resolve) => runtime.clock.setTimer(durationMs, resolve));
  await connector.stop();
  sink.close();
}
// #endregion
