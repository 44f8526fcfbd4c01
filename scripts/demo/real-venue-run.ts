import { createLogger, createRuntime, ExchangeConnector } from '@venuekit/core';
import { binanceSpot, readCredentials } from '@venuekit/binance';
import { AbortedError, ConfigurationError } from '@venuekit/core/connector';
import { sleep, SystemClock, withDeadline } from '@venuekit/core/testing';
import type { DemoOptions } from './options.ts';
import type { ProofRow } from './proof.ts';
import { readableEvent } from './readable-event.ts';
import type { Screen } from './screen.ts';

const READY_TIMEOUT_MS = 60_000;

/** Shows books, balances and open orders of a real account. Trades nothing. @returns the rows of the final table. */
export async function runRealVenue(options: DemoOptions, screen: Screen, signal: AbortSignal): Promise<readonly ProofRow[]> {
  if (options.domain === 'embedded') throw new ConfigurationError('domain', 'option --domain', 'names no real venue');
  const credentials = readCredentials(process.env);
  if (credentials === undefined) {
    throw new ConfigurationError('apiKey and apiSecret', 'environment variables BINANCE_API_KEY and BINANCE_API_SECRET', 'are missing');
  }
  const clock = new SystemClock();
  const runtime = createRuntime({ clock, log: createLogger({ clock, level: 'error' }) });
  const definition = binanceSpot({
    tradingPairs: options.pairs,
    domain: options.domain,
    apiKey: credentials.apiKey,
    apiSecret: credentials.apiSecret,
    origin: 'environment variable',
  });
  const connector = new ExchangeConnector({ runtime, definition });
  connector.onAny((event) => {
    const text = readableEvent(event);
    if (text !== undefined) screen.say(text);
  });
  try {
    connector.start();
    await withDeadline(clock, 'getting ready', READY_TIMEOUT_MS, signal, (end) => connector.whenReady(end));
    screen.showTops(connector);
    screen.follow(connector);
    await sleep(clock, options.seconds * 1_000, signal);
    if (signal.aborted) throw new AbortedError('the demo', { mayHaveBeenSent: false });
    const open = await connector.getOpenOrders(undefined, signal);
    screen.say(`${open.length} open orders, ${connector.getAllBalances().size} assets`);
    screen.showTops(connector);
  } finally {
    screen.unfollow();
    await connector.stop();
  }
  const { openSockets, openRequests } = runtime;
  return [
    {
      name: 'sockets and timers left 0',
      holds: openSockets === 0 && openRequests === 0 && clock.pendingTimers === 0,
      detail: `${openSockets} sockets, ${openRequests} requests, ${clock.pendingTimers} timers`,
    },
  ];
}
