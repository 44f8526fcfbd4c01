import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { AbortedError } from '../../src/errors/aborted-error.ts';
import { orderOutcome } from '../../src/errors/outcome.ts';
import { RequestNotSentError } from '../../src/errors/request-not-sent-error.ts';
import { SECRET_KEY, WebWorld, failureOf, serverTime, signing } from './web-world.ts';

describe('aborting', () => {
  test('before the call sends nothing and is charged nothing', async () => {
    const world = new WebWorld();
    const error = await failureOf(world.factory.createRestAssistant().execute({ path: '/ping', signal: AbortSignal.abort() }));
    expect(error).toBeInstanceOf(AbortedError);
    expect(orderOutcome(error)).toBe('not-sent');
    expect(world.throttler.usage()[0]?.used).toBe(0);
  });

  test('during the throttle wait sends nothing and leaves no timer', async () => {
    const world = new WebWorld();
    const controller = new AbortController();
    world.throttler.pause('/order', 60_000);
    const failure = failureOf(world.factory.createRestAssistant().execute({ path: '/order', signal: controller.signal }));
    await world.clock.advance(10);
    controller.abort();
    expect(orderOutcome(await failure)).toBe('not-sent');
    expect(world.clock.pendingTimers).toBe(0);
    expect(world.http.requests).toEqual([]);
  });

  test('during a pre-processor or the signature sends nothing', async () => {
    for (const step of ['pre-processor', 'signature']) {
      const controller = new AbortController();
      const world = new WebWorld({
        restPreProcessors: [
          (request) => {
            if (step === 'pre-processor') controller.abort();
            return request;
          },
        ],
        authenticator: {
          ...signing,
          restAuthenticate: (request) => {
            controller.abort();
            return request;
          },
        },
      });
      const rest = world.factory.createRestAssistant();
      const error = await failureOf(rest.execute({ path: '/ping', isAuthRequired: true, signal: controller.signal }));
      expect(orderOutcome(error)).toBe('not-sent');
      expect(world.http.requests).toEqual([]);
    }
  });
});

describe('secrets', () => {
  const failures: readonly (readonly [string, (world: WebWorld) => void])[] = [
    ['a rejection', (world) => world.http.answer({ status: 400, body: { code: 2 } })],
    ['a 5xx', (world) => world.http.answer({ status: 500, text: 'sorry' })],
    ['a ban', (world) => world.http.answer({ status: 418 })],
    ['no JSON', (world) => world.http.answer({ text: '<html>' })],
    ['a clock error', (world) => world.http.answer({ status: 400, body: { code: 1 } })],
  ];

  test.each(failures)('are not in the error of %s', async (_name, arrange) => {
    const world = new WebWorld();
    arrange(world);
    const error = await failureOf(world.factory.createRestAssistant().execute({ path: '/order', isAuthRequired: true }));
    expect(world.http.requests[0]?.url).toContain(SECRET_KEY);
    expect(inspect(error, { depth: 10, showHidden: true })).not.toContain(SECRET_KEY);
  });

  test('are not in the error of an authenticator that throws them', async () => {
    const world = new WebWorld({
      authenticator: {
        ...signing,
        restAuthenticate: () => {
          throw new TypeError(`bad key ${SECRET_KEY}`);
        },
      },
    });
    const error = await failureOf(world.factory.createRestAssistant().execute({ path: '/order', isAuthRequired: true }));
    expect(error).toBeInstanceOf(RequestNotSentError);
    expect(String(error)).toContain('signing failed with TypeError');
    expect(inspect(error, { depth: 10, showHidden: true })).not.toContain(SECRET_KEY);
  });

  test('are not in the assistants and the factory', () => {
    const world = new WebWorld({ serverTime });
    const { factory } = world;
    const shown = inspect([factory, factory.createRestAssistant(), factory.createWsAssistant(), signing], { depth: 10, showHidden: true });
    expect(shown).not.toContain(SECRET_KEY);
  });

  test('are not in an origin whose path holds a long key', async () => {
    const world = new WebWorld();
    const listenKey = 'k'.repeat(64);
    world.http.answer({ status: 500, text: '' });
    const rest = world.factory.createRestAssistant();
    const error = await failureOf(rest.execute({ url: `https://venue.test/stream/${listenKey}`, limitId: '/ping' }));
    expect(inspect(error, { depth: 10 })).not.toContain(listenKey);
  });
});
