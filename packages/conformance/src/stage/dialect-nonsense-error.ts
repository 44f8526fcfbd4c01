/** A function of a dialect gave something that its contract does not know. */
export class DialectNonsenseError extends Error {
  override readonly name = 'DialectNonsenseError';
  readonly code = 'DIALECT_NONSENSE';

  constructor(where: string, wanted: string, got: string) {
    super(`${where} must give ${wanted}, not ${got}`);
  }
}
