import { ConfigurationError, ZERO } from '@venuekit/core/connector';
import type { Instrument } from '../model/instrument.ts';

/**
 * Refuses rules under which money could not be exact: each price times each amount must be a whole number of the quote asset's
 * smallest unit, and each amount one of the base asset's.
 * @throws ConfigurationError
 */
export function checkInstrument(instrument: Instrument): void {
  const { tradingPair, priceIncrement, amountIncrement, basePrecision, quotePrecision } = instrument;
  const fail = (field: string, problem: string): never => {
    throw new ConfigurationError(field, `instrument ${tradingPair}`, problem);
  };
  if (tradingPair !== `${instrument.base}-${instrument.quote}`) fail('tradingPair', 'must be its base and quote');
  if (priceIncrement.lte(ZERO)) fail('priceIncrement', 'must be greater than 0');
  if (amountIncrement.lte(ZERO)) fail('amountIncrement', 'must be greater than 0');
  if (amountIncrement.decimalPlaces() > basePrecision) fail('amountIncrement', `has more than ${basePrecision} decimals`);
  if (priceIncrement.decimalPlaces() + amountIncrement.decimalPlaces() > quotePrecision) {
    fail('priceIncrement', `times amountIncrement has more than ${quotePrecision} decimals`);
  }
}
