import type { Buffer } from 'node:buffer';
import { createServer } from 'node:http';
import { request as tlsRequest } from 'node:https';
import { connect } from 'node:net';
import { createRuntime, macrotaskTurn, ManualClock, silentLogger, SystemClock } from '@venuekit/core/testing';
import { afterEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { ListenError, serveOnLoopback, type LoopbackVenue } from '@venuekit/venue';
import { plainVenue } from '../server/site.ts';
import { makeLoopbackCertificate } from './loopback-certificate.ts';

const opened: { close(): unknown }[] = [];

async function listening(port = 0): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => void server.listen(port, '127.0.0.1', resolve));
  opened.push({ close: () => new Promise((resolve) => void server.close(resolve)) });
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

async function serve(
  ...options: Parameters<typeof serveOnLoopback> extends [unknown, ...infer Rest] ? Rest : never
): Promise<LoopbackVenue> {
  const served = await serveOnLoopback(plainVenue(new ManualClock()), ...options);
  opened.push(served);
  return served;
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  const result = await new Promise<boolean>((resolve) => {
    server.on('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => resolve(true));
  });
  await new Promise((resolve) => void server.close(resolve));
  return result;
}

const portOf = (url: string): number => Number.parseInt(new URL(url).port, 10);

afterEach(async () => {
  for (const one of opened.splice(0)) await one.close();
});

describe('a venue on loopback', () => {
  it('gives each service a port of its own on 127.0.0.1', async () => {
    const served = await serve();
    expect([...served.urls.keys()]).toEqual(['rest', 'stream']);
    expect(served.url('rest').http).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(served.url('stream').ws).toMatch(/^ws:\/\/127\.0\.0\.1:\d+$/);
    expect(served.url('rest').http).not.toBe(served.url('stream').http);
    expect(() => served.url('other')).toThrow(RangeError);
  });

  it('takes the ports that it is told', async () => {
    const free = await listening();
    for (const one of opened.splice(0)) await one.close();
    const served = await serve({ ports: { stream: free } });
    expect(served.url('stream').http).toBe(`http://127.0.0.1:${free}`);
  });

  it('says which port is in use, for which service, and gives the others back', async () => {
    const free = await listening();
    for (const one of opened.splice(0)) await one.close();
    const used = await listening();
    const failure = serve({ ports: { rest: free, stream: used } });
    await expect(failure).rejects.toBeInstanceOf(ListenError);
    await expect(failure).rejects.toMatchObject({ code: 'VENUE_LISTEN', service: 'stream', port: used });
    await expect(failure).rejects.toThrow(`port ${used} of 127.0.0.1, for the venue's service stream, is in use`);
    expect(await isFree(free)).toBe(true);
  });

  it('leaves no socket, server or timer when it is closed, with clients of every kind connected', async () => {
    const clock = new SystemClock();
    const venue = plainVenue(new ManualClock(), { clock });
    const served = await serveOnLoopback(venue);
    const runtime = createRuntime({ log: silentLogger });
    venue.control.faults.add({ on: 'http', match: { path: '/time' }, action: { kind: 'hang' } });
    venue.control.faults.add({ on: 'http', match: { path: '/prices' }, action: { kind: 'delay', delayMs: 3_600_000 } });
    const requests = ['/time', '/prices'].map((path) => runtime.fetch(new Request(`${served.url('rest').http}${path}`)));
    const failures = requests.map(async (request) =>
      request.then(
        () => 'answered',
        () => 'failed',
      ),
    );
    const closed = ['open', 'silent'].map(
      (kind) =>
        new Promise<number>((resolve) => {
          const socket = new WebSocket(served.url('stream').ws);
          socket.on('open', () => venue.control.cutSockets({ id: kind === 'silent' ? 1 : 0 }, { kind: 'half-open' }));
          socket.on('close', resolve);
        }),
    );
    // Its connection stays in the client's pool.
    await (await runtime.fetch(new Request(`${served.url('rest').http}/markets`))).text();
    const areAllThere = (): boolean => {
      const sockets = venue.control.sockets();
      return venue.control.faults.applied.length === 2 && sockets.length === 2 && sockets.some(({ isSilent }) => isSilent);
    };
    while (!areAllThere()) await macrotaskTurn();

    await served.close();
    expect(clock.pendingTimers).toBe(0);
    expect(venue.control.sockets()).toEqual([]);
    expect(await Promise.all(failures)).toEqual(['failed', 'failed']);
    expect(await Promise.all(closed)).toHaveLength(2);
    expect(await isFree(portOf(served.url('rest').http))).toBe(true);
    await served.close();
  });

  it('reads no body above its bound', async () => {
    const served = await serve({ maximumBodyBytes: 1_000 });
    const post = (body: string): Promise<Response> => fetch(`${served.url('rest').http}/orders`, { method: 'POST', body });
    expect((await post(`{"a":"${'x'.repeat(900)}"}`)).status).toBe(400);
    expect((await post(`{"a":"${'x'.repeat(1_000)}"}`)).status).toBe(413);
  });

  it('hands the query to the dialect exactly as it was sent', async () => {
    const venue = plainVenue(new ManualClock(), {});
    const seen: string[] = [];
    Object.defineProperty(venue, 'handleRequest', {
      value: async (request: { query: string }) => {
        seen.push(request.query);
        return { kind: 'reply', reply: { status: 200, headers: {}, body: '' } };
      },
    });
    const served = await serveOnLoopback(venue);
    opened.push(served);
    await new Promise<void>((resolve) => {
      const socket = connect(portOf(served.url('rest').http), '127.0.0.1', () => {
        socket.end("GET /time?b=%7E%2f&a='x'&a=? HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n");
      });
      socket.resume();
      socket.on('close', () => resolve());
    });
    expect(seen).toEqual(["b=%7E%2f&a='x'&a=?"]);
  });

  it('speaks TLS with a certificate that the client can check', async () => {
    const tls = await makeLoopbackCertificate();
    const served = await serve({ tls });
    expect(served.url('rest').http).toMatch(/^https:/);
    expect(served.url('stream').ws).toMatch(/^wss:/);
    const ca = tls.cert;
    const status = await new Promise((resolve, reject) => {
      tlsRequest(`${served.url('rest').http}/time`, { ca }, (response) => {
        response.resume();
        resolve(response.statusCode);
      })
        .on('error', reject)
        .end();
    });
    expect(status).toBe(200);
    const answer = await new Promise((resolve, reject) => {
      const socket = new WebSocket(served.url('stream').ws, { ca });
      socket.on('open', () => socket.send('{"id":5,"op":"unsubscribe"}'));
      socket.on('message', (data: Buffer) => resolve(data.toString('utf8')));
      socket.on('error', reject);
    });
    expect(answer).toBe('{"id":5,"ok":true}');
    await expect(fetch(`${served.url('rest').http}/time`)).rejects.toThrow('fetch failed');
  });
});
