import { Buffer } from 'node:buffer';
import { describe, expect, it, vi } from 'vitest';
import { silentLogger } from '../../src/log/silent-logger.ts';
import { recordingRuntime } from '../../src/recording/recording-runtime.ts';
import type { LogFields } from '../../src/runtime/logger.ts';
import type { SocketHandlers } from '../../src/runtime/socket.ts';
import { Secret } from '../../src/runtime/secret.ts';
import { ORIGIN, RecordedWorld, SOCKETS } from './recorded-world.ts';

function handlers(heard: string[] = []): SocketHandlers {
  return {
    onOpen: () => heard.push('open'),
    onMessage: (data, isBinary) => heard.push(`${isBinary ? 'binary' : 'text'} ${data.toString('utf8')}`),
    onPing: () => heard.push('ping'),
    onPong: () => heard.push('pong'),
    onClose: ({ code }) => heard.push(`close ${code}`),
  };
}

describe('the recording of requests', () => {
  it('begins with a header and holds request and reply, numbered, with the time of our clock', async () => {
    const world = new RecordedWorld({ onRequest: () => ({ status: 200, headers: { 'x-used-weight': '2' }, body: '{"a":1.50}' }) });
    expect(await world.fetchText('/depth?symbol=A')).toBe('{"a":1.50}');
    const startedMs = Date.UTC(2026, 0, 1);
    expect(world.header).toEqual({
      type: 'recording',
      version: 1,
      source: { kind: 'embedded', host: 'api.venue.test' },
      startedMs,
      connector: { name: 'probe' },
    });
    expect(world.events).toMatchObject([
      {
        type: 'request',
        order: 1,
        atMs: startedMs,
        connection: 'request-1',
        access: 'public',
        method: 'GET',
        url: `${ORIGIN}/depth?symbol=A`,
        body: '',
      },
      {
        type: 'reply',
        order: 2,
        atMs: startedMs + 2,
        connection: 'request-1',
        status: 200,
        headers: { 'x-used-weight': '2' },
        body: '{"a":1.50}',
      },
    ]);
  });

  it('holds bodies that are sent, scrubbed, and sends them as they are', async () => {
    const seen: string[] = [];
    const world = new RecordedWorld(
      { onRequest: ({ body }) => (seen.push(body), { status: 200, headers: {}, body: '{"ok":true}' }) },
      { secrets: [new Secret('s3cr3t-s3cr3t')] },
    );
    const body = '{"symbol":"A","key":"s3cr3t-s3cr3t"}';
    await world.fetchText('/orders', { method: 'POST', body });
    expect(seen).toEqual([body]);
    expect(world.of('request')).toMatchObject([{ access: 'private', body: '{"symbol":"A","key":"xxxxxxxxxxxxx"}' }]);
  });

  it('tells a request that failed by the name of its error alone', async () => {
    const world = new RecordedWorld({});
    world.network.planFault({ kind: 'reset', when: 'before-server' });
    const request = world.runtime.fetch(new Request(`${ORIGIN}/a?secret=hidden-hidden`));
    await Promise.all([expect(request).rejects.toThrow('fetch failed'), world.clock.advance(10)]);
    expect(world.of('failure')).toEqual([expect.objectContaining({ connection: 'request-1', problem: 'TypeError' })]);
    expect(world.sink.text).not.toContain('hidden');
  });

  it('cuts a long body in the recording, and not for the reader', async () => {
    const world = new RecordedWorld({ onRequest: () => ({ status: 200, headers: {}, body: 'a'.repeat(100) }) }, { maximumBodyBytes: 10 });
    expect(await world.fetchText('/a')).toHaveLength(100);
    expect(world.of('reply')).toMatchObject([{ body: 'a'.repeat(10), cut: 'too-long' }]);
  });

  it('says when a body broke off or was not read to its end', async () => {
    const world = new RecordedWorld({ onRequest: () => ({ status: 200, headers: {}, body: 'abcdef', cutBodyAfter: 3 }) });
    await expect(world.fetchText('/a')).rejects.toThrow('fetch failed');
    const left = world.runtime.fetch(new Request(`${ORIGIN}/b`));
    await world.clock.advance(10);
    await (await left).body?.cancel('enough');
    expect(world.of('reply')).toMatchObject([
      { connection: 'request-1', cut: 'broken' },
      { connection: 'request-2', cut: 'canceled', body: '' },
    ]);
  });

  it('holds a reply without a body', async () => {
    const world = new RecordedWorld({ onRequest: () => ({ status: 204, headers: {}, body: '' }) });
    expect(await world.fetchText('/a')).toBe('');
    expect(world.of('reply')).toMatchObject([{ status: 204, body: '' }]);
  });
});

