import { generateKeyPairSync } from 'node:crypto';
import type { ConnectorEvent } from '@venuekit/core';
import { afterEach, describe, expect, it } from 'vitest';
import { ACCOUNT, PAIR, TradingRig, type RigOptions } from './trading-rig.ts';

let rig: TradingRig;

async function live(options: RigOptions = {}): Promise<TradingRig> {
  rig = new TradingRig(options);
  await rig.start();
  return rig;
}

async function openOrder(amount: string): Promise<string> {
  const id = rig.connector.buy(PAIR, amount, 'limit', rig.restingBuyPrice());
  await rig.until(() => rig.orderEvents(id).includes('order-created'));
  return id;
}

/** What the private stream has told since it was whole for the first time, problems left out. */
function privateEvents(): ConnectorEvent['type'][] {
  const types = rig.events.flatMap((event) =>
    'stream' in event && event.stream === 'private' && event.type !== 'stream-problem' ? [event.type] : [],
  );
  return types.slice(2);
}

const isWhole = (): boolean => {
  const status = rig.connector.privateStreamStatus;
  return (
    status?.state === 'live' &&
    status.replacing === undefined &&
    rig.venue.control.sockets({ service: 'ws-api' }).filter(({ isSilent }) => !isSilent).length === 1
  );
};

async function whole(): Promise<void> {
  await rig.clock.advance(50);
  await rig.until(isWhole);
  await rig.clock.advance(2_000);
}

const RESTORED = ['stream-interrupted', 'stream-connected', 'stream-restored'];

/** The truth, and the leak check after each. */
afterEach(async () => {
  await rig.clock.advance(1_000);
  rig.expectTruth();
  await rig.close();
});

describe.each(['hmac', 'ed25519'] as const)('with an %s key', (kind) => {
  const options = (): RigOptions => {
    if (kind === 'hmac') return {};
    const { publicKey, privateKey } = generateKeyPairSync('ed25519', {
      publicKeyEncoding: { type: 'spki', format: 'pem' },
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    });
    return { ed25519PublicKey: publicKey, credentials: { apiKey: 'k'.repeat(64), apiSecret: privateKey } };
  };

  it.each([1, 2, 50])('serverShutdown, burst of %i: the stream moves while the old socket delivers, no gap', async (count) => {
    await live(options());
    const id = await openOrder('0.3');
    for (let told = 0; told < count; told += 1) rig.venue.control.announceClosing({ account: ACCOUNT });
    for (let fill = 0; fill < 10; fill += 1) {
      rig.venue.control.fillOrder(ACCOUNT, id, '0.02');
      await rig.clock.advance(150);
    }
    await whole();
    expect(privateEvents()).toEqual(['stream-rotated']);
    const fills = rig.events.flatMap((event) => (event.type === 'order-filled' ? [event.isRecovered] : []));
    expect(fills).toEqual(Array<boolean>(10).fill(false));
  });

  it('eventStreamTerminated: logs on and subscribes on a new socket at once', async () => {
    await live(options());
    const id = await openOrder('0.3');
    expect(rig.venue.control.terminatePrivate(ACCOUNT)).toBe(1);
    rig.venue.control.fillOrder(ACCOUNT, id, '0.1');
    await whole();
    rig.venue.control.fillOrder(ACCOUNT, id, '0.1');
    await rig.clock.advance(100);
    expect(privateEvents()).toEqual(RESTORED);
    expect(rig.events.flatMap((event) => (event.type === 'order-filled' ? [event.isRecovered] : []))).toEqual([true, false]);
  });

  it('re-logon on reconnect: a private socket that was cut', async () => {
    await live(options());
    const id = await openOrder('0.3');
    rig.venue.control.cutSockets({ account: ACCOUNT });
    rig.venue.control.fillOrder(ACCOUNT, id);
    await whole();
    expect(privateEvents()).toEqual(RESTORED);
    expect(rig.orderEvents(id)).toEqual(['order-created', 'order-filled', 'order-completed']);
  });
});

