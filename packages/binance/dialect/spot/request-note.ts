import type { Reading } from './endpoint.ts';

/** What the writing of a reply needs to know of its request. */
export class RequestNote {
  /** Writes the result; undefined when the request was refused before it was understood. */
  readonly reading: Reading | undefined;
  /** The account whose unfilled orders the reply tells; undefined where it tells none. */
  readonly orderAccount: string | undefined;
  /** WebSocket API: the request's id as JSON text. */
  readonly id: string;
  /** WebSocket API: whether the reply tells the limits. */
  readonly showsLimits: boolean;

  constructor(reading: Reading | undefined, orderAccount?: string, id = 'null', showsLimits = true) {
    this.reading = reading;
    this.orderAccount = orderAccount;
    this.id = id;
    this.showsLimits = showsLimits;
  }
}
