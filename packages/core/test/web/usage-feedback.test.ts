import { describe, expect, test } from 'vitest';
import { NetworkError } from '../../src/errors/network-error.ts';
import type { RateFeedback } from '../../src/web/processors.ts';
import { WebWorld, failureOf, serverTime } from './web-world.ts';

const headers: RateFeedback = (response) => {
  const used = response.headers.get('x-used');
  return used === undefined ? [] : [{ limitId: 'pool', used: Number.parseInt(used, 10) }];
};

function poolOf(world: WebWorld): unknown {
  const { used, ownUsed, venueUsed } = world.throttler.usage()[0] ?? {};
  return { used, ownUsed, venueUsed };
}

describe('the venue’s counts in its answers', () => {
  test('reach the throttler, with the call that they answer', async () => {
    const world = new WebWorld({ rateFeedback: headers });
    await world.clock.advance(300);
    world.http.answer({ headers: { 'x-used': '9' } });
    await world.factory.createRestAssistant().execute({ path: '/ping' });
    expect(poolOf(world)).toEqual({ used: 9, ownUsed: 1, venueUsed: 9 });
    expect(world.throttler.tryAcquire('/ping')).toBe(true);
    expect(world.throttler.tryAcquire('/ping')).toBe(false);
  });

  test('count beside them what is still on its way', async () => {
    const world = new WebWorld({ rateFeedback: headers });
    const rest = world.factory.createRestAssistant();
    await world.clock.advance(300);
    world.http.answerBy(() => new Promise(() => {}));
    world.http.answer({ headers: { 'x-used': '4' } });
    void rest.execute({ path: '/ping' });
    await rest.execute({ path: '/ping' });
    expect(poolOf(world)).toEqual({ used: 5, ownUsed: 2, venueUsed: 5 });
  });

  test('are read out of refusals too, before they are judged and changed', async () => {
    const world = new WebWorld({ rateFeedback: headers, restPostProcessors: [() => Promise.reject(new Error('no'))] });
    await world.clock.advance(300);
    world.http.answer({ status: 429, headers: { 'x-used': '12' } });
    await failureOf(world.factory.createRestAssistant().execute({ path: '/ping' }));
    expect(poolOf(world)).toMatchObject({ venueUsed: 12 });
  });

  test('hold until the window ends by the venue’s clock', async () => {
    const world = new WebWorld({ rateFeedback: headers, serverTime });
    const rest = world.factory.createRestAssistant();
    world.http.answer({ body: { serverTime: 5_000_400 } }, {}, { headers: { 'x-used': '10' } });
    await rest.execute({ path: '/alone', isAuthRequired: true });
    await rest.execute({ path: '/ping' });
    let sentAtMs = 0;
    const wait = world.throttler.acquire('/ping').then(() => {
      sentAtMs = world.clock.monotonicMs();
    });
    await world.clock.runUntilIdle();
    await wait;
    expect(sentAtMs).toBe(610);
  });

  test('that cannot be used are logged once for each limit, and fail nothing', async () => {
    const world = new WebWorld({
      rateFeedback: () => [
        { limitId: 'nowhere', used: 1 },
        { limitId: 'pool', used: Number.NaN },
      ],
    });
    const rest = world.factory.createRestAssistant();
    world.http.answer({}, {}, {});
    for (let index = 0; index < 3; index += 1) await rest.execute({ path: '/ping' });
    expect(world.warnings).toHaveLength(2);
    expect(poolOf(world)).toEqual({ used: 3, ownUsed: 3, venueUsed: undefined });
  });

  test('that cannot be read are logged once, and fail nothing', async () => {
    const world = new WebWorld({
      rateFeedback: () => {
        throw new Error('no such header');
      },
    });
    const rest = world.factory.createRestAssistant();
    world.http.answer({ body: 1 }, { body: 2 });
    await expect(rest.execute({ path: '/ping' })).resolves.toBe(1);
    await expect(rest.execute({ path: '/ping' })).resolves.toBe(2);
    expect(world.warnings).toHaveLength(1);
  });

  test('are not looked for where nothing has come', async () => {
    let reads = 0;
    const world = new WebWorld({
      rateFeedback: () => {
        reads += 1;
        return [];
      },
    });
    world.http.answer(new NetworkError({ host: 'public.venue.test', problem: 'reset', mayHaveBeenSent: true }));
    await failureOf(world.factory.createRestAssistant().execute({ path: '/ping' }));
    expect(reads).toBe(0);
  });

  test('may come without a question, over another way than REST', async () => {
    const world = new WebWorld();
    await world.clock.advance(300);
    world.factory.usageFeedback.report(() => [{ limitId: 'pool', used: 7 }]);
    expect(poolOf(world)).toMatchObject({ venueUsed: 7 });
  });
});

describe('a ban', () => {
  test('closes every limit of the address, and says why and until when', async () => {
    const world = new WebWorld();
    world.http.answer({ status: 418, headers: { 'retry-after': '120' } });
    await failureOf(world.factory.createRestAssistant().execute({ path: '/order' }));
    expect(world.throttler.bans().map(({ limitId }) => limitId)).toEqual(['pool', '/order', '/ping', '/time', '/alone']);
    expect(world.throttler.bans()[0]).toMatchObject({ remainingMs: 120_000, untilMs: 1_700_000_120_000 });
    expect(world.throttler.bans()[0]?.reason).toContain('banned by the venue');
    await world.clock.advance(119_999);
    expect(world.throttler.tryAcquire('/alone')).toBe(false);
    await world.clock.advance(1);
    expect(world.throttler.bans()).toEqual([]);
    expect(world.throttler.tryAcquire('/alone')).toBe(true);
  });

  test('is none where the venue only refuses one call for a while', async () => {
    const world = new WebWorld();
    world.http.answer({ status: 429, headers: { 'retry-after': '3' } });
    await failureOf(world.factory.createRestAssistant().execute({ path: '/order' }));
    expect(world.throttler.bans()).toEqual([]);
    expect(world.throttler.usage()[1]).toMatchObject({ limitId: '/order', pausedUntilMs: 1_700_000_003_000 });
    expect(world.throttler.tryAcquire('/alone')).toBe(true);
  });
});
