import { InvalidPayloadError } from './invalid-payload-error.ts';

/** What was thrown while something was read, as an error that can be reported; `origin` says what was read. */
export function asError(thrown: unknown, origin: string): Error {
  return thrown instanceof Error ? thrown : new InvalidPayloadError({ field: '(whole)', origin, expected: 'readable', received: thrown });
}
