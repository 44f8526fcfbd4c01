import { AbortedError } from '../../src/errors/aborted-error.ts';
import { AuthenticationError } from '../../src/errors/authentication-error.ts';
import { ClockError } from '../../src/errors/clock-error.ts';
import { ConfigurationError } from '../../src/errors/configuration-error.ts';
import type { ConnectorError, OrderOutcome } from '../../src/errors/connector-error.ts';
import { EventsPrunedError } from '../../src/errors/events-pruned-error.ts';
import { InvalidPayloadError } from '../../src/errors/invalid-payload-error.ts';
import { NetworkError } from '../../src/errors/network-error.ts';
import { NotImplementedError } from '../../src/errors/not-implemented-error.ts';
import { OrderDeniedError } from '../../src/errors/order-denied-error.ts';
import { OrderWaitError } from '../../src/errors/order-wait-error.ts';
import { RateLimitError } from '../../src/errors/rate-limit-error.ts';
import { RecordingFullError } from '../../src/errors/recording-full-error.ts';
import { RequestNotSentError } from '../../src/errors/request-not-sent-error.ts';
import { StorageError } from '../../src/errors/storage-error.ts';
import { StreamError } from '../../src/errors/stream-error.ts';
import { ThrottleError } from '../../src/errors/throttle-error.ts';
import { TimeoutError } from '../../src/errors/timeout-error.ts';
import { UnknownTradingPairError } from '../../src/errors/unknown-trading-pair-error.ts';
import { VenueRejection } from '../../src/errors/venue-rejection.ts';
import { VenueUnavailableError } from '../../src/errors/venue-unavailable-error.ts';

const said = { venueCode: '-1', venueMessage: 'no' };
const limited = { ...said, status: 429, retryAfterMs: 1_000 };

/** One error of each kind, with what it means for an order and whether it may be repeated. */
export const EVERY_ERROR: readonly (readonly [ConnectorError, OrderOutcome, boolean])[] = [
  [new AbortedError('wait', { mayHaveBeenSent: false }), 'not-sent', false],
  [new AbortedError('POST venue/order', { mayHaveBeenSent: true }), 'unknown', false],
  [new AuthenticationError({ ...said, status: 401 }), 'rejected', false],
  [new ClockError(said), 'rejected', true],
  [new ConfigurationError('key', 'environment', 'is missing'), 'not-sent', false],
  [new EventsPrunedError(3, 7), 'unknown', false],
  [new InvalidPayloadError({ field: 'price', origin: 'trade', expected: 'a number', received: undefined }), 'unknown', false],
  [new NetworkError({ host: 'venue', problem: 'refused', mayHaveBeenSent: false }), 'not-sent', true],
  [new NetworkError({ host: 'venue', problem: 'reset', mayHaveBeenSent: true }), 'unknown', true],
  [new NotImplementedError('placeOrder'), 'not-sent', false],
  [new OrderDeniedError('invalid-price', 'no price'), 'not-sent', false],
  [new OrderWaitError('c1', undefined), 'not-sent', false],
  [new OrderWaitError('c1', 'canceled'), 'not-sent', false],
  [new RateLimitError({ ...limited, isBan: false }), 'rejected', true],
  [new RateLimitError({ ...limited, status: 418, isBan: true }), 'rejected', true],
  [new RecordingFullError('a.jsonl', 'it is closed'), 'not-sent', false],
  [new RequestNotSentError('POST venue/order', 'signing failed'), 'not-sent', false],
  [new RequestNotSentError('POST venue/order', 'no time', { retryable: true }), 'not-sent', true],
  [new StorageError('damaged', 'the store is damaged'), 'not-sent', false],
  [new StorageError('full', 'the store is full'), 'not-sent', true],
  [new StreamError('data-stale', 'no data for 60 s'), 'unknown', true],
  [new ThrottleError('ping', 'is not defined'), 'not-sent', false],
  [new TimeoutError('POST venue/order', 10), 'unknown', true],
  [new UnknownTradingPairError('A-B', 'the venue'), 'not-sent', false],
  [new VenueRejection({ ...said, status: 400, reason: 'filter' }), 'rejected', false],
  [new VenueUnavailableError({ ...said, status: 503 }), 'unknown', true],
];
