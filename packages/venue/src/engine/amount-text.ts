import { ConfigurationError, Decimal } from '@venuekit/core/connector';

/** Reads an amount that a test or a set-up wrote. @throws ConfigurationError naming field and origin when it is no decimal number. */
export function readAmount(text: string, field: string, origin: string): Decimal {
  if (!/^-?\d+(?:\.\d+)?$/.test(text)) throw new ConfigurationError(field, origin, 'must be a decimal number as text');
  return new Decimal(text);
}
