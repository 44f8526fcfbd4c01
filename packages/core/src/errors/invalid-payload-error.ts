import { ConnectorError } from './connector-error.ts';
import { excerpt, printable } from './excerpt.ts';

/** What was wrong with a payload. */
export interface InvalidPayload {
  /** The field's name or path, for instance `bids[3][0]`. */
  readonly field: string;
  /** Where the payload came from: event or endpoint, with the symbol where there is one. */
  readonly origin: string;
  readonly expected: string;
  /** The value found; only a short printable excerpt of it is kept. */
  readonly received: unknown;
  readonly cause?: unknown;
}

const MAXIMUM_ORIGIN_LENGTH = 200;

/** A venue's message or reply lacks a needed field or holds one of the wrong form. */
export class InvalidPayloadError extends ConnectorError {
  override readonly name = 'InvalidPayloadError';
  readonly code = 'INVALID_PAYLOAD';
  readonly field: string;
  readonly origin: string;

  constructor(payload: InvalidPayload) {
    // A venue's symbol or stream is often a part of the origin.
    const origin = printable(payload.origin).slice(0, MAXIMUM_ORIGIN_LENGTH);
    super(
      `${origin}: field "${payload.field}" should be ${payload.expected}, but is ${excerpt(payload.received)}`,
      payload.cause === undefined ? {} : { cause: payload.cause },
    );
    this.field = payload.field;
    this.origin = origin;
  }
}
