import { describe, expect, test } from 'vitest';
import { ThrottleError } from '../../src/errors/throttle-error.ts';
import { streamAdmission } from '../../src/throttle/stream-admission.ts';
import { ThrottleRun } from './throttle-run.ts';
import { streamWorld } from '../network/stream-world.ts';
import { Throttler } from '../../src/throttle/throttler.ts';

const connects = { limitId: 'connects', limit: 2, intervalMs: 300_000 };
const frames = { limitId: 'frames', limit: 2, intervalMs: 1_000, scope: 'connection' as const };

describe('the gate of a stream', () => {
  test('lets attempts and frames go while their limits are free, and then waits', async () => {
    const run = new ThrottleRun([connects, frames], { safetyMarginPercent: 0 });
    const admit = streamAdmission(run.throttler.forConnection('market'), { connectLimitId: 'connects', sendLimitId: 'frames' });
    const { signal } = new AbortController();
    expect([admit('connect', signal), admit('send', signal), admit('send', signal)]).toEqual([undefined, undefined, undefined]);
    let sentAtMs: number | undefined;
    admit('send', signal)?.then(
      () => (sentAtMs = run.clock.monotonicMs()),
      () => undefined,
    );
    await run.clock.runUntilIdle();
    expect(sentAtMs).toBe(1_000);
  });

  test('limits nothing that has no limit', () => {
    const run = new ThrottleRun([{ ...connects, limit: 1 }]);
    const admit = streamAdmission(run.throttler, { connectLimitId: 'connects' });
    const { signal } = new AbortController();
    for (let index = 0; index < 9; index += 1) expect(admit('send', signal)).toBeUndefined();
  });

  test('ends a wait that is needless', async () => {
    const run = new ThrottleRun([{ ...connects, limit: 1 }]);
    const admit = streamAdmission(run.throttler, { connectLimitId: 'connects' });
    const controller = new AbortController();
    void admit('connect', controller.signal);
    const wait = admit('connect', controller.signal);
    controller.abort();
    await expect(wait).rejects.toMatchObject({ code: 'ABORTED' });
    expect(run.throttler.usage()).toMatchObject([{ waiting: 0 }]);
  });

  test('of an unknown limit throws, naming it', () => {
    const run = new ThrottleRun([connects]);
    const admit = streamAdmission(run.throttler, { connectLimitId: 'conects' });
    expect(() => admit('connect', new AbortController().signal)).toThrow(ThrottleError);
  });

  test('keeps a session that fails again and again within the limit of attempts', async () => {
    let throttler: Throttler | undefined;
    const world = streamWorld(
      { backoff: { initialMs: 1, maximumMs: 10 } },
      {
        admit: (action, signal) => {
          throttler ??= new Throttler({ limits: [{ ...connects, limit: 5, intervalMs: 10_000 }], clock: world.clock });
          return streamAdmission(throttler, { connectLimitId: 'connects' })(action, signal);
        },
      },
    );
    world.session.start();
    for (let step = 0; step < 600; step += 1) {
      await world.clock.advance(100);
      for (const { socket } of world.connections) socket.terminate();
    }
    expect(world.connections.length).toBeGreaterThanOrEqual(25);
    expect(world.connections.length).toBeLessThanOrEqual(30);
    await world.session.stop();
    expect(world.clock.pendingTimers).toBe(0);
  });
});
