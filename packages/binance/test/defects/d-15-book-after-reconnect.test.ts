import { describe, expect, it } from 'vitest';
import { PAIR, TradingRig } from '../engine/trading-rig.ts';

describe('D-15: a book is right again after whatever the stream has missed', () => {
  it('after a reconnect, with what changed while nobody listened', async () => {
    const rig = new TradingRig();
    await rig.start();
    rig.makers.start();
    await rig.clock.advance(5_000);
    rig.venue.control.faults.add({ on: 'handshake', match: { service: 'stream' }, times: 5, action: { kind: 'answer', status: 503 } });
    rig.venue.control.cutSockets({ service: 'stream' });
    await rig.clock.advance(100);
    expect(rig.connector.getOrderBook(PAIR).state).toBe('stale');
    await rig.until(() => rig.connector.getOrderBook(PAIR).state === 'live');
    rig.makers.stop();
    await rig.clock.advance(1_000);
    expect(rig.events.filter(({ type }) => type === 'book-resynced')).toHaveLength(1);
    rig.expectTruth();
    await rig.close();
  });

  it('after a gap in the numbers, without a reconnect', async () => {
    const rig = new TradingRig();
    await rig.start();
    const { openedSockets } = rig.network;
    rig.venue.control.skipUpdateId(PAIR);
    rig.makers.start();
    await rig.until(() => rig.events.some(({ type }) => type === 'book-stale'));
    await rig.until(() => rig.connector.getOrderBook(PAIR).state === 'live');
    rig.makers.stop();
    await rig.clock.advance(1_000);
    expect(rig.connector.bookStatus(PAIR)).toMatchObject({ gaps: 1, resyncs: 1 });
    expect(rig.network.openedSockets).toBe(openedSockets);
    rig.expectTruth();
    await rig.close();
  });
});
