import type { Decimal } from '../decimal/decimal.ts';
import { parseDecimal } from '../decimal/parse.ts';
import { ConfigurationError } from '../errors/configuration-error.ts';

/** Reads the option `assetLimits`. @throws ConfigurationError for a limit that is no number from 0. */
export function readAssetLimits(limits: Readonly<Record<string, Decimal | string>> = {}): ReadonlyMap<string, Decimal> {
  return new Map(Object.entries(limits).map(([asset, value]) => [asset, readLimit(asset, value)]));
}

function readLimit(asset: string, value: Decimal | string): Decimal {
  let limit: Decimal;
  try {
    limit = typeof value === 'object' ? value : parseDecimal(value, asset, 'the option assetLimits');
  } catch (cause) {
    throw new ConfigurationError(`assetLimits.${asset}`, 'option', 'should be a decimal number in a text', { cause });
  }
  if (!limit.isFinite() || limit.isNegative()) throw new ConfigurationError(`assetLimits.${asset}`, 'option', 'should be a number from 0');
  return limit;
}
