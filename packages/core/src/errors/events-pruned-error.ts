import { ConnectorError } from './connector-error.ts';

/** A reader asked for events that are not kept any more. It can go on from `prunedUpTo`, and knows that it has missed some. */
export class EventsPrunedError extends ConnectorError {
  override readonly name = 'EventsPrunedError';
  readonly code = 'EVENTS_PRUNED';
  /** The sequence number of the last event that is not kept any more. */
  readonly prunedUpTo: number;

  constructor(after: number, prunedUpTo: number) {
    super(`the events after ${after} were asked for, and those up to ${prunedUpTo} are not kept any more`);
    this.prunedUpTo = prunedUpTo;
  }
}
