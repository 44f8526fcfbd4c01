/** A dialect could not be made, or what was made is none. */
export class DialectBrokenError extends Error {
  override readonly name = 'DialectBrokenError';
  readonly code = 'DIALECT_BROKEN';

  constructor(problem: string, options?: ErrorOptions) {
    super(`the dialect ${problem}`, options);
  }
}
