import { fork } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Decimal } from '@venuekit/core/connector';
import { SeededRandom, SystemClock } from '@venuekit/core/testing';
import { binanceSpotDialect } from '@venuekit/binance/dialect';
import { createVenue, serveOnLoopback, spotInstrument, type Venue } from '@venuekit/venue';
import { generate } from 'selfsigned';
import { expect, it, onTestFinished } from 'vitest';
import type { SessionPlan } from './official-client-session.ts';

const HMAC_KEY = 'vmPUZE6mv9SD5VNHk4HlWFsOr6aKE2zvsw0MuIgwCIPy6utIco14y7Ju91duEh8A';
const HMAC_SECRET = 'NhqPtmdSJYdKjVHjA7PZj4Mge3R5YNiP1e3UZjInClVN65XAbvqqM6A7H5fATj0j';
const ED25519_KEY = '4yNzx3yWC5bS6YTwEkSRaC0nRmSQIIStAUOh1b6kqaBrTLIhjCpI5lJH8q8R8WNO';
/** The key pair of RFC 8032, test 1. */
const ED25519_PRIVATE =
  '-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g\n-----END PRIVATE KEY-----\n';
const ED25519_PUBLIC =
  '-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\n-----END PUBLIC KEY-----\n';

function tradingVenue(): Venue {
  const venue = createVenue({
    clock: new SystemClock(),
    random: new SeededRandom(7),
    dialect: binanceSpotDialect(),
    instruments: [spotInstrument({ base: 'BTC', quote: 'USDT' })],
    accounts: [
      {
        account: 'trader',
        balances: { USDT: '100000' },
        keys: [
          { key: HMAC_KEY, kind: 'hmac', verifier: HMAC_SECRET, canTrade: true },
          { key: ED25519_KEY, kind: 'ed25519', verifier: ED25519_PUBLIC, canTrade: true },
        ],
      },
      { account: 'maker', balances: { BTC: '10' } },
    ],
  });
  const [price, amount] = [new Decimal('50000'), new Decimal('1')];
  venue.world.place({ account: 'maker', tradingPair: 'BTC-USDT', side: 'sell', type: 'limit', timeInForce: 'GTC', price, amount });
  return venue;
}

/** Runs the official client in a process with this environment. */
async function runClient(plan: SessionPlan, environment: NodeJS.ProcessEnv): Promise<Record<string, unknown>> {
  const script = fileURLToPath(new URL('official-client-session.ts', import.meta.url));
  const child = fork(script, [JSON.stringify(plan)], {
    env: environment,
    execArgv: [],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  onTestFinished(() => void child.kill());
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (data: Buffer) => void (output += data.toString('utf8')));
  return new Promise((resolve, reject) => {
    child.on('message', (message: { readonly seen?: Record<string, unknown>; readonly error?: string }) => {
      if (message.seen === undefined) reject(new Error(`the official client failed: ${message.error}\n${output}`));
      else resolve(message.seen);
    });
    child.on('exit', (code) => reject(new Error(`the official client ended with ${code}\n${output}`)));
  });
}

/** A venue on TLS ports, with a certificate that nobody knows but the file. */
async function serve(): Promise<{ readonly venue: Venue; readonly plan: SessionPlan; readonly certificatePath: string }> {
  const { private: key, cert } = await generate([{ name: 'commonName', value: '127.0.0.1' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    extensions: [
      { name: 'basicConstraints', cA: true },
      { name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] },
    ],
  });
  const folder = await mkdtemp(join(tmpdir(), 'official-client-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const certificatePath = join(folder, 'certificate.pem');
  await writeFile(certificatePath, cert);

  const venue = tradingVenue();
  const served = await serveOnLoopback(venue, { tls: { key, cert } });
  onTestFinished(() => served.close());

  const plan = {
    restUrl: served.url('rest').http,
    streamUrl: served.url('stream').ws,
    wsApiUrl: `${served.url('ws-api').ws}/ws-api/v3`,
    hmac: { apiKey: HMAC_KEY, apiSecret: HMAC_SECRET },
    ed25519: { apiKey: ED25519_KEY, privateKey: ED25519_PRIVATE },
  };
  return { venue, plan, certificatePath };
}

it('is what the official client can trade on, unmodified but for its base URLs', { timeout: 15_000 }, async () => {
  const { venue, plan, certificatePath } = await serve();
  const seen = await runClient(plan, { NODE_EXTRA_CA_CERTS: certificatePath });

  expect(seen['symbols']).toEqual([['BTCUSDT', 'TRADING']]);
  expect(seen['subscription']).toEqual({ subscriptionId: 0 });
  expect(seen['logon']).toBe(ED25519_KEY);
  expect(seen['placed']).toMatchObject({ clientOrderId: 'foreign-1', status: 'NEW', price: '40000.00000000', fills: [] });
  const limits = seen['restLimits'] as { rateLimitType: string; interval: string; intervalNum: number; count: number }[];
  expect(limits).toEqual(
    expect.arrayContaining([
      { rateLimitType: 'REQUEST_WEIGHT', interval: 'MINUTE', intervalNum: 1, count: expect.any(Number) as unknown },
      { rateLimitType: 'ORDERS', interval: 'SECOND', intervalNum: 10, count: 1 },
      { rateLimitType: 'ORDERS', interval: 'DAY', intervalNum: 1, count: 1 },
    ]),
  );
  const placedEvent = { e: 'executionReport', s: 'BTCUSDT', X: 'NEW', q: '0.50000000', p: '40000.00000000' };
  expect(seen['placedEvents']).toMatchObject([placedEvent, placedEvent]);
  expect(seen['canceled']).toMatchObject({ origClientOrderId: 'foreign-1', status: 'CANCELED' });
  expect(seen['canceledEvent']).toMatchObject({ X: 'CANCELED' });
  expect(seen['taken']).toMatchObject({
    clientOrderId: 'foreign-2',
    status: 'FILLED',
    fills: [{ price: '50000.00000000', qty: '0.25000000' }],
  });
  expect(seen['fillEvent']).toMatchObject({ x: 'TRADE', l: '0.25000000', L: '50000.00000000', z: '0.25000000' });
  expect(seen['positionEvent']).toMatchObject({ B: [{ a: 'USDT', f: '80000.00000000', l: '20000.00000000' }] });
  expect(seen['trade']).toMatchObject({ e: 'trade', s: 'BTCUSDT', p: '50000.00000000', q: '0.25000000', m: false });
  expect(seen['quote']).toMatchObject({ s: 'BTCUSDT', a: '50000.00000000', A: '0.75000000' });
  expect(seen['depth']).toMatchObject({ e: 'depthUpdate', s: 'BTCUSDT' });
  expect(seen['account']).toMatchObject({
    canTrade: true,
    balances: expect.arrayContaining([{ asset: 'USDT', free: '87500.00000000', locked: '0.00000000' }]) as unknown,
  });
  expect(seen['ownTrades']).toMatchObject([{ symbol: 'BTCUSDT', qty: '0.25000000', isBuyer: true, isMaker: false }]);
  expect(seen['wrongSecret']).toContain('Signature for this request is not valid.');
  expect(seen['tooMuch']).toContain('Account has insufficient balance for requested action.');
  expect(venue.dialectFaults).toEqual([]);
});

it('is refused by the official client whose process does not trust its certificate', { timeout: 15_000 }, async () => {
  const { plan } = await serve();
  await expect(runClient(plan, {})).rejects.toThrow(/certificate/i);
});
