import type { BatchOutcome, ConnectorDefinition } from '@venuekit/core/connector';
import { describe, expect, it } from 'vitest';
import { FAILURES, silencePrivateStream } from './command-failures.ts';
import { ACCOUNT, PAIR, TradingRig } from './trading-rig.ts';

const STREAMS = [
  { name: 'with a telling private stream', isSilent: false },
  { name: 'with a private stream that tells nothing', isSilent: true },
];

async function each<Command, Value>(
  commands: readonly Command[],
  run: (command: Command) => Promise<Value>,
): Promise<BatchOutcome<Value>[]> {
  return Promise.all(
    commands.map((command) =>
      run(command).then(
        (value) => ({ value }),
        (error: unknown) => ({ error }),
      ),
    ),
  );
}

/** The venue has no batches, so that each is carried out by single requests; what happens to one of them is its own outcome. */
function withBatches(definition: ConnectorDefinition): ConnectorDefinition {
  return {
    ...definition,
    placeOrders: (context, orders) => each(orders, (order) => definition.placeOrder(context, order)),
    placeCancels: (context, orders) => each(orders, (order) => definition.placeCancel(context, order)),
  };
}

function orThrow<Value>(outcomes: readonly BatchOutcome<Value>[]): readonly BatchOutcome<Value>[] {
  for (const outcome of outcomes) if ('error' in outcome) throw outcome.error;
  return outcomes;
}

/** Each batch fails as a whole with what happens to the first of its requests. */
function withFragileBatches(definition: ConnectorDefinition): ConnectorDefinition {
  return {
    ...definition,
    placeOrders: async (context, orders) => orThrow(await each(orders, (order) => definition.placeOrder(context, order))),
    placeCancels: async (context, orders) => orThrow(await each(orders, (order) => definition.placeCancel(context, order))),
  };
}

const KINDS = [
  { kind: 'one by one', wrap: (definition: ConnectorDefinition) => definition },
  { kind: 'in a batch', wrap: withBatches },
  { kind: 'in a batch that fails as a whole', wrap: withFragileBatches },
];

function placeThree(rig: TradingRig): readonly string[] {
  return rig.connector.placeBatch(
    ['0.1', '0.2', '0.3'].map((amount) => ({ tradingPair: PAIR, side: 'buy', orderType: 'limit', amount, price: rig.restingBuyPrice() })),
  );
}

async function openThree(rig: TradingRig): Promise<readonly string[]> {
  const ids = placeThree(rig);
  await rig.until(() => ids.every((id) => rig.orderEvents(id).includes('order-created')));
  return ids;
}

describe.each(KINDS)('placing several orders $kind', ({ wrap }) => {
  it.each(FAILURES)('ends in the truth for each after $name', async ({ action, isExecuted }) => {
    const rig = new TradingRig({ wrap });
    await rig.start();
    silencePrivateStream(rig);
    rig.venue.control.faults.add({ on: 'http', match: { operation: 'place', nth: 2 }, action });
    const ids = placeThree(rig);
    await rig.clock.advance(400_000);
    const placed = new Set(rig.venue.world.orders(ACCOUNT, PAIR).map(({ clientOrderId }) => clientOrderId));
    expect(placed.size, 'orders at the venue').toBe(isExecuted ? 3 : 2);
    for (const id of ids) expect(rig.orderEvents(id)).toEqual([placed.has(id) ? 'order-created' : 'order-failed']);
    rig.expectTruth();
    await rig.close();
  });
});

describe.each(KINDS)('canceling several orders $kind', ({ wrap }) => {
  it.each(FAILURES)('ends in the truth for each after $name', async ({ action }) => {
    const rig = new TradingRig({ wrap });
    await rig.start();
    const ids = await openThree(rig);
    silencePrivateStream(rig);
    rig.venue.control.faults.add({ on: 'http', match: { operation: 'cancel', nth: 2 }, action });
    const canceling = rig.connector.cancelBatch(ids);
    await rig.clock.advance(400_000);
    expect(await canceling).toHaveLength(3);
    expectTrueEnds(rig);
    rig.expectTruth();
    await rig.close();
  });
});

