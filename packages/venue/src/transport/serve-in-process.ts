import type {
  InProcessNetwork,
  InProcessServer,
  ServerHandshake,
  ServerReply,
  ServerSocket,
  ServerSocketHandlers,
} from '@venuekit/core/testing';
import type { HandshakeOutcome, HttpOutcome } from '../server/transport-contract.ts';
import type { Venue } from '../server/venue.ts';

/** Whom address limits count, where nothing else is said. */
const DEFAULT_ADDRESS = 'in-process';

/** A venue on an in-process network. */
export interface InProcessVenue {
  /** Stops the venue and refuses connections to its origins from now on; no timer of the venue is left. */
  close(): void;
}

function targetOf(url: string): { readonly path: string; readonly query: string } {
  const { pathname, search } = new URL(url);
  return { path: pathname, query: search.slice(1) };
}

function replyOf(outcome: HttpOutcome): ServerReply | 'reset' | Promise<never> {
  switch (outcome.kind) {
    case 'reset':
      return 'reset';
    case 'hang':
      return new Promise(() => undefined);
    default: {
      const { reply, cutBodyAfter } = outcome;
      return cutBodyAfter === undefined ? reply : { ...reply, cutBodyAfter };
    }
  }
}

/** One service of a venue as a server of the network. */
function serviceServer(venue: Venue, network: InProcessNetwork, service: string, address: string): InProcessServer {
  /** By the handshake's headers, which are the same object from `admit` to `onSocket`. */
  const admitted = new WeakMap<ServerHandshake['headers'], Extract<HandshakeOutcome, { kind: 'accept' }>>();
  const connectionOf = ({ headers }: ServerHandshake): InProcessNetwork['sockets'][number] | undefined =>
    network.sockets.find(({ handshake }) => handshake.headers === headers);

  return {
    onRequest: async ({ method, url, headers, body }) =>
      replyOf(await venue.handleRequest({ method, ...targetOf(url), headers, body, service }, address)),

    admit: (handshake) => {
      const outcome = venue.openSocket({ service, ...targetOf(handshake.url), address });
      switch (outcome.kind) {
        case 'accept':
          admitted.set(handshake.headers, outcome);
          return undefined;
        case 'refuse':
          return outcome.reply;
        case 'reset':
          connectionOf(handshake)?.cut();
          break;
        case 'hang':
          connectionOf(handshake)?.blackHole();
      }
      // Never arrives: the connection is broken or swallows it.
      return { status: 502 };
    },

    onSocket: (socket: ServerSocket): ServerSocketHandlers => {
      const intake = admitted.get(socket.headers)?.attach({
        send: (frame) => socket.send(frame),
        ping: () => socket.ping(),
        close: (code, reason) => socket.close(code, reason),
        cut: () => socket.terminate(),
        fallSilent: () => connectionOf(socket)?.blackHole(),
      });
      return {
        onMessage: (data, isBinary) => intake?.onFrame(isBinary ? data : data.toString('utf8')),
        onPong: () => intake?.onPong(),
        onClose: () => intake?.onClosed(),
      };
    },
  };
}

/**
 * Puts a venue on an in-process network.
 * @param origins where each service of the dialect stands, for instance `https://api.venue.test`; no two at one place.
 * @param options address: whom address limits count; default `in-process`.
 * @throws RangeError for a service without an origin, or an origin without a service.
 */
export function serveInProcess(
  venue: Venue,
  network: InProcessNetwork,
  origins: Readonly<Record<string, string>>,
  options: { readonly address?: string } = {},
): InProcessVenue {
  const { name, services } = venue.dialect;
  const unmatched = [
    ...services.filter((service) => !Object.hasOwn(origins, service)),
    ...Object.keys(origins).filter((service) => !services.includes(service)),
  ];
  if (unmatched.length > 0) throw new RangeError(`services of the dialect ${name} and origins differ: ${unmatched.join(', ')}`);
  for (const [service, origin] of Object.entries(origins)) {
    network.refuseConnections(origin, false);
    network.serve(origin, serviceServer(venue, network, service, options.address ?? DEFAULT_ADDRESS));
  }
  return {
    close: () => {
      venue.stop();
      for (const origin of Object.values(origins)) network.refuseConnections(origin);
    },
  };
}
