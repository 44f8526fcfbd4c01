import { createLogger, MemoryTrackingStore, StorageError } from '@venuekit/core';
import type { TrackingChange } from '@venuekit/core';
import { parseDecimal } from '@venuekit/core/connector';
import type { ConnectorDefinition } from '@venuekit/core/connector';
import { expect, it } from 'vitest';
import { ACCOUNT, PAIR, TradingRig, type RigOptions } from './trading-rig.ts';

type Line = Readonly<Record<string, unknown>>;

/** A rig whose log lines are kept as they would be written. */
function logged(options: RigOptions = {}): { readonly rig: TradingRig; linesOf(message: string): readonly Line[]; readonly lines: Line[] } {
  const lines: Line[] = [];
  const rig = new TradingRig({
    ...options,
    wrapRuntime: (runtime) => ({
      ...runtime,
      log: createLogger({ clock: runtime.clock, level: 'debug', sink: (line) => void lines.push(JSON.parse(line) as Line) }),
    }),
  });
  return { rig, lines, linesOf: (message) => lines.filter(({ msg }) => msg === message) };
}

function withoutPrivateEvents(definition: ConnectorDefinition): ConnectorDefinition {
  return {
    ...definition,
    userStreamEventListener: () => {
      throw new Error('cannot be read');
    },
  };
}

it('an undecided order is logged with its id, and the request that left it so', async () => {
  const { rig, linesOf } = logged();
  await rig.start();
  rig.venue.control.faults.add({ on: 'http', match: { operation: 'place' }, action: { kind: 'execute-then-reset' } });
  const clientOrderId = rig.connector.buy(PAIR, '0.1', 'limit', rig.restingBuyPrice());
  await rig.clock.advance(5_000);
  expect(linesOf('whether the venue took the order is unknown')).toEqual([
    expect.objectContaining({ clientOrderId, error: expect.objectContaining({ requestId: expect.any(Number) }) }),
  ]);
  await rig.close();
});

it('every line names the connector, those of listeners too', async () => {
  const { rig, lines, linesOf } = logged();
  rig.connector.onAny(() => {
    throw new Error('a mistake of the application');
  });
  await rig.start();
  rig.venue.control.cutSockets({ account: ACCOUNT });
  await rig.clock.advance(5_000);
  expect(linesOf('a listener threw').length).toBeGreaterThan(0);
  expect(new Set(lines.map(({ connector }) => connector))).toEqual(new Set([rig.connector.name]));
  await rig.close();
});

it('lines about a stream name the connection, those of the private one its line too', async () => {
  const { rig, linesOf } = logged();
  await rig.start();
  rig.venue.control.cutSockets({ account: ACCOUNT });
  await rig.clock.advance(5_000);
  expect(linesOf('stream interrupted')).toEqual([expect.objectContaining({ stream: 'private', generation: 1, connection: 1 })]);
  rig.venue.control.cutSockets({});
  await rig.clock.advance(5_000);
  expect(linesOf('stream interrupted').slice(1)).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ stream: 'private', generation: 1, connection: 2 }),
      expect.objectContaining({ stream: 'market', generation: 1 }),
    ]),
  );
  await rig.close();
});

it('a private event that cannot be used is logged with the line that brought it', async () => {
  const { rig, lines } = logged({ wrap: withoutPrivateEvents });
  await rig.start();
  rig.venue.world.deposit(ACCOUNT, 'ETH', '5');
  await rig.clock.advance(1_000);
  const problems = lines.filter(({ stream, msg }) => stream === 'private' && msg !== 'stream interrupted');
  expect(problems.length).toBeGreaterThan(0);
  for (const problem of problems) expect(problem).toMatchObject({ generation: 1 });
  await rig.close();
});

it('a cancel that could not be saved is logged with its order', async () => {
  let isFull = false;
  class FullStore extends MemoryTrackingStore {
    override commit(changes: readonly TrackingChange[]): void {
      if (isFull) throw new StorageError('full', 'the disk is full');
      super.commit(changes);
    }
  }
  const { rig, linesOf } = logged({ connector: { store: new FullStore() } });
  await rig.start();
  const clientOrderId = rig.connector.buy(PAIR, '0.1', 'limit', rig.restingBuyPrice());
  await rig.until(() => rig.orderEvents(clientOrderId).includes('order-created'));
  isFull = true;
  const canceled = rig.connector.cancel(PAIR, clientOrderId);
  await rig.clock.advance(5_000);
  await canceled;
  expect(linesOf('a cancel could not be saved before it was sent')).toEqual([expect.objectContaining({ clientOrderIds: [clientOrderId] })]);
  isFull = false;
  await rig.close();
});

it('an order that is not ours is logged with its ids', async () => {
  const { rig, linesOf } = logged();
  await rig.start();
  rig.venue.world.place({
    account: ACCOUNT,
    tradingPair: PAIR,
    clientOrderId: 'by-hand',
    side: 'buy',
    type: 'limit',
    timeInForce: 'GTC',
    price: parseDecimal(rig.restingBuyPrice(), 'price', 'a foreign order'),
    amount: parseDecimal('0.1', 'amount', 'a foreign order'),
  });
  await rig.clock.advance(1_000);
  expect(linesOf('of an order that is not ours, or not known yet')[0]).toMatchObject({
    clientOrderId: 'by-hand',
    exchangeOrderId: expect.any(String),
  });
  await rig.close();
});

it('a private frame that cannot be read is a line of the log too, not an event alone', async () => {
  const { rig, lines } = logged();
  await rig.start();
  const clientOrderId = rig.connector.buy(PAIR, '0.1', 'limit', rig.restingBuyPrice());
  await rig.until(() => rig.orderEvents(clientOrderId).includes('order-created'));
  rig.venue.control.faults.add({ on: 'frame', match: { frame: 'execution' }, action: { kind: 'corrupt', how: 'malformed' } });
  rig.venue.control.fillOrder(ACCOUNT, clientOrderId);
  await rig.clock.advance(1_000);
  const told = rig.events.flatMap((event) => (event.type === 'stream-problem' && event.stream === 'private' ? [event.message] : []));
  expect(told.length).toBeGreaterThan(0);
  expect(lines.filter(({ stream }) => stream === 'private').map(({ msg }) => msg)).toEqual(expect.arrayContaining(told));
  await rig.close();
});
