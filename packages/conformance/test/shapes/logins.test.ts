import type { PlainShape } from '@venuekit/venue';
import { describe, expect, it } from 'vitest';
import { PAIR, ShapeRig } from './shape-rig.ts';

const HOUR_MS = 3_600_000;

async function withOrder(shape: PlainShape): Promise<readonly [ShapeRig, string]> {
  const rig = new ShapeRig(shape);
  await rig.start();
  rig.makers.stop();
  const id = rig.connector.buy(PAIR, '0.3', 'limit', '20000');
  await rig.until(() => rig.told(id).includes('order-created'));
  return [rig, id];
}

async function expectTruthAndClose(rig: ShapeRig): Promise<void> {
  await rig.clock.advance(130_000);
  rig.expectAccount();
  await rig.close();
}

describe('a listen key', () => {
  it('is kept alive for as long as it is needed, and given back in the end', async () => {
    const [rig, id] = await withOrder({ login: 'listen-key' });
    await rig.clock.advance(6 * HOUR_MS);
    expect(rig.interruptions()).toEqual([]);
    rig.fill(id);
    await rig.until(() => rig.told(id).includes('order-completed'));
    await expectTruthAndClose(rig);
    expect(rig.refusals).toEqual([]);
  });

  it.each([{}, { acks: 'first-data' }, { heartbeat: 'channel', compression: 'gzip' }] as const)(
    'that ends early is replaced, and what happened meanwhile is told: %o',
    async (shape) => {
      const [rig, id] = await withOrder({ ...shape, login: 'listen-key' });
      expect(rig.venue.control.endStreamKeys('alice')).toBe(1);
      rig.fill(id, '0.1');
      await rig.clock.advance(30_000);
      rig.fill(id);
      await rig.until(() => rig.told(id).includes('order-completed'));
      await expectTruthAndClose(rig);
    },
  );
});

describe('a login', () => {
  it.each([{ login: 'token' }, { login: 'subscribe' }, { login: 'url' }, { login: 'token', acks: 'first-data', signing: 'jwt' }] as const)(
    'is made anew for each connection: %o',
    async (shape) => {
      const [rig, id] = await withOrder(shape);
      for (const amount of ['0.1', '0.1', '0.1']) {
        await rig.clock.advance(HOUR_MS / 2);
        rig.venue.control.cutSockets();
        rig.fill(id, amount);
        await rig.clock.advance(20_000);
      }
      expect(rig.told(id)).toContain('order-completed');
      expect(rig.refusals).toEqual([]);
      await expectTruthAndClose(rig);
    },
  );

  it.each([
    { signing: 'query' },
    { signing: 'passphrase' },
    { signing: 'ed25519' },
    { signing: 'jwt' },
    { signing: 'jwt', login: 'subscribe' },
  ] as const)('that the venue refuses for its time is tried again with the right time: %o', async (shape) => {
    const [rig, id] = await withOrder(shape);
    rig.venue.control.skewClock(400_000);
    rig.venue.control.cutSockets();
    rig.fill(id);
    await rig.until(() => rig.told(id).includes('order-completed'));
    await expectTruthAndClose(rig);
  });
});
