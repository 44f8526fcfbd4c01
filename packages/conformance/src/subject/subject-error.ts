/** The subject of a conformance run cannot be used: its file does not load, or a member of it is wrong. */
export class SubjectError extends Error {
  override readonly name = 'SubjectError';
  readonly code = 'SUBJECT_INVALID';
  /** Where the subject comes from: its file. */
  readonly origin: string;
  /** What is wrong, without the origin. */
  readonly problem: string;

  constructor(origin: string, problem: string, options?: ErrorOptions) {
    super(`${origin}: ${problem}`, options);
    this.origin = origin;
    this.problem = problem;
  }
}