describe('what happens in a gap', () => {
  it('order filled completely in gap, order cancelled in gap, partial then complete across gap, balance-only change in gap', async () => {
    await live();
    const filled = await openOrder('0.1');
    const canceled = await openOrder('0.2');
    const across = await openOrder('0.3');
    rig.venue.control.fillOrder(ACCOUNT, across, '0.1');
    await rig.clock.advance(1_000);
    rig.venue.control.terminatePrivate(ACCOUNT);
    rig.venue.control.fillOrder(ACCOUNT, filled);
    rig.venue.world.cancel(ACCOUNT, PAIR, { clientOrderId: canceled });
    rig.venue.control.fillOrder(ACCOUNT, across, '0.1');
    rig.venue.world.deposit(ACCOUNT, 'ETH', '5');
    await whole();
    rig.venue.control.fillOrder(ACCOUNT, across);
    await rig.clock.advance(1_000);
    expect(rig.orderEvents(filled)).toEqual(['order-created', 'order-filled', 'order-completed']);
    expect(rig.orderEvents(canceled)).toEqual(['order-created', 'order-canceled']);
    expect(rig.orderEvents(across)).toEqual(['order-created', 'order-filled', 'order-filled', 'order-filled', 'order-completed']);
    expect(rig.connector.getBalance('ETH').toFixed()).toBe('105');
    const restored = rig.events.findLast((event) => event.type === 'stream-restored');
    expect(restored).toMatchObject({ repaired: { recoveredFills: 2 }, attempts: 1 });
  });

  it('deposits during a move are counted once, although both sockets tell of them', async () => {
    await live();
    rig.venue.control.announceClosing({ account: ACCOUNT });
    for (let count = 0; count < 20; count += 1) {
      rig.venue.world.deposit(ACCOUNT, 'ETH', '1');
      await rig.clock.advance(100);
    }
    await whole();
    expect(rig.connector.getBalance('ETH').toFixed()).toBe('120');
    expect(privateEvents()).toEqual(['stream-rotated']);
  });

  it('a fill during a snapshot that takes long, told by both sockets, is told once', async () => {
    await live();
    const id = await openOrder('0.3');
    rig.venue.control.faults.add({ on: 'http', match: { operation: 'open-orders' }, action: { kind: 'delay', delayMs: 3_000 } });
    rig.venue.control.announceClosing({ account: ACCOUNT });
    await rig.clock.advance(2_000);
    rig.venue.control.fillOrder(ACCOUNT, id, '0.1');
    await rig.clock.advance(300);
    rig.venue.control.fillOrder(ACCOUNT, id, '0.1');
    await whole();
    expect(rig.orderEvents(id)).toEqual(['order-created', 'order-filled', 'order-filled']);
  });
});

describe('a repair of which a part fails', () => {
  it.each([
    { operation: 'open-orders', missing: ['orders'] },
    { operation: 'fills', missing: ['trades'] },
    { operation: 'balances', missing: ['balances'] },
  ] as const)('$operation query fails: degraded, and asked for again until it is whole', async ({ operation, missing }) => {
    await live();
    const id = await openOrder('0.3');
    rig.venue.control.faults.add({ on: 'http', match: { operation }, times: 12, action: { kind: 'answer', status: 503 } });
    rig.venue.control.terminatePrivate(ACCOUNT);
    await rig.until(() => rig.connector.privateStreamStatus?.state === 'degraded');
    expect(rig.connector.privateStreamStatus).toMatchObject({ missing });
    rig.venue.control.fillOrder(ACCOUNT, id, '0.1');
    await rig.clock.advance(100);
    expect(rig.orderEvents(id)).toEqual(['order-created', 'order-filled']);
    await rig.until(isWhole);
    await rig.clock.advance(130_000);
    expect(privateEvents()).toEqual(['stream-interrupted', 'stream-connected', 'stream-degraded', 'stream-restored']);
  });

  it('both fail: events wait until something is known of the orders', async () => {
    await live();
    const id = await openOrder('0.3');
    for (const operation of ['open-orders', 'fills'] as const) {
      rig.venue.control.faults.add({ on: 'http', match: { operation }, times: 12, action: { kind: 'answer', status: 503 } });
    }
    rig.venue.control.terminatePrivate(ACCOUNT);
    await rig.until(() => rig.connector.privateStreamStatus?.state === 'degraded');
    expect(rig.events.findLast((event) => event.type === 'stream-degraded')).toMatchObject({ isHolding: true, missing: [] });
    rig.venue.control.fillOrder(ACCOUNT, id, '0.1');
    await rig.until(isWhole);
    await rig.clock.advance(130_000);
    expect(rig.orderEvents(id)).toEqual(['order-created', 'order-filled']);
  });
});

