import { ConfigurationError } from '../errors/configuration-error.ts';
import type { Clock } from '../runtime/clock.ts';
import { Admission } from './admission.ts';
import { laneReservePercents, type LaneReserves } from './lanes.ts';
import { LimitLedger } from './limit-ledger.ts';
import { bansOf, usageOf, type LimitBan, type LimitUsage } from './limit-usage.ts';

/** How limits are kept, whoever shares them. */
export interface RateGovernorOptions {
  readonly clock: Clock;
  /**
   * By how much each window is stretched, in percent, so that calls whose way to the venue takes unequally long cannot meet
   * there within one window. Default 5.
   */
  readonly safetyMarginPercent?: number;
  /** How much of each limit is ours, in percent, for several programs on one account: at least 1 weight. Default 100. */
  readonly sharePercent?: number;
  readonly laneReserves?: LaneReserves;
}

/**
 * The rate limits that several connectors of one program share. It is made by the application and given to each of them:
 * connectors of one venue then use the limits of the address together, and those of an account together if they name the
 * same account.
 */
export class RateGovernor {
  /** All times of its limits are read here. */
  readonly clock: Clock;
  /** What the throttlers on this governor are made of; applications have no use for it. */
  readonly shared: { readonly ledger: LimitLedger; readonly admission: Admission };

  /** @throws ConfigurationError for an option out of its range */
  constructor(options: RateGovernorOptions) {
    const { clock, sharePercent = 100, safetyMarginPercent = 5 } = options;
    if (!(sharePercent > 0 && sharePercent <= 100)) {
      throw new ConfigurationError('sharePercent', 'throttler options', 'should be above 0 and at most 100');
    }
    if (!(safetyMarginPercent >= 0 && Number.isFinite(safetyMarginPercent))) {
      throw new ConfigurationError('safetyMarginPercent', 'throttler options', 'should be 0 or more');
    }
    const laneReserves = laneReservePercents(options.laneReserves);
    const ledger = new LimitLedger({ sharePercent, marginPercent: safetyMarginPercent, laneReservePercents: laneReserves });
    this.clock = clock;
    this.shared = { ledger, admission: new Admission(clock, ledger.dispatchers) };
  }

  /** The use of every limit of every connector, each limit once. */
  usage(): readonly LimitUsage[] {
    return usageOf(this.shared.ledger.limits, this.clock);
  }

  /** The limits that venues have banned us from, until their bans end. */
  bans(): readonly LimitBan[] {
    return bansOf(this.shared.ledger.limits, this.clock);
  }
}
