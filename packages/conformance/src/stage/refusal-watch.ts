import { decorate } from '@venuekit/core/connector';
import { Refusal, type DecodedRequest, type Dialect } from '@venuekit/venue';
import type { ToldRefusal } from '../card/card-stage.ts';

/** Notes what a venue refuses, whether it is meant or injected. */
export class RefusalWatch {
  readonly refusals: ToldRefusal[] = [];
  readonly #nowMs: () => number;

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  wrap(dialect: Dialect): Dialect {
    return decorate<Dialect>(dialect, {
      encodeRefusal: (refusal, decoded, desk) => {
        this.#note(refusal, decoded);
        return dialect.encodeRefusal(refusal, decoded, desk);
      },
      encodeSocketReply: (outcome, note, session, decoded) => {
        if (outcome instanceof Refusal) this.#note(outcome, decoded);
        return dialect.encodeSocketReply(outcome, note, session, decoded);
      },
    });
  }

  #note({ reason, retryAfterMs }: Refusal, decoded: DecodedRequest | undefined): void {
    this.refusals.push({ atMs: this.#nowMs(), reason, operation: decoded?.operation.kind, retryAfterMs });
  }
}
