import { describe, expect, it } from 'vitest';
import { UserStreamBench } from './scripted-session.ts';

describe('code of a connector that fails with something that is no error', () => {
  it('leaves a repair that is told as failed and tried again', async () => {
    let attempts = 0;
    const bench = new UserStreamBench({
      repair: () => {
        attempts += 1;
        // oxlint-disable-next-line prefer-promise-reject-errors -- a connector's code may do that
        return attempts === 1 ? Promise.reject('a text') : Promise.resolve({ recoveredFills: 0, changedOrders: 0 });
      },
    });
    bench.tracker.start();
    bench.session.live();
    await bench.settle();
    expect(bench.take().at(-1)).toBe('degraded all holding after 1: the repair failed without a reason');
    await bench.settle(5_000);
    expect([attempts, bench.tracker.isLive]).toEqual([2, true]);
    await bench.tracker.stop();
  });

  it('in the handler of an event is told as a problem with its text', async () => {
    const bench = new UserStreamBench({
      onEvent: () => {
        // oxlint-disable-next-line only-throw-error -- a connector's code may do that
        throw 'a text';
      },
    });
    await bench.goLive();
    bench.session.frame('e:1');
    await bench.settle();
    expect(bench.take()).toEqual(['problem a text']);
    expect(bench.tracker.isLive).toBe(true);
    await bench.tracker.stop();
  });
});
