import { Buffer } from 'node:buffer';
import { expect, test } from 'vitest';
import { ManualClock } from '../../src/clock/manual-clock.ts';
import { sleep } from '../../src/clock/sleep.ts';
import { InProcessNetwork } from '../../src/network/in-process-network.ts';
import { inProcessRuntime } from '../../src/network/in-process-runtime.ts';
import { KyHttpClient } from '../../src/network/ky-http-client.ts';
import { SeededRandom } from '../../src/random/seeded-random.ts';
import type { ServerReply, ServerRequest, ServerSocket } from '../../src/runtime/server-socket.ts';
import type { SocketCloseInfo, SocketConnection } from '../../src/runtime/socket.ts';

const HOST = 'https://venue.test';
const ok = (body: string): ServerReply => ({ status: 200, headers: { 'content-type': 'application/json', 'X-Used': '7' }, body });

function world(onRequest: (request: ServerRequest) => Promise<ServerReply> | ServerReply = () => ok('{}')) {
  const clock = new ManualClock();
  const network = new InProcessNetwork({ clock });
  const seen: ServerRequest[] = [];
  network.serve(HOST, {
    onRequest(request) {
      seen.push(request);
      return onRequest(request);
    },
  });
  const client = new KyHttpClient(inProcessRuntime({ clock, network, random: new SeededRandom(1) }));
  const get = (path: string, options: { readonly signal?: AbortSignal } = {}) =>
    client.send({ method: 'GET', url: `${HOST}${path}`, headers: { 'X-Key': 'k' }, timeoutMs: 1_000, ...options });
  return { clock, network, client, seen, get };
}

/** Settled as a value, so that a rejection that is expected later is handled now. */
function outcome(promise: Promise<unknown>): Promise<unknown> {
  return promise.catch((error: unknown) => error);
}

test('a request takes the latency of both ways, and carries method, query, headers and body exactly', async () => {
  const { clock, network, client, seen } = world(() => ok('{"a":1}'));
  let answeredAtMs = -1;
  const answer = client
    .send({ method: 'POST', url: `${HOST}/order?b=2&a=1%2B1&signature=xyz`, headers: { 'X-Key': 'k' }, body: 'q=1', timeoutMs: 1_000 })
    .finally(() => {
      answeredAtMs = clock.monotonicMs();
    });
  await clock.settle();
  expect(network.openRequests).toBe(1);
  await clock.advance(10);
  const response = await answer;
  expect(answeredAtMs).toBe(2);
  expect(response).toMatchObject({ status: 200, text: '{"a":1}' });
  expect(response.headers.get('x-used')).toBe('7');
  expect(response.receivedWallMs).toBe(clock.wallMs() - 8);
  expect(seen[0]).toMatchObject({ method: 'POST', url: `${HOST}/order?b=2&a=1%2B1&signature=xyz`, body: 'q=1' });
  expect(seen[0]?.headers.get('x-key')).toBe('k');
  expect(network.openRequests).toBe(0);
  expect(clock.pendingTimers).toBe(0);
});

test('a server may take its time by the same clock', async () => {
  const { clock, get } = world(async () => {
    await sleep(clock, 50);
    return ok('late');
  });
  const answer = get('/slow');
  await clock.advance(60);
  await expect(answer).resolves.toMatchObject({ text: 'late' });
});

test('nobody listening, and refused on purpose, both mean that nothing was sent', async () => {
  const { clock, network, client, get, seen } = world();
  const unknownHost = outcome(client.send({ method: 'GET', url: 'https://nowhere.test/', headers: {}, timeoutMs: 1_000 }));
  network.refuseConnections(HOST);
  const refused = outcome(get('/'));
  await clock.advance(5);
  for (const error of [await unknownHost, await refused]) {
    expect(error).toMatchObject({ code: 'NETWORK', mayHaveBeenSent: false, outcome: 'not-sent' });
  }
  network.refuseConnections(HOST, false);
  const accepted = get('/');
  await clock.advance(5);
  await expect(accepted).resolves.toMatchObject({ status: 200 });
  expect(seen).toHaveLength(1);
});

test.each([
  { kind: 'reset', when: 'before-server', sees: 0, code: 'NETWORK' },
  { kind: 'reset', when: 'after-server', sees: 1, code: 'NETWORK' },
  { kind: 'hang', when: 'before-server', sees: 0, code: 'TIMEOUT' },
  { kind: 'hang', when: 'after-server', sees: 1, code: 'TIMEOUT' },
] as const)('a planned $kind $when ends in $code with unknown outcome, once', async ({ kind, when, sees, code }) => {
  const { clock, network, get, seen } = world();
  network.planFault({ kind, when }, { path: '/order', method: 'GET' });
  const other = get('/other');
  const hit = outcome(get('/order'));
  await clock.advance(1_500);
  await expect(other).resolves.toMatchObject({ status: 200 });
  expect(await hit).toMatchObject({ code, outcome: 'unknown' });
  expect(seen.filter((request) => request.url.endsWith('/order'))).toHaveLength(sees);
  const again = get('/order');
  await clock.advance(5);
  await expect(again).resolves.toMatchObject({ status: 200 });
  expect(clock.pendingTimers).toBe(0);
  expect(network.openRequests).toBe(0);
});

