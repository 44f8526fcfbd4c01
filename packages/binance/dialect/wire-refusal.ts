import { Refusal } from '@venuekit/venue';

/** A refusal that has its own code and text (`errors.md`), where the engine's reasons do not tell enough. */
export class WireRefusal extends Refusal {
  /** Undefined for answers that are no JSON: `text` is the whole body. */
  readonly code: number | undefined;
  readonly text: string;
  readonly status: number;

  constructor(code: number | undefined, text: string, status = 400) {
    super('malformed-parameter', text);
    this.code = code;
    this.text = text;
    this.status = status;
  }
}
