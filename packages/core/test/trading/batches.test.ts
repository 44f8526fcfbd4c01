import { describe, expect, it } from 'vitest';
import type { Capabilities } from '../../src/definition/capabilities.ts';
import type { BatchOutcome, ConnectorDefinition } from '../../src/definition/connector-definition.ts';
import { AuthenticationError } from '../../src/errors/authentication-error.ts';
import { RateLimitError } from '../../src/errors/rate-limit-error.ts';
import { ConnectorBench, OTHER_PAIR, PAIR } from '../exchange/connector-bench.ts';
import { lostAnswer, notFound, refusedConnection, venueSaysNo } from '../exchange/scripted-venue.ts';
import type { ScriptedVenue } from '../exchange/scripted-venue.ts';

const rateLimited = (): Error =>
  new RateLimitError({ status: 429, venueCode: '-3', venueMessage: 'too many', retryAfterMs: 1_000, isBan: false });
const keyRefused = (): Error => new AuthenticationError({ status: 401, venueCode: '-4', venueMessage: 'bad key' });

/** What a whole batch meets after it was carried out or before. */
interface BatchScript {
  readonly isExecuted: boolean;
  readonly error: () => Error;
}

async function each<Command, Value>(
  commands: readonly Command[],
  run: (command: Command) => Promise<Value>,
): Promise<BatchOutcome<Value>[]> {
  const outcomes: BatchOutcome<Value>[] = [];
  for (const command of commands) {
    try {
      outcomes.push({ value: await run(command) });
    } catch (error) {
      outcomes.push({ error });
    }
  }
  return outcomes;
}

/** The batch members of a definition, carried out one by one at the venue. */
function batchMembers(venue: ScriptedVenue, whole: BatchScript[]): Required<Pick<ConnectorDefinition, 'placeOrders' | 'placeCancels'>> {
  const run = async <Command, Value>(
    commands: readonly Command[],
    one: (command: Command) => Promise<Value>,
  ): Promise<BatchOutcome<Value>[]> => {
    const script = whole.shift();
    const outcomes = script?.isExecuted === false ? [] : await each(commands, one);
    if (script !== undefined) throw script.error();
    return outcomes;
  };
  return {
    placeOrders: (_context, orders) => {
      venue.calls.push(`place-batch ${orders.length}`);
      return run(orders, (order) => venue.place(order));
    },
    placeCancels: (_context, orders) => {
      venue.calls.push(`cancel-batch ${orders.length}`);
      return run(orders, (order) => venue.cancel(order));
    },
  };
}

async function batchBench(whole: BatchScript[] = [], capabilities: Partial<Capabilities> = {}): Promise<ConnectorBench> {
  const bench = new ConnectorBench({ capabilities, definition: (venue) => batchMembers(venue, whole) });
  await bench.start();
  return bench;
}

function placeThree(bench: ConnectorBench): readonly string[] {
  return bench.connector.placeBatch([
    { tradingPair: PAIR, side: 'buy', orderType: 'limit', amount: '1', price: '100' },
    { tradingPair: OTHER_PAIR, side: 'buy', orderType: 'limit', amount: '2', price: '100' },
    { tradingPair: PAIR, side: 'sell', orderType: 'limit', amount: '3', price: '100' },
  ]);
}

const batches = (bench: ConnectorBench): string[] => bench.venue.calls.filter((call) => call.includes('batch'));

