import { describe, expect, it } from 'vitest';
import { CredentialKeeper } from '../../src/account/credential-keeper.ts';
import type { CredentialFailure } from '../../src/account/stream-credential.ts';
import { ManualClock } from '../../src/clock/manual-clock.ts';
import { InProcessNetwork } from '../../src/network/in-process-network.ts';
import { inProcessRuntime } from '../../src/network/in-process-runtime.ts';
import { SeededRandom } from '../../src/random/seeded-random.ts';
import { Secret } from '../../src/runtime/secret.ts';

function asked<Value>(requests: PromiseWithResolvers<Value>[]): Promise<Value> {
  const request = Promise.withResolvers<Value>();
  requests.push(request);
  return request.promise;
}

/** A keeper of keys whose requests end when the test says so. */
class Bench {
  readonly clock = new ManualClock();
  readonly told: string[] = [];
  readonly keepAlives: PromiseWithResolvers<void>[] = [];
  readonly creations: PromiseWithResolvers<Secret>[] = [];
  readonly keeper: CredentialKeeper;
  meaning: CredentialFailure = 'temporary';

  constructor() {
    const network = new InProcessNetwork({ clock: this.clock });
    this.keeper = new CredentialKeeper({
      runtime: inProcessRuntime({ clock: this.clock, network, random: new SeededRandom(1) }),
      credential: {
        keepAliveIntervalMs: 30_000,
        validityMs: 60_000,
        create: () => asked(this.creations),
        keepAlive: () => asked(this.keepAlives),
        classify: () => this.meaning,
        url: () => 'wss://venue.test',
      },
      backoff: { initialMs: 1_000, maximumMs: 4_000, stableAfterMs: 10_000 },
      onGone: (_credential, error) => this.told.push(`gone: ${error.message}`),
      onExpiring: (_credential, error) => this.told.push(`expiring: ${error.message}`),
    });
    this.keeper.start();
  }

  /** With a key, and the first request to keep it alive on its way. */
  async keepingAlive(): Promise<Secret> {
    const obtained = this.keeper.obtain();
    const key = new Secret('key-1');
    this.creations[0]?.resolve(key);
    await obtained;
    await this.clock.advance(30_000);
    expect(this.keepAlives).toHaveLength(1);
    return key;
  }
}

describe('a keep-alive that is on its way', () => {
  it('does not bring a key back that the venue has ended meanwhile', async () => {
    const bench = new Bench();
    bench.keeper.forget(await bench.keepingAlive());
    bench.keepAlives[0]?.resolve();
    await bench.clock.advance(120_000);
    expect([bench.keepAlives.length, bench.told, bench.clock.pendingTimers]).toEqual([1, [], 0]);
    await bench.keeper.stop();
  });

  it('and fails says nothing of a key that the venue has ended meanwhile', async () => {
    const bench = new Bench();
    bench.meaning = 'gone';
    bench.keeper.forget(await bench.keepingAlive());
    bench.keepAlives[0]?.reject(new Error('unknown key'));
    await bench.clock.advance(120_000);
    expect([bench.keepAlives.length, bench.told, bench.clock.pendingTimers]).toEqual([1, [], 0]);
    await bench.keeper.stop();
  });

  it('and fails with something that is no error still has a reason', async () => {
    const bench = new Bench();
    bench.meaning = 'gone';
    await bench.keepingAlive();
    bench.keepAlives[0]?.reject('a text');
    await bench.clock.advance(1);
    expect(bench.told).toEqual(['gone: something that is no error was thrown']);
    await bench.keeper.stop();
    expect(bench.clock.pendingTimers).toBe(0);
  });
});

describe('a key that comes in the moment of a stop', () => {
  it('is not kept alive', async () => {
    const bench = new Bench();
    const obtained = bench.keeper.obtain();
    bench.creations[0]?.resolve(new Secret('key-1'));
    // So many turns as the answer needs to pass the deadline's race, and none for what follows it.
    const outcome = Promise.allSettled([obtained]);
    await bench.creations[0]?.promise;
    await bench.keeper.stop();
    await outcome;
    expect(bench.clock.pendingTimers).toBe(0);
    await bench.clock.advance(120_000);
    expect([bench.keepAlives.length, bench.told, bench.clock.pendingTimers]).toEqual([0, [], 0]);
  });
});
