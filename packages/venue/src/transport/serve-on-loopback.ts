import type { Venue } from '../server/venue.ts';
import { ListenError } from './listen-error.ts';
import { LoopbackService } from './loopback-service.ts';

/** How a venue is put on ports. It binds 127.0.0.1 and nothing else. */
export interface LoopbackOptions {
  /** Ports by service; one that is not named, or 0, gets any free port. */
  readonly ports?: Readonly<Record<string, number>>;
  /** Speaks TLS on all ports with this PEM key and certificate. Default: plain. */
  readonly tls?: { readonly key: string; readonly cert: string };
  /** Largest HTTP body and WebSocket message that is read. Default 1 MiB. */
  readonly maximumBodyBytes?: number;
}

/** Where a service is reached, without a slash at the end. */
export interface ServiceUrls {
  readonly http: string;
  readonly ws: string;
}

/** A venue on its ports. */
export interface LoopbackVenue {
  readonly urls: ReadonlyMap<string, ServiceUrls>;
  /** @throws RangeError for a service that the dialect does not have. */
  url(service: string): ServiceUrls;
  /** Stops the venue, cuts all connections and gives the ports back; no socket, server or timer is left. */
  close(): Promise<void>;
}

/**
 * Puts each service of a venue on a port of 127.0.0.1.
 * @throws ListenError naming the port that is in use; the others are given back before.
 */
export async function serveOnLoopback(venue: Venue, options: LoopbackOptions = {}): Promise<LoopbackVenue> {
  const { ports = {}, tls, maximumBodyBytes = 1_048_576 } = options;
  const services: LoopbackService[] = [];
  const urls = new Map<string, ServiceUrls>();
  const close = async (): Promise<void> => {
    venue.stop();
    await Promise.all(services.map((service) => service.close()));
  };
  for (const name of venue.dialect.services) {
    const service = new LoopbackService(venue, { service: name, tls, maximumBodyBytes });
    const wanted = ports[name] ?? 0;
    const result = await service.listen(wanted);
    if (!('port' in result)) {
      await Promise.all(services.map((opened) => opened.close()));
      throw new ListenError(name, wanted, result.systemCode);
    }
    services.push(service);
    const host = `127.0.0.1:${result.port}`;
    urls.set(name, tls === undefined ? { http: `http://${host}`, ws: `ws://${host}` } : { http: `https://${host}`, ws: `wss://${host}` });
  }
  return {
    urls,
    url: (service) => {
      const found = urls.get(service);
      if (found === undefined) throw new RangeError(`the dialect ${venue.dialect.name} has no service ${service}`);
      return found;
    },
    close,
  };
}
