import { binanceSpot, readCredentials } from '@venuekit/binance';
import { createRuntime, ExchangeConnector } from '@venuekit/core';
import { ConnectorTelemetry } from '@venuekit/core/telemetry';

/** A connector that is measured, and the function that ends the measuring. An OpenTelemetry SDK has been registered before. */
export function openMeasured(): { readonly connector: ExchangeConnector; readonly end: () => void } {
  const runtime = createRuntime();
  const telemetry = new ConnectorTelemetry({ clock: runtime.clock, name: 'testnet' });
  const definition = binanceSpot({ tradingPairs: ['BTC-USDT'], domain: 'testnet', ...readCredentials(process.env) });
  const connector = new ExchangeConnector({ runtime, definition: telemetry.wrap(definition) });
  return { connector, end: telemetry.observe(connector) };
}
