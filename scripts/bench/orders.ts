import { createHmac, createSecretKey } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { binanceSpot } from '@venuekit/binance';
import { ExchangeConnector, createRuntime, silentLogger } from '@venuekit/core';
import type { TrackingStore } from '@venuekit/core';
import type { ConnectorDefinition } from '@venuekit/core/connector';
import { SqliteTrackingStore } from '@venuekit/core/sqlite';
import ky from 'ky';
import type { Contestant, Standing } from './contest.ts';
import { cpuMicroseconds, holdContest, quantile } from './contest.ts';
import { BENCH_KEYS, BENCH_SECRET, OrderVenueProcess } from './order-venue-process.ts';
import type { BenchAccount, VenueAddress } from './order-venue-process.ts';
import type { BenchRow, Target } from './row.ts';
import { contestRows } from './row.ts';

const PAIR = 'BTC-USDT';
const OTHERS_SYMBOL = 'ETHUSDT';
const SETTLE_MS = 40;
const READY_TIMEOUT_MS = 20_000;
const FLOOR = 'ky, the same signed request, the answer parsed';
const FETCH = 'fetch, the same signed request, the answer parsed';
const CONNECTOR = 'connector: buy() until it is acknowledged and told';
const SAVER = 'the same with a SQLite store';
const CPU_TARGETS: ReadonlyMap<string, Target> = new Map([[CONNECTOR, { of: 'ratio', most: 1.3 }]]);

/** Places one order. */
type Place = () => Promise<void>;

/** Signed orders one after the other, kept alive, on plain loopback; the venue works in another process. */
export async function benchOrders(options: { readonly isQuick: boolean }): Promise<readonly BenchRow[]> {
  const orders = options.isQuick ? 100 : 400;
  const plan = { rounds: options.isQuick ? 5 : 11, warmUpRounds: 3, floor: FLOOR };
  const venue = await OrderVenueProcess.start();
  const directory = mkdtempSync(join(tmpdir(), 'venuekit-bench-'));
  const trader = await Trader.start(venue.address, 'connector');
  const saver = await Trader.start(venue.address, 'saver', new SqliteTrackingStore({ path: join(directory, 'orders.db'), scope: 'bench' }));
  try {
    const latencies = new Map<string, number[]>();
    const contestants = [
      batch(FLOOR, () => placeWithKy(venue.address)),
      batch(FETCH, () => placeWithFetch(venue.address)),
      batch(CONNECTOR, () => trader.place()),
      batch(SAVER, () => saver.place()),
    ];
    const standings = await holdContest(contestants, plan);
    const timing = contestants.map(({ name }): Standing => latencyStanding(name, latencies, plan));
    return [...contestRows('orders', 'µs CPU/order', standings, FLOOR, CPU_TARGETS), ...contestRows('orders', 'µs p50', timing, FLOOR)];

    function batch(name: string, place: Place): Contestant {
      return {
        name,
        async run() {
          const times: number[] = [];
          const startedMicroseconds = cpuMicroseconds();
          for (let order = 0; order < orders; order += 1) {
            const startedMs = performance.now();
            await place();
            times.push((performance.now() - startedMs) * 1_000);
          }
          // What the private stream still has to tell of these orders is part of their price.
          await wait(SETTLE_MS);
          const cost = (cpuMicroseconds() - startedMicroseconds) / orders;
          const medians = latencies.get(name) ?? [];
          medians.push(quantile(times, 0.5));
          latencies.set(name, medians);
          const open = await venue.clear();
          if (open !== orders) throw new Error(`${name}: the venue has ${open} of ${orders} orders`);
          await Promise.all([trader.whenNothingIsOpen(), saver.whenNothingIsOpen()]);
          return cost;
        },
      };
    }
  } finally {
    await Promise.all([trader.stop(), saver.stop()]);
    await venue.close();
    rmSync(directory, { recursive: true });
  }
}

function latencyStanding(
  name: string,
  latencies: ReadonlyMap<string, readonly number[]>,
  plan: { readonly warmUpRounds: number },
): Standing {
  const counted = (of: string): readonly number[] => (latencies.get(of) ?? []).slice(plan.warmUpRounds);
  const medians = counted(name);
  const floors = counted(FLOOR);
  const value = quantile(medians, 0.5);
  const ratios = medians.map((median, round) => median / (floors[round] ?? Number.NaN));
  return { name, value, spread: (quantile(medians, 0.75) - quantile(medians, 0.25)) / 2 / value, ratio: quantile(ratios, 0.5) };
}

