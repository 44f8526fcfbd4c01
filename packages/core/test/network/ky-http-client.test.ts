import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { ManualClock } from '../../src/clock/manual-clock.ts';
import { ConnectorError } from '../../src/errors/connector-error.ts';
import { createRuntime } from '../../src/network/create-runtime.ts';
import type { HttpRequest } from '../../src/network/http-client.ts';
import { KyHttpClient } from '../../src/network/ky-http-client.ts';
import { listen, unusedPort } from './loopback.ts';

const CANARY = 'C4n4ryC4n4ryC4n4ry';

function clientAndClock() {
  const clock = new ManualClock();
  const runtime = createRuntime({ clock });
  return { clock, runtime, client: new KyHttpClient(runtime) };
}

/** A request that carries the canary wherever a secret may stand. */
function secretRequest(url: string, more: Partial<HttpRequest> = {}): HttpRequest {
  return {
    method: 'POST',
    url: `${url}?timestamp=1&signature=${CANARY}`,
    headers: { 'X-API-KEY': CANARY, authorization: `Bearer ${CANARY}` },
    body: `secret=${CANARY}`,
    timeoutMs: 1_000,
    ...more,
  };
}

async function failureOf(promise: Promise<unknown>): Promise<ConnectorError> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!ConnectorError.is(error)) throw new Error(`not an error of ours: ${String(error)}`);
  const shown = [inspect(error, { depth: 10, showHidden: true }), error.stack ?? '', JSON.stringify(error)].join('\n');
  expect(shown).not.toContain(CANARY);
  expect(shown).not.toContain('signature');
  return error;
}

function fault(code: string, syscall: string): Error {
  return Object.assign(new Error(code), { code, syscall });
}

function clientFailingWith(errors: readonly Error[]): KyHttpClient {
  const fetch = (): Promise<Response> => Promise.reject(new TypeError('fetch failed', { cause: new AggregateError(errors) }));
  return new KyHttpClient(createRuntime({ clock: new ManualClock(), fetch }));
}

test('a request reaches the server exactly as given, and the answer comes back whole', async () => {
  let seen: unknown;
  await using server = await listen((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      seen = { method: request.method, url: request.url, key: request.headers['x-key'], type: request.headers['content-type'], body };
      response.writeHead(418, { 'Retry-After': '7', 'X-MBX-USED-WEIGHT-1M': '12' });
      response.end('{"code":-1,"msg":"é"}');
    });
  });
  const { client, clock } = clientAndClock();
  const response = await client.send({
    method: 'POST',
    url: `http://127.0.0.1:${server.port}/api/order?b=2&a=%2B%20&signature=ab%3D`,
    headers: { 'X-Key': 'k', 'Content-Type': 'application/x-www-form-urlencoded' },
    body: 'quantity=1&price=2',
    timeoutMs: 1_000,
  });
  expect(response).toMatchObject({ status: 418, text: '{"code":-1,"msg":"é"}', receivedWallMs: clock.wallMs() });
  expect(response.headers.get('retry-after')).toBe('7');
  expect(response.headers.get('x-mbx-used-weight-1m')).toBe('12');
  expect(seen).toEqual({
    method: 'POST',
    url: '/api/order?b=2&a=%2B%20&signature=ab%3D',
    key: 'k',
    type: 'application/x-www-form-urlencoded',
    body: 'quantity=1&price=2',
  });
  expect(clock.pendingTimers).toBe(0);
  expect(client.openRequests).toBe(0);
});

test('a server error is an answer: nothing is retried', async () => {
  let count = 0;
  await using server = await listen((_request, response) => {
    count += 1;
    response.writeHead(503).end('busy');
  });
  const { client } = clientAndClock();
  const response = await client.send({ method: 'GET', url: `http://127.0.0.1:${server.port}/`, headers: {}, timeoutMs: 1_000 });
  expect(response).toMatchObject({ status: 503, text: 'busy' });
  expect(count).toBe(1);
});

test('consecutive requests share connections', async () => {
  let connections = 0;
  await using server = await listen((_request, response) => response.end('ok'));
  server.server.on('connection', () => (connections += 1));
  const { client } = clientAndClock();
  for (let index = 0; index < 10; index += 1) {
    await client.send({ method: 'GET', url: `http://127.0.0.1:${server.port}/`, headers: {}, timeoutMs: 1_000 });
  }
  expect(connections).toBeLessThan(5);
});

test('a refused connection is certain not to have sent anything', async () => {
  const { client } = clientAndClock();
  const port = await unusedPort();
  const error = await failureOf(client.send(secretRequest(`http://127.0.0.1:${port}/order`)));
  expect(error).toMatchObject({ code: 'NETWORK', host: `127.0.0.1:${port}`, mayHaveBeenSent: false, outcome: 'not-sent', retryable: true });
  expect(error.cause).toEqual({ method: 'POST', host: `127.0.0.1:${port}`, path: '/order', code: 'ECONNREFUSED' });
});