describe.each(STREAMS)('canceling all $name', ({ isSilent }) => {
  it.each(FAILURES)('ends in the truth and calls nothing canceled that is not, after $name', async ({ action }) => {
    const rig = new TradingRig();
    await rig.start();
    await openThree(rig);
    if (isSilent) silencePrivateStream(rig);
    rig.venue.control.faults.add({ on: 'http', match: { operation: 'cancel', nth: 2 }, action });
    const canceling = rig.connector.cancelAll(60_000);
    await rig.clock.advance(400_000);
    const results = await canceling;
    const canceled = new Set(
      rig.venue.world.orders(ACCOUNT, PAIR).flatMap((order) => (order.status === 'canceled' ? [order.clientOrderId] : [])),
    );
    for (const { clientOrderId, success } of results) expect(success, clientOrderId).toBe(canceled.has(clientOrderId));
    expectTrueEnds(rig);
    rig.expectTruth();
    await rig.close();
  });
});

function expectTrueEnds(rig: TradingRig): void {
  for (const order of rig.venue.world.orders(ACCOUNT, PAIR)) {
    const events = rig.orderEvents(order.clientOrderId);
    expect(events).toEqual(order.status === 'canceled' ? ['order-created', 'order-canceled'] : ['order-created']);
  }
}

/** What each command is when nothing of it can leave, or the venue refuses it for its rate. */
const REFUSALS = [
  {
    name: 'a refused connection',
    refuse: (rig: TradingRig) => rig.network.refuseConnections('https://rest.venue.test'),
    recover: (rig: TradingRig) => rig.network.refuseConnections('https://rest.venue.test', false),
    failure: 'denied',
  },
  {
    name: 'a rate limit',
    refuse: (rig: TradingRig) => {
      for (const operation of ['place', 'cancel'] as const) {
        rig.venue.control.faults.add({
          on: 'http',
          match: { operation },
          times: 3,
          action: { kind: 'refuse', reason: 'rate-limited', retryAfterMs: 2_000 },
        });
      }
    },
    recover: (rig: TradingRig) => rig.venue.control.faults.clear(),
    failure: 'rejected',
  },
] as const;

describe.each(REFUSALS)('after $name', ({ refuse, recover, failure }) => {
  it.each(KINDS)('orders $kind fail, each with why', async ({ wrap }) => {
    const rig = new TradingRig({ wrap });
    await rig.start();
    refuse(rig);
    const ids = placeThree(rig);
    await rig.clock.advance(15_000);
    for (const id of ids) expect(rig.orderEvents(id)).toEqual(['order-failed']);
    expect(rig.events.flatMap((event) => (event.type === 'order-failed' ? [event.cause] : []))).toEqual([failure, failure, failure]);
    recover(rig);
    await rig.clock.advance(200_000);
    rig.expectTruth();
    await rig.close();
  });

  it.each([
    ...KINDS.map(({ kind, wrap }) => ({
      what: `canceled ${kind}`,
      wrap,
      cancel: (rig: TradingRig, ids: readonly string[]) => rig.connector.cancelBatch(ids),
    })),
    { what: 'canceled all', wrap: withBatches, cancel: (rig: TradingRig) => rig.connector.cancelAll(10_000) },
    {
      what: 'canceled singly',
      wrap: (definition: ConnectorDefinition) => definition,
      cancel: (rig: TradingRig, ids: readonly string[]) => Promise.all(ids.map((id) => rig.connector.cancel(PAIR, id))),
    },
  ])('orders $what are open as before', async ({ wrap, cancel }) => {
    const rig = new TradingRig({ wrap });
    await rig.start();
    const ids = await openThree(rig);
    refuse(rig);
    const canceling = cancel(rig, ids);
    await rig.clock.advance(15_000);
    for (const { success } of await canceling) expect(success).toBe(false);
    for (const id of ids) expect(rig.connector.inFlightOrders.get(id)).toMatchObject({ state: 'open', outcome: 'known' });
    recover(rig);
    await rig.clock.advance(200_000);
    rig.expectTruth();
    await rig.close();
  });
});
