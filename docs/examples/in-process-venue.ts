import assert from 'node:assert/strict';
import { binanceSpot } from '@venuekit/binance';
import { binanceSpotDialect } from '@venuekit/binance/dialect';
import { ExchangeConnector } from '@venuekit/core';
import { InProcessNetwork, inProcessRuntime, ManualClock, SeededRandom } from '@venuekit/core/testing';
import type { Venue } from '@venuekit/venue';
import { accountTruth, createMarketMakers, createVenue, serveInProcess, spotInstrument } from '@venuekit/venue';

const KEYS = { apiKey: 'k'.repeat(64), apiSecret: 's'.repeat(64) };

/** A connector and its exchange in one process. */
export interface TestWorld {
  readonly clock: ManualClock;
  readonly venue: Venue;
  readonly connector: ExchangeConnector;
  /** Ends everything and proves that nothing is left. */
  readonly close: () => Promise<void>;
}

// #region world
export async function openTestWorld(): Promise<TestWorld> {
  const clock = new ManualClock();
  const random = new SeededRandom(7);
  const network = new InProcessNetwork({ clock, latency: 5 });
  const venue = createVenue({
    clock,
    random,
    dialect: binanceSpotDialect(),
    instruments: [spotInstrument({ base: 'BTC', quote: 'USDT' })],
    accounts: [
      {
        account: 'alice',
        balances: { BTC: '10', USDT: '1000000' },
        keys: [{ key: KEYS.apiKey, kind: 'hmac', verifier: KEYS.apiSecret, canTrade: true }],
      },
    ],
  });
  const makers = createMarketMakers({
    world: venue.world,
    clock,
    random,
    actionsPerSecond: 2,
    markets: [{ tradingPair: 'BTC-USDT', fairPrice: '60000', amount: '0.05' }],
  });
  const served = serveInProcess(venue, network, {
    rest: 'https://rest.venue.test',
    stream: 'https://stream.venue.test',
    'ws-api': 'https://ws-api.venue.test',
  });
  const connector = new ExchangeConnector({
    runtime: inProcessRuntime({ clock, network, random }),
    definition: binanceSpot({
      tradingPairs: ['BTC-USDT'],
      hosts: {
        rest: 'https://rest.venue.test',
        streams: 'wss://stream.venue.test',
        wsApi: 'wss://ws-api.venue.test/ws-api/v3',
      },
      ...KEYS,
    }),
  });
  makers.start();
  connector.start();
  await clock.runUntil(() => connector.ready, { maximumMs: 60_000 });
  return {
    clock,
    venue,
    connector,
    close: async () => {
      makers.stop();
      let isStopped = false;
      const stopping = connector.stop().then(() => (isStopped = true));
      await clock.runUntil(() => isStopped, { maximumMs: 60_000 });
      await stopping;
      served.close();
      await clock.advance(100);
      assert.equal(network.openSockets, 0);
      assert.equal(clock.pendingTimers, 0);
    },
  };
}
// #endregion

// #region cut
/** A fill while the private socket is cut is told all the same, once. */
export async function fillBehindACut(): Promise<void> {
  const { clock, venue, connector, close } = await openTestWorld();
  const fills: string[] = [];
  connector.on('order-filled', (fill) => {
    fills.push(`${fill.amount.toFixed()} recovered: ${fill.isRecovered}`);
  });

  const id = connector.buy('BTC-USDT', '0.3', 'limit', '50000');
  await clock.advance(1_000);
  venue.control.cutSockets({ account: 'alice' });
  venue.control.fillOrder('alice', id, '0.1');
  await clock.advance(60_000);

  assert.deepEqual(fills, ['0.1 recovered: true']);
  assert.equal(connector.inFlightOrders.get(id)?.state, 'partially-filled');
  await close();
}
// #endregion

// #region unknown
/** An order whose answer is lost stays in flight until the exchange has been asked. */
export async function placeWithoutAnAnswer(): Promise<void> {
  const { clock, venue, connector, close } = await openTestWorld();
  const told: string[] = [];
  connector.onAny((event) => {
    if ('clientOrderId' in event) told.push(event.type);
  });
  venue.control.faults.add({ on: 'http', match: { operation: 'place' }, action: { kind: 'execute-then-answer', status: 503 } });

  connector.buy('BTC-USDT', '0.3', 'limit', '50000');
  await clock.advance(60_000);

  assert.deepEqual(told, ['order-created']);
  assert.equal(accountTruth(venue.world, 'alice').openOrders.length, 1);
  await close();
}
// #endregion

// #region weather
/** An hour of bad weather, from a seed, in a moment. The open order is known at its end as it was at its beginning. */
export async function surviveAnHourOfWeather(): Promise<void> {
  const { clock, venue, connector, close } = await openTestWorld();
  const id = connector.buy('BTC-USDT', '0.3', 'limit', '50000');
  await clock.advance(1_000);
  venue.control.injectRandomFaults({ http: { unavailable: 0.05, reset: 0.05 }, frame: { drop: 0.01, cut: 0.001 } });
  await clock.advance(3_600_000);
  venue.control.injectRandomFaults(undefined);
  await clock.advance(300_000);

  assert.ok(venue.control.faults.applied.length > 100);
  assert.deepEqual([...connector.inFlightOrders.keys()], [id]);
  assert.equal(connector.getAvailableBalance('USDT').toFixed(), '985000');
  await close();
}
// #endregion
