/** A sample file cannot be used. */
export class SampleError extends Error {
  override readonly name = 'SampleError';
  readonly code = 'SAMPLE_INVALID';
  readonly origin: string;
  /** The member of the file that is wrong. */
  readonly field: string;

  constructor(origin: string, field: string, problem: string) {
    super(`${origin}: member "${field}" ${problem}`);
    this.origin = origin;
    this.field = field;
  }
}
