import { describe, expect, test } from 'vitest';
import { ThrottleError } from '../../src/errors/throttle-error.ts';
import { ThrottleRun } from '../throttle/throttle-run.ts';

const KNOWN = { limitId: '/order', limit: 5, intervalMs: 1_000 };

describe('D-02: a limit id that nobody defined is named, never a crash and never let through', () => {
  test('when it is used: the call is refused as not sent, and the others go on', async () => {
    const { throttler } = new ThrottleRun([KNOWN]);
    const refusal = throttler.acquire('/ticker');
    await expect(refusal).rejects.toBeInstanceOf(ThrottleError);
    await expect(refusal).rejects.toMatchObject({ limitId: '/ticker', outcome: 'not-sent' });
    expect(() => throttler.tryAcquire('/ticker')).toThrow(/"\/ticker"/);
    expect(() => throttler.pause('/ticker', 1_000)).toThrow(/"\/ticker"/);
    await throttler.acquire('/order');
    expect(throttler.usage()).toMatchObject([{ limitId: '/order', used: 1, limit: 5, waiting: 0 }]);
  });

  test('when a limit links to it: the table is refused before anything is called', () => {
    expect(() => new ThrottleRun([{ ...KNOWN, linkedLimits: [{ limitId: 'WEIGHT' }] }])).toThrow(/"\/order".*"WEIGHT"/);
  });
});
