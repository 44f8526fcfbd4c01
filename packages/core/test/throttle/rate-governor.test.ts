import { describe, expect, test } from 'vitest';
import { ManualClock } from '../../src/clock/manual-clock.ts';
import { ConfigurationError } from '../../src/errors/configuration-error.ts';
import { ThrottleError } from '../../src/errors/throttle-error.ts';
import { RateGovernor } from '../../src/throttle/rate-governor.ts';
import type { RateLimit } from '../../src/throttle/rate-limit.ts';
import { Throttler, type ThrottlerOptions } from '../../src/throttle/throttler.ts';

const WEIGHT: RateLimit = { limitId: 'weight', limit: 10, intervalMs: 1_000 };
const ORDERS: RateLimit = { limitId: 'orders', limit: 4, intervalMs: 1_000, scope: 'account' };
const FRAMES: RateLimit = { limitId: 'frames', limit: 2, intervalMs: 1_000, scope: 'connection' };
const TABLE: readonly RateLimit[] = [
  WEIGHT,
  ORDERS,
  FRAMES,
  { limitId: 'place', limit: 1_000, intervalMs: 1_000, linkedLimits: [{ limitId: 'weight' }, { limitId: 'orders' }] },
  { limitId: 'ping', limit: 1_000, intervalMs: 1_000, linkedLimits: [{ limitId: 'weight', weight: 2 }] },
];

class World {
  readonly clock: ManualClock = new ManualClock();
  readonly governor: RateGovernor = new RateGovernor({ clock: this.clock, safetyMarginPercent: 0 });
  readonly granted: string[] = [];
  readonly refused: unknown[] = [];

  join(options: Partial<ThrottlerOptions> = {}): Throttler {
    return new Throttler({ limits: TABLE, clock: this.clock, governor: this.governor, venue: 'venue', ...options });
  }

  call(name: string, throttler: Pick<Throttler, 'acquire'>, limitId: string, signal?: AbortSignal): void {
    throttler.acquire(limitId, { signal }).then(
      () => this.granted.push(`${name} ${this.clock.monotonicMs()}`),
      (error: unknown) => this.refused.push(error),
    );
  }
}

function take(throttler: Pick<Throttler, 'tryAcquire'>, limitId: string): number {
  let taken = 0;
  while (throttler.tryAcquire(limitId)) taken += 1;
  return taken;
}

