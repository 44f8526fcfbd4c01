/** An answer cannot be used. */
export class AnswersError extends Error {
  override readonly name = 'AnswersError';
  readonly code = 'ANSWER_INVALID';
  /** The answer's name, `(whole)` for all of them. */
  readonly field: string;
  /** Where it came from: a file, a flag, a prompt. */
  readonly origin: string;

  constructor(field: string, origin: string, problem: string) {
    super(`${field} (${origin}): ${problem}`);
    this.field = field;
    this.origin = origin;
  }
}
