import type { CutManner } from '@venuekit/venue';
import { describe, expect, it } from 'vitest';
import { ACCOUNT, PAIR, TradingRig } from './trading-rig.ts';

const CUTS: readonly { readonly name: string; readonly manner: CutManner }[] = [
  { name: 'cut without a word', manner: { kind: 'without-close-frame' } },
  { name: 'closed with a frame', manner: { kind: 'close-frame', code: 1001 } },
  { name: 'half-open', manner: { kind: 'half-open' } },
];

async function openOrder(rig: TradingRig, amount: string): Promise<string> {
  const id = rig.connector.buy(PAIR, amount, 'limit', rig.restingBuyPrice());
  await rig.until(() => rig.orderEvents(id).includes('order-created'));
  return id;
}

describe.each(CUTS)('a private socket that is $name', ({ manner }) => {
  it('loses no fill, cancel or balance that happened meanwhile', async () => {
    const rig = new TradingRig();
    await rig.start();
    const filled = await openOrder(rig, '0.3');
    const partly = await openOrder(rig, '0.2');
    const canceled = await openOrder(rig, '0.1');
    rig.venue.control.cutSockets({ account: ACCOUNT }, manner);
    rig.venue.control.fillOrder(ACCOUNT, filled, '0.1');
    rig.venue.control.fillOrder(ACCOUNT, filled);
    rig.venue.control.fillOrder(ACCOUNT, partly, '0.05');
    rig.venue.world.cancel(ACCOUNT, PAIR, { clientOrderId: canceled });
    rig.venue.world.deposit(ACCOUNT, 'ETH', '5');
    await rig.until(() => rig.events.some((event) => event.type === 'stream-restored' && event.gap.fromMs !== undefined));
    await rig.clock.advance(2_000);
    expect(rig.orderEvents(filled)).toEqual(['order-created', 'order-filled', 'order-filled', 'order-completed']);
    expect(rig.orderEvents(partly)).toEqual(['order-created', 'order-filled']);
    expect(rig.orderEvents(canceled)).toEqual(['order-created', 'order-canceled']);
    rig.expectTruth();
    await rig.close();
  });
});

