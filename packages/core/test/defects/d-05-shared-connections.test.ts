import { describe, expect, test } from 'vitest';
import { ManualClock } from '../../src/clock/manual-clock.ts';
import { AbortedError } from '../../src/errors/aborted-error.ts';
import { InProcessNetwork } from '../../src/network/in-process-network.ts';
import { inProcessRuntime } from '../../src/network/in-process-runtime.ts';
import { SeededRandom } from '../../src/random/seeded-random.ts';
import { Throttler } from '../../src/throttle/throttler.ts';
import { TimeSynchronizer } from '../../src/web/time-synchronizer.ts';
import { WebAssistantsFactory } from '../../src/web/web-assistants-factory.ts';

function makeFactories(): { readonly clock: ManualClock; readonly first: WebAssistantsFactory; readonly second: WebAssistantsFactory } {
  const clock = new ManualClock();
  const network = new InProcessNetwork({ clock });
  network.serve('https://venue.test', {
    onRequest: async () => {
      await new Promise<void>((resolve) => clock.setTimer(500, resolve));
      return { status: 200, headers: {}, body: '{"works":true}' };
    },
  });
  const runtime = inProcessRuntime({ clock, network, random: new SeededRandom(1) });
  const make = (): WebAssistantsFactory =>
    new WebAssistantsFactory({
      runtime,
      throttler: new Throttler({ limits: [{ limitId: '/ping', limit: 10, intervalMs: 1_000 }], clock }),
      timeSynchronizer: new TimeSynchronizer(clock),
      authenticator: undefined,
      resolveUrl: (path) => `https://venue.test${path}`,
      classify: () => undefined,
    });
  return { clock, first: make(), second: make() };
}

describe('D-05: connections belong to one connector', () => {
  test('closing one connector ends its own requests and no request of another', async () => {
    const { clock, first, second } = makeFactories();
    const own = first.createRestAssistant().execute({ path: '/ping' });
    const other = second.createRestAssistant().execute({ path: '/ping' });
    await clock.advance(100);
    expect([first.openRequests, second.openRequests]).toEqual([1, 1]);
    await Promise.all([expect(own).rejects.toBeInstanceOf(AbortedError), first.close()]);
    expect([first.openRequests, second.openRequests]).toEqual([0, 1]);
    await clock.advance(1_000);
    await expect(other).resolves.toEqual({ works: true });
    const again = second.createRestAssistant().execute({ path: '/ping' });
    await clock.advance(1_000);
    await expect(again).resolves.toEqual({ works: true });
    await second.close();
  });
});
