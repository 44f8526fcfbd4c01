// A program that trades on a loopback venue and kills itself at one moment of its life.
import { writeSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { createRuntime, ExchangeConnector, silentLogger } from '@venuekit/core';
import type { ConnectorEvent, OrderEvent, StoredTracking, TrackingChange } from '@venuekit/core';
import type { ConnectorDefinition } from '@venuekit/core/connector';
import { SqliteTrackingStore } from '@venuekit/core/sqlite';
import { SeededRandom, randomInteger } from '@venuekit/core/testing';
import { binanceSpot } from '../../src/spot/exchange.ts';
import type { Boundary, KnownState, LifePlan, Saying } from './kill-plan.ts';

const PAIR = 'BTC-USDT';
const OPEN_ORDERS = 4;
/** Many early deaths leave so many orders that the venue would take no more. */
const TOO_MANY_OPEN_ORDERS = 40;
const UNLIMITED = 1_000_000_000;

const plan = readPlan(process.argv[2] ?? '');
const random = new SeededRandom(plan.seed);
let moments = 0;
let phase: 'start' | 'trade' | 'stop' = 'start';

/** The program may die here. */
function pass(boundary?: Boundary): void {
  const { death } = plan;
  if (death === undefined || (death.phase !== phase && !(death.phase === 'start' && phase === 'trade'))) return;
  moments += 1;
  if ('boundary' in death ? death.boundary === boundary : death.moment === moments) process.kill(process.pid, 'SIGKILL');
}

/** At once, so that it is out when the program dies. */
function say(saying: Saying): void {
  writeSync(1, `${JSON.stringify(saying)}\n`);
}

class MortalStore extends SqliteTrackingStore {
  override open(): StoredTracking {
    const stored = super.open();
    pass('store-opened');
    return stored;
  }

  override commit(changes: readonly TrackingChange[]): void {
    const subject = subjectOf(changes);
    pass(subject && `before-${subject}-commit`);
    super.commit(changes);
    pass(subject && `after-${subject}-commit`);
    noteChange();
  }

  override close(): void {
    pass('before-store-closed');
    super.close();
  }
}

function subjectOf(changes: readonly TrackingChange[]): 'intent' | 'cancel' | 'fill' | 'delivered' | undefined {
  const kinds = new Set(changes.map(({ kind }) => kind));
  if (kinds.has('fill')) return 'fill';
  if (kinds.has('event')) return undefined;
  if (changes.some((change) => change.kind === 'order' && change.body.includes('"pending-create"'))) return 'intent';
  if (changes.some((change) => change.kind === 'order' && change.body.includes('"pending-cancel"'))) return 'cancel';
  return kinds.has('delivered') ? 'delivered' : undefined;
}

function mortal(definition: ConnectorDefinition): ConnectorDefinition {
  return {
    ...definition,
    rateLimitsRules: definition.rateLimitsRules.map((limit) => ({ ...limit, limit: UNLIMITED })),
    // What was sent arrives within milliseconds here, or never.
    capabilities: { ...definition.capabilities, requestValidityMs: 200, processingTimeMs: 100 },
    placeOrder: async (context, order) => {
      pass('before-place-request');
      const placed = await definition.placeOrder(context, order);
      pass('after-place-answer');
      return placed;
    },
    placeCancel: async (context, order) => {
      pass('before-cancel-request');
      const canceled = await definition.placeCancel(context, order);
      pass('after-cancel-answer');
      return canceled;
    },
    requestOpenOrders: async (context, pair) => {
      const open = await definition.requestOpenOrders(context, pair);
      pass('reconciling');
      return open;
    },
  };
}

const runtime = createRuntime({ log: silentLogger });
const connector = new ExchangeConnector({
  runtime: {
    ...runtime,
    fetch: (request) => {
      const answer = runtime.fetch(request);
      pass();
      return answer.finally(() => pass());
    },
  },
  definition: mortal(
    binanceSpot({
      tradingPairs: [PAIR],
      hosts: { rest: plan.rest, streams: plan.streams, wsApi: plan.wsApi },
      apiKey: 'k'.repeat(64),
      apiSecret: 's'.repeat(64),
    }),
  ),
  store: new MortalStore({ path: plan.path, scope: 'killed/spot' }),
});

connector.onAny((event) => {
  if (!isOrderEvent(event)) return;
  if (event.replayed === true) pass('telling-again');
  pass('before-emit');
  const fill = event.type === 'order-filled' ? `${event.exchangeOrderId ?? '?'} ${event.tradeId} ${event.amount.toFixed()}` : undefined;
  const { type, clientOrderId, sequence, replayed = false } = event;
  say({ say: 'told', event: { type, clientOrderId, fill, sequence, replayed } });
});
connector.onAny((event) => {
  if (isOrderEvent(event)) pass('after-emit');
  if (event.type === 'connector-failed') say({ say: 'failure', message: event.error.message });
  noteChange();
});

function isOrderEvent(event: ConnectorEvent): event is OrderEvent {
  return 'clientOrderId' in event;
}

let isReportDue = false;

/** Until it trades, the program says what it knows whenever that has changed. */
function noteChange(): void {
  if (phase !== 'start' || isReportDue) return;
  isReportDue = true;
  queueMicrotask(() => {
    isReportDue = false;
    if (phase === 'start') say({ say: 'state', state: knownState() });
  });
}

function knownState(): KnownState {
  const orders = [...connector.inFlightOrders.values()];
  return {
    isReady: connector.ready,
    undecided: orders.filter((order) => order.outcome === 'unknown' || order.isPendingCreate || order.isPendingCancel).length,
    open: orders.map((order) => `${order.clientOrderId} ${order.exchangeOrderId ?? '?'} ${order.executedBase.toFixed()}`).toSorted(),
    balances: [...connector.getAllBalances().keys()]
      .map((asset) => `${asset} ${connector.getAvailableBalance(asset).toFixed()} ${connector.getBalance(asset).toFixed()}`)
      .toSorted(),
  };
}

function told(type: OrderEvent['type'], clientOrderId: string): Promise<void> {
  return new Promise((resolve) => {
    const leave = connector.on(type, (event) => {
      if (event.clientOrderId !== clientOrderId) return;
      leave();
      resolve();
    });
  });
}

function restingOrder(): string {
  return connector.buy(PAIR, `0.0${randomInteger(random, 2, 9)}`, 'limit', `${randomInteger(random, 40_000, 50_000)}`);
}

async function trade(): Promise<never> {
  if (connector.inFlightOrders.size > TOO_MANY_OPEN_ORDERS) await cancelExcess();
  for (;;) {
    const [filled, canceled, kept] = [restingOrder(), restingOrder(), restingOrder()];
    const taker = connector.buy(PAIR, '0.001', 'limit', '60000');
    await Promise.all([
      ...[filled, canceled, kept].map((clientOrderId) => told('order-created', clientOrderId)),
      told('order-completed', taker),
    ]);
    const partlyFilled = told('order-filled', filled);
    say({ say: 'fill', clientOrderId: filled, amount: '0.01' });
    await partlyFilled;
    const completed = told('order-completed', filled);
    say({ say: 'fill', clientOrderId: filled, amount: undefined });
    await Promise.all([completed, connector.cancel(PAIR, canceled)]);
    await cancelExcess();
  }
}

async function cancelExcess(): Promise<void> {
  const open = [...connector.inFlightOrders.keys()];
  await Promise.all(open.slice(OPEN_ORDERS).map((clientOrderId) => connector.cancel(PAIR, clientOrderId)));
}

function readPlan(text: string): LifePlan {
  const value: LifePlan = JSON.parse(text);
  return value;
}

const lines = createInterface({ input: process.stdin });
lines.on('line', (order) => {
  phase = order === 'stop' ? 'stop' : 'trade';
  if (order === 'trade' && plan.death?.phase !== 'stop') void trade();
  else void connector.stop().then(() => lines.close());
});
connector.start();
connector.whenReady().then(noteChange, () => undefined);
