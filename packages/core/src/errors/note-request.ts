import { ConnectorError } from './connector-error.ts';

/** Lets an error say which request it ended. One that says so already, and what is no error of VenueKit, is left as it is. */
export function noteRequest(error: unknown, requestId: number): void {
  if (!ConnectorError.is(error) || error.requestId !== undefined || !Object.isExtensible(error)) return;
  Object.defineProperty(error, 'requestId', { value: requestId, enumerable: true });
}
