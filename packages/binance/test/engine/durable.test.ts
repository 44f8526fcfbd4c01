import { describe, expect, it } from 'vitest';
import { DurableRig } from './durable-rig.ts';
import { ACCOUNT, PAIR } from './trading-rig.ts';

const CALM_MS = 60_000;

/** Two orders in one turn, one filled in two parts, the other canceled. Ends early when the program dies. */
async function trade(rig: DurableRig): Promise<void> {
  const { trading } = rig;
  const first = rig.buy();
  const second = rig.buy('0.2');
  const toldOf = (id: string, type: string): boolean => rig.wasKilled || trading.orderEvents(id).includes(type);
  await trading.until(() => toldOf(first, 'order-created') && toldOf(second, 'order-created'));
  const fill = (amount?: string): void => {
    const isOpen = trading.venue.world.openOrders(ACCOUNT).some(({ clientOrderId }) => clientOrderId === first);
    if (isOpen) trading.venue.control.fillOrder(ACCOUNT, first, amount);
  };
  fill('0.1');
  await trading.until(() => toldOf(first, 'order-filled'));
  fill();
  await trading.until(() => toldOf(first, 'order-completed'));
  if (!rig.wasKilled) await rig.cancel(second);
  await trading.until(() => toldOf(second, 'order-canceled'));
}

describe('An order of a program that is killed', () => {
  it('is filled while nobody is there: the fill is told after the restart, as recovered, and the order ends', async () => {
    const rig = await DurableRig.start();
    const id = await rig.openOrder();
    rig.kill();
    rig.trading.venue.control.fillOrder(ACCOUNT, id);
    await rig.trading.clock.advance(600_000);
    await rig.restart();
    await rig.trading.clock.advance(CALM_MS);
    expect(rig.trading.orderEvents(id)).toEqual(['order-created', 'order-filled', 'order-completed']);
    expect(rig.trading.events.findLast((event) => event.type === 'order-filled')).toMatchObject({ isRecovered: true });
    rig.expectTruth();
    await rig.trading.close();
  });

  it('is partly filled and canceled while nobody is there', async () => {
    const rig = await DurableRig.start();
    const id = await rig.openOrder();
    rig.kill();
    rig.trading.venue.control.fillOrder(ACCOUNT, id, '0.1');
    rig.trading.venue.world.cancelAll(ACCOUNT, PAIR);
    await rig.restart();
    await rig.trading.clock.advance(CALM_MS);
    expect(rig.trading.orderEvents(id)).toEqual(['order-created', 'order-filled', 'order-canceled']);
    rig.expectTruth();
    await rig.trading.close();
  });

  it('has never arrived when the program dies after saving it and before sending it', async () => {
    const rig = await DurableRig.start();
    await rig.dieAt(/after commit of order$/, () => rig.buy());
    await rig.trading.clock.advance(CALM_MS);
    expect(rig.trading.events.findLast((event) => event.type === 'order-failed')).toMatchObject({ cause: 'never-arrived' });
    rig.expectTruth();
    await rig.trading.close();
  });

  it('leaves nothing when the program dies before saving it', async () => {
    const rig = await DurableRig.start();
    await rig.dieAt(/before commit of order$/, () => rig.buy());
    await rig.trading.clock.advance(CALM_MS);
    expect(rig.disk.orders.size).toBe(0);
    rig.expectTruth();
    await rig.trading.close();
  });

  it('is found at the venue when the program dies before it hears the answer, and is not sent again', async () => {
    const rig = await DurableRig.start();
    let id = '';
    await rig.dieAt(/answer to POST .*order/, () => (id = rig.buy()));
    await rig.trading.clock.advance(CALM_MS);
    expect(rig.trading.orderEvents(id)).toEqual(['order-created']);
    expect(rig.trading.venue.world.openOrders(ACCOUNT)).toHaveLength(1);
    rig.expectTruth();
    await rig.trading.close();
  });

  it('that was being canceled is known as canceled after the restart', async () => {
    const rig = await DurableRig.start();
    const id = await rig.openOrder();
    await rig.dieAt(/answer to DELETE/, () => void rig.trading.connector.cancel(PAIR, id));
    await rig.trading.clock.advance(CALM_MS);
    expect(rig.trading.orderEvents(id)).toEqual(['order-created', 'order-canceled']);
    rig.expectTruth();
    await rig.trading.close();
  });

  it('asks for the trades since the private stream was last whole', async () => {
    const rig = await DurableRig.start();
    await rig.trading.clock.advance(300_000);
    await rig.openOrder();
    await rig.trading.clock.advance(130_000);
    const killedAtMs = rig.trading.clock.wallMs();
    rig.kill();
    await rig.trading.clock.advance(1_000_000);
    await rig.restart();
    const restored = rig.trading.events.findLast((event) => event.type === 'stream-restored');
    expect(restored?.gap.fromMs).toBeLessThanOrEqual(killedAtMs);
    expect(restored?.gap.fromMs).toBeGreaterThan(killedAtMs - 140_000);
    await rig.trading.close();
  });

  it('keeps the fills that it has told out of what is told later, also after the order has been forgotten', async () => {
    const rig = await DurableRig.start();
    const id = await rig.openOrder();
    rig.trading.venue.control.fillOrder(ACCOUNT, id);
    await rig.trading.until(() => rig.trading.orderEvents(id).includes('order-completed'));
    await rig.trading.clock.advance(120_000);
    rig.kill();
    await rig.restart();
    const other = await rig.openOrder();
    await rig.trading.clock.advance(CALM_MS);
    rig.trading.venue.control.cutSockets({ account: ACCOUNT });
    await rig.trading.clock.advance(CALM_MS);
    expect(rig.trading.orderEvents(id)).toEqual(['order-created', 'order-filled', 'order-completed']);
    expect(rig.trading.orderEvents(other)).toEqual(['order-created']);
    expect(rig.trading.events.filter(({ type }) => type === 'order-filled-late')).toEqual([]);
    rig.expectTruth();
    await rig.trading.close();
  });
});

