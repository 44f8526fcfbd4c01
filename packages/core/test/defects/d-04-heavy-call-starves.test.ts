import { describe, expect, test } from 'vitest';
import { ThrottleRun } from '../throttle/throttle-run.ts';

const LIMITS = [
  { limitId: 'pool', limit: 10, intervalMs: 1_000 },
  { limitId: '/heavy', limit: 100, intervalMs: 1_000, linkedLimits: [{ limitId: 'pool', weight: 8 }] },
  { limitId: '/light', limit: 1_000, intervalMs: 1_000, linkedLimits: [{ limitId: 'pool', weight: 1 }] },
];

describe('D-04: calls are served in order of arrival, so that a heavy one does not starve', () => {
  test('a call of weight 8 of 10 gets through a steady stream of light ones within its stated bound', async () => {
    const run = new ThrottleRun(LIMITS, { safetyMarginPercent: 0 });
    // Room comes free one by one, so that whoever takes each at once never lets it gather.
    for (let step = 0; step < 10; step += 1) {
      run.call(`early ${step}`, '/light');
      await run.clock.advance(99);
    }
    const askedMs = run.clock.monotonicMs();
    const boundMs = run.throttler.longestWaitMs('/heavy');
    run.call('heavy', '/heavy');
    for (let step = 0; step < 400; step += 1) {
      run.call(`late ${step}`, '/light');
      await run.clock.advance(20);
    }
    const heavy = run.granted.find(({ name }) => name === 'heavy');
    expect(heavy?.atMs).toBeLessThanOrEqual(askedMs + Math.min(boundMs, 2_000));
    expect(run.names.indexOf('heavy')).toBeLessThan(run.names.indexOf('late 0'));
  });

  test('calls of one id are served in the order in which they came', async () => {
    const run = new ThrottleRun(LIMITS);
    const names = Array.from({ length: 50 }, (_, index) => `query ${index}`);
    run.calls(50, '/light');
    await run.clock.advance(10_000);
    expect(run.names).toEqual(names);
  });
});
