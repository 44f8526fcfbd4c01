/** A card, or a run, has failed; the message says all that is known. */
export class ConformanceFailure extends Error {
  override readonly name = 'ConformanceFailure';
  readonly code = 'CONFORMANCE_FAILED';
}