test('a reset before the answer leaves the outcome unknown', async () => {
  await using server = await listen((request) => request.socket.resetAndDestroy());
  const { client } = clientAndClock();
  const error = await failureOf(client.send(secretRequest(`http://127.0.0.1:${server.port}/order`)));
  expect(error).toMatchObject({ code: 'NETWORK', mayHaveBeenSent: true, outcome: 'unknown' });
});

test('an answer that breaks off leaves the outcome unknown', async () => {
  await using server = await listen((_request, response) => {
    response.writeHead(200, { 'Content-Length': '100' });
    response.write('{"orderId":', () => response.destroy());
  });
  const { client } = clientAndClock();
  const error = await failureOf(client.send(secretRequest(`http://127.0.0.1:${server.port}/order`)));
  expect(error).toMatchObject({ code: 'NETWORK', mayHaveBeenSent: true, outcome: 'unknown' });
});

test.each(['head', 'body'])('the deadline of the injected clock covers the %s of the answer', async (part) => {
  const arrived = Promise.withResolvers<void>();
  await using server = await listen((_request, response) => {
    if (part === 'body') response.writeHead(200).write('{"a":');
    arrived.resolve();
  });
  const { client, clock } = clientAndClock();
  const answer = failureOf(client.send(secretRequest(`http://127.0.0.1:${server.port}/order`, { timeoutMs: 5_000 })));
  await arrived.promise;
  await clock.advance(5_000);
  const error = await answer;
  expect(error).toMatchObject({ code: 'TIMEOUT', timeoutMs: 5_000, outcome: 'unknown' });
  expect(error.message).toBe(`POST 127.0.0.1:${server.port}/order: no answer within 5000 ms`);
  expect(client.openRequests).toBe(0);
  expect(clock.pendingTimers).toBe(0);
});

test('abort by the caller and by close() end a request that is under way', async () => {
  let arrivals = 0;
  const bothArrived = Promise.withResolvers<void>();
  await using server = await listen(() => {
    arrivals += 1;
    if (arrivals === 2) bothArrived.resolve();
  });
  const { client, clock } = clientAndClock();
  const controller = new AbortController();
  const url = `http://127.0.0.1:${server.port}/order`;
  const first = failureOf(client.send(secretRequest(url, { signal: controller.signal })));
  const second = failureOf(client.send(secretRequest(url)));
  await bothArrived.promise;
  controller.abort(new Error(CANARY));
  expect(await first).toMatchObject({ code: 'ABORTED', outcome: 'unknown' });
  expect(client.openRequests).toBe(1);
  await client.close();
  expect(await second).toMatchObject({ code: 'ABORTED', outcome: 'unknown' });
  expect(await failureOf(client.send(secretRequest(url)))).toMatchObject({ code: 'ABORTED', outcome: 'not-sent' });
  expect(client.openRequests).toBe(0);
  expect(clock.pendingTimers).toBe(0);
  expect(arrivals).toBe(2);
});

test('a signal that is aborted already sends nothing', async () => {
  let arrivals = 0;
  await using server = await listen((_request, response) => {
    arrivals += 1;
    response.end();
  });
  const { client } = clientAndClock();
  const error = await failureOf(client.send(secretRequest(`http://127.0.0.1:${server.port}/`, { signal: AbortSignal.abort() })));
  expect(error).toMatchObject({ code: 'ABORTED', outcome: 'not-sent' });
  expect(arrivals).toBe(0);
});

test.each([true, false])('a body beyond the bound is not read on (declared length: %s)', async (isDeclared) => {
  await using server = await listen((_request, response) => {
    if (isDeclared) response.writeHead(200, { 'Content-Length': '200000' });
    response.end('x'.repeat(200_000));
  });
  const { client } = clientAndClock();
  const error = await failureOf(client.send(secretRequest(`http://127.0.0.1:${server.port}/order`, { maximumBodyBytes: 1_000 })));
  expect(error).toMatchObject({ code: 'NETWORK', outcome: 'unknown' });
  expect(error.message).toContain('too large');
});

test('a redirect is not followed', async () => {
  let arrivals = 0;
  await using server = await listen((_request, response) => {
    arrivals += 1;
    response.writeHead(307, { Location: `/elsewhere?signature=${CANARY}` }).end();
  });
  const { client } = clientAndClock();
  const error = await failureOf(client.send(secretRequest(`http://127.0.0.1:${server.port}/order`)));
  expect(error).toMatchObject({ code: 'NETWORK', mayHaveBeenSent: true });
  expect(arrivals).toBe(1);
});

