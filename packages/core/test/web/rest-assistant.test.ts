import { describe, expect, test } from 'vitest';
import { ConfigurationError } from '../../src/errors/configuration-error.ts';
import { InvalidPayloadError } from '../../src/errors/invalid-payload-error.ts';
import { NetworkError } from '../../src/errors/network-error.ts';
import { orderOutcome } from '../../src/errors/outcome.ts';
import { RateLimitError } from '../../src/errors/rate-limit-error.ts';
import { ThrottleError } from '../../src/errors/throttle-error.ts';
import { VenueRejection } from '../../src/errors/venue-rejection.ts';
import { VenueUnavailableError } from '../../src/errors/venue-unavailable-error.ts';
import { WebWorld, failureOf, signing } from './web-world.ts';

describe('a request', () => {
  test('is made of the call and the defaults', async () => {
    const world = new WebWorld();
    world.http.answer({ body: { ok: true } });
    await expect(world.factory.createRestAssistant().execute({ path: '/ping', parameters: { symbol: 'A B', limit: 5 } })).resolves.toEqual({
      ok: true,
    });
    expect(world.http.requests).toEqual([
      { method: 'GET', url: 'https://public.venue.test/ping?symbol=A%20B&limit=5', headers: {}, timeoutMs: 10_000 },
    ]);
  });

  test('can name url, method, body, headers, limit and timeout', async () => {
    const world = new WebWorld();
    world.http.answer({});
    const { signal } = new AbortController();
    await world.factory.createRestAssistant().execute({
      url: 'https://other.test/x',
      method: 'POST',
      body: 'a=1',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
      limitId: '/alone',
      timeoutMs: 77,
      signal,
    });
    expect(world.http.requests).toEqual([
      {
        method: 'POST',
        url: 'https://other.test/x',
        body: 'a=1',
        headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
        timeoutMs: 77,
        signal,
      },
    ]);
    expect(world.throttler.usage().find(({ limitId }) => limitId === '/alone')?.used).toBe(1);
  });

  test('with a body and no content type is JSON', async () => {
    const world = new WebWorld();
    world.http.answer({});
    await world.factory.createRestAssistant().execute({ path: '/ping', method: 'POST', body: '{}' });
    expect(world.http.requests[0]?.headers).toEqual({ 'content-type': 'application/json' });
  });

  test.each([
    ['neither path nor url', { limitId: '/ping' }],
    ['a url that is none', { url: 'nonsense', limitId: '/ping' }],
    ['no limit', { url: 'https://other.test/x' }],
    ['a parameter that is no finite number', { path: '/ping', parameters: { limit: Number.NaN } }],
  ])('with %s is refused before anything is sent', async (_name, call) => {
    const world = new WebWorld();
    const error = await failureOf(world.factory.createRestAssistant().execute(call));
    expect(error).toBeInstanceOf(ConfigurationError);
    expect(orderOutcome(error)).toBe('not-sent');
    expect(world.http.requests).toEqual([]);
  });

  test('whose limit is not defined is refused', async () => {
    const error = await failureOf(new WebWorld().factory.createRestAssistant().execute({ path: '/unknown' }));
    expect(error).toBeInstanceOf(ThrottleError);
  });

  test('that is to be signed without keys is refused and charged nothing', async () => {
    const world = new WebWorld({ authenticator: undefined });
    const error = await failureOf(world.factory.createRestAssistant().execute({ path: '/order', isAuthRequired: true }));
    expect(error).toBeInstanceOf(ConfigurationError);
    expect(world.throttler.usage().map(({ used }) => used)).toEqual([0, 0, 0, 0, 0]);
  });
});

describe('the order of effects', () => {
  test('is throttle, pre-processors, signature, sending, post-processors, judgement', async () => {
    const effects: string[] = [];
    const world = new WebWorld({
      authenticator: {
        ...signing,
        restAuthenticate: (request) => {
          effects.push(`sign ${request.headers['x-step']}`);
          return request;
        },
      },
      restPreProcessors: [
        (request) => {
          effects.push(`charged ${world.throttler.usage()[0]?.used}, first`);
          return { ...request, headers: { 'x-step': '1' } };
        },
        async (request) => {
          await Promise.resolve();
          effects.push(`second ${request.headers['x-step']}`);
          return { ...request, headers: { 'x-step': '2' } };
        },
      ],
      restPostProcessors: [
        (response, request) => {
          effects.push(`answer ${response.status} of ${request.headers['x-step']}`);
          return { ...response, text: '{"changed":true}' };
        },
      ],
      classify: (response) => {
        effects.push(`judge ${response.text}`);
        return undefined;
      },
    });
    world.http.answerBy(() => {
      effects.push('send');
      return { text: '{}' };
    });
    await expect(world.factory.createRestAssistant().execute({ path: '/ping', isAuthRequired: true })).resolves.toEqual({ changed: true });
    expect(effects).toEqual(['charged 1, first', 'second 1', 'sign 2', 'send', 'answer 200 of 2', 'judge {"changed":true}']);
  });

  test('signs after the throttle wait, with the time of that moment', async () => {
    const world = new WebWorld();
    const rest = world.factory.createRestAssistant();
    world.http.answer({}, {}, {});
    const calls = Promise.all([1, 2, 3].map(() => rest.execute({ path: '/order', isAuthRequired: true })));
    world.throttler.pause('/order', 90_000);
    await world.clock.runUntilIdle();
    await calls;
    expect([0, 1, 2].map((index) => world.sentParameters(index).get('timestamp'))).toEqual([
      '1700000000000',
      '1700000000000',
      '1700000090000',
    ]);
  });

  test('takes the lane of the call', async () => {
    const world = new WebWorld();
    const rest = world.factory.createRestAssistant();
    const sent: string[] = [];
    const send = async (lane: 'cancel' | 'query', name: string): Promise<void> => {
      world.http.answer({});
      await rest.execute({ path: '/order', lane });
      sent.push(name);
    };
    world.throttler.pause('/order', 1);
    const all = Promise.all([send('query', 'query'), send('query', 'query'), send('cancel', 'cancel')]);
    await world.clock.runUntilIdle();
    await all;
    expect(sent[0]).toBe('cancel');
  });
});

