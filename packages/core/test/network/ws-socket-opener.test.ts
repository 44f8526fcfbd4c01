import { Buffer } from 'node:buffer';
import type { IncomingMessage } from 'node:http';
import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { WebSocketServer } from 'ws';
import type { WebSocket } from 'ws';
import { ManualClock } from '../../src/clock/manual-clock.ts';
import { WsSocketOpener } from '../../src/network/ws-socket-opener.ts';
import type { SocketCloseInfo, SocketConnection, SocketRequest } from '../../src/runtime/socket.ts';
import { listen, unusedPort } from './loopback.ts';

const CANARY = 'C4n4ryC4n4ryC4n4ryC4n4ryC4n4ryC4n4ry';

interface Client {
  readonly connection: SocketConnection;
  readonly log: string[];
  readonly opened: Promise<void>;
  readonly closed: Promise<SocketCloseInfo>;
  /** Resolves with the log once it has `count` entries. */
  logOf(count: number): Promise<readonly string[]>;
}

function connect(opener: WsSocketOpener, request: SocketRequest): Client {
  const log: string[] = [];
  const opened = Promise.withResolvers<void>();
  const closed = Promise.withResolvers<SocketCloseInfo>();
  const waiting: { readonly count: number; readonly resolve: (log: readonly string[]) => void }[] = [];
  const note = (text: string): void => {
    log.push(text);
    for (const { count, resolve } of waiting) if (log.length >= count) resolve(log);
  };
  let isCalling = true;
  const connection = opener.open(request, {
    onOpen() {
      note('open');
      opened.resolve();
    },
    onMessage: (data, isBinary) => note(`${isBinary ? 'binary' : 'text'} ${data.toString()}`),
    onPing: () => note('ping'),
    onPong: () => note('pong'),
    onClose(info) {
      if (isCalling) throw new Error('onClose was called during the call');
      note(`close ${info.code}`);
      const shown = inspect(info, { depth: 10, showHidden: true }) + (info.error?.stack ?? '');
      expect(shown).not.toContain(CANARY);
      closed.resolve(info);
    },
  });
  isCalling = false;
  return {
    connection,
    log,
    opened: opened.promise,
    closed: closed.promise,
    logOf: (count) =>
      new Promise((resolve) => {
        if (log.length >= count) resolve(log);
        else waiting.push({ count, resolve });
      }),
  };
}

async function socketServer(onSocket: (socket: WebSocket, request: IncomingMessage) => void) {
  const loopback = await listen((_request, response) => response.writeHead(404).end());
  const server = new WebSocketServer({ server: loopback.server, perMessageDeflate: true });
  server.on('connection', onSocket);
  return {
    url: `ws://127.0.0.1:${loopback.port}/ws/${CANARY}?token=${CANARY}`,
    async [Symbol.asyncDispose]() {
      for (const socket of server.clients) socket.terminate();
      server.close();
      await loopback[Symbol.asyncDispose]();
    },
  };
}

function openerAndClock() {
  const clock = new ManualClock();
  return { clock, opener: new WsSocketOpener({ clock }) };
}

test('text, binary, ping and pong pass both ways, and an orderly close has code and reason but no error', async () => {
  let key: string | undefined;
  await using server = await socketServer((socket, request) => {
    key = String(request.headers['x-api-key']);
    socket.on('message', (data: Buffer, isBinary: boolean) => socket.send(data, { binary: isBinary }));
    socket.on('ping', () => socket.ping());
  });
  const { opener, clock } = openerAndClock();
  const client = connect(opener, { url: server.url, headers: { 'X-API-KEY': 'k' } });
  expect(opener.openSockets).toBe(1);
  await client.opened;
  expect(key).toBe('k');
  client.connection.send('hello');
  client.connection.send(Buffer.from('bytes'));
  await client.logOf(3);
  client.connection.ping();
  await client.logOf(5);
  expect(client.log.slice(0, 3)).toEqual(['open', 'text hello', 'binary bytes']);
  expect(client.log.slice(3).toSorted()).toEqual(['ping', 'pong']);
  expect(client.connection.bufferedBytes).toBe(0);
  client.connection.close(4_001, 'done');
  const info = await client.closed;
  expect(info).toEqual({ code: 4_001, reason: 'done' });
  expect(client.log).toHaveLength(6);
  expect(opener.openSockets).toBe(0);
  expect(clock.pendingTimers).toBe(0);
  client.connection.close();
  client.connection.terminate();
  expect(() => client.connection.send('late')).toThrow(expect.objectContaining({ code: 'NETWORK', mayHaveBeenSent: false }));
  expect(() => client.connection.ping()).toThrow(expect.objectContaining({ code: 'NETWORK' }));
});

test('a message beyond the bound after inflating closes the socket', async () => {
  await using server = await socketServer((socket) => socket.send('x'.repeat(2_000_000)));
  const { opener } = openerAndClock();
  const client = connect(opener, { url: server.url, maximumPayloadBytes: 100_000 });
  const info = await client.closed;
  expect(client.log.filter((line) => line.startsWith('text'))).toEqual([]);
  expect(info.error).toMatchObject({ code: 'NETWORK' });
});

