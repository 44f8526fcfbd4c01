import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { binanceSpotDialect } from '@venuekit/binance/dialect';
import { ExchangeConnector, type ConnectorEvent, type ConnectorEventMap } from '@venuekit/core';
import { createRuntime, SeededRandom, silentLogger, SystemClock, withDeadline } from '@venuekit/core/testing';
import { type ApiKey, createMarketMakers, createVenue, serveOnLoopback, spotInstrument } from '@venuekit/venue';
import { describe, expect, it } from 'vitest';
import { binanceSpot } from '../../src/spot/exchange.ts';

const ACCOUNT = 'alice';
const PAIR = 'BTC-USDT';
const WAIT_MS = 10_000;

interface KeyPair {
  readonly kind: ApiKey['kind'];
  readonly secret: string;
  readonly verifier: string;
}

const SPKI = { type: 'spki', format: 'pem' } as const;
const PKCS8 = { type: 'pkcs8', format: 'pem' } as const;

function makeKeys(kind: ApiKey['kind']): KeyPair {
  if (kind === 'hmac') return { kind, secret: 's'.repeat(64), verifier: 's'.repeat(64) };
  const { publicKey, privateKey } =
    kind === 'rsa'
      ? generateKeyPairSync('rsa', { modulusLength: 2048, publicKeyEncoding: SPKI, privateKeyEncoding: PKCS8 })
      : generateKeyPairSync('ed25519', { publicKeyEncoding: SPKI, privateKeyEncoding: PKCS8 });
  return { kind, secret: privateKey, verifier: publicKey };
}

async function openSite(keys: KeyPair) {
  const clock = new SystemClock();
  const random = new SeededRandom(3);
  const venue = createVenue({
    clock,
    random,
    dialect: binanceSpotDialect(),
    instruments: [spotInstrument({ base: 'BTC', quote: 'USDT' })],
    accounts: [
      {
        account: ACCOUNT,
        balances: { BTC: '10', USDT: '1000000' },
        keys: [{ key: 'k'.repeat(64), kind: keys.kind, verifier: keys.verifier, canTrade: true }],
      },
    ],
  });
  const makers = createMarketMakers({
    world: venue.world,
    clock,
    random,
    actionsPerSecond: 50,
    markets: [{ tradingPair: PAIR, fairPrice: '60000', amount: '0.05' }],
  });
  const served = await serveOnLoopback(venue);
  const runtime = createRuntime({ log: silentLogger });
  const connector = new ExchangeConnector({
    runtime,
    definition: binanceSpot({
      tradingPairs: [PAIR],
      hosts: { rest: served.url('rest').http, streams: served.url('stream').ws, wsApi: `${served.url('ws-api').ws}/ws-api/v3` },
      apiKey: 'k'.repeat(64),
      apiSecret: keys.secret,
    }),
  });
  const events: ConnectorEvent[] = [];
  connector.onAny((event) => events.push(event));
  const told = <Type extends ConnectorEvent['type']>(
    type: Type,
    matches: (event: ConnectorEventMap[Type]) => boolean = () => true,
  ): Promise<ConnectorEventMap[Type]> =>
    withDeadline(
      clock,
      type,
      WAIT_MS,
      undefined,
      () =>
        new Promise((resolve) => {
          const leave = connector.on(type, (event) => {
            if (!matches(event)) return;
            leave();
            resolve(event);
          });
        }),
    );
  const close = async (): Promise<void> => {
    await connector.stop();
    makers.stop();
    await served.close();
    expect(runtime.openSockets).toBe(0);
    expect(runtime.clock.pendingTimers).toBe(0);
    expect(clock.pendingTimers).toBe(0);
    expect(venue.dialectFaults).toEqual([]);
  };
  return { clock, venue, makers, connector, events, told, close };
}

/** A port of this machine where nobody listens. */
async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
}

describe.each(['hmac', 'rsa', 'ed25519'] as const)('over real HTTP and WebSocket with an %s key', (kind) => {
  it('streams, trades, survives a cut and leaves nothing', async () => {
    const { clock, venue, makers, connector, events, told, close } = await openSite(makeKeys(kind));
    makers.start();
    connector.start();
    await withDeadline(clock, 'readiness', WAIT_MS, undefined, (signal) => connector.whenReady(signal));
    await told('book-updated');

    const created = told('order-created');
    const id = connector.buy(PAIR, '0.3', 'limit', '50000');
    await created;
    const filled = told('order-filled');
    venue.control.fillOrder(ACCOUNT, id, '0.1');
    await expect(filled).resolves.toMatchObject({ clientOrderId: id, isRecovered: false });

    const restored = told('stream-restored');
    const completed = told('order-completed', (event) => event.clientOrderId === id);
    venue.control.cutSockets({ account: ACCOUNT });
    venue.control.fillOrder(ACCOUNT, id);
    await Promise.all([restored, completed]);

    const createdAgain = told('order-created');
    const second = connector.buy(PAIR, '0.2', 'limit', '50000');
    await createdAgain;
    await expect(connector.cancel(PAIR, second)).resolves.toEqual({ clientOrderId: second, success: true });

    const sold = told('order-completed');
    connector.sell(PAIR, '0.05', 'market');
    await sold;
    await expect(connector.checkNetwork()).resolves.toBeUndefined();
    expect(events.filter((event) => event.type === 'order-failed')).toEqual([]);
    await close();
  });
});

describe('what cannot work', () => {
  it('says so for a port where nobody listens, goes on trying, and stops cleanly', async () => {
    const host = `127.0.0.1:${await freePort()}`;
    const runtime = createRuntime({ log: silentLogger });
    const connector = new ExchangeConnector({
      runtime,
      definition: binanceSpot({
        tradingPairs: [PAIR],
        hosts: { rest: `http://${host}`, streams: `ws://${host}`, wsApi: `ws://${host}/ws-api/v3` },
        apiKey: 'k'.repeat(64),
        apiSecret: 's'.repeat(64),
      }),
    });
    const problem = withDeadline(
      new SystemClock(),
      'a problem',
      WAIT_MS,
      undefined,
      () => new Promise<ConnectorEventMap['stream-problem']>((resolve) => void connector.on('stream-problem', resolve)),
    );
    connector.start();
    const { message, error } = await problem;
    expect(message).toContain('markets and trading rules');
    expect(error?.message).toMatch(/^127\.0\.0\.1:\d+: .*refused/i);
    await connector.stop();
    expect(runtime.openSockets).toBe(0);
    expect(runtime.clock.pendingTimers).toBe(0);
  });

  it.each([
    { name: 'only a key', keys: { apiKey: 'k'.repeat(64) } },
    { name: 'only a secret', keys: { apiSecret: 's'.repeat(64) } },
    { name: 'a broken PEM', keys: { apiKey: 'k'.repeat(64), apiSecret: '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n' } },
  ])('refuses $name before any connection, naming the field and not the value', ({ keys }) => {
    const make = (): unknown => binanceSpot({ tradingPairs: [PAIR], ...keys });
    expect(make).toThrow(/api(Key|Secret) \(/);
    expect(make).toThrow(
      expect.objectContaining({ code: 'CONFIGURATION', message: expect.not.stringMatching(/kkkk|ssss|AAAA/) as string }) as Error,
    );
  });
});
