/** What a check saw. All texts are scrubbed of secrets before they are shown. */
export interface Finding {
  /** What was checked, as a claim: `the order is open at the venue`. */
  readonly what: string;
  readonly expected: string;
  readonly actual: string;
}

/** A card's claim does not hold. */
export class CardFailure extends Error {
  override readonly name = 'CardFailure';
  readonly finding: Finding;

  constructor(finding: Finding) {
    super(`${finding.what}: expected ${finding.expected}, got ${finding.actual}`);
    this.finding = finding;
  }
}