test('a refused connection is told by onClose alone, scrubbed', async () => {
  const { opener, clock } = openerAndClock();
  const port = await unusedPort();
  const client = connect(opener, { url: `ws://127.0.0.1:${port}/ws/${CANARY}?token=${CANARY}`, headers: { 'X-API-KEY': CANARY } });
  const info = await client.closed;
  expect(info).toMatchObject({ code: 1_006, error: { code: 'NETWORK', mayHaveBeenSent: false } });
  expect(info.error?.message).toContain('ECONNREFUSED');
  expect(client.log).toEqual(['close 1006']);
  expect(opener.openSockets).toBe(0);
  expect(clock.pendingTimers).toBe(0);
});

test.each([
  [403, 'HTTP 403'],
  [302, 'HTTP 302'],
])('a handshake answered with %s is told with its status and not followed', async (status, text) => {
  await using server = await listen((_request, response) => response.end());
  server.server.on('upgrade', (_request, socket) => {
    socket.end(`HTTP/1.1 ${status} No\r\nLocation: ws://127.0.0.1:1/?token=${CANARY}\r\nContent-Length: 0\r\n\r\n`);
  });
  const { opener } = openerAndClock();
  const info = await connect(opener, { url: `ws://127.0.0.1:${server.port}/?token=${CANARY}` }).closed;
  expect(info.error?.message).toContain(text);
  expect(info.error).toMatchObject({ mayHaveBeenSent: false });
});

test('a handshake that nobody answers ends at the deadline of the injected clock', async () => {
  const upgrading = Promise.withResolvers<void>();
  await using server = await listen(() => {});
  server.server.on('upgrade', () => upgrading.resolve());
  const { opener, clock } = openerAndClock();
  const client = connect(opener, { url: `ws://127.0.0.1:${server.port}/?token=${CANARY}`, handshakeTimeoutMs: 3_000 });
  await upgrading.promise;
  await clock.advance(3_000);
  expect(await client.closed).toMatchObject({ code: 1_006, error: { code: 'TIMEOUT', timeoutMs: 3_000 } });
  expect(clock.pendingTimers).toBe(0);
  expect(opener.openSockets).toBe(0);
});

test('an opening socket can be closed or terminated; it never opens', async () => {
  await using server = await socketServer(() => {});
  const { opener, clock } = openerAndClock();
  const closed = connect(opener, { url: server.url });
  const terminated = connect(opener, { url: server.url });
  closed.connection.close();
  terminated.connection.terminate();
  await Promise.all([closed.closed, terminated.closed]);
  expect([...closed.log, ...terminated.log]).toEqual(['close 1006', 'close 1006']);
  expect(clock.pendingTimers).toBe(0);
  expect(opener.openSockets).toBe(0);
});

test('a peer that cuts the connection ends in 1006', async () => {
  await using server = await socketServer((socket) => socket.terminate());
  const { opener } = openerAndClock();
  const client = connect(opener, { url: server.url });
  expect(await client.closed).toMatchObject({ code: 1_006 });
  expect(client.log.at(-1)).toBe('close 1006');
});

test('a peer that does not answer the close frame is cut off by the clock', async () => {
  const accepted = Promise.withResolvers<WebSocket>();
  await using server = await socketServer((socket) => accepted.resolve(socket));
  const { opener, clock } = openerAndClock();
  const client = connect(opener, { url: server.url });
  await client.opened;
  (await accepted.promise).pause();
  client.connection.close();
  expect(clock.pendingTimers).toBe(1);
  await clock.advance(2_000);
  expect(await client.closed).toMatchObject({ code: 1_006 });
  expect(clock.pendingTimers).toBe(0);
});

test('the reason of a peer is printable, ours is cut to what a close frame holds', async () => {
  const reasons: string[] = [];
  await using server = await socketServer((socket) => {
    socket.on('close', (_code, reason) => reasons.push(reason.toString()));
    socket.on('message', () => socket.close(4_000, 'bad\u001b[31m'));
  });
  const { opener } = openerAndClock();
  const first = connect(opener, { url: server.url });
  await first.opened;
  first.connection.send('close me');
  expect((await first.closed).reason).toBe('bad\u{FFFD}[31m');
  const second = connect(opener, { url: server.url });
  await second.opened;
  second.connection.close(4_000, `x${'é'.repeat(100)}`);
  expect((await second.closed).reason).toBe(`x${'é'.repeat(61)}`);
});

test.each([
  ['plain text to another host', `ws://venue.test/?token=${CANARY}`],
  ['another scheme', `https://venue.test/?token=${CANARY}`],
  ['no URL', `not a url ${CANARY}`],
  ['a fragment', `ws://127.0.0.1:1/#${CANARY}`],
])('%s is refused through onClose, without an exception', async (_name, url) => {
  const { opener } = openerAndClock();
  const client = connect(opener, { url });
  const info = await client.closed;
  expect(info.code).toBe(1_006);
  expect(info.error).toMatchObject({ outcome: 'not-sent' });
  expect(client.log).toEqual(['close 1006']);
  client.connection.terminate();
  client.connection.close();
  expect(opener.openSockets).toBe(0);
});
