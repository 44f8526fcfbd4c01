import { describe, expect, it } from 'vitest';
import { PAIR, ShapeRig } from './shape-rig.ts';

async function open(...shape: ConstructorParameters<typeof ShapeRig>): Promise<ShapeRig> {
  const rig = new ShapeRig(...shape);
  await rig.start();
  rig.makers.stop();
  return rig;
}

async function placed(rig: ShapeRig, ...amounts: readonly string[]): Promise<readonly string[]> {
  const ids = amounts.map((amount) => rig.connector.buy(PAIR, amount, 'limit', '20000'));
  await rig.until(() => ids.every((id) => rig.told(id).includes('order-created')));
  return ids;
}

/** Ends a test: what the account is, and that nothing is left. */
async function expectTruthAndClose(rig: ShapeRig): Promise<void> {
  await rig.clock.advance(130_000);
  rig.expectAccount();
  await rig.close();
}

describe('a cancel that is only taken', () => {
  it.each([{}, { clientIds: 'none' }, { batches: 'items', fills: 'cumulative' }] as const)(
    'loses to a fill that comes before it is carried out: %o',
    async (shape) => {
      const rig = await open({ ...shape, cancels: 'asynchronous' });
      const [id = ''] = await placed(rig, '0.2');
      const answer = rig.connector.cancel(PAIR, id);
      await rig.clock.advance(100);
      rig.fill(id);
      await rig.until(() => rig.told(id).includes('order-completed'));
      await rig.clock.advance(10_000);
      await answer;
      expect(rig.told(id).filter((type) => type !== 'order-filled')).toEqual(['order-created', 'order-completed']);
      await expectTruthAndClose(rig);
    },
  );

  it('is told when it has been carried out, and not before', async () => {
    const rig = await open({ cancels: 'asynchronous' });
    const [id = ''] = await placed(rig, '0.2');
    void rig.connector.cancel(PAIR, id);
    await rig.clock.advance(200);
    expect(rig.told(id)).toEqual(['order-created']);
    await rig.clock.advance(400);
    expect(rig.told(id)).toEqual(['order-created', 'order-canceled']);
    await expectTruthAndClose(rig);
  });
});

describe('an order that is canceled before the venue has told its id', () => {
  it.each([{ clientIds: 'none' }, { clientIds: 'none', cancels: 'asynchronous', fills: 'cumulative' }, { clientIds: 'uuid' }] as const)(
    'is canceled: %o',
    async (shape) => {
      const rig = await open(shape);
      const delay = { kind: 'delay', delayMs: 2_000, phase: 'reply' } as const;
      rig.venue.control.faults.add({ on: 'http', match: { operation: 'place' }, action: delay });
      const id = rig.connector.buy(PAIR, '0.2', 'limit', '20000');
      await rig.clock.advance(100);
      const answer = rig.connector.cancel(PAIR, id);
      await rig.until(() => rig.told(id).includes('order-canceled'));
      await rig.clock.advance(10_000);
      expect(await answer).toMatchObject({ clientOrderId: id });
      expect(rig.told(id)).toEqual(['order-created', 'order-canceled']);
      await expectTruthAndClose(rig);
    },
  );

  it.each([{ clientIds: 'none' }, { clientIds: 'none', fills: 'cumulative' }] as const)(
    'and is filled before it, is told as filled: %o',
    async (shape) => {
      const rig = await open(shape);
      const delay = { kind: 'delay', delayMs: 2_000, phase: 'reply' } as const;
      rig.venue.control.faults.add({ on: 'http', match: { operation: 'place' }, action: delay });
      const id = rig.connector.buy(PAIR, '0.2', 'limit', '20000');
      await rig.clock.advance(100);
      const [order] = rig.venue.world.openOrders('alice');
      rig.venue.control.fillOrder('alice', order?.clientOrderId ?? '');
      void rig.connector.cancel(PAIR, id);
      await rig.until(() => rig.told(id).includes('order-completed'));
      expect(rig.told(id)).toEqual(['order-created', 'order-filled', 'order-completed']);
      await expectTruthAndClose(rig);
    },
  );
});

