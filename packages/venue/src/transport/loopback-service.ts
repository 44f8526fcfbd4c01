import { Buffer } from 'node:buffer';
import { createServer, STATUS_CODES, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type RawData, type WebSocket } from 'ws';
import type { WireReply } from '../dialect/wire.ts';
import type { HttpOutcome, SocketPeer } from '../server/transport-contract.ts';
import type { Venue } from '../server/venue.ts';
import { readBody } from './read-body.ts';

const HOST = '127.0.0.1';

/** How one service of a venue listens. */
export interface LoopbackServiceOptions {
  readonly service: string;
  readonly tls: { readonly key: string; readonly cert: string } | undefined;
  readonly maximumBodyBytes: number;
}

function systemCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

function frameBytes(data: RawData): Buffer {
  if (Array.isArray(data)) return Buffer.concat(data);
  return data instanceof ArrayBuffer ? Buffer.from(data) : data;
}

/** The path, and the query exactly as it was sent. */
function target(message: IncomingMessage): { readonly path: string; readonly query: string } {
  const url = message.url ?? '/';
  const at = url.indexOf('?');
  return at === -1 ? { path: url, query: '' } : { path: url.slice(0, at), query: url.slice(at + 1) };
}

function headersOf(message: IncomingMessage): ReadonlyMap<string, string> {
  const headers = new Map<string, string>();
  for (const [name, values] of Object.entries(message.headersDistinct)) if (values !== undefined) headers.set(name, values.join(', '));
  return headers;
}

/** One service of a venue behind a port of 127.0.0.1: HTTP and WebSocket. */
export class LoopbackService {
  readonly #venue: Venue;
  readonly #options: LoopbackServiceOptions;
  readonly #server: Server;
  readonly #sockets: WebSocketServer;
  readonly #connections = new Set<Socket>();

  constructor(venue: Venue, options: LoopbackServiceOptions) {
    this.#venue = venue;
    this.#options = options;
    const { tls } = options;
    this.#server = tls === undefined ? createServer() : createTlsServer({ key: tls.key, cert: tls.cert });
    // The client decides how long an idle connection is kept, or its next request would meet a closed one.
    this.#server.keepAliveTimeout = 0;
    this.#sockets = new WebSocketServer({ noServer: true, clientTracking: false, maxPayload: options.maximumBodyBytes });
    this.#server.on('connection', (socket) => {
      this.#connections.add(socket);
      socket.on('close', () => this.#connections.delete(socket));
    });
    this.#server.on('request', (message, response) => void this.#onRequest(message, response));
    this.#server.on('upgrade', (message, socket, head) => this.#onUpgrade(message, socket, head));
    this.#server.on('clientError', (_error, socket) => void socket.destroy());
  }

  /**
   * @param port 0 for any free one.
   * @returns the port; or the platform's code when it cannot be opened.
   */
  listen(port: number): Promise<{ readonly port: number } | { readonly systemCode: string | undefined }> {
    const { promise, resolve } = Promise.withResolvers<{ readonly port: number } | { readonly systemCode: string | undefined }>();
    const onError = (error: unknown): void => resolve({ systemCode: systemCode(error) });
    this.#server.once('error', onError);
    this.#server.listen({ port, host: HOST, exclusive: true }, () => {
      this.#server.off('error', onError);
      const address = this.#server.address();
      resolve({ port: typeof address === 'object' && address !== null ? address.port : port });
    });
    return promise;
  }

  /** Cuts whatever is connected and gives the port back. */
  async close(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#server.close(() => resolve());
    for (const connection of this.#connections) connection.destroy();
    this.#sockets.close();
    await promise;
  }

  async #onRequest(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const { service, maximumBodyBytes } = this.#options;
    const address = message.socket.remoteAddress ?? HOST;
    const body = await readBody(message, maximumBodyBytes);
    if (body === undefined) {
      if (!message.complete && !message.destroyed) response.writeHead(413, { connection: 'close' });
      response.end(() => message.socket.destroy());
      return;
    }
    const { path, query } = target(message);
    const request = { method: message.method ?? 'GET', path, query, headers: headersOf(message), body, service };
    const outcome = await this.#venue.handleRequest(request, address);
    if (response.destroyed) return;
    try {
      this.#conclude(outcome, message, response);
    } catch (error) {
      this.#venue.reportDialectFault('encodeReply', error);
      message.socket.destroy();
    }
  }

  #conclude(outcome: HttpOutcome, message: IncomingMessage, response: ServerResponse): void {
    if (outcome.kind === 'hang') return;
    if (outcome.kind === 'reset') {
      message.socket.destroy();
      return;
    }
    const { reply, cutBodyAfter } = outcome;
    response.writeHead(reply.status, { ...reply.headers, 'content-length': Buffer.byteLength(reply.body) });
    if (cutBodyAfter === undefined) response.end(reply.body);
    else response.write(reply.body.slice(0, cutBodyAfter), () => void message.socket.destroy());
  }

  #onUpgrade(message: IncomingMessage, connection: Duplex, head: Buffer): void {
    connection.on('error', () => connection.destroy());
    const outcome = this.#venue.openSocket({
      service: this.#options.service,
      ...target(message),
      address: message.socket.remoteAddress ?? HOST,
    });
    switch (outcome.kind) {
      case 'hang':
        return;
      case 'reset':
        connection.destroy();
        return;
      case 'refuse':
        this.#refuse(connection, outcome.reply);
        return;
      case 'accept':
        this.#sockets.handleUpgrade(message, connection, head, (socket) => this.#connect(socket, (peer) => outcome.attach(peer)));
    }
  }

  #refuse(connection: Duplex, { status, headers, body }: WireReply): void {
    const all = { ...headers, connection: 'close', 'content-length': String(Buffer.byteLength(body)) };
    const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
    connection.end(`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? 'Refused'}\r\n${lines.join('')}\r\n${body}`);
  }

  #connect(
    socket: WebSocket,
    attach: (peer: SocketPeer) => ReturnType<Extract<ReturnType<Venue['openSocket']>, { kind: 'accept' }>['attach']>,
  ): void {
    let isSilent = false;
    const whileHeard = (work: () => void): void => {
      if (!isSilent && socket.readyState === socket.OPEN) work();
    };
    // Errors of the protocol close the socket; there is nothing else to do about them.
    socket.on('error', () => undefined);
    const intake = attach({
      send: (frame) => whileHeard(() => socket.send(frame)),
      ping: () => whileHeard(() => socket.ping()),
      close: (code, reason) => whileHeard(() => socket.close(code, reason)),
      cut: () => socket.terminate(),
      fallSilent: () => {
        isSilent = true;
        socket.pause();
      },
    });
    socket.on('message', (data, isBinary) => intake.onFrame(isBinary ? frameBytes(data) : frameBytes(data).toString('utf8')));
    socket.on('pong', () => intake.onPong());
    socket.on('close', () => intake.onClosed());
  }
}
