/** A saved report cannot be used: it is no report, or one of another version. */
export class ReportError extends Error {
  override readonly name = 'ReportError';
  readonly code = 'REPORT_INVALID';
  /** The file. */
  readonly origin: string;
  /** Such as `cards[3].verdict`; `(whole)` for the report itself. */
  readonly field: string;

  constructor(origin: string, field: string, problem: string) {
    super(`${origin}: field "${field}" ${problem}`);
    this.origin = origin;
    this.field = field;
  }
}
