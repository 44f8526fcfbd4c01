import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../src/clock/manual-clock.ts';
import { createThrottler } from '../../src/exchange/create-throttler.ts';
import { InProcessNetwork } from '../../src/network/in-process-network.ts';
import { inProcessRuntime } from '../../src/network/in-process-runtime.ts';
import { SeededRandom } from '../../src/random/seeded-random.ts';
import { RateGovernor } from '../../src/throttle/rate-governor.ts';
import type { RateLimit } from '../../src/throttle/rate-limit.ts';
import type { Throttler } from '../../src/throttle/throttler.ts';
import { ConnectorBench } from './connector-bench.ts';

/** Two connectors of one venue, each with its account. */
function twoThrottlers(limit: Partial<RateLimit>, isShared: boolean, accounts: readonly [string, string]): Throttler[] {
  const clock = new ManualClock();
  const runtime = inProcessRuntime({ clock, network: new InProcessNetwork({ clock }), random: new SeededRandom(1) });
  const rateLimitsRules: readonly RateLimit[] = [{ limitId: 'orders', limit: 10, intervalMs: 10_000, ...limit }];
  const definition = { ...new ConnectorBench().definition, rateLimitsRules };
  const shared = isShared ? { rateGovernor: new RateGovernor({ clock }) } : {};
  return accounts.map((account) => createThrottler({ definition, runtime, account, ...shared }));
}

async function usedByBoth([first, second]: readonly Throttler[]): Promise<readonly (number | undefined)[]> {
  await first?.acquire('orders');
  await second?.acquire('orders');
  return [first, second].map((throttler) => throttler?.usage().find(({ limitId }) => limitId === 'orders')?.used);
}

describe('two connectors of one venue', () => {
  it('count together what the venue meters by address, where they are given one governor', async () => {
    expect(await usedByBoth(twoThrottlers({ scope: 'ip' }, true, ['one', 'other']))).toEqual([2, 2]);
  });

  it('count together what it meters by account only where that is the same', async () => {
    expect(await usedByBoth(twoThrottlers({ scope: 'account' }, true, ['one', 'other']))).toEqual([1, 1]);
    expect(await usedByBoth(twoThrottlers({ scope: 'account' }, true, ['one', 'one']))).toEqual([2, 2]);
  });

  it('count each for itself without a governor', async () => {
    expect(await usedByBoth(twoThrottlers({ scope: 'ip' }, false, ['one', 'one']))).toEqual([1, 1]);
  });
});