describe('placing a batch', () => {
  it('goes out as one, with an outcome for each order', async () => {
    const bench = await batchBench();
    bench.venue.placeScripts.push(
      { isExecuted: true },
      { isExecuted: false, error: venueSaysNo() },
      { isExecuted: true, error: lostAnswer() },
    );
    const ids = placeThree(bench);
    expect(ids.map((id) => bench.orderEvents(id))).toEqual([[], [], []]);
    await bench.clock.advance(5_000);
    expect(ids.map((id) => bench.orderEvents(id))).toEqual([['order-created'], ['order-failed'], ['order-created']]);
    expect(batches(bench)).toEqual(['place-batch 3']);
    expect(bench.venue.orders).toHaveLength(2);
    await bench.close();
  });

  it('leaves denied orders out', async () => {
    const bench = await batchBench();
    const ids = bench.connector.placeBatch([
      { tradingPair: PAIR, side: 'buy', orderType: 'limit', amount: '0.0001', price: '100' },
      { tradingPair: PAIR, side: 'buy', orderType: 'limit', amount: '1', price: '100', timeInForce: 'GTC', positionAction: 'nil' },
    ]);
    await bench.clock.advance(10);
    expect(ids.map((id) => bench.orderEvents(id))).toEqual([['order-failed'], ['order-created']]);
    expect(batches(bench)).toEqual([]);
    expect(bench.eventsOf('order-failed')[0]).toMatchObject({ cause: 'denied', denialReason: 'below-minimum-size' });
    await bench.close();
  });

  it('with an amount that is no number places nothing', async () => {
    const bench = await batchBench();
    expect(() =>
      bench.connector.placeBatch([
        { tradingPair: PAIR, side: 'buy', orderType: 'limit', amount: '1', price: '100' },
        { tradingPair: PAIR, side: 'buy', orderType: 'limit', amount: 'much', price: '100' },
      ]),
    ).toThrow('amount');
    await bench.clock.advance(100);
    expect(bench.venue.orders).toEqual([]);
    await bench.close();
  });

  it.each([
    { capabilities: { maximumBatchSize: 2 }, expected: ['place-batch 2'] },
    { capabilities: { batchesOneMarket: true }, expected: ['place-batch 2'] },
    { capabilities: { maximumBatchSize: 1 }, expected: [] },
  ])('is split as the venue takes it: $capabilities', async ({ capabilities, expected }) => {
    const bench = await batchBench([], capabilities);
    const ids = placeThree(bench);
    await bench.clock.advance(10);
    expect(ids.map((id) => bench.orderEvents(id))).toEqual([['order-created'], ['order-created'], ['order-created']]);
    expect(batches(bench)).toEqual(expected);
    await bench.close();
  });

  it('goes out one by one where the connector has no batches', async () => {
    const bench = new ConnectorBench();
    await bench.start();
    const ids = placeThree(bench);
    await bench.clock.advance(10);
    expect(ids.map((id) => bench.orderEvents(id))).toEqual([['order-created'], ['order-created'], ['order-created']]);
    await bench.close();
  });

  it.each([
    { what: 'a connection that was refused', error: refusedConnection, isExecuted: false, events: 'order-failed', cause: 'denied' },
    { what: 'a rate limit', error: rateLimited, isExecuted: false, events: 'order-failed', cause: 'rejected' },
    { what: 'refused credentials', error: keyRefused, isExecuted: false, events: 'order-failed', cause: 'rejected' },
    { what: 'a lost answer, not carried out', error: lostAnswer, isExecuted: false, events: 'order-failed', cause: 'never-arrived' },
    { what: 'a lost answer, carried out', error: lostAnswer, isExecuted: true, events: 'order-created', cause: undefined },
    {
      what: 'the venue’s no to the whole, not carried out',
      error: venueSaysNo,
      isExecuted: false,
      events: 'order-failed',
      cause: 'never-arrived',
    },
    { what: 'the venue’s no to the whole, carried out', error: venueSaysNo, isExecuted: true, events: 'order-created', cause: undefined },
  ])('that ends as a whole with $what ends in the truth', async ({ error, isExecuted, events, cause }) => {
    const bench = await batchBench([{ error, isExecuted }]);
    const ids = placeThree(bench);
    await bench.clock.advance(60_000);
    for (const id of ids) expect(bench.orderEvents(id)).toEqual([events]);
    expect(bench.eventsOf('order-failed').map((event) => event.cause)).toEqual(cause === undefined ? [] : [cause, cause, cause]);
    expect(batches(bench)).toEqual(['place-batch 3']);
    await bench.close();
  });

  it('is asked for when the answer has another number of outcomes', async () => {
    const bench = new ConnectorBench({
      definition: (venue) => ({ placeOrders: async (_context, orders) => (await each(orders, (order) => venue.place(order))).slice(1) }),
    });
    await bench.start();
    const ids = placeThree(bench);
    await bench.clock.advance(5_000);
    for (const id of ids) expect(bench.orderEvents(id)).toEqual(['order-created']);
    expect(bench.eventsOf('stream-problem')).toMatchObject([{ stream: 'rest', message: expect.stringContaining('3 outcomes') }]);
    await bench.close();
  });

  it('is denied before the start', async () => {
    const bench = new ConnectorBench();
    const ids = placeThree(bench);
    await bench.clock.advance(10);
    expect(ids.map((id) => bench.orderEvents(id))).toEqual([['order-failed'], ['order-failed'], ['order-failed']]);
    await bench.close();
  });
});

