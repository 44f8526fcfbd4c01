import { ConnectorError } from '@venuekit/core/connector';

/** A port of the venue could not be opened; `VENUE_LISTEN`. */
export class ListenError extends ConnectorError {
  override readonly name = 'ListenError';
  readonly code = 'VENUE_LISTEN';
  readonly service: string;
  readonly port: number;

  /** @param systemCode the platform's code, for instance `EADDRINUSE`. */
  constructor(service: string, port: number, systemCode: string | undefined) {
    const why = systemCode === 'EADDRINUSE' ? 'is in use' : `cannot be opened (${systemCode ?? 'unknown reason'})`;
    super(`port ${port} of 127.0.0.1, for the venue's service ${service}, ${why}`, { outcome: 'not-sent' });
    this.service = service;
    this.port = port;
  }
}
