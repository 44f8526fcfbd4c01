import { describe, expect, it } from 'vitest';
import { ALL_CARDS } from '../../src/cards/all-cards.ts';
import { runCard } from '../../src/run/run-card.ts';
import { loopbackStage } from '../../src/stage/loopback-stage.ts';
import { tinySubject } from '../reference/tiny-subject.ts';

describe('a stage over real sockets', () => {
  it('serves the venue on ports of this machine and leaves none of them, no socket and no timer', async () => {
    const stage = await loopbackStage({ subject: tinySubject });
    await stage.start();
    const id = await stage.openOrder();
    expect(stage.venueOrder(id)?.clientOrderId).toBe(id);
    expect(stage.wire.requests.every(({ url }) => url.hostname === '127.0.0.1')).toBe(true);
    expect(stage.openSockets).toBeGreaterThan(0);
    await stage.close();
    expect([stage.openSockets, stage.clock.pendingTimers]).toEqual([0, 0]);
  });

  it('runs the cards that say so', async () => {
    const card = ALL_CARDS.find(({ overSockets }) => overSockets === true);
    if (card === undefined) throw new RangeError('no card runs over sockets');
    expect(await runCard(tinySubject, card, { place: 'loopback' })).toMatchObject({ verdict: 'pass', place: 'loopback' });
  });

  it('says what it waited for in vain', async () => {
    const stage = await loopbackStage({ subject: tinySubject });
    await expect(stage.until('the moon is blue', () => false, 5)).rejects.toThrow(
      /the moon is blue: expected within 5 ms, got not so; members at work: none/,
    );
    await stage.close();
  });

  it('gives its ports back when the connector cannot be made', async () => {
    const unmade = {
      ...tinySubject,
      define: () => {
        throw new Error('no connector today');
      },
    };
    await expect(loopbackStage({ subject: unmade })).rejects.toThrow('no connector today');
  });
});
