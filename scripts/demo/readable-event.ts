import type { ConnectorEvent } from '@venuekit/core';

/** One line about an event; undefined for those that are too many to be read. */
export function readableEvent(event: ConnectorEvent): string | undefined {
  switch (event.type) {
    case 'book-live':
      return `book of ${event.tradingPair} is live`;
    case 'book-stale':
      return `book of ${event.tradingPair} is stale: ${event.reason ?? ''}`;
    case 'book-resynced':
      return `book of ${event.tradingPair} is live again`;
    case 'stream-connected':
      return `${event.stream} stream connected`;
    case 'stream-interrupted':
      return `${event.stream} stream interrupted: ${event.reason ?? ''}`;
    case 'stream-restored':
      return `${event.stream} stream is whole${event.gap.fromMs === undefined ? '' : ` again after ${event.gap.toMs - event.gap.fromMs} ms`}`;
    case 'stream-problem':
      return `! ${event.stream}: ${event.message}${event.error === undefined ? '' : ` (${event.error.message})`}`;
    case 'order-failed':
      return `! ${event.clientOrderId} failed (${event.cause}): ${event.message}`;
    case 'order-lost':
      return `! ${event.clientOrderId} is lost: ${event.message}`;
    case 'order-expired':
      return `${event.clientOrderId} expired: ${event.reason ?? ''}`;
    default:
      return undefined;
  }
}