test.each([
  ['plain HTTP to another host', `http://venue.test/order?signature=${CANARY}`],
  ['a host that only starts like loopback', `http://127.0.0.1.venue.test/?signature=${CANARY}`],
  ['another scheme', `ftp://venue.test/?signature=${CANARY}`],
  ['user and password', `https://user:${CANARY}@venue.test/`],
  ['no URL', `venue.test/?signature=${CANARY}`],
])('%s is refused before anything is sent', async (_name, url) => {
  const { client } = clientAndClock();
  const error = await failureOf(client.send({ method: 'GET', url, headers: {}, timeoutMs: 1_000 }));
  expect(error).toMatchObject({ code: 'CONFIGURATION', outcome: 'not-sent' });
});

test('plain HTTP is allowed by the explicit option', async () => {
  const requested: string[] = [];
  const fetch = async (request: Request): Promise<Response> => {
    requested.push(request.url);
    return new Response('ok');
  };
  const client = new KyHttpClient(createRuntime({ clock: new ManualClock(), allowPlainText: true, fetch }));
  await expect(client.send({ method: 'GET', url: 'http://venue.test/', headers: {}, timeoutMs: 1_000 })).resolves.toMatchObject({
    text: 'ok',
  });
  expect(requested).toEqual(['http://venue.test/']);
});

test('a header that cannot be sent is told without its value, as not sent', async () => {
  const { client } = clientAndClock();
  const error = await failureOf(
    client.send({
      method: 'GET',
      url: 'https://venue.test/',
      headers: { 'X-API-KEY': `${CANARY}\n` + CANARY + '\u0000' },
      timeoutMs: 1_000,
    }),
  );
  expect(error).toMatchObject({ code: 'NETWORK', mayHaveBeenSent: false });
});

test.each([
  ['ENOTFOUND', undefined, false],
  ['EAI_AGAIN', undefined, false],
  ['UND_ERR_CONNECT_TIMEOUT', undefined, false],
  ['CERT_HAS_EXPIRED', undefined, false],
  ['ERR_TLS_CERT_ALTNAME_INVALID', undefined, false],
  ['ETIMEDOUT', 'connect', false],
  ['ETIMEDOUT', 'read', true],
  ['EHOSTUNREACH', 'connect', false],
  ['ECONNRESET', 'read', true],
  ['EPIPE', 'write', true],
  ['UND_ERR_SOCKET', undefined, true],
  ['SOMETHING_NEW', undefined, true],
])('fetch failing with %s (%s): may have been sent is %s', async (code, syscall, mayHaveBeenSent) => {
  const fetch = (): Promise<Response> =>
    Promise.reject(
      new TypeError('fetch failed', { cause: Object.assign(new Error(`${CANARY} failed`), { code, syscall, headers: CANARY }) }),
    );
  const client = new KyHttpClient(createRuntime({ clock: new ManualClock(), fetch }));
  expect(await failureOf(client.send(secretRequest('https://venue.test/order')))).toMatchObject({ code: 'NETWORK', mayHaveBeenSent });
});

test('several addresses of which one may have got the request count as sent', async () => {
  const bothRefused = clientFailingWith([fault('ECONNREFUSED', 'connect'), fault('ENETUNREACH', 'connect')]);
  const oneReset = clientFailingWith([fault('ECONNREFUSED', 'connect'), fault('ECONNRESET', 'read')]);
  expect(await failureOf(bothRefused.send(secretRequest('https://venue.test/')))).toMatchObject({ mayHaveBeenSent: false });
  expect(await failureOf(oneReset.send(secretRequest('https://venue.test/')))).toMatchObject({ mayHaveBeenSent: true });
});

test('a fetch that throws something strange, or at once, ends in an error of ours', async () => {
  const client = new KyHttpClient(
    createRuntime({
      clock: new ManualClock(),
      fetch: () => {
        throw Object.assign(new Error(CANARY), { cause: { cause: CANARY } });
      },
    }),
  );
  expect(await failureOf(client.send(secretRequest('https://venue.test/')))).toMatchObject({ code: 'NETWORK', mayHaveBeenSent: true });
});

test('the runtime counts requests whose answer has not begun', async () => {
  const arrived = Promise.withResolvers<void>();
  await using server = await listen(() => arrived.resolve());
  const { client, runtime } = clientAndClock();
  const answer = failureOf(client.send(secretRequest(`http://127.0.0.1:${server.port}/`)));
  await arrived.promise;
  expect(runtime.openRequests).toBe(1);
  await client.close();
  await answer;
  expect(runtime.openRequests).toBe(0);
});
