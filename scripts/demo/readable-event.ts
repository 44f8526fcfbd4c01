import type { ConnectorEvent } from '@venuekit/core';

/** Characters of a problem that are shown; the event holds them all. */
const LONGEST_PROBLEM = 140;

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
      return event.gap.fromMs === undefined
        ? `${event.stream} stream is live`
        : `${event.stream} stream is live again; what was missed has been asked for`;
    case 'stream-problem':
      return `! ${problemText(event.message, event.error)}`;
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

function problemText(message: string, error: Error | undefined): string {
  const text = error === undefined || message.includes(error.message) ? message : `${message} (${error.message})`;
  return text.length > LONGEST_PROBLEM ? `${text.slice(0, LONGEST_PROBLEM)}…` : text;
}