function failing(): never {
  throw new ConfigurationError('x', 'y', 'z');
}

describe('an answer', () => {
  test.each([
    ['a rejection', { status: 400, body: { code: 2 } }, VenueRejection, 'rejected'],
    ['a 5xx', { status: 503, text: '<html>busy</html>' }, VenueUnavailableError, 'unknown'],
    ['a status that nobody knows', { status: 404, text: '' }, VenueUnavailableError, 'unknown'],
    ['a redirect', { status: 302, text: '' }, VenueUnavailableError, 'unknown'],
    ['an error page where the classifier expects JSON', { status: 400, text: '<html>' }, VenueUnavailableError, 'unknown'],
    ['too many requests', { status: 429, text: '' }, RateLimitError, 'rejected'],
    ['a success that is no JSON', { status: 200, text: '<html>fine</html>' }, InvalidPayloadError, 'unknown'],
    ['a success without a body', { status: 200, text: '' }, InvalidPayloadError, 'unknown'],
    ['a success that is nested without end', { status: 200, text: '['.repeat(10_000) }, InvalidPayloadError, 'unknown'],
  ] as const)('that is %s is the right error and repeated by nobody', async (_name, answer, kind, outcome) => {
    const world = new WebWorld();
    world.http.answer(answer);
    const error = await failureOf(world.factory.createRestAssistant().execute({ path: '/order', method: 'POST', isAuthRequired: true }));
    expect(error).toBeInstanceOf(kind);
    expect(orderOutcome(error)).toBe(outcome);
    expect(world.http.requests).toHaveLength(1);
  });

  test('with status 204 has no value', async () => {
    const world = new WebWorld();
    world.http.answer({ status: 204, text: '' });
    await expect(world.factory.createRestAssistant().execute({ path: '/ping' })).resolves.toBeUndefined();
  });

  test('with status 200 can be an error by the classifier', async () => {
    const rejection = new VenueRejection({ reason: 'other', status: 200, venueCode: '9', venueMessage: 'no' });
    const world = new WebWorld({ classify: () => rejection });
    world.http.answer({});
    await expect(failureOf(world.factory.createRestAssistant().execute({ path: '/ping' }))).resolves.toBe(rejection);
  });

  test('keeps the digits of long numbers', async () => {
    const world = new WebWorld();
    world.http.answer({ text: '{"id":9007199254740993}' });
    await expect(world.factory.createRestAssistant().execute({ path: '/ping' })).resolves.toEqual({ id: '9007199254740993' });
  });

  test.each(['restPostProcessors', 'classify'] as const)('whose %s fails does not count as not sent', async (part) => {
    const world = new WebWorld(part === 'classify' ? { classify: failing } : { restPostProcessors: [failing] });
    world.http.answer({});
    const error = await failureOf(world.factory.createRestAssistant().execute({ path: '/ping' }));
    expect(error).toBeInstanceOf(VenueUnavailableError);
    expect(orderOutcome(error)).toBe('unknown');
  });

  test('that never came is told as the network told it', async () => {
    const world = new WebWorld();
    const failure = new NetworkError({ host: 'venue', problem: 'reset', mayHaveBeenSent: true });
    world.http.answer(failure);
    await expect(failureOf(world.factory.createRestAssistant().execute({ path: '/ping' }))).resolves.toBe(failure);
  });
});

describe('a refusal for too many requests', () => {
  test('pauses the limits that the call is charged to, for as long as the venue asks', async () => {
    const world = new WebWorld();
    const rest = world.factory.createRestAssistant();
    world.http.answer({ status: 429, headers: { 'retry-after': '30' } }, {}, {}, {});
    await failureOf(rest.execute({ path: '/order' }));
    const others = Promise.all([rest.execute({ path: '/ping' }), rest.execute({ path: '/order' }), rest.execute({ path: '/alone' })]);
    await world.clock.advance(29_999);
    expect(world.http.requests.map(({ url }) => new URL(url).pathname)).toEqual(['/order', '/alone']);
    await world.clock.advance(1);
    await others;
    expect(world.http.requests).toHaveLength(4);
  });

  test('pauses only the scope that the connector names', async () => {
    const world = new WebWorld({ rateLimitScope: (_error, charged) => charged.slice(0, 1) });
    const rest = world.factory.createRestAssistant();
    world.http.answer({ status: 418, headers: { 'retry-after': '30' } }, {});
    const error = await failureOf(rest.execute({ path: '/order' }));
    expect(error).toMatchObject({ code: 'RATE_LIMITED', isBan: true, retryAfterMs: 30_000 });
    await rest.execute({ path: '/ping' });
    expect(world.throttler.tryAcquire('/order')).toBe(false);
  });

  test('is told as it is when its scope cannot be paused', async () => {
    const world = new WebWorld({ rateLimitScope: () => ['nowhere'] });
    world.http.answer({ status: 429 });
    await expect(failureOf(world.factory.createRestAssistant().execute({ path: '/order' }))).resolves.toBeInstanceOf(RateLimitError);
    expect(world.warnings).toHaveLength(1);
  });
});
