import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { http, HttpResponse } from 'msw';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { networkGuard } from '../../vitest.network-guard.ts';

describe('the network guard', () => {
  const refusals = vi.spyOn(console, 'error');
  let server: Server;
  let host: string;
  let outsideHost: string;
  let reached: number;

  beforeEach(async () => {
    refusals.mockReset().mockReturnValue();
    reached = 0;
    server = createServer((_request, response) => response.end('from loopback'));
    server.on('request', () => (reached += 1)).on('upgrade', () => (reached += 1));
    const sockets = new WebSocketServer({ server });
    sockets.on('connection', (socket) => socket.on('message', (data) => socket.send(data, { binary: false })));
    server.listen(0);
    await once(server, 'listening');
    const address = server.address();
    const port = isAddress(address) ? address.port : 0;
    host = `127.0.0.1:${port}`;
    // Every address of 127.0.0.0/8 answers on Linux, but only 127.0.0.1 is on the guard's list.
    outsideHost = `127.0.0.2:${port}`;
  });

  afterEach(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });

  // The server listens on all interfaces and counts, so that a refusal is told from a name that does not resolve.
  it('refuses a fetch that is not for loopback before it reaches a server', async () => {
    await expect(fetch(`http://${outsideHost}/`)).rejects.toThrow('fetch failed');
    expect(reached).toBe(0);
    expect(refusals).toHaveBeenCalledWith(`The network guard refused GET http://${outsideHost}/`);
  });

  it('refuses a socket that is not for loopback before it reaches a server', async () => {
    const socket = new WebSocket(`ws://${outsideHost}/stream`);
    await expect(once(socket, 'open')).rejects.toThrow('Network error');
    expect(reached).toBe(0);
  });

  it('refuses a host by name', async () => {
    await expect(fetch('https://api.example.com/time')).rejects.toThrow('fetch failed');
    expect(refusals).toHaveBeenCalledWith('The network guard refused GET https://api.example.com/time');
  });

  it('refuses the global WebSocket', async () => {
    const socket = new globalThis.WebSocket(`ws://${host}/`);
    await once(socket, 'error');
    socket.close();
    expect(reached).toBe(0);
  });

  it('lets a request to loopback through to the real server', async () => {
    const response = await fetch(`http://${host}/`);
    expect(await response.text()).toBe('from loopback');
  });

  it('lets frames pass both ways on a loopback socket', async () => {
    const socket = new WebSocket(`ws://${host}/`);
    await once(socket, 'open');
    socket.send('hello');
    const [data] = await once(socket, 'message');
    expect(String(data)).toBe('hello');
    socket.close();
    await once(socket, 'close');
  });

  it('answers for a host that a test has described', async () => {
    networkGuard.use(http.get('https://api.example.com/time', () => HttpResponse.json({ serverTime: 1 })));
    const response = await fetch('https://api.example.com/time');
    expect(await response.json()).toEqual({ serverTime: 1 });
  });
});

function isAddress(address: AddressInfo | string | null): address is AddressInfo {
  return typeof address === 'object' && address !== null;
}