test('something in between may answer in place of the server, which has done its work or not', async () => {
  const { clock, network, get, seen } = world();
  network.planFault({ kind: 'answer', when: 'after-server', reply: { status: 502, headers: {}, body: 'bad gateway' } }, { count: 2 });
  const answers = [get('/a'), get('/b'), get('/c')];
  await clock.advance(5);
  expect((await Promise.all(answers)).map((answer) => answer.status)).toEqual([502, 502, 200]);
  expect(seen).toHaveLength(3);
});

test('an aborted request ends at once; what the server still answers goes nowhere', async () => {
  const { clock, network, client, get, seen } = world();
  const controller = new AbortController();
  const aborted = outcome(get('/', { signal: controller.signal }));
  await clock.settle();
  controller.abort();
  expect(await aborted).toMatchObject({ code: 'ABORTED', outcome: 'unknown' });
  expect(client.openRequests).toBe(0);
  expect(network.openRequests).toBe(0);
  await clock.runUntilIdle();
  expect(seen).toHaveLength(1);
});

test('closing the client ends open requests and refuses new ones', async () => {
  const { clock, client, get } = world();
  const open = outcome(get('/'));
  await clock.settle();
  expect(client.openRequests).toBe(1);
  await client.close();
  expect(await open).toMatchObject({ code: 'ABORTED' });
  await expect(get('/')).rejects.toMatchObject({ code: 'ABORTED', outcome: 'not-sent' });
  expect(client.openRequests).toBe(0);
  await clock.runUntilIdle();
});

test('a server that throws resets the connection and shows its error to whoever moves the clock', async () => {
  const { clock, get } = world(() => {
    throw new Error('mistake in the server');
  });
  const answer = outcome(get('/'));
  await expect(clock.advance(5)).rejects.toThrow('mistake in the server');
  await clock.advance(5);
  expect(await answer).toMatchObject({ code: 'NETWORK', outcome: 'unknown' });
});

test('redirects are not followed, and answers without a body are empty', async () => {
  const { clock, get } = world((request) =>
    request.url.endsWith('/moved')
      ? { status: 302, headers: { location: 'https://evil.test/' }, body: '' }
      : { status: 204, headers: {}, body: '' },
  );
  const moved = outcome(get('/moved'));
  const empty = get('/empty');
  await clock.advance(5);
  expect(await moved).toMatchObject({ code: 'NETWORK', mayHaveBeenSent: true });
  await expect(empty).resolves.toMatchObject({ status: 204, text: '' });
});

interface SocketWorld {
  readonly clock: ManualClock;
  readonly network: InProcessNetwork;
  readonly log: string[];
  readonly server: ServerSocket[];
  open(url?: string): SocketConnection;
  readonly closes: SocketCloseInfo[];
}

function socketWorld(): SocketWorld {
  const clock = new ManualClock();
  const network = new InProcessNetwork({ clock });
  const log: string[] = [];
  const server: ServerSocket[] = [];
  const closes: SocketCloseInfo[] = [];
  const note = (text: string): void => {
    log.push(`${clock.monotonicMs()} ${text}`);
  };
  network.serve('wss://stream.test', {
    admit: (handshake) => (handshake.url.endsWith('/secret') ? { status: 403 } : undefined),
    onSocket(socket) {
      server.push(socket);
      note('server opened');
      return {
        onMessage: (data, isBinary) => note(`server got ${data.toString()}${isBinary ? ' binary' : ''}`),
        onPing: () => note('server ping'),
        onPong: () => note('server pong'),
        onClose: (info) => note(`server closed ${info.code} ${info.reason}`.trimEnd()),
      };
    },
  });
  const open = (url = 'wss://stream.test/ws?x=1'): SocketConnection =>
    network.openSocket(
      { url, headers: { 'X-Key': 'k' } },
      {
        onOpen: () => note('client opened'),
        onMessage: (data, isBinary) => note(`client got ${data.toString()}${isBinary ? ' binary' : ''}`),
        onPing: () => note('client ping'),
        onPong: () => note('client pong'),
        onClose: (info) => {
          closes.push(info);
          note(`client closed ${info.code} ${info.reason}`.trimEnd());
        },
      },
    );
  return { clock, network, log, server, open, closes };
}

test('a socket opens, carries messages and pings both ways in order, and closes with code and reason', async () => {
  const { clock, network, log, server, open } = socketWorld();
  const client = open();
  expect(log).toEqual([]);
  await clock.advance(10);
  expect(server[0]).toMatchObject({ url: 'wss://stream.test/ws?x=1', isOpen: true });
  expect(server[0]?.headers.get('x-key')).toBe('k');
  client.send('a');
  client.send(Uint8Array.from(Buffer.from('b')));
  client.ping();
  server[0]?.send('c');
  server[0]?.ping();
  await clock.advance(10);
  client.close(4_000, 'bye');
  await clock.advance(10);
  expect(log).toEqual([
    '1 server opened',
    '2 client opened',
    '11 server got a',
    '11 client got c',
    '11 server got b binary',
    '11 client ping',
    '11 server ping',
    '12 server pong',
    '12 client pong',
    '21 server closed 4000 bye',
    '22 client closed 4000 bye',
  ]);
  expect(server[0]?.isOpen).toBe(false);
  expect(network.openSockets).toBe(0);
  expect(network.sockets).toHaveLength(0);
  expect(clock.pendingTimers).toBe(0);
  expect(() => client.send('late')).toThrow(expect.objectContaining({ code: 'NETWORK', mayHaveBeenSent: false }));
});

