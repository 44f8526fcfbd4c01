import { Throttler } from '../throttle/throttler.ts';
import type { ExchangeConnectorOptions } from './connector-options.ts';

/**
 * The throttler of a connector: on the application's governor where there is one, else by itself.
 * @throws ThrottleError for a table that cannot be used; ConfigurationError for share or margin beside a governor, and for one with
 * another clock.
 */
export function createThrottler(options: ExchangeConnectorOptions): Throttler {
  const { definition, runtime, rateGovernor, account, sharePercent, safetyMarginPercent } = options;
  return new Throttler({
    limits: definition.rateLimitsRules,
    clock: runtime.clock,
    venue: definition.rateLimitVenue ?? `${definition.name} ${definition.domain}`,
    ...(account === undefined ? {} : { account }),
    ...(rateGovernor === undefined ? {} : { governor: rateGovernor }),
    ...(sharePercent === undefined ? {} : { sharePercent }),
    ...(safetyMarginPercent === undefined ? {} : { safetyMarginPercent }),
  });
}
