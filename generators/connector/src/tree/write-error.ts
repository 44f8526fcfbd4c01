/** A package cannot be written where it should be; nothing was written. */
export class WriteError extends Error {
  override readonly name = 'WriteError';
  readonly code = 'PACKAGE_NOT_WRITTEN';
  readonly path: string;

  constructor(path: string, problem: string) {
    super(`${path} ${problem}`);
    this.path = path;
  }
}
