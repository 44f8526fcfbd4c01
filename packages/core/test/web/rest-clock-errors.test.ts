import { describe, expect, test } from 'vitest';
import { ClockError } from '../../src/errors/clock-error.ts';
import { RequestNotSentError } from '../../src/errors/request-not-sent-error.ts';
import { TimeoutError } from '../../src/errors/timeout-error.ts';
import { VenueRejection } from '../../src/errors/venue-rejection.ts';
import { WebWorld, failureOf, serverTime } from './web-world.ts';

function timeAnswer(serverTimeMs: number): { readonly body: unknown } {
  return { body: { serverTime: serverTimeMs } };
}

function isCodeSeven(error: unknown): boolean {
  return error instanceof VenueRejection && error.venueCode === '7';
}

describe('the venue’s time', () => {
  test('is asked for once, before the first signed requests, and by no public one', async () => {
    const world = new WebWorld({ serverTime });
    const rest = world.factory.createRestAssistant();
    world.http.answer({}, { body: { serverTime: 1_700_000_005_000 } }, {}, {});
    await rest.execute({ path: '/ping' });
    await Promise.all([rest.execute({ path: '/order', isAuthRequired: true }), rest.execute({ path: '/order', isAuthRequired: true })]);
    expect(world.http.requests.map(({ url }) => new URL(url).pathname)).toEqual(['/ping', '/time', '/order', '/order']);
    expect(world.sentParameters(2).get('timestamp')).toBe('1700000005000');
  });

  test('that cannot be had keeps the request from being sent, whatever the failure meant by itself', async () => {
    const world = new WebWorld({ serverTime });
    world.http.answer(new TimeoutError('GET /time', 10));
    const error = await failureOf(world.factory.createRestAssistant().execute({ path: '/order', isAuthRequired: true }));
    expect(error).toBeInstanceOf(RequestNotSentError);
    expect(error).toMatchObject({ outcome: 'not-sent', retryable: true, cause: { code: 'TIMEOUT' } });
    expect(world.http.requests).toHaveLength(1);
  });

  test('is asked for again after a clock error, and the request repeated once, signed anew and throttled again', async () => {
    const world = new WebWorld({ serverTime });
    world.http.answer(timeAnswer(1_700_000_000_000), { status: 400, body: { code: 1 } }, timeAnswer(1_700_000_060_000), {
      body: { done: true },
    });
    await expect(world.factory.createRestAssistant().execute({ path: '/order', isAuthRequired: true })).resolves.toEqual({ done: true });
    expect(world.sentParameters(1).get('timestamp')).toBe('1700000000000');
    expect(world.sentParameters(3).get('timestamp')).toBe('1700000060000');
    expect(world.throttler.usage().find(({ limitId }) => limitId === '/order')?.used).toBe(2);
  });

  test('is not asked for a second time by one request', async () => {
    const world = new WebWorld({ serverTime });
    const refusal = { status: 400, body: { code: 1 } };
    world.http.answer({ body: { serverTime: 1 } }, refusal, { body: { serverTime: 1 } }, refusal);
    const error = await failureOf(world.factory.createRestAssistant().execute({ path: '/order', isAuthRequired: true }));
    expect(error).toBeInstanceOf(ClockError);
    expect(world.http.requests).toHaveLength(4);
  });

  test('that cannot be asked for again leaves the clock error', async () => {
    const world = new WebWorld({ serverTime });
    world.http.answer({ body: { serverTime: 1 } }, { status: 400, body: { code: 1 } }, { status: 500 });
    const error = await failureOf(world.factory.createRestAssistant().execute({ path: '/order', isAuthRequired: true }));
    expect(error).toBeInstanceOf(ClockError);
    expect(world.warnings).toHaveLength(1);
  });

  test('is not followed where the venue tells none', async () => {
    const world = new WebWorld();
    world.http.answer({ status: 400, body: { code: 1 } });
    const error = await failureOf(world.factory.createRestAssistant().execute({ path: '/order', isAuthRequired: true }));
    expect(error).toBeInstanceOf(ClockError);
    expect(world.http.requests).toHaveLength(1);
  });

  test('is judged by the factory’s own rule where there is one', async () => {
    const world = new WebWorld({ serverTime, isClockError: isCodeSeven });
    world.http.answer({ body: { serverTime: 1 } }, { status: 400, body: { code: 7 } }, { body: { serverTime: 1 } }, { body: 'done' });
    await expect(world.factory.createRestAssistant().execute({ path: '/order', isAuthRequired: true })).resolves.toBe('done');
  });
});