describe('throttlers on one governor', () => {
  test('share the limits of the address, and those of the account when they name the same one', () => {
    const world = new World();
    const [first, second, other] = [world.join({ account: 'a' }), world.join({ account: 'a' }), world.join({ account: 'b' })];
    expect(take(first, 'place')).toBe(4);
    expect(take(second, 'place')).toBe(0);
    expect(take(other, 'place')).toBe(4);
    expect(take(second, 'ping')).toBe(1);
    expect(take(other, 'ping')).toBe(0);
  });

  test('that name no account count as one', () => {
    const world = new World();
    const [first, second] = [world.join(), world.join()];
    expect(take(first, 'place')).toBe(4);
    expect(take(second, 'place')).toBe(0);
  });

  test('of different venues share nothing, whatever their limits are called', () => {
    const world = new World();
    const first = world.join();
    const other = world.join({ venue: 'elsewhere', limits: [{ ...WEIGHT, limit: 3 }] });
    expect(take(first, 'ping')).toBe(5);
    expect(take(other, 'weight')).toBe(3);
  });

  test('share nothing with those on other governors', () => {
    const [first, second] = [new World().join(), new World().join()];
    expect(take(first, 'ping')).toBe(5);
    expect(take(second, 'ping')).toBe(5);
  });

  test('are served from one queue, with one timer', async () => {
    const world = new World();
    const [first, second] = [world.join(), world.join()];
    take(first, 'ping');
    world.call('first', first, 'ping');
    world.call('second', second, 'ping');
    world.call('first again', first, 'ping');
    expect(world.clock.pendingTimers).toBe(1);
    await world.clock.runUntilIdle();
    expect(world.granted).toEqual(['first 1000', 'second 1000', 'first again 1000']);
  });

  test('pause, correct, count and give back for one another', () => {
    const world = new World();
    const [first, second] = [world.join(), world.join()];
    first.setLimit('weight', { limit: 4 });
    expect(take(second, 'ping')).toBe(2);
    first.release('weight', 2);
    expect(take(second, 'ping')).toBe(1);
    first.setLimit('weight', { limit: 100 });
    first.reportUsage('weight', 92, { venueOffsetMs: 500 });
    expect(take(second, 'ping')).toBe(1);
    first.pause('orders', 5_000, { isBan: true, reason: 'banned' });
    expect(second.bans()).toEqual(world.governor.bans());
    expect(second.bans()).toMatchObject([{ limitId: 'orders', venue: 'venue', scope: 'account', reason: 'banned' }]);
  });

  test('take the limits as they have been corrected when they come later', () => {
    const world = new World();
    world.join().setLimit('weight', { limit: 4 });
    expect(take(world.join(), 'ping')).toBe(2);
  });

  test('end their own waits only when they are closed', async () => {
    const world = new World();
    const [first, second] = [world.join(), world.join()];
    take(first, 'ping');
    world.call('first', first, 'ping');
    world.call('second', second, 'ping');
    first.close();
    await world.clock.runUntilIdle();
    expect(world.granted).toEqual(['second 1000']);
    expect(world.refused).toMatchObject([{ code: 'ABORTED' }]);
  });

  test('show each limit once', () => {
    const world = new World();
    world.join({ account: 'a' });
    world.join({ account: 'a' });
    world.join({ account: 'b' });
    const shown = world.governor.usage().map(({ limitId, holder }) => `${limitId} ${holder}`.trim());
    expect(shown.filter((name) => !name.startsWith('frames'))).toEqual(['weight', 'orders a', 'place', 'ping', 'orders b']);
  });

  test.each([
    ['a limit', { ...WEIGHT, limit: 11 }],
    ['an interval', { ...WEIGHT, intervalMs: 2_000 }],
    ['a scope', { ...WEIGHT, scope: 'account' as const }],
  ])('may not differ in %s of one venue, and the one that does changes nothing', (_what, different) => {
    const world = new World();
    const first = world.join();
    const before = world.governor.usage().length;
    const problem = (): Throttler => world.join({ limits: [{ limitId: 'new', limit: 1, intervalMs: 1 }, different] });
    expect(problem).toThrow(ThrottleError);
    expect(problem).toThrow('rate limit "weight": is defined differently by another connector of "venue" on the same governor');
    expect(world.governor.usage()).toHaveLength(before);
    expect(take(first, 'ping')).toBe(5);
  });

  test.each(['sharePercent', 'safetyMarginPercent', 'laneReserves'] as const)('have no %s of their own', (field) => {
    const world = new World();
    const value = field === 'laneReserves' ? {} : 50;
    expect(() => world.join({ [field]: value })).toThrow(ConfigurationError);
  });

  test('have no clock of their own', () => {
    expect(() => new World().join({ clock: new ManualClock() })).toThrow(ConfigurationError);
  });

  test('take share and margin from the governor', () => {
    const clock = new ManualClock();
    const governor = new RateGovernor({ clock, sharePercent: 50, safetyMarginPercent: 0 });
    const throttler = new Throttler({ limits: [WEIGHT], clock, governor });
    expect(throttler.usage()).toMatchObject([{ limit: 5, venueLimit: 10 }]);
  });

  test('may link limits that were apart, while calls wait at both: each goes at its time, in order of arrival', async () => {
    const world = new World();
    const [slow, fast] = [
      { limitId: 'slow', limit: 1, intervalMs: 5_000 },
      { limitId: 'fast', limit: 1, intervalMs: 1_000 },
    ];
    const first = world.join({ limits: [slow, fast] });
    for (const limitId of ['slow', 'fast']) for (const turn of [1, 2, 3]) world.call(`${limitId} ${turn}`, first, limitId);
    await world.clock.advance(500);
    const second = world.join({
      limits: [slow, fast, { limitId: 'both', limit: 9, intervalMs: 1_000, linkedLimits: [{ limitId: 'slow' }, { limitId: 'fast' }] }],
    });
    world.call('both', second, 'both');
    await world.clock.runUntilIdle();
    const timesOf = (prefix: string): readonly number[] =>
      world.granted.filter((line) => line.startsWith(prefix)).map((line) => Number(line.split(' ').at(-1)));
    expect(timesOf('slow')).toEqual([0, 5_000, 10_000]);
    expect(timesOf('fast')).toEqual([0, 1_000, 2_000]);
    expect(timesOf('both')).toEqual([15_000]);
    expect(world.clock.pendingTimers).toBe(0);
  });
});

