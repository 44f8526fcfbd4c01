import { randomInteger, SeededRandom } from '@venuekit/core/testing';
import { describe, expect, it } from 'vitest';
import { PAIR, ShapeRig } from './shape-rig.ts';

describe('a venue whose nonces must grow', () => {
  it('gets them in order, however long each request is on its way', async () => {
    const rig = new ShapeRig({ signing: 'nonce' });
    const random = new SeededRandom(5);
    rig.network.setLatency(() => randomInteger(random, 1, 80));
    await rig.start();
    const ids = Array.from({ length: 12 }, () => rig.connector.buy(PAIR, '0.01', 'limit', '20000'));
    await rig.until(() => ids.every((id) => rig.told(id).includes('order-created')));
    await rig.clock.advance(130_000);
    rig.expectAccount();
    expect([rig.refusals, rig.problems()]).toEqual([[], []]);
    await rig.close();
  });
});