test('messages are copies, and a shorter latency never overtakes', async () => {
  const { clock, network, log, server, open } = socketWorld();
  const client = open();
  await clock.advance(10);
  const bytes = Buffer.from('one');
  network.setLatency(100);
  client.send(bytes);
  bytes.write('ten');
  network.setLatency((direction) => (direction === 'to-server' ? 1 : 2));
  client.send('two');
  await clock.advance(200);
  expect(log.slice(2)).toEqual(['110 server got one binary', '110 server got two']);
  server[0]?.terminate();
  await clock.runUntilIdle();
});

test('what a server sends while the client comes in arrives after the opening', async () => {
  const clock = new ManualClock();
  const network = new InProcessNetwork({ clock });
  const log: string[] = [];
  network.serve('https://stream.test', {
    onSocket(socket) {
      socket.send('welcome');
      socket.close(1_001, 'going away');
      return { onMessage() {}, onClose: (info) => log.push(`server ${info.code}`) };
    },
  });
  network.openSocket(
    { url: 'wss://stream.test/' },
    {
      onOpen: () => log.push('open'),
      onMessage: (data) => log.push(data.toString()),
      onPing() {},
      onPong() {},
      onClose: (info) => log.push(`client ${info.code} ${info.reason}`),
    },
  );
  await clock.runUntilIdle();
  expect(log).toEqual(['open', 'welcome', 'client 1001 going away', 'server 1001']);
  expect(network.sockets).toHaveLength(0);
});

test('refusals are told by onClose alone, never during the call', async () => {
  const { clock, network, closes, log, open } = socketWorld();
  open('wss://nowhere.test/');
  open('wss://stream.test/secret');
  network.refuseConnections('wss://stream.test');
  open();
  expect(closes).toEqual([]);
  await clock.advance(10);
  expect(closes).toHaveLength(3);
  for (const info of closes) expect(info).toMatchObject({ code: 1_006, error: { code: 'NETWORK', mayHaveBeenSent: false } });
  expect(log.filter((line) => line.includes('opened'))).toEqual([]);
  expect(closes.map((info) => info.error?.message).join()).toContain('HTTP 403');
  expect(clock.pendingTimers).toBe(0);
  expect(network.sockets).toHaveLength(0);
});

test('a cut tells both ends 1006 and drops what was under way', async () => {
  const { clock, network, log, server, open } = socketWorld();
  const client = open();
  await clock.advance(10);
  client.send('lost');
  server[0]?.send('lost');
  network.sockets[0]?.cut();
  expect(log).toHaveLength(2);
  await clock.advance(10);
  expect(log.slice(2)).toEqual(['10 server closed 1006', '10 client closed 1006']);
  expect(network.sockets).toHaveLength(0);
  expect(clock.pendingTimers).toBe(0);
});

test('a server that terminates, and one that closes, are told apart by the code', async () => {
  const { clock, log, server, open } = socketWorld();
  open();
  open();
  await clock.advance(10);
  server[0]?.terminate();
  server[1]?.close(1_012, 'restart');
  await clock.advance(10);
  expect(log.filter((line) => line.includes('client closed'))).toEqual(['11 client closed 1006', '11 client closed 1012 restart']);
});

test('a black hole tells nobody anything; each end gets rid of it alone', async () => {
  const { clock, network, log, server, open } = socketWorld();
  const terminated = open();
  const closed = open();
  await clock.advance(10);
  for (const socket of network.sockets) socket.blackHole();
  terminated.send('into the dark');
  server[0]?.send('into the dark');
  await clock.advance(60_000);
  expect(log.slice(4)).toEqual([]);
  terminated.terminate();
  closed.close();
  await clock.advance(2_000);
  expect(log.slice(4)).toEqual(['60010 client closed 1006', '62010 client closed 1006']);
  expect(network.openSockets).toBe(0);
  expect(network.sockets).toHaveLength(2);
  for (const socket of server) socket.terminate();
  await clock.runUntilIdle();
  expect(network.sockets).toHaveLength(0);
});

test('a handshake that nobody answers times out by the clock, and an opening socket can be closed', async () => {
  const { clock, network, closes, open } = socketWorld();
  network.setLatency(60_000);
  open();
  const other = open();
  other.close();
  await clock.advance(10_000);
  expect(closes).toHaveLength(2);
  expect(closes[1]).toMatchObject({ code: 1_006, error: { code: 'TIMEOUT' } });
  await clock.runUntilIdle();
  expect(network.sockets).toHaveLength(0);
  expect(network.openedSockets).toBe(2);
});