/** The connector, with limits that never bind, and the moment at which each placement's answer has been read. */
class Trader {
  readonly #connector: ExchangeConnector;
  readonly #acknowledged = new Map<string, () => void>();
  readonly #created = new Map<string, () => void>();
  readonly #failed = new Map<string, (error: Error) => void>();

  private constructor(address: VenueAddress, account: BenchAccount, store: TrackingStore | undefined) {
    const definition = binanceSpot({
      tradingPairs: [PAIR],
      hosts: { rest: address.rest, streams: address.streams, wsApi: address.wsApi },
      apiKey: BENCH_KEYS[account],
      apiSecret: BENCH_SECRET,
    });
    this.#connector = new ExchangeConnector({
      runtime: createRuntime({ log: silentLogger }),
      definition: this.#observed(definition),
      ...(store === undefined ? {} : { store }),
    });
    this.#connector.on('order-created', ({ clientOrderId }) => take(this.#created, clientOrderId));
    this.#connector.on('order-failed', ({ clientOrderId, message }) => {
      this.#failed.get(clientOrderId)?.(new Error(`an order of the bench failed: ${message}`));
    });
  }

  static async start(address: VenueAddress, account: BenchAccount, store?: TrackingStore): Promise<Trader> {
    const trader = new Trader(address, account, store);
    trader.#connector.start();
    await trader.#connector.whenReady(AbortSignal.timeout(READY_TIMEOUT_MS));
    return trader;
  }

  async place(): Promise<void> {
    const { promise: acknowledged, resolve: onAcknowledged } = Promise.withResolvers<void>();
    const { promise: created, resolve: onCreated, reject: onFailed } = Promise.withResolvers<void>();
    const clientOrderId = this.#connector.buy(PAIR, '0.01', 'limit', '50000.12');
    this.#acknowledged.set(clientOrderId, onAcknowledged);
    this.#created.set(clientOrderId, onCreated);
    this.#failed.set(clientOrderId, onFailed);
    await Promise.all([acknowledged, created]);
    this.#failed.delete(clientOrderId);
  }

  async whenNothingIsOpen(): Promise<void> {
    while (this.#connector.inFlightOrders.size > 0) await wait(5);
  }

  stop(): Promise<void> {
    return this.#connector.stop();
  }

  #observed(definition: ConnectorDefinition): ConnectorDefinition {
    return {
      ...definition,
      rateLimitsRules: definition.rateLimitsRules.map((limit) => ({ ...limit, limit: 1_000_000_000 })),
      placeOrder: async (context, request) => {
        const placed = await definition.placeOrder(context, request);
        take(this.#acknowledged, request.clientOrderId);
        return placed;
      },
    };
  }
}

function take(waiting: Map<string, () => void>, clientOrderId: string): void {
  waiting.get(clientOrderId)?.();
  waiting.delete(clientOrderId);
}

const signingKey = createSecretKey(BENCH_SECRET, 'utf8');
const HEADERS = { 'X-MBX-APIKEY': BENCH_KEYS.others };
let lastNumber = 0;

function signedUrl({ rest }: VenueAddress): string {
  lastNumber += 1;
  const query = new URLSearchParams({
    symbol: OTHERS_SYMBOL,
    side: 'BUY',
    type: 'LIMIT',
    timeInForce: 'GTC',
    quantity: '0.01',
    price: '50000.12',
    newClientOrderId: `bench-${lastNumber}`,
    newOrderRespType: 'FULL',
    recvWindow: '5000',
    timestamp: String(Date.now()),
  }).toString();
  const signature = createHmac('sha256', signingKey).update(query, 'utf8').digest('hex');
  return `${rest}/api/v3/order?${query}&signature=${signature}`;
}

async function placeWithKy(address: VenueAddress): Promise<void> {
  const response = await ky(signedUrl(address), {
    method: 'POST',
    headers: HEADERS,
    retry: 0,
    timeout: false,
    throwHttpErrors: false,
    redirect: 'error',
  });
  requirePlaced(response.status, JSON.parse(await response.text()));
}

async function placeWithFetch(address: VenueAddress): Promise<void> {
  const response = await fetch(signedUrl(address), { method: 'POST', headers: HEADERS, redirect: 'error' });
  requirePlaced(response.status, JSON.parse(await response.text()));
}

function requirePlaced(status: number, reply: unknown): void {
  const isPlaced = status === 200 && typeof reply === 'object' && reply !== null && 'status' in reply && reply.status === 'NEW';
  if (!isPlaced) throw new Error(`the venue answered ${status} ${JSON.stringify(reply)}`);
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
