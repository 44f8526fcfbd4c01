import { describe, expect, it } from 'vitest';
import { ExpectedEvents } from '../../src/account/expected-events.ts';
import { ManualClock } from '../../src/clock/manual-clock.ts';

function watched(withinMs = 10_000): { readonly clock: ManualClock; readonly expected: ExpectedEvents; readonly missing: string[] } {
  const clock = new ManualClock();
  const missing: string[] = [];
  const expected = new ExpectedEvents({
    clock,
    withinMs,
    isWatching: () => true,
    isBehind: () => false,
    onMissing: (clientOrderId, sentMs) => missing.push(`${clientOrderId} sent at ${sentMs}`),
  });
  return { clock, expected, missing };
}

describe('events that are expected', () => {
  it('are each given their whole time, also when the one that was due before has come', async () => {
    const { clock, expected, missing } = watched();
    expected.sent('place', 'one');
    expected.acknowledged('place', 'one');
    await clock.advance(4_000);
    expected.sent('place', 'two');
    expected.acknowledged('place', 'two');
    expected.seen('one', false);
    await clock.advance(9_999);
    expect(missing).toEqual([]);
    await clock.advance(1);
    expect(missing).toEqual(['two sent at 4000']);
    expect(clock.pendingTimers).toBe(0);
  });

  it('leave no timer once all have come, in whichever order', async () => {
    const { clock, expected, missing } = watched();
    for (const id of ['one', 'two']) {
      expected.sent('cancel', id);
      expected.acknowledged('cancel', id);
    }
    expected.seen('two', true);
    expect(clock.pendingTimers).toBe(1);
    expected.seen('one', true);
    expect(clock.pendingTimers).toBe(0);
    await clock.advance(60_000);
    expect(missing).toEqual([]);
  });

  it('are not expected of a command that has ended before, however often that is told', async () => {
    const { clock, expected, missing } = watched();
    expected.sent('place', 'one');
    expected.ended('place', 'one');
    expected.ended('place', 'one');
    expected.acknowledged('place', 'one');
    await clock.advance(60_000);
    expect([missing, clock.pendingTimers]).toEqual([[], 0]);
  });

  it('are none where the watch is switched off', async () => {
    const { clock, expected, missing } = watched(0);
    expected.sent('place', 'one');
    expected.acknowledged('place', 'one');
    await clock.advance(60_000);
    expect([missing, clock.pendingTimers]).toEqual([[], 0]);
  });
});