describe('the private stream', () => {
  it('goes on after its subscription was terminated while the socket stays open', async () => {
    const rig = new TradingRig();
    await rig.start();
    const id = await openOrder(rig, '0.3');
    rig.venue.control.terminatePrivate(ACCOUNT);
    rig.venue.control.fillOrder(ACCOUNT, id);
    await rig.until(() => rig.orderEvents(id).includes('order-completed'));
    await rig.clock.advance(5_000);
    expect(rig.connector.statusDict.userStreamInitialized).toBe(true);
    rig.expectTruth();
    await rig.close();
  });

  it('is repaired with what happens between the queries of the repair', async () => {
    const rig = new TradingRig();
    await rig.start();
    const first = await openOrder(rig, '0.3');
    const second = await openOrder(rig, '0.2');
    rig.venue.control.faults.add({ on: 'http', match: { operation: 'open-orders' }, action: { kind: 'delay', delayMs: 2_000 } });
    rig.venue.control.cutSockets({ account: ACCOUNT });
    rig.venue.control.fillOrder(ACCOUNT, first, '0.1');
    const openedBefore = rig.network.openedSockets;
    await rig.until(() => rig.network.openedSockets > openedBefore);
    await rig.clock.advance(500);
    rig.venue.control.fillOrder(ACCOUNT, first);
    rig.venue.control.fillOrder(ACCOUNT, second, '0.1');
    await rig.clock.advance(300);
    rig.venue.world.cancel(ACCOUNT, PAIR, { clientOrderId: second });
    await rig.clock.advance(30_000);
    expect(rig.orderEvents(first)).toEqual(['order-created', 'order-filled', 'order-filled', 'order-completed']);
    expect(rig.orderEvents(second)).toEqual(['order-created', 'order-filled', 'order-canceled']);
    rig.expectTruth();
    await rig.close();
  });

  it('is repaired although the queries of the repair fail at first', async () => {
    const rig = new TradingRig();
    await rig.start();
    const id = await openOrder(rig, '0.3');
    for (const operation of ['open-orders', 'fills', 'balances'] as const) {
      rig.venue.control.faults.add({ on: 'http', match: { operation }, times: 2, action: { kind: 'answer', status: 503 } });
    }
    rig.venue.control.cutSockets({ account: ACCOUNT });
    rig.venue.control.fillOrder(ACCOUNT, id);
    await rig.until(() => rig.events.some((event) => event.type === 'stream-restored' && event.gap.fromMs !== undefined));
    await rig.clock.advance(1_000);
    rig.expectTruth();
    await rig.close();
  });

  it('comes back when the venue refuses handshakes for a while, and tells every event once although frames come twice or out of order', async () => {
    const rig = new TradingRig();
    await rig.start();
    const id = await openOrder(rig, '0.3');
    rig.venue.control.faults.add({ on: 'handshake', match: { service: 'ws-api' }, times: 3, action: { kind: 'answer', status: 503 } });
    rig.venue.control.cutSockets({ account: ACCOUNT });
    await rig.until(() => rig.events.some((event) => event.type === 'stream-restored' && event.gap.fromMs !== undefined));
    rig.venue.control.faults.add({ on: 'frame', match: { frame: 'execution' }, times: 1, action: { kind: 'reorder' } });
    rig.venue.control.faults.add({ on: 'frame', match: { frame: 'execution' }, times: 20, action: { kind: 'duplicate' } });
    for (const amount of ['0.1', '0.05', '0.15']) rig.venue.control.fillOrder(ACCOUNT, id, amount);
    await rig.clock.advance(10_000);
    expect(rig.orderEvents(id)).toEqual(['order-created', 'order-filled', 'order-filled', 'order-filled', 'order-completed']);
    rig.expectTruth();
    await rig.close();
  });

  it('survives two days of daily cuts without a gap that stays', async () => {
    const rig = new TradingRig();
    await rig.start();
    const id = await openOrder(rig, '0.3');
    for (let hour = 0; hour < 48; hour += 1) {
      await rig.clock.advance(3_600_000);
      if (hour % 12 === 11) rig.venue.control.fillOrder(ACCOUNT, id, '0.05');
    }
    await rig.clock.advance(10_000);
    expect(rig.orderEvents(id)).toEqual(['order-created', ...Array.from({ length: 4 }, () => 'order-filled')]);
    rig.expectTruth();
    await rig.close();
  }, 30_000);
});

describe('bad private events', () => {
  it.each([
    { name: 'no JSON', how: 'malformed' as const },
    { name: 'a missing order id', how: { remove: 'i' } as const },
    { name: 'an unknown execution type', how: { replace: 'x', value: 'SOMETHING_NEW' } as const },
    { name: 'an unknown status', how: { replace: 'X', value: 'SOMETHING_NEW' } as const },
    { name: 'an unknown event', how: { replace: 'e', value: 'somethingNew' } as const },
    { name: 'an amount that is no number', how: { replace: 'l', value: 'many' } as const },
    { name: 'an unknown symbol', how: { replace: 's', value: 'NOPE' } as const },
  ])('$name is reported, and the truth is asked for', async ({ how }) => {
    const rig = new TradingRig();
    await rig.start();
    const id = await openOrder(rig, '0.3');
    rig.venue.control.faults.add({ on: 'frame', match: { frame: 'execution' }, action: { kind: 'corrupt', how } });
    rig.venue.control.fillOrder(ACCOUNT, id, '0.1');
    await rig.clock.advance(1_000);
    expect(rig.events.filter((event) => event.type === 'stream-problem').length).toBeGreaterThanOrEqual(1);
    rig.venue.control.fillOrder(ACCOUNT, id);
    await rig.clock.advance(150_000);
    expect(rig.orderEvents(id)).toEqual(['order-created', 'order-filled', 'order-filled', 'order-completed']);
    rig.expectTruth();
    await rig.close();
  });
});
