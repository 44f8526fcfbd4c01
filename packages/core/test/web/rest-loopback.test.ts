import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { SystemClock } from '../../src/clock/system-clock.ts';
import { silentLogger } from '../../src/log/silent-logger.ts';
import { createRuntime } from '../../src/network/create-runtime.ts';
import { orderOutcome } from '../../src/errors/outcome.ts';
import { Throttler } from '../../src/throttle/throttler.ts';
import { TimeSynchronizer } from '../../src/web/time-synchronizer.ts';
import { WebAssistantsFactory } from '../../src/web/web-assistants-factory.ts';
import { listen, unusedPort } from '../network/loopback.ts';
import { LIMITS, SECRET_KEY, classify, failureOf, serverTime, signing } from './web-world.ts';

interface Seen {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly key: unknown;
  readonly body: string;
}

function factoryTo(port: number, signed = true): WebAssistantsFactory {
  const clock = new SystemClock();
  return new WebAssistantsFactory({
    runtime: createRuntime({ clock, log: silentLogger }),
    throttler: new Throttler({ limits: LIMITS, clock }),
    timeSynchronizer: new TimeSynchronizer(clock),
    resolveUrl: (path) => `http://127.0.0.1:${port}${path}`,
    classify,
    serverTime,
    ...(signed ? { authenticator: signing } : {}),
  });
}

describe('over real HTTP', () => {
  test('the whole path: time, signature, body, answer', async () => {
    const seen: Seen[] = [];
    await using server = await listen((request, response) => {
      let body = '';
      request.setEncoding('utf8');
      request.on('data', (chunk: string) => {
        body += chunk;
      });
      request.on('end', () => {
        seen.push({ method: request.method, url: request.url, key: request.headers['x-key'], body });
        response.end(request.url === '/time' ? '{"serverTime":1234567890123}' : '{"orderId":12345678901234567890}');
      });
    });
    const factory = factoryTo(server.port);
    const reply = await factory.createRestAssistant().execute({
      path: '/order',
      method: 'POST',
      parameters: { symbol: 'A/B', note: 'a b' },
      body: '{"x":1}',
      isAuthRequired: true,
      lane: 'order',
    });
    expect(reply).toEqual({ orderId: '12345678901234567890' });
    expect(seen.map(({ method, key, body }) => ({ method, key, body }))).toEqual([
      { method: 'GET', key: undefined, body: '' },
      { method: 'POST', key: SECRET_KEY, body: '{"x":1}' },
    ]);
    expect(seen[1]?.url).toMatch(/^\/order\?symbol=A%2FB&note=a%20b&timestamp=12345678\d{5}&signature=.*-signed$/);
    expect(factory.openRequests).toBe(0);
    await factory.close();
  });

  test('a dropped connection after sending leaves the outcome unknown, and shows no secret', async () => {
    await using server = await listen((request, response) => {
      if (request.url === '/time') response.end('{"serverTime":1}');
      else request.socket.destroy();
    });
    const factory = factoryTo(server.port);
    const error = await failureOf(factory.createRestAssistant().execute({ path: '/order', method: 'POST', isAuthRequired: true }));
    expect(orderOutcome(error)).toBe('unknown');
    expect(inspect(error, { depth: 10, showHidden: true })).not.toContain(SECRET_KEY);
    await factory.close();
  });

  test('a refused connection means that nothing was sent', async () => {
    const factory = factoryTo(await unusedPort());
    const error = await failureOf(factory.createRestAssistant().execute({ path: '/ping' }));
    expect(error).toMatchObject({ code: 'NETWORK', outcome: 'not-sent' });
    await factory.close();
  });

  test('aborting while the venue thinks leaves the outcome unknown', async () => {
    const controller = new AbortController();
    await using server = await listen(() => controller.abort());
    const factory = factoryTo(server.port);
    const error = await failureOf(factory.createRestAssistant().execute({ path: '/ping', signal: controller.signal }));
    expect(error).toMatchObject({ code: 'ABORTED', outcome: 'unknown' });
    await factory.close();
  });
});
