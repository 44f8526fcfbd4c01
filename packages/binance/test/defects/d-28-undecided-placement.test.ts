import type { HttpFaultAction } from '@venuekit/venue';
import { describe, expect, it } from 'vitest';
import { PAIR, TradingRig } from '../engine/trading-rig.ts';

const ENDINGS: readonly (readonly [string, HttpFaultAction])[] = [
  ['a time-out', { kind: 'execute-then-hang' }],
  ['a reset', { kind: 'execute-then-reset' }],
  ['a 502', { kind: 'execute-then-answer', status: 502, body: '<html>' }],
  ['-1007', { kind: 'execute-then-answer', status: 408, body: '{"code":-1007,"msg":"Timeout waiting for response from backend server."}' }],
  ['an unreadable answer', { kind: 'execute-then-garbage' }],
];

describe('D-28: a placement without an answer is not failed', () => {
  it.each(ENDINGS)('%s keeps the order in flight, undecided, until the venue is asked', async (_name, action) => {
    const rig = new TradingRig();
    await rig.start();
    const { faults } = rig.venue.control;
    faults.add({ on: 'http', match: { operation: 'place' }, action });
    faults.add({ on: 'frame', match: { frame: 'execution' }, times: 10, action: { kind: 'drop' } });
    const silence = (['order', 'open-orders'] as const).map((operation) =>
      faults.add({ on: 'http', match: { operation }, times: 1_000, action: { kind: 'answer', status: 503 } }),
    );
    const id = rig.connector.buy(PAIR, '0.3', 'limit', rig.restingBuyPrice());
    await rig.clock.advance(300_000);
    expect(rig.orderEvents(id)).toEqual([]);
    expect(rig.connector.inFlightOrders.get(id)).toMatchObject({ outcome: 'unknown', state: 'pending-create' });
    for (const remove of silence) remove();
    await rig.until(() => rig.orderEvents(id).length > 0, 200_000);
    expect(rig.orderEvents(id)).toEqual(['order-created']);
    await rig.clock.advance(1_000);
    rig.expectTruth();
    await rig.close();
  });
});
