import { momentOf, startOfGapMs } from '../account/stream-moment.ts';
import type { Moment } from '../account/stream-moment.ts';
import type { ConnectorServices } from '../services/connector-services.ts';
import type { Reconciliation } from './reconciliation.ts';
import { venueMoment } from './venue-moment.ts';
import type { VenueMoment } from './venue-moment.ts';

/** When a poll began. */
type PollStart = Moment & VenueMoment;

/**
 * Follows the account of a venue without a private stream: each poll asks for orders, balances, and the trades since the last poll
 * that was whole, so that what one poll misses the next one has.
 */
export class PolledAccount {
  readonly #services: ConnectorServices;
  readonly #reconciliation: Reconciliation;
  /** Our wall time before which no order of ours can have been filled unseen; counts until a poll has been whole. */
  #beginMs: number | undefined;
  #lastWhole: PollStart | undefined;

  constructor(services: ConnectorServices, reconciliation: Reconciliation) {
    this.#services = services;
    this.#reconciliation = reconciliation;
  }

  /** @param savedWholeUntilMs until when an earlier program has seen everything, by our wall clock */
  begin(savedWholeUntilMs: number | undefined): void {
    this.#beginMs ??= savedWholeUntilMs ?? this.#services.runtime.clock.wallMs();
  }

  /** The beginning of the last poll whose every question was answered. */
  get lastWhole(): VenueMoment | undefined {
    return this.#lastWhole;
  }

  /** Until when everything has been seen, by our wall clock. */
  get wholeUntilMs(): number | undefined {
    return this.#lastWhole?.wallMs;
  }

  /** @throws what a question threw; what the others found is merged */
  async poll(signal: AbortSignal): Promise<void> {
    const { clock } = this.#services.runtime;
    const start: PollStart = { ...venueMoment(this.#services), ...momentOf(clock) };
    await this.#reconciliation.poll(signal, startOfGapMs(this.#lastWhole, start) ?? this.#beginMs);
    this.#lastWhole = start;
  }
}