describe('the recording of sockets', () => {
  it('holds opening, frames of both directions, text and binary, and the end, and leaves all of them as they are', async () => {
    const atServer: string[] = [];
    const world = new RecordedWorld({
      onSocket: (socket) => ({
        onMessage: (data) => {
          atServer.push(data.toString('utf8'));
          socket.send('{"price":"1.50"}');
          socket.send(Buffer.from([0xff, 1]));
          socket.close(4_000, 'enough');
        },
        onClose: () => undefined,
      }),
    });
    const heard: string[] = [];
    const socket = world.runtime.openSocket({ url: `${SOCKETS}/stream?topic=a`, headers: { Accept: 'any' } }, handlers(heard));
    await world.clock.advance(10);
    socket.ping();
    socket.send('{"op":"subscribe"}');
    expect(socket.bufferedBytes).toBe(0);
    await world.clock.advance(10);
    expect(atServer).toEqual(['{"op":"subscribe"}']);
    expect(heard).toEqual(['open', 'pong', 'text {"price":"1.50"}', expect.stringContaining('binary'), 'close 4000']);
    expect(world.events).toMatchObject([
      { type: 'socket', connection: 'socket-1', access: 'public', url: `${SOCKETS}/stream?topic=a`, headers: { accept: 'any' } },
      { type: 'open' },
      { type: 'frame', direction: 'to-venue', access: 'public', text: '{"op":"subscribe"}' },
      { type: 'frame', direction: 'from-venue', text: '{"price":"1.50"}' },
      { type: 'frame', direction: 'from-venue', base64: '/wE=' },
      { type: 'close', code: 4_000, reason: 'enough' },
    ]);
  });

  it('is strict from the frame on that logs in', async () => {
    const world = new RecordedWorld({
      onSocket: (socket) => ({
        onMessage: () => socket.send('{"owner":"Bob Smith","price":"1.5"}'),
        onPing: () => socket.ping(),
        onClose: () => undefined,
      }),
    });
    const socket = world.runtime.openSocket({ url: `${SOCKETS}/private` }, handlers());
    await world.clock.advance(10);
    socket.send('{"op":"login","apiKey":"0123456789abcdef0123"}');
    socket.ping();
    await world.clock.advance(10);
    socket.close(1_000, 'done');
    socket.terminate();
    await world.clock.advance(10);
    expect(world.of('frame').map(({ access }) => access)).toEqual(['private', 'private']);
    expect(world.sink.text).not.toMatch(/Bob|0123456789abcdef/);
    expect(world.of('close')).toHaveLength(1);
  });
});

describe('a recording', () => {
  it('of a made-up world is embedded, whatever is said of it', async () => {
    const server = { onRequest: () => ({ status: 200, headers: {}, body: '' }) };
    const simulated = new RecordedWorld(server, { source: 'venue' });
    await simulated.fetchText('/a');
    expect(simulated.header.source.kind).toBe('embedded');
    const kindOf = async (url: string, source?: 'sample'): Promise<string> => {
      const lines: string[] = [];
      const { random } = simulated.plain;
      const clock = {
        ...simulated.plain.clock,
        wallMs: () => 5,
        monotonicMs: () => 5,
        setTimer: () => ({ cancel: () => undefined }),
        pendingTimers: 0,
      };
      const runtime = {
        clock,
        random,
        log: silentLogger,
        openSocket: simulated.plain.openSocket,
        fetch: () => Promise.resolve(new Response(null)),
      };
      const recorded = recordingRuntime(
        runtime,
        { write: (line) => void lines.push(line) },
        { secrets: [], connector: { name: 'probe', version: '1.2.3' }, ...(source === undefined ? {} : { source }) },
      );
      await recorded.fetch(new Request(url));
      const header: { source: { kind: string } } = JSON.parse(lines[0] ?? '');
      return header.source.kind;
    };
    expect(await kindOf('https://api.exchange.com/time')).toBe('venue');
    expect(await kindOf('https://api.exchange.com/time', 'sample')).toBe('sample');
    expect(await kindOf('http://127.0.0.1:8080/time')).toBe('embedded');
  });

  it('ends with one warning when it cannot be written, and the connector goes on', async () => {
    const world = new RecordedWorld({ onRequest: () => ({ status: 200, headers: {}, body: 'fine' }) });
    const warn = vi.fn<(fields: LogFields, message: string) => void>();
    const write = vi.fn<(line: string) => void>(() => {
      throw new Error('the disk is full');
    });
    const log = { ...silentLogger, warn };
    const runtime = recordingRuntime({ ...world.plain, log }, { write }, { secrets: [], connector: { name: 'probe' } });
    const ask = async (): Promise<string> => {
      const [response] = await Promise.all([runtime.fetch(new Request(`${ORIGIN}/a`)), world.clock.advance(10)]);
      return response.text();
    };
    expect([await ask(), await ask()]).toEqual(['fine', 'fine']);
    expect(write).toHaveBeenCalledTimes(1);
    expect(warn).toHaveBeenCalledTimes(1);
  });

  it('leaves clock, chance and log of the runtime as they are', () => {
    const world = new RecordedWorld({});
    expect(world.runtime.clock.monotonicMs()).toBe(0);
    expect(world.runtime.isSimulated).toBe(true);
    expect(world.runtime.log).toBe(world.plain.log);
    expect(world.runtime.random).toBe(world.plain.random);
  });
});
