import { Refusal } from '@venuekit/venue';

/** A refusal that has its own code and text (`errors.md`), where the engine's reasons do not tell enough. */
export class WireRefusal extends Refusal {
  /** Undefined for answers that are no JSON: `text` is the whole body. */
  readonly code: number | undefined;
  readonly text: string;
  readonly status: number;
  /** What the venue did all the same. */
  readonly data: unknown;

  constructor(code: number | undefined, text: string, status = 400, data?: unknown) {
    super('malformed-parameter', text);
    this.code = code;
    this.text = text;
    this.status = status;
    this.data = data;
  }
}

/** @throws WireRefusal -1128 */
export function refuseCombination(isWrong: boolean): void {
  if (isWrong) throw new WireRefusal(-1128, 'Combination of optional parameters invalid.');
}
