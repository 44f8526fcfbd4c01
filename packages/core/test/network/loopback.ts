import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** A server on a free port of this machine, for one test. */
export interface LoopbackServer extends AsyncDisposable {
  readonly port: number;
  readonly server: Server;
}

/** Starts a server on loopback; disposing of it cuts every connection. */
export async function listen(handler: (request: IncomingMessage, response: ServerResponse) => void): Promise<LoopbackServer> {
  const server = createServer(handler);
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('the server has no port');
  return {
    port: address.port,
    server,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
    },
  };
}

/** A port on which nobody listens. */
export async function unusedPort(): Promise<number> {
  const { port, [Symbol.asyncDispose]: dispose } = await listen(() => {});
  await dispose();
  return port;
}
