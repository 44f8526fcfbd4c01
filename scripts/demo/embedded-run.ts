import type { ConnectorEventMap } from '@venuekit/core';
import { createLogger, createRuntime, ExchangeConnector } from '@venuekit/core';
import { binanceSpot } from '@venuekit/binance';
import { AbortedError } from '@venuekit/core/connector';
import { sleep, withDeadline } from '@venuekit/core/testing';
import type { EmbeddedVenue } from './embedded-venue.ts';
import { ACCOUNT, startEmbeddedVenue } from './embedded-venue.ts';
import type { DemoOptions } from './options.ts';
import type { ProofRow } from './proof.ts';
import { fillKey, proveEqual } from './proof.ts';
import { readableEvent } from './readable-event.ts';
import type { Screen } from './screen.ts';
import { startStorm } from './storm.ts';
import { playStory } from './story.ts';

const READY_TIMEOUT_MS = 20_000;
const QUIET_TIMEOUT_MS = 20_000;
/** The story has this many pauses. */
const PAUSES = 9;

/** Runs the demo on the embedded exchange. @returns the rows of the final table. */
export async function runEmbedded(options: DemoOptions, screen: Screen, signal: AbortSignal): Promise<readonly ProofRow[]> {
  const embedded = await startEmbeddedVenue(options.pairs, options.seed);
  const { loopback } = embedded;
  const port = (service: string): string => new URL(loopback.url(service).http).port;
  screen.say(`exchange on 127.0.0.1: ${port('rest')} (REST), ${port('stream')} (markets), ${port('ws-api')} (private)`);
  const runtime = createRuntime({ log: createLogger({ clock: embedded.clock, level: 'error' }) });
  const connector = new ExchangeConnector({ runtime, definition: definitionFor(embedded, options) });
  const fills = new Map<string, ConnectorEventMap['order-filled']>();
  let doubleFills = 0;
  connector.on('order-filled', (fill) => {
    const key = fillKey(fill.tradingPair, fill.exchangeOrderId, fill.tradeId);
    if (fills.has(key)) doubleFills += 1;
    fills.set(key, fill);
  });
  connector.onAny((event) => {
    const text = readableEvent(event);
    if (text !== undefined) screen.say(text);
  });
  const rows: ProofRow[] = [];
  try {
    connector.start();
    await withDeadline(embedded.clock, 'getting ready', READY_TIMEOUT_MS, signal, (end) => connector.whenReady(end));
    screen.say(`ready: rules of ${connector.tradingRules.size} markets, ${connector.orderBooks.size} live books, balances, private stream`);
    screen.showTops(connector);
    screen.follow(connector);
    const storm = options.faults === 'storm' ? startStorm(embedded, options, screen) : undefined;
    try {
      await playStory(
        { connector, embedded, screen, signal, pairs: options.pairs, faults: options.faults },
        (options.seconds * 1_000) / PAUSES,
      );
    } finally {
      storm?.stop();
      if (storm !== undefined) screen.say(`⚡ over: ${storm.hits} messages and requests were hit`);
    }
    screen.showTops(connector);
    rows.push(...(await proveWhenQuiet(connector, embedded, fills, signal)));
    rows.push({ name: 'no fill told twice', holds: doubleFills === 0, detail: `${fills.size} fills, ${doubleFills} doubles` });
  } finally {
    screen.unfollow();
    await connector.stop();
    embedded.makers.stop();
    await loopback.close();
  }
  const left = {
    sockets: runtime.openSockets,
    requests: runtime.openRequests,
    timers: runtime.clock.pendingTimers + embedded.clock.pendingTimers,
  };
  rows.push({
    name: 'sockets and timers left 0',
    holds: left.sockets === 0 && left.requests === 0 && left.timers === 0,
    detail: `${left.sockets} sockets, ${left.requests} requests, ${left.timers} timers`,
  });
  return rows;
}

function definitionFor({ loopback, apiKey, apiSecret }: EmbeddedVenue, options: DemoOptions): ReturnType<typeof binanceSpot> {
  return binanceSpot({
    tradingPairs: options.pairs,
    hosts: { rest: loopback.url('rest').http, wsApi: `${loopback.url('ws-api').ws}/ws-api/v3`, streams: loopback.url('stream').ws },
    apiKey,
    apiSecret,
    origin: 'the key made for this demo',
  });
}

/** Lets the market stand still, gives the last messages their time, and compares; what still differs after that is a finding. */
async function proveWhenQuiet(
  connector: ExchangeConnector,
  embedded: EmbeddedVenue,
  fills: ReadonlyMap<string, ConnectorEventMap['order-filled']>,
  signal: AbortSignal,
): Promise<readonly ProofRow[]> {
  embedded.makers.stop();
  const untilMs = embedded.clock.monotonicMs() + QUIET_TIMEOUT_MS;
  for (;;) {
    if (signal.aborted) throw new AbortedError('the demo', { mayHaveBeenSent: false });
    const rows = proveEqual(connector, embedded.venue.world, ACCOUNT, fills);
    if (rows.every(({ holds }) => holds) || embedded.clock.monotonicMs() > untilMs) return rows;
    await sleep(embedded.clock, 100, signal);
  }
}
