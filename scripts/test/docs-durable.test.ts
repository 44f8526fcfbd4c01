import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { binanceSpot } from '@venuekit/binance';
import type { OrderFilledEvent } from '@venuekit/core';
import { InProcessNetwork, inProcessRuntime, ManualClock, SeededRandom } from '@venuekit/core/testing';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { bookFills, openDurably } from '../../docs/examples/durable-bot.ts';
import { accountStore } from '../../docs/examples/tracking-store.ts';

const FILL = {
  version: 1,
  type: 'order-filled',
  clientOrderId: 'c1',
  exchangeOrderId: '7',
  tradingPair: 'BTC-USDT',
  side: 'buy',
  orderType: 'limit',
  positionAction: 'nil',
  eventTimeMs: 1,
  price: '60000',
  amount: '0.1',
  quoteAmount: '6000',
  fee: { kind: 'deducted-from-returns', percent: '0', flatFees: [] },
  isTaker: false,
  isRecovered: false,
};

let directory = '';

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'venuekit-docs-durable-'));
});

afterEach(() => {
  rmSync(directory, { recursive: true });
  vi.restoreAllMocks();
});

it('the example of the guide books the fills after a number, and says when its store is taken', async () => {
  const failures = vi.spyOn(console, 'error').mockReturnValue(undefined);
  const store = accountStore(directory);
  store.open();
  store.commit(
    [1, 2].map((sequence) => ({ kind: 'event', sequence, savedAtMs: 1, body: JSON.stringify({ ...FILL, tradeId: `t${sequence}` }) })),
  );
  const clock = new ManualClock();
  const runtime = inProcessRuntime({ clock, network: new InProcessNetwork({ clock }), random: new SeededRandom(1) });
  const connector = openDurably({ definition: binanceSpot({ tradingPairs: ['BTC-USDT'] }), runtime }, directory);
  connector.start();
  await expect(connector.whenReady()).rejects.toMatchObject({ problem: 'in-use' });
  expect(failures).toHaveBeenCalledExactlyOnceWith('not started, or stopped:', expect.stringContaining('is open'));
  await connector.stop();
  store.close();

  const life = new AbortController();
  const booked: OrderFilledEvent[] = [];
  const booking = bookFills(
    connector,
    1,
    (fill) => {
      booked.push(fill);
      life.abort();
      return Promise.resolve();
    },
    life.signal,
  );
  connector.start();
  await booking;
  expect(booked).toMatchObject([{ tradeId: 't2', sequence: 2, replayed: true }]);
  await connector.stop();
});