describe('an order whose placing was never answered', () => {
  it.each([{ clientIds: 'none' }, { clientIds: 'numeric' }, { clientIds: 'uuid' }, { clientIds: 'none', amounts: 'contracts' }] as const)(
    'is found at the venue: %o',
    async (shape) => {
      const rig = await open(shape);
      rig.venue.control.faults.add({ on: 'http', match: { operation: 'place' }, action: { kind: 'execute-then-hang' } });
      const id = rig.connector.buy(PAIR, '0.2', 'limit', '20000');
      await rig.clock.advance(60_000);
      expect(rig.told(id)).toEqual(['order-created']);
      void rig.connector.cancel(PAIR, id);
      await rig.until(() => rig.told(id).includes('order-canceled'));
      await expectTruthAndClose(rig);
    },
  );

  it('and never arrived fails where the venue knows our ids, and is lost where it does not', async () => {
    for (const [clientIds, end] of [
      ['numeric', 'order-failed'],
      ['none', 'order-lost'],
    ] as const) {
      const rig = await open({ clientIds });
      rig.venue.control.faults.add({ on: 'http', match: { operation: 'place' }, action: { kind: 'hang' } });
      const id = rig.connector.buy(PAIR, '0.2', 'limit', '20000');
      await rig.clock.advance(900_000);
      expect([clientIds, rig.told(id)]).toEqual([clientIds, [end]]);
      await rig.close();
    }
  });
});

describe('fills that are told as sums', () => {
  it('are made once each, also when some news are lost, come twice or come late', async () => {
    const rig = await open({ fills: 'cumulative' });
    const [id = ''] = await placed(rig, '0.4');
    rig.venue.control.faults.add({ on: 'frame', match: { frame: 'execution' }, action: { kind: 'drop' } });
    rig.fill(id, '0.1');
    await rig.clock.advance(500);
    rig.venue.control.faults.add({ on: 'frame', match: { frame: 'execution' }, action: { kind: 'duplicate' } });
    rig.fill(id, '0.1');
    await rig.clock.advance(500);
    rig.venue.control.faults.add({ on: 'frame', match: { frame: 'execution' }, action: { kind: 'reorder' } });
    rig.fill(id, '0.1');
    rig.fill(id);
    await rig.until(() => rig.told(id).includes('order-completed'));
    await expectTruthAndClose(rig);
  });
});

const order = (amount: string) => ({ tradingPair: PAIR, side: 'buy', orderType: 'limit', amount, price: '20000' }) as const;

describe('several orders in one request', () => {
  it.each([{}, { clientIds: 'none' }, { body: 'form', success: 'code' }, { cancels: 'asynchronous', amounts: 'contracts' }] as const)(
    'are placed and canceled each on its own: %o',
    async (shape) => {
      const rig = await open({ ...shape, batches: 'items' });
      const ids = rig.connector.placeBatch([...Array.from({ length: 12 }, () => order('0.01')), order('900')]);
      const [tooLarge = ''] = ids.slice(-1);
      await rig.until(() => ids.every((id) => rig.told(id).length > 0));
      expect(rig.told(tooLarge)).toEqual(['order-failed']);
      expect(ids.slice(0, -1).every((id) => rig.told(id).includes('order-created'))).toBe(true);
      const results = rig.connector.cancelBatch(ids.slice(0, 11));
      await rig.until(() => ids.slice(0, 11).every((id) => rig.told(id).includes('order-canceled')));
      await rig.clock.advance(1_000);
      expect(await results).toHaveLength(11);
      await expectTruthAndClose(rig);
    },
  );
});

describe('limits that the venue counts in its own way', () => {
  it.each(['fixed', 'rolling', 'decaying', 'headers'] as const)('%s: a burst of orders is never refused', async (limits) => {
    const rig = await open({ limits });
    const ids = Array.from({ length: 180 }, () => rig.connector.buy(PAIR, '0.001', 'limit', '20000'));
    await rig.until(() => ids.every((id) => rig.told(id).includes('order-created')));
    expect(rig.refusals).toEqual([]);
    await expectTruthAndClose(rig);
  });

  it.each(['rolling', 'decaying', 'headers'] as const)(
    '%s: a limit that is tighter than the connector knows leaves no order in doubt',
    async (limits) => {
      const rig = await open({ limits });
      rig.venue.control.setLimit('orders', { limit: 20 });
      const ids = Array.from({ length: 40 }, () => rig.connector.buy(PAIR, '0.001', 'limit', '20000'));
      await rig.until(() => ids.every((id) => rig.told(id).length > 0), 600_000);
      expect(rig.refusals.every((text) => text.startsWith('too-many-orders'))).toBe(true);
      expect(rig.venue.world.openOrders('alice').length).toBe(ids.filter((id) => rig.told(id).includes('order-created')).length);
      await expectTruthAndClose(rig);
    },
  );
});