describe('canceling a batch', () => {
  it('goes out as one, with a result for each order', async () => {
    const bench = await batchBench();
    const ids = [await bench.openOrder('1'), await bench.openOrder('2', '100', OTHER_PAIR), await bench.openOrder('3')];
    bench.venue.cancelScripts.push(
      { isExecuted: true },
      { isExecuted: false, error: venueSaysNo() },
      { isExecuted: false, error: notFound() },
    );
    const results = await bench.settle(bench.connector.cancelBatch([...ids, 'unknown']));
    expect(results).toMatchObject([
      { clientOrderId: ids[0], success: true },
      { clientOrderId: ids[1], success: false, reason: expect.stringContaining('no') },
      { clientOrderId: ids[2], success: false, reason: expect.stringContaining('asking what became of it') },
      { clientOrderId: 'unknown', success: false, reason: 'no such order is tracked' },
    ]);
    expect(batches(bench)).toEqual(['cancel-batch 3']);
    await bench.clock.advance(60_000);
    expect(ids.map((id) => bench.connector.orderTracker.fetchOrder({ clientOrderId: id })?.state)).toEqual([undefined, 'open', 'open']);
    await bench.close();
  });

  it('shares the result of a cancel that is under way, and does not wait for placements', async () => {
    const bench = await batchBench();
    const ids = [await bench.openOrder('1'), await bench.openOrder('2'), await bench.openOrder('3')];
    bench.venue.placeScripts.push({ isExecuted: true, delayMs: 5_000 });
    const slow = bench.buy('4');
    bench.venue.cancelScripts.push({ isExecuted: true, delayMs: 1_000 });
    const first = bench.connector.cancel(PAIR, ids[0] ?? '');
    const canceling = bench.connector.cancelBatch([...ids, slow]);
    await bench.clock.advance(2_000);
    expect(ids.map((id) => bench.orderEvents(id).at(-1))).toEqual(['order-canceled', 'order-canceled', 'order-canceled']);
    expect(await bench.settle(canceling)).toMatchObject([{ success: true }, { success: true }, { success: true }, { success: true }]);
    await expect(first).resolves.toMatchObject({ success: true });
    expect(batches(bench)).toEqual(['cancel-batch 2']);
    await bench.close();
  });

  it.each([
    { what: 'a connection that was refused', error: refusedConnection, isExecuted: false, state: 'open' },
    { what: 'a rate limit', error: rateLimited, isExecuted: false, state: 'open' },
    { what: 'a lost answer, not carried out', error: lostAnswer, isExecuted: false, state: 'open' },
    { what: 'a lost answer, carried out', error: lostAnswer, isExecuted: true, state: undefined },
    { what: 'the venue’s no to the whole, carried out', error: venueSaysNo, isExecuted: true, state: undefined },
  ])('that ends as a whole with $what ends in the truth', async ({ error, isExecuted, state }) => {
    const bench = await batchBench([{ error, isExecuted }]);
    const ids = [await bench.openOrder('1'), await bench.openOrder('2')];
    const results = await bench.settle(bench.connector.cancelBatch(ids));
    for (const result of results) expect(result.success).toBe(false);
    await bench.clock.advance(60_000);
    for (const id of ids) {
      expect(bench.connector.inFlightOrders.get(id)?.state).toBe(state);
      expect(bench.orderEvents(id)).toEqual(isExecuted ? ['order-created', 'order-canceled'] : ['order-created']);
    }
    await bench.close();
  });

  it('sends nothing once the connector has stopped', async () => {
    const bench = await batchBench();
    const ids = [await bench.openOrder('1'), await bench.openOrder('2')];
    await bench.close();
    const results = await bench.connector.cancelBatch(ids);
    expect(results.map(({ reason }) => reason)).toEqual(['the connector is not started', 'the connector is not started']);
    const all = await bench.connector.cancelAll(1_000);
    expect(all.map(({ success }) => success)).toEqual([false, false]);
    expect(batches(bench)).toEqual([]);
  });
});

