/** What is known about an order command after an error: see `orderOutcome`. */
export type OrderOutcome = 'not-sent' | 'rejected' | 'unknown';

/** What every error of VenueKit carries beside its message. */
export interface ConnectorErrorOptions {
  /** The error behind this one, already scrubbed of secrets. */
  readonly cause?: unknown;
  /** What it means for an order command that ended with it. Default `unknown`. */
  readonly outcome?: OrderOutcome;
  /** Whether the same request may succeed later without a change. Default false. */
  readonly retryable?: boolean;
}

const MARKER = Symbol.for('venuekit.ConnectorError');

/** The base of all errors that VenueKit throws; tell them apart by `code`, each of which has a heading in `docs/errors.md`. */
export abstract class ConnectorError extends Error {
  /** Stable, in capitals with underscores. */
  abstract readonly code: string;
  readonly outcome: OrderOutcome;
  readonly retryable: boolean;
  /** The number of the REST request that ended so, as log lines and traces tell it; absent where no request was made. */
  declare readonly requestId?: number;

  constructor(message: string, options: ConnectorErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.outcome = options.outcome ?? 'unknown';
    this.retryable = options.retryable ?? false;
    Object.defineProperty(this, MARKER, { value: true });
  }

  /** Recognises an error of VenueKit, also one made by another copy of the package. */
  static is(value: unknown): value is ConnectorError {
    return typeof value === 'object' && value !== null && MARKER in value;
  }
}