describe('A program that is killed at any moment of placing, filling and canceling', () => {
  it('knows after the restart what the venue knows, has told everything, and has placed nothing twice', async () => {
    const passed: string[] = [];
    for (let moment = 1; ; moment += 1) {
      const rig = await DurableRig.start();
      rig.listen();
      rig.watch((_, count) => count === moment);
      await trade(rig);
      passed.push(rig.moments.at(-1) ?? '');
      const isOver = !rig.wasKilled;
      if (isOver) rig.watch(() => false);
      if (!isOver) await rig.restart();
      await rig.trading.clock.advance(CALM_MS);
      try {
        rig.expectTruth();
      } catch (error) {
        throw new Error(`killed at moment ${moment}, ${passed.at(-1) ?? ''}`, { cause: error });
      }
      await rig.trading.close();
      if (isOver) break;
    }
    expect(new Set(passed)).toEqual(
      new Set([
        'before commit of order',
        'after commit of order',
        'before POST /api/v3/order',
        'answer to POST /api/v3/order',
        'before commit of order+event',
        'after commit of order+event',
        'after order-created was heard',
        'before commit of order+fill+event',
        'after commit of order+fill+event',
        'after order-filled was heard',
        'before commit of delivered',
        'after commit of delivered',
        'after order-completed was heard',
        'a frame',
        'before DELETE /api/v3/order',
        'answer to DELETE /api/v3/order',
        'after order-canceled was heard',
      ]),
    );
  }, 60_000);
});

describe('A connector that is stopped and started again', () => {
  it('goes on with its orders and its numbers', async () => {
    const rig = await DurableRig.start();
    const id = await rig.openOrder();
    await rig.trading.stopConnector();
    expect(rig.disk.owner).toBeUndefined();
    rig.trading.venue.control.fillOrder(ACCOUNT, id);
    await rig.trading.start();
    await rig.trading.clock.advance(CALM_MS);
    expect(rig.toldOnce().map((event) => [event.type, event.sequence])).toEqual([
      ['order-created', 1],
      ['order-filled', 2],
      ['order-completed', 3],
    ]);
    rig.expectTruth();
    await rig.trading.close();
  });

  it('is stopped while its store is being opened, and leaves the store free', async () => {
    const rig = new DurableRig();
    rig.trading.connector.start();
    await rig.trading.stopConnector();
    expect(rig.disk.owner).toBeUndefined();
    await rig.trading.close();
  });

  it('saves orders that the application has restored from elsewhere', async () => {
    const rig = await DurableRig.start();
    const id = await rig.openOrder();
    const { trackingStates: states } = rig.trading.connector;
    rig.kill();
    rig.disk.orders.clear();
    rig.trading.connector.restoreTrackingStates(states);
    await rig.restart();
    await rig.trading.clock.advance(1_000);
    expect([...rig.disk.orders.keys()]).toEqual([id]);
    await rig.trading.close();
  });
});