describe('canceling all', () => {
  it('goes out in batches where the connector has them', async () => {
    const bench = await batchBench();
    const ids = [await bench.openOrder('1'), await bench.openOrder('2'), await bench.openOrder('3')];
    const results = await bench.settle(bench.connector.cancelAll(5_000));
    expect(results).toEqual(ids.map((clientOrderId) => ({ clientOrderId, success: true })));
    expect(batches(bench)).toEqual(['cancel-batch 3']);
    await bench.close();
  });

  it('goes out as one command for each market where the connector has that', async () => {
    const bench = new ConnectorBench({
      definition: (venue) => ({
        cancelAllOrders: async (_context, pair, orders) => {
          venue.calls.push(`cancel-all-batch ${pair} ${orders.length}`);
          return each(orders, (order) => venue.cancel(order));
        },
      }),
    });
    await bench.start();
    const ids = [await bench.openOrder('1'), await bench.openOrder('2', '100', OTHER_PAIR), await bench.openOrder('3')];
    const results = await bench.settle(bench.connector.cancelAll(5_000));
    expect(results).toEqual(ids.map((clientOrderId) => ({ clientOrderId, success: true })));
    expect(batches(bench)).toEqual([`cancel-all-batch ${PAIR} 2`, `cancel-all-batch ${OTHER_PAIR} 1`]);
    await bench.close();
  });

  it('waits for what becomes of an order whose cancel had no answer, as long as there is time', async () => {
    const bench = new ConnectorBench();
    await bench.start();
    const ids = [await bench.openOrder('1'), await bench.openOrder('2'), await bench.openOrder('3')];
    bench.venue.cancelScripts.push(
      { isExecuted: true, error: lostAnswer() },
      { isExecuted: false, error: lostAnswer() },
      { isExecuted: false, error: refusedConnection() },
    );
    const results = await bench.settle(bench.connector.cancelAll(30_000));
    expect(results).toMatchObject([
      { clientOrderId: ids[0], success: true },
      { clientOrderId: ids[1], success: false, reason: expect.stringContaining('reset') },
      { clientOrderId: ids[2], success: false, reason: expect.stringContaining('refused') },
    ]);
    expect(bench.connector.inFlightOrders.size).toBe(2);
    await bench.close();
  });

  it('says at the end of the time what an order has become meanwhile', async () => {
    const bench = new ConnectorBench();
    await bench.start();
    const id = await bench.openOrder();
    bench.venue.cancelScripts.push({ isExecuted: false, error: lostAnswer(), delayMs: 5_000 });
    const canceling = bench.connector.cancelAll(2_000);
    await bench.clock.advance(100);
    bench.venue.tellTrade(bench.venue.fill(bench.venue.last, '1'));
    await expect(bench.settle(canceling)).resolves.toEqual([{ clientOrderId: id, success: false, reason: 'the order is filled' }]);
    await bench.close();
  });
});