describe('an acknowledged order without a private event', () => {
  it.each(['place', 'cancel'] as const)(
    'after a %s shows within 10 s that the stream is dead; it moves to another socket',
    async (command) => {
      await live();
      const id = command === 'cancel' ? await openOrder('0.3') : '';
      await rig.clock.advance(1_000);
      const [before] = rig.venue.control.sockets({ account: ACCOUNT });
      rig.venue.control.faults.add({ on: 'frame', match: { frame: 'execution' }, times: 1, action: { kind: 'drop' } });
      rig.venue.control.faults.add({ on: 'frame', match: { frame: 'balances' }, times: 1, action: { kind: 'drop' } });
      if (command === 'place') rig.connector.buy(PAIR, '0.2', 'limit', rig.restingBuyPrice());
      else void rig.connector.cancel(PAIR, id);
      await rig.clock.advance(9_000);
      expect(privateEvents()).toEqual([]);
      await rig.clock.advance(2_000);
      await whole();
      expect(privateEvents()).toEqual(RESTORED);
      const [after] = rig.venue.control.sockets({ account: ACCOUNT });
      expect(after?.id).not.toBe(before?.id);
    },
  );

  it('is not missed while events come in time', async () => {
    await live();
    const ids = [await openOrder('0.1'), await openOrder('0.2'), await openOrder('0.3')];
    for (const id of ids) void rig.connector.cancel(PAIR, id);
    rig.connector.buy(PAIR, '0.01', 'market');
    await rig.clock.advance(60_000);
    expect(privateEvents()).toEqual([]);
  });
});

describe('the new socket of a move', () => {
  it.each([
    { fault: 'refuses', action: { kind: 'answer', status: 503 } },
    { fault: 'opens then closes', action: { kind: 'accept-then-cut' } },
    { fault: 'opens and stays silent', action: { kind: 'accept-then-fall-silent' } },
  ] as const)('$fault: the old one goes on', async ({ action }) => {
    await live();
    const id = await openOrder('0.3');
    rig.venue.control.faults.add({ on: 'handshake', match: { service: 'ws-api' }, times: 2, action });
    rig.venue.control.announceClosing({ account: ACCOUNT });
    await rig.clock.advance(3_000);
    rig.venue.control.fillOrder(ACCOUNT, id, '0.1');
    await rig.clock.advance(100);
    expect(rig.orderEvents(id)).toEqual(['order-created', 'order-filled']);
    await whole();
    expect(privateEvents()).toEqual(['stream-rotated']);
  });

  it.each(['without-close-frame', 'close-frame', 'half-open'] as const)('is on its way when the old one ends (%s)', async (kind) => {
    await live();
    const id = await openOrder('0.3');
    rig.venue.control.faults.add({ on: 'http', match: { operation: 'open-orders' }, times: 2, action: { kind: 'delay', delayMs: 1_000 } });
    const [old] = rig.venue.control.sockets({ account: ACCOUNT });
    rig.venue.control.announceClosing({ account: ACCOUNT });
    await rig.clock.advance(600);
    rig.venue.control.cutSockets(old === undefined ? {} : { id: old.id }, { kind });
    rig.venue.control.fillOrder(ACCOUNT, id, '0.1');
    await rig.clock.advance(60_000);
    await whole();
    expect(rig.orderEvents(id)).toEqual(['order-created', 'order-filled']);
  });
});

it('two days and more: the private stream is replaced every day and nothing is ever missed', { timeout: 60_000 }, async () => {
  await live();
  const id = await openOrder('0.3');
  for (let hour = 0; hour < 50; hour += 5) {
    rig.venue.control.fillOrder(ACCOUNT, id, '0.01');
    await rig.clock.advance(5 * 3_600_000);
  }
  expect(privateEvents()).toEqual(['stream-rotated', 'stream-rotated']);
  expect(rig.orderEvents(id)).toHaveLength(11);
});