describe('a connection', () => {
  test('has limits of its own where the venue meters connections, and shares all others', () => {
    const world = new World();
    const throttler = world.join();
    const [market, account] = [throttler.forConnection('market'), throttler.forConnection('account')];
    expect([take(market, 'frames'), take(account, 'frames'), take(throttler, 'frames')]).toEqual([2, 2, 2]);
    expect(take(market, 'ping')).toBe(5);
    expect(take(account, 'ping')).toBe(0);
  });

  test('is corrected, paused and shown with its throttler', async () => {
    const world = new World();
    const throttler = world.join();
    const market = throttler.forConnection('market');
    throttler.setLimit('frames', { limit: 5 });
    expect(take(market, 'frames')).toBe(5);
    expect(take(throttler.forConnection('later'), 'frames')).toBe(5);
    throttler.pause('frames', 3_000);
    world.call('market', market, 'frames');
    await world.clock.advance(2_999);
    expect(world.granted).toEqual([]);
    const shown = throttler.usage().filter(({ limitId }) => limitId === 'frames');
    expect(shown.map(({ holder, waiting }) => [holder, waiting])).toEqual([
      ['', 0],
      ['market', 1],
      ['later', 0],
    ]);
    await world.clock.advance(1);
    expect(world.granted).toEqual(['market 3000']);
  });

  test('fails the calls that a lowered limit can never let go', async () => {
    const world = new World();
    const limits = [FRAMES, { limitId: 'pair', limit: 9, intervalMs: 1_000, linkedLimits: [{ limitId: 'frames', weight: 2 }] }];
    const throttler = world.join({ limits });
    const market = throttler.forConnection('market');
    take(market, 'pair');
    world.call('waits', market, 'pair');
    throttler.setLimit('frames', { limit: 1 });
    await world.clock.settle();
    expect(world.refused).toMatchObject([{ code: 'THROTTLE', limitId: 'pair' }]);
  });

  test('that is closed ends its waits and is forgotten', async () => {
    const world = new World();
    const throttler = world.join();
    const before = world.governor.usage().length;
    const market = throttler.forConnection('market');
    take(market, 'frames');
    world.call('market', market, 'frames');
    market.close();
    market.close();
    await world.clock.settle();
    expect(world.refused).toMatchObject([{ code: 'ABORTED' }]);
    expect(world.governor.usage()).toHaveLength(before);
    expect(throttler.usage()).toHaveLength(TABLE.length);
    expect(world.clock.pendingTimers).toBe(0);
    await expect(market.acquire('ping')).rejects.toBeInstanceOf(ThrottleError);
    expect(() => market.tryAcquire('ping')).toThrow(ThrottleError);
  });

  test('ends its waits with its throttler', async () => {
    const world = new World();
    const throttler = world.join();
    const market = throttler.forConnection('market');
    take(market, 'frames');
    world.call('market', market, 'frames');
    throttler.close();
    await world.clock.settle();
    expect(world.refused).toMatchObject([{ code: 'ABORTED' }]);
    expect(world.clock.pendingTimers).toBe(0);
  });

  test('of which many come and go leaves nothing behind', () => {
    const world = new World();
    const throttler = world.join();
    const boundMs = throttler.longestWaitMs('ping');
    for (let index = 0; index < 100; index += 1) throttler.forConnection(`${index}`).close();
    expect(throttler.longestWaitMs('ping')).toBe(boundMs);
    expect(world.governor.shared.ledger.dispatchers.size).toBe(2);
  });
});

test('the ids of the limits of a scope are told', () => {
  const throttler = new World().join();
  expect(throttler.limitIdsOfScope('ip')).toEqual(['weight', 'place', 'ping']);
  expect(throttler.limitIdsOfScope('account')).toEqual(['orders']);
  expect(throttler.limitIdsOfScope('connection')).toEqual(['frames']);
});
